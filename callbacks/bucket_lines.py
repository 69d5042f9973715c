"""Buckets of a basis as lines, groups and sums, each with where it is heading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from callbacks.basis import Basis
from callbacks.year_shares import Calendar, Outlook, calendar, dollars, histories, outlook
from data.bucket_history import BucketYear
from data.buckets import buckets
from data.warehouse import Warehouse
from metrics.projection import Alert, Method
from pages.components.bucket_amounts import Amounts
from pages.components.bucket_table import BucketLine
from pages.components.figures import Status

_ALERTS: Final = {
    Alert.NONE: Status.ON_COURSE,
    Alert.OVER: Status.OVER,
    Alert.SLOW: Status.SLOW,
}


@dataclass(frozen=True, slots=True)
class Bucket:
    """A line of the table and the outlook behind it; one at rest has neither line nor dollar."""

    line: BucketLine
    outlook: Outlook
    is_active: bool


def bucket_list(
    warehouse: Warehouse, basis: Basis, *, show_empty: bool = False, only: str = ""
) -> tuple[Bucket, ...]:
    """The spending buckets of the basis in their order of display, or the only one wanted."""
    table = buckets(
        warehouse,
        basis.scope,
        fiscal_year=basis.year.year,
        location_ids=basis.location_ids,
        show_empty=show_empty,
    )
    rows = [row for row in table.to_pylist() if row["kind"] == "expenditure"]
    rows = [row for row in rows if only in ("", row["bucket_code"])]
    # Read once: a hundred buckets would otherwise each reckon the years of all hundred.
    years = histories(warehouse, basis) if rows and not basis.is_closed else {}
    known = calendar(warehouse, basis)
    return tuple(_bucket(warehouse, basis, row, years, known) for row in rows)


def _bucket(
    warehouse: Warehouse,
    basis: Basis,
    row: dict[str, Any],
    years: Mapping[str, tuple[BucketYear, ...]],
    known: Calendar,
) -> Bucket:
    amounts = Amounts(
        row["budget_usd"],
        row["spent_usd"],
        row["encumbered_usd"],
        row["remaining_usd"],
        reserved=row["reserved_usd"],
    )
    code = row["bucket_code"]
    own = years.get(code, ())
    view = outlook(warehouse, basis, amounts, bucket=code, years=own, known=known)
    found = view.projection
    amounts = replace(
        amounts,
        projected=dollars(found.projected),
        low=dollars(found.low),
        high=dollars(found.high),
        years=found.prior_years,
    )
    line = BucketLine(
        code=row["bucket_code"],
        name=row["bucket_name"],
        detail=row["description"] or "",
        is_own=row["decided_by"] == "owner",
        status=_status(basis, view, amounts),
        amounts=amounts,
        reason=_reason(basis, found.reason),
    )
    return Bucket(line, view, row["is_active"])


def _status(basis: Basis, view: Outlook, amounts: Amounts) -> Status:
    if basis.is_closed:
        over = amounts.remaining is not None and amounts.remaining < 0
        return Status.RAN_OVER if over else Status.ENDED
    if view.projection.method is Method.NONE or view.projection.is_early:
        return Status.UNKNOWN
    return _ALERTS[view.projection.alert]


def _reason(basis: Basis, reason: str) -> str:
    if basis.is_closed:
        return "the year is closed"
    if basis.year.last_period is None:
        return "no payment is posted yet"
    return reason or "no projection"
