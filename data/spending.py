"""Spending and budget by school, fund and category. Transfers between funds are left out."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from access.scope import Scope
from data.districts import latest_fiscal_year
from data.labels import category_labels, category_places, role_labels
from data.read_model import Argument, ReadModel, columns, shaped
from data.warehouse import Warehouse
from metrics.balances import remaining

FISCAL_YEAR = Argument("fiscal_year", "year", None, "ending year; the newest year when left out")
FUNDS = Argument("funds", "texts", (), "fund codes, comma separated; every fund when left out")
LOCATION_IDS = Argument(
    "location_ids", "texts", (), "location codes; every visible one when left out"
)
WHERE = Argument("where", "text", "", "conditions such as: fund is 10, vendor starts with acme")

_MONEY = (
    "budget_usd money | adjusted budget; missing where none was loaded",
    "spent_usd money | spent; missing where nothing was loaded",
)
_BY_SCHOOL = columns(
    "fiscal_year year | fiscal year, named by the year in which it ends",
    "location_id text | location code; empty for accounts without location",
    "location_name text | readable name",
    "location_type text | school, department, district or undistributed",
    "level text | elementary, middle, high, k12 or other; missing where not a school",
    "fund_code text | fund",
    "fund_name text | label of the fund",
    "category_code text | spending category of the district",
    "category_name text | label of the category",
    "fund_source text | federal or state_local",
    "spend_class text | salary, benefit, non_personnel, capital or debt",
    *_MONEY,
)
_BY_FUND = columns(
    "fiscal_year year | fiscal year",
    "fund_code text | fund",
    "fund_name text | label of the fund",
    "account_lines count | expenditure accounts with any figure",
    *_MONEY,
    "remaining_usd money | budget less spent less encumbered less reserved",
    "encumbered_usd money | open orders; missing where none were loaded",
    "reserved_usd money | requested dollars subtracted from what is left; missing where none are",
)
_BY_CATEGORY = columns(
    "fiscal_year year | fiscal year",
    "category_code text | spending category of the district",
    "category_name text | label of the category",
    "fund_source text | federal or state_local",
    "account_lines count | expenditure accounts behind the row",
    *_MONEY,
)


def spending_by_school(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    funds: Sequence[str] = (),
) -> pa.Table:
    """Budget and spending of each location by fund, category, source and class."""
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    raw = warehouse.exact(scope, "spending_by_school", fiscal_year=year, funds=list(funds))
    return shaped(
        raw,
        _BY_SCHOOL,
        fund_name=_fund_names(warehouse, scope, year, raw),
        category_name=category_labels(warehouse, scope.district, raw.column("category_code")),
    )


def spending_by_fund(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    location_ids: Sequence[str] = (),
) -> pa.Table:
    """Budget, spending, open orders and what is left of each fund."""
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    raw = warehouse.exact(
        scope, "spending_by_fund", fiscal_year=year, location_ids=list(location_ids)
    )
    left = [
        remaining("expenditure", *terms)
        for terms in zip(
            *(
                raw.column(f"{term}_cents").to_pylist()
                for term in ("budget", "spent", "encumbered", "reserved")
            ),
            strict=True,
        )
    ]
    made = raw.append_column("remaining_cents", pa.array(left, pa.int64()))
    return shaped(made, _BY_FUND, fund_name=_fund_names(warehouse, scope, year, raw))


def spending_by_category(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    funds: Sequence[str] = (),
    location_ids: Sequence[str] = (),
) -> pa.Table:
    """Budget and spending of each category by source, in the district's order of categories."""
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    raw = warehouse.exact(
        scope,
        "spending_by_category",
        fiscal_year=year,
        funds=list(funds),
        location_ids=list(location_ids),
    )
    codes = raw.column("category_code")
    places = category_places(warehouse, scope.district, codes)
    order = [("place", "ascending"), ("category_code", "ascending"), ("fund_source", "ascending")]
    made = raw.append_column("category_name", category_labels(warehouse, scope.district, codes))
    return shaped(made.append_column("place", places).sort_by(order), _BY_CATEGORY)


def _fund_names(warehouse: Warehouse, scope: Scope, year: int, raw: pa.Table) -> pa.Array:
    return role_labels(warehouse, scope.district, year, "fund", raw.column("fund_code"))


MODELS = (
    ReadModel(
        "spending-by-school",
        "Spending by school",
        "one row per location, fund, category, source and class of spending",
        "evaluate:read",
        _BY_SCHOOL,
        (FISCAL_YEAR, FUNDS),
        spending_by_school,
    ),
    ReadModel(
        "spending-by-fund",
        "Spending by fund",
        "one row per fund",
        "evaluate:read",
        _BY_FUND,
        (FISCAL_YEAR, LOCATION_IDS),
        spending_by_fund,
    ),
    ReadModel(
        "spending-by-category",
        "Spending by category",
        "one row per category and source",
        "evaluate:read",
        _BY_CATEGORY,
        (FISCAL_YEAR, FUNDS, LOCATION_IDS),
        spending_by_category,
    ),
)
