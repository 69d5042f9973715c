"""The state of every account of a year: budget, spent, encumbered, left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

import numpy as np
import pyarrow as pa

from access.scope import Scope
from data.accounts_of_place import accounts_of_place
from data.bucket_guide import category_line
from data.districts import latest_fiscal_year
from data.labels import category_labels, location_labels, role_labels
from data.read_model import (
    Argument,
    ArgumentError,
    Column,
    ReadModel,
    columns,
    in_batches,
    shaped,
)
from data.row_filter import where_lines
from data.scope import ScopeLine
from data.spending import FISCAL_YEAR, FUNDS, LOCATION_IDS, WHERE
from data.warehouse import Sort, Warehouse
from metrics.balances import remaining, used_share

NO_LIMIT = 1 << 40
ROLES = ("fund", "function", "object", "program", "project")
_BATCH = 20_000
_TERMS = ("kind", "budget_cents", "spent_cents", "encumbered_cents")
_Term = tuple[str, int | None, int | None, int | None]
MONEY_TERMS = (
    "original_usd money | budget first adopted",
    "adjustments_usd money | amendments, transfers and carry-forward",
    "budget_usd money | adjusted budget",
    "spent_usd money | spent, or received for revenue",
    "encumbered_usd money | open orders; missing where none were loaded",
    "requested_usd money | requested, not yet ordered",
    "reserved_usd money | requested dollars subtracted from what is left; missing where none are",
    "remaining_usd money | budget less spent, encumbered and reserved; revenue: less received",
    "used_share share | spent and encumbered as a share of the budget",
)
_COLUMNS = columns(
    "fiscal_year year | fiscal year",
    "account text | account as the ERP prints it",
    "description text | account title",
    "kind text | expenditure, revenue, balance ...",
    "spend_class text | salary, benefit, non_personnel, capital, debt, transfer or n/a",
    *(
        f"{role}_{part} text | {meaning} of the {role}"
        for role in ROLES
        for part, meaning in (("code", "code"), ("name", "label"))
    ),
    "category_code text | spending category",
    "category_name text | label of the category",
    "location_id text | location code",
    "location_name text | location",
    "is_provisional flag | posted to, but missing in the account master",
    *MONEY_TERMS,
    "reported_available_usd money | what the ERP's own balance says is left",
)
_TOTAL_COLUMNS = columns(
    "kind text | kind of the accounts",
    "account_count count | accounts that pass the filters",
    *MONEY_TERMS,
)


ROLLUP = Argument("rollup", "text", "", "category of the bucket's rollup template, or Other")


class AccountFilters(TypedDict, total=False):
    """Which accounts: every filter may be left out."""

    kind: str
    funds: Sequence[str]
    location_ids: Sequence[str]
    category: str
    bucket: str
    rollup: str
    search: str
    lines: Sequence[ScopeLine | str]
    where: str


def account_status(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    sort: str = "account",
    descending: bool = False,
    offset: int = 0,
    limit: int | None = None,
    **filters: Unpack[AccountFilters],
) -> pa.Table:
    """One page of accounts; `sort` is a column of the answer, labels and requested sums apart."""
    asked = accounts_asked(warehouse, scope, fiscal_year, filters)
    if sort == "used_share":
        return _by_share(warehouse, scope, asked, descending, offset, limit)
    order, most = sort_by(sort, descending=descending), NO_LIMIT if limit is None else limit
    rows = accounts_of_place(warehouse, scope, asked, order)
    if rows is not None:
        return _page(warehouse, scope, asked, rows.slice(offset, most))
    raw = warehouse.exact(
        scope,
        "account_status",
        sort=order,
        by_location=sort.startswith("location_"),
        limit=most,
        offset=offset,
        **asked,
    )
    return _page(warehouse, scope, asked, raw)


account_status_batches = in_batches(account_status, _BATCH)
"""The same accounts in parts, for long exports."""


def account_totals(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    **filters: Unpack[AccountFilters],
) -> pa.Table:
    """Totals over every account that passes the filters, one row per kind: never netted."""
    asked = accounts_asked(warehouse, scope, fiscal_year, filters)
    raw = warehouse.exact(scope, "account_totals", **asked)
    return with_shares(raw, _TOTAL_COLUMNS)


def account_count(warehouse: Warehouse, scope: Scope, **asked: Any) -> int:
    """How many accounts the filters leave."""
    return int(sum(account_totals(warehouse, scope, **asked).column("account_count").to_pylist()))


def sort_by(column: str, *, descending: bool) -> Sort:
    """The order by a column of an answer, whose money is held in cents."""
    return Sort(column.removesuffix("_usd") + "_cents" if column.endswith("_usd") else column,
                descending)  # fmt: skip


def parsed_line(line: ScopeLine | str) -> ScopeLine:
    """A scope line, or one written `field|operator|value`."""
    if isinstance(line, ScopeLine):
        return line
    parts = line.split("|", 2)
    if len(parts) != len(("field", "operator", "value")):
        raise ArgumentError(f"a scope line is written field|operator|value, not {line!r}")
    return ScopeLine(*parts)


def accounts_asked(
    warehouse: Warehouse, scope: Scope, fiscal_year: int | None, filters: AccountFilters
) -> dict[str, Any]:
    """The filters as arguments of the statements."""
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    bucket, rollup = filters.get("bucket", ""), filters.get("rollup", "")
    placed = [
        category_line(warehouse, scope, bucket=bucket, category=rollup, fiscal_year=year)
    ] if rollup else []  # fmt: skip
    return {
        "fiscal_year": year,
        "kind": filters.get("kind", ""),
        "funds": list(filters.get("funds", ())),
        "location_ids": list(filters.get("location_ids", ())),
        "category": filters.get("category", ""),
        "bucket": bucket,
        "search": filters.get("search", ""),
        "lines": [
            *(parsed_line(line) for line in filters.get("lines", ())),
            *where_lines(warehouse, scope, "accounts", filters.get("where", "")),
            *placed,
        ],
    }


def _by_share(
    warehouse: Warehouse,
    scope: Scope,
    asked: dict[str, Any],
    descending: bool,  # noqa: FBT001
    offset: int,
    limit: int | None,
) -> pa.Table:
    """A page in the order of the share of use, which SQL does not reckon."""
    raw = warehouse.exact(scope, "account_shares", **asked)
    keys = raw.column("account_key").to_numpy()
    shares = np.array(_shares(raw), dtype=float)
    order = np.argsort(-shares if descending else shares, kind="stable")
    end = None if limit is None else offset + limit
    chosen = keys[order][offset:end]
    page = warehouse.exact(
        scope, "account_status", account_keys=chosen.tolist() or [-1], limit=NO_LIMIT, offset=0,
        **asked,
    )  # fmt: skip
    place = {key: row for row, key in enumerate(page.column("account_key").to_pylist())}
    rows = pa.array([place[key] for key in chosen.tolist()], pa.int64())
    return _page(warehouse, scope, asked, page.take(rows))


def _page(warehouse: Warehouse, scope: Scope, asked: dict[str, Any], raw: pa.Table) -> pa.Table:
    """The rows with the labels of their codes, what is left and the share of use."""
    year, district = asked["fiscal_year"], scope.district
    names = {
        f"{role}_name": role_labels(warehouse, district, year, role, raw.column(f"{role}_code"))
        for role in ROLES
    }
    names["location_id"], names["location_name"] = location_labels(
        warehouse, district, raw.column("location_key")
    )
    names["category_name"] = category_labels(warehouse, district, raw.column("category_code"))
    return with_shares(raw, _COLUMNS, **names)


def _shares(raw: pa.Table) -> list[float | None]:
    terms = (raw.column(name).to_pylist() for name in _TERMS)
    return [used_share(*term) for term in zip(*terms, strict=True)]


def with_terms(raw: pa.Table) -> dict[str, Any]:
    """What is left (cents) and the share of use of every row with the money terms."""
    terms: list[_Term] = list(zip(*(raw.column(name).to_pylist() for name in _TERMS), strict=True))
    reserved = raw.column("reserved_cents").to_pylist()
    left = [remaining(*term, held) for term, held in zip(terms, reserved, strict=True)]
    return {
        "remaining_cents": pa.array(left, pa.int64()),
        "used_share": [used_share(*term) for term in terms],
    }


def with_shares(raw: pa.Table, declared: Sequence[Column], **names: Any) -> pa.Table:
    """The declared columns with what is left and the share of use reckoned."""
    reckoned = with_terms(raw)
    cents = reckoned["remaining_cents"]
    if "remaining_cents" in raw.column_names:
        raw = raw.drop_columns(["remaining_cents"])
    made = raw.append_column("remaining_cents", cents)
    return shaped(made, declared, used_share=reckoned["used_share"], **names)


MODELS = (
    ReadModel(
        "account-status",
        "Accounts",
        "one row per account of a fiscal year with any figure, or with lines in another year",
        "account:read",
        _COLUMNS,
        (
            FISCAL_YEAR,
            Argument("kind", "text", "", "expenditure or revenue; every kind when left out"),
            FUNDS,
            LOCATION_IDS,
            Argument("category", "text", "", "category code"),
            Argument("bucket", "text", "", "bucket code, or several with commas"),
            ROLLUP,
            Argument("search", "text", "", "text in account or description"),
            Argument("lines", "texts", (), "scope lines, each field|operator|value"),
            WHERE,
            Argument("sort", "text", "account", "column to sort by"),
            Argument("descending", "flag", default=False, help="highest first"),
            Argument("offset", "whole", 0, "rows to pass over"),
            Argument("limit", "whole", None, "rows at most"),
        ),
        account_status,
        account_status_batches,
        account_count,
    ),
)
