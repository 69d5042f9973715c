"""Sums of buckets, in which each account counts once, and the months of their year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from access.actor import Actor
from callbacks.basis import Basis
from callbacks.bucket_lines import Bucket
from callbacks.year_shares import MONTHS, Outlook, dollars, path, shape
from data.bucket_history import BucketYear
from data.buckets import shared_sum
from data.warehouse import Warehouse
from pages.components.bucket_amounts import Amounts
from pages.components.bucket_table import BucketGroup, BucketLine
from pages.figures.cumulative import YearPath


def groups(
    warehouse: Warehouse, basis: Basis, found: Sequence[Bucket], who: str
) -> list[BucketGroup]:
    """Buckets by who decides about them; `who` heads those of the schools: `You decide`."""
    made = []
    for is_own, name, term in (
        (True, who, "discretionary"),
        (False, "The district decides", "view only"),
    ):
        lines = [bucket.line for bucket in found if bucket.line.is_own is is_own]
        if lines:
            made.append(BucketGroup(name, term, lines, total(warehouse, basis, lines)))
    return made


def who_decides(actor: Actor, basis: Basis) -> str:
    """Who decides about the schools' buckets, seen from the reader."""
    if actor.is_owner:
        return "You decide"
    return "The school decides" if basis.place else "Schools decide"


def total(warehouse: Warehouse, basis: Basis, lines: Sequence[BucketLine]) -> Amounts:
    """The sum of buckets, each account once.

    Buckets that share accounts are not projected together: each has its own share of earlier
    years, and what they share would be spent twice.
    """
    shared = shared_sum(
        warehouse,
        basis.scope,
        [line.code for line in lines],
        fiscal_year=basis.year.year,
        location_ids=basis.location_ids,
    )
    return added(lines) if shared is None else replace(amounts_of(shared), is_shared=True)


def amounts_of(one: BucketYear) -> Amounts:
    """The terms of a year in dollars."""
    return Amounts(
        budget=dollars(one.budget),
        spent=dollars(one.spent),
        encumbered=dollars(one.encumbered),
        remaining=dollars(one.remaining),
        reserved=dollars(one.reserved),
    )


def added(lines: Sequence[BucketLine]) -> Amounts:
    """The lines added up. One without projection counts at what is paid and on order."""
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
    """The months of buckets added up; none where no month is posted, or they share accounts."""
    if amounts.is_shared:
        return None
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
