"""Loaded totals beside those of the ERP, fund by fund; a reader of some locations sees none."""

from __future__ import annotations

import pyarrow as pa

from access.scope import Scope
from data.districts import latest_fiscal_year
from data.labels import role_labels
from data.read_model import ReadModel, columns, shaped
from data.spending import FISCAL_YEAR
from data.warehouse import Warehouse

_COLUMNS = columns(
    "fiscal_year year | fiscal year",
    "fund_code text | fund",
    "fund_name text | its label",
    "kind text | kind of the accounts",
    "account_count count | accounts",
    "budget_usd money | adjusted budget",
    "spent_usd money | spent, or received, as loaded",
    "reported_count count | accounts whose spending the ERP's own balance tells",
    "reported_usd money | what it tells; missing where no balance was loaded",
    "difference_usd money | loaded less told, over these accounts",
)


def fund_totals(warehouse: Warehouse, scope: Scope, *, fiscal_year: int | None = None) -> pa.Table:
    """What the ERP's balances say was spent and what was loaded, one row per fund and kind."""
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    raw = warehouse.exact(scope, "fund_totals", fiscal_year=year)
    names = role_labels(warehouse, scope.district, year, "fund", raw.column("fund_code"))
    return shaped(raw, _COLUMNS, fund_name=names)


MODELS = (
    ReadModel(
        "fund-totals",
        "Totals by fund",
        "one row per fund and kind of account",
        "load:read",
        _COLUMNS,
        (FISCAL_YEAR,),
        fund_totals,
    ),
)
