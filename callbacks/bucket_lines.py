"""Buckets of a basis as lines, groups and sums, each with where it is heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from access.actor import Actor
from callbacks.basis import Basis
from callbacks.year_shares import MONTHS, Outlook, dollars, histories, outlook, path, shape
from data.bucket_history import BucketYear
from data.buckets import buckets
from data.warehouse import Warehouse
from metrics.projection import Alert, Method
from pages.components.bucket_amounts import Amounts
from pages.components.bucket_table import BucketGroup, BucketLine
from pages.components.figures import Status
from pages.figures.cumulative import YearPath

_ALERTS: Final = {
    Alert.NONE: Status.ON_COURSE,
    Alert.OVER: Status.OVER,
    Alert.SLOW: Status.SLOW,
}


@dataclass(frozen=True, slots=True)
class Bucket:
    """A line of the table and the outlook behind it."""

    line: BucketLine
    outlook: Outlook


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
    return tuple(_bucket(warehouse, basis, row, years) for row in rows)


def groups(found: Sequence[Bucket], who: str) -> list[BucketGroup]:
    """Buckets by who decides about them; `who` heads those of the schools: `You decide`."""
    made = []
    for is_own, name, term in (
        (True, who, "discretionary"),
        (False, "The district decides", "view only"),
    ):
        lines = [bucket.line for bucket in found if bucket.line.is_own is is_own]
        if lines:
            made.append(BucketGroup(name, term, lines, total(lines)))
    return made


def who_decides(actor: Actor, basis: Basis) -> str:
    """Who decides about the schools' buckets, seen from the reader."""
    if actor.is_owner:
        return "You decide"
    return "The school decides" if basis.place else "Schools decide"


def total(lines: Sequence[BucketLine]) -> Amounts:
    """The sum of lines. A line without projection counts at what is paid and on order."""
    terms = [line.amounts for line in lines]
    sums = Amounts(
        budget=_sum([term.budget for term in terms]),
        spent=_sum([term.spent for term in terms]),
        encumbered=_sum([term.encumbered for term in terms]),
        remaining=_sum([term.remaining for term in terms]),
        reserved=_sum([term.reserved for term in terms]),
    )
    if all(term.projected is None for term in terms):
        return sums
    return replace(
        sums,
        projected=_sum([_at_least(term, term.projected) for term in terms]),
        low=_sum([_at_least(term, term.low) for term in terms]),
        high=_sum([_at_least(term, term.high) for term in terms]),
        years=min((term.years for term in terms if term.years), default=0),
    )


def year_path(found: Sequence[Bucket], amounts: Amounts) -> YearPath | None:
    """The months of several buckets added up; none where no month is posted."""
    known = [bucket.outlook for bucket in found if bucket.outlook.months.spent]
    if not known:
        return None
    months = known[0].months
    paid = _added([view.months.spent for view in known])
    if amounts.projected is None:
        return YearPath(months.labels, paid, budget=_float(amounts.budget))
    means = [shape(view.earlier) for view in known]
    likely, low, high = (
        _added(
            [path(view, _target(view, name), mean) for view, mean in zip(known, means, strict=True)]
        )
        for name in ("projected", "low", "high")
    )
    return YearPath(months.labels, paid, likely, low, high, _float(amounts.budget))


def _bucket(
    warehouse: Warehouse,
    basis: Basis,
    row: dict[str, Any],
    years: Mapping[str, tuple[BucketYear, ...]],
) -> Bucket:
    amounts = Amounts(
        row["budget_usd"],
        row["spent_usd"],
        row["encumbered_usd"],
        row["remaining_usd"],
        reserved=row["reserved_usd"],
    )
    code = row["bucket_code"]
    view = outlook(warehouse, basis, amounts, bucket=code, years=years.get(code, ()))
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
    return Bucket(line, view)


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


def _at_least(term: Amounts, value: Decimal | None) -> Decimal | None:
    if value is not None or term.spent is None:
        return value
    return term.spent + (term.encumbered or 0)


def _target(view: Outlook, name: str) -> int | None:
    """Where a bucket's path ends; one without projection stays where it is."""
    value: int | None = getattr(view.projection, name)
    return view.months.spent[-1] if value is None else value


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _added(rows: Sequence[tuple[int, ...]]) -> tuple[float, ...]:
    length = min(MONTHS, *(len(row) for row in rows)) if rows else 0
    return tuple(sum(row[month] for row in rows) / 100 for month in range(length))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
