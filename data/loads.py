"""Whether the data can be trusted: loaded files, checks, and rows set aside.

Their dollars cover every location, so a reader of some locations sees none of these rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import pyarrow as pa

from access.scope import Scope
from data.balances import NO_LIMIT
from data.read_model import Argument, ArgumentError, ReadModel, columns, shaped
from data.warehouse import Sort, Warehouse

NO_ACCOUNT: Final = (
    "ACCOUNT_UNPARSED", "ACCOUNT_WIDTH", "EXPONENT_ACCOUNT", "DATE_LIKE_ACCOUNT",
    "ACCOUNT_KIND_UNKNOWN",
)  # fmt: skip
"""Reasons of rows whose account cannot be read."""


class Aside(StrEnum):
    """Rows set aside because their account cannot be read, by what they are of."""

    ORDERS = "orders"
    OTHERS = "others"


_LOADS = columns(
    "import_id text | short hash of content and mapping",
    "source text | source name of the mapping",
    "file_name text | name of the file in the mapping",
    "file_kind text | logical file kind",
    "file text | path below the source folder",
    "sha256 text | hash of the raw bytes",
    "encoding text | encoding found",
    "delimiter text | delimiter used",
    "rows_read count | data rows in the file",
    "rows_accepted count | rows that became facts",
    "rows_skipped count | rows dropped by a rule of the mapping",
    "rows_quarantined count | rows set aside",
    "accepted_usd money | dollars of the accepted rows",
    "quarantined_usd money | dollars of the rows set aside, as far as readable",
    "fiscal_years text | fiscal years present",
    "notes text | what the reader did",
)
_CHECKS = columns(
    "check_code text | code of the check",
    "check_scope text | what it covers",
    "fiscal_year year | fiscal year, missing for all",
    "severity text | error, warn or info",
    "status text | ok, failed or held",
    "expected_usd money | control total",
    "actual_usd money | loaded total",
    "difference_usd money | actual less expected",
    "message text | in words",
    "file text | file, missing for a check of the whole load",
)
_QUARANTINE = columns(
    "file text | file",
    "source_row count | line of the file",
    "column_name text | heading of the column at fault",
    "reason_code text | why",
    "found text | offending value; needs the right to see compensation",
    "message text | what is wrong and what was expected",
    "amount_usd money | dollars of the row, as far as readable",
    "fiscal_year year | fiscal year, as far as readable",
    "is_warning flag | the row was kept all the same",
    "raw text | the row as text; needs the right to see compensation",
)
_QUARANTINE_TOTALS = columns(
    "file text | file",
    "is_order flag | the file holds orders or encumbrances",
    "reason_code text | why",
    "is_warning flag | the rows were kept all the same",
    "row_count count | rows",
    "amount_usd money | their dollars, as far as readable",
)


def loads(warehouse: Warehouse, scope: Scope) -> pa.Table:
    """The files behind the data, in order of source and name."""
    return shaped(warehouse.exact(scope, "loads"), _LOADS)


def control_totals(warehouse: Warehouse, scope: Scope, *, status: str = "") -> pa.Table:
    """Checks of the load with expected and actual dollars; `status` picks ok, failed or held."""
    return shaped(warehouse.exact(scope, "control_totals", status=status), _CHECKS)


def quarantine(
    warehouse: Warehouse,
    scope: Scope,
    *,
    reason: str = "",
    part: str = "",
    fiscal_years: Sequence[int] = (),
    sort: str = "file",
    descending: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> pa.Table:
    """One page of the rows set aside, with reason and dollars; `part` picks one of `Aside`."""
    if part not in ("", *Aside):
        raise ArgumentError(f"part: {part!r} is none of {', '.join(Aside)}")
    raw = warehouse.exact(
        scope,
        "quarantine",
        sort=Sort(sort.removesuffix("_usd"), descending),
        reason=reason,
        no_account=list(NO_ACCOUNT) if part else [],
        of_orders=part == Aside.ORDERS,
        of_others=part == Aside.OTHERS,
        fiscal_years=list(fiscal_years),
        offset=offset,
        limit=NO_LIMIT if limit is None else limit,
    )
    return shaped(raw, _QUARANTINE)


def quarantine_totals(warehouse: Warehouse, scope: Scope) -> pa.Table:
    """Rows set aside and their dollars by file and reason."""
    return shaped(warehouse.exact(scope, "quarantine_totals"), _QUARANTINE_TOTALS)


MODELS = (
    ReadModel(
        "loads",
        "Loads",
        "one row per loaded file",
        "load:read",
        _LOADS,
        (),
        loads,
    ),
    ReadModel(
        "control-totals",
        "Control totals",
        "one row per check of the load",
        "load:read",
        _CHECKS,
        (Argument("status", "text", "", "ok, failed or held; all when left out"),),
        control_totals,
    ),
    ReadModel(
        "quarantine",
        "Rows set aside",
        "one row per row set aside and reason",
        "load:read",
        _QUARANTINE,
        (
            Argument("reason", "text", "", "reason code"),
            Argument("part", "text", "", "without a readable account: orders, or others"),
            Argument("fiscal_years", "years", (), "ending years, comma separated"),
            Argument("sort", "text", "file", "column to sort by"),
            Argument("descending", "flag", default=False, help="highest first"),
            Argument("offset", "whole", 0, "rows to pass over"),
            Argument("limit", "whole", None, "rows at most"),
        ),
        quarantine,
    ),
)
