"""Budget, spending and open orders by period, and how they add up over the year."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import pyarrow as pa
import pyarrow.compute as pc

from access.scope import Scope
from data.districts import fiscal_years, latest_fiscal_year, periods
from data.read_model import Argument, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR, FUNDS, LOCATION_IDS
from data.warehouse import Warehouse

_COLUMNS = columns(
    "fiscal_year year | fiscal year",
    "period count | accounting period",
    "label text | what people call it",
    "period_kind text | open_balance, regular or adjustment",
    "start_date date | first day",
    "end_date date | last day",
    "is_closed flag | postings are complete",
    "is_posted flag | up to the last regular period with postings in the district",
    "budget_usd money | budget posted in the period; missing after the last posted period",
    "spent_usd money | spent or received in the period; missing after the last posted period",
    "encumbered_usd money | change of open orders; missing after the last posted period",
    "cumulative_budget_usd money | budget of this and every earlier period",
    "cumulative_spent_usd money | spent in this and every earlier period from 1",
    "cumulative_encumbered_usd money | open orders at the end of the period",
)
_TERMS = ("budget_cents", "spent_cents", "encumbered_cents")


def monthly(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    kind: str = "expenditure",
    bucket: str = "",
    account: str = "",
    funds: Sequence[str] = (),
    location_ids: Sequence[str] = (),
) -> pa.Table:
    """The periods of a year in order. Transfers count only inside a bucket or an account."""
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    summed = warehouse.exact(
        scope,
        "monthly",
        fiscal_year=year,
        kind=kind,
        without_transfers=kind == "expenditure" and not bucket and not account,
        bucket=bucket,
        account=account,
        funds=list(funds),
        location_ids=list(location_ids),
    )
    raw = periods(warehouse, scope.district, fiscal_year=year)
    last = next(
        (known.last_period for known in fiscal_years(warehouse, scope.district)
         if known.year == year), None,
    )  # fmt: skip
    numbers = raw.column("period").to_pylist()
    raw = raw.append_column(
        "is_posted", pa.array([last is not None and n <= last for n in numbers])
    )
    place = pc.index_in(raw.column("period"), value_set=summed.column("period").combine_chunks())
    for name in _TERMS:
        raw = raw.append_column(name, summed.column(name).combine_chunks().take(place))
        single, running = _posted(raw, name)
        raw = raw.set_column(raw.column_names.index(name), name, single)
        raw = raw.append_column(f"cumulative_{name}", running)
    return shaped(raw, _COLUMNS)


def _posted(raw: pa.Table, name: str) -> tuple[pa.Array, pa.Array]:
    """A term by period and its running sum: zero up to the last posted period, then missing."""
    posted = raw.column("is_posted").to_pylist()
    periods = raw.column("period").to_pylist()
    values = [
        value if value is not None else (0 if is_posted else None)
        for value, is_posted in zip(raw.column(name).to_pylist(), posted, strict=True)
    ]
    # Spending counts from period 1: period 0 carries opening balances.
    parts = [
        0 if value is None or (period < 1 and name == "spent_cents") else value
        for value, period in zip(values, periods, strict=True)
    ]
    running = [
        None if value is None else total
        for value, total in zip(values, accumulate(parts), strict=True)
    ]
    return pa.array(values, pa.int64()), pa.array(running, pa.int64())


MODELS = (
    ReadModel(
        "monthly",
        "Spending by month",
        "one row per period of the fiscal year",
        "bucket:read",
        _COLUMNS,
        (
            FISCAL_YEAR,
            Argument("kind", "text", "expenditure", "expenditure or revenue"),
            Argument("bucket", "text", "", "bucket code"),
            Argument("account", "text", "", "account as printed"),
            FUNDS,
            LOCATION_IDS,
        ),
        monthly,
    ),
)
