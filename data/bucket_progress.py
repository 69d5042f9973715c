"""How a bucket's year compares with the same time of earlier years, and how those years ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.bucket_history import YEARS_COMPARED, BucketYear
from metrics.progress import Earlier, Spell, earlier


@dataclass(frozen=True, slots=True)
class Compared:
    """One spell of the year, from period `first` to `last`, beside that of earlier years."""

    first: int
    last: int
    now: Spell
    before: tuple[Spell, ...]
    earlier: Earlier | None


@dataclass(frozen=True, slots=True)
class Progress:
    """The last closed month and the year to date of one kind of account."""

    kind: str
    month: Compared
    year_to_date: Compared


def progress(years: Sequence[BucketYear], fiscal_year: int, period: int | None) -> list[Progress]:
    """Progress up to a closed period for every kind of account that has postings by month.

    Opening and adjustment periods do not count. An earlier year without accounts or postings in
    the bucket is left out: it says nothing about the pace.
    """
    made = []
    for this in years:
        if this.year == fiscal_year and period is not None and this.months:
            before = [one for one in years if one.kind == this.kind and one.year < fiscal_year]
            known = [one for one in before if one.months][-YEARS_COMPARED:]
            month = _compared(this, known, period, period)
            made.append(Progress(this.kind, month, _compared(this, known, 1, period)))
    return made


def history(years: Sequence[BucketYear], fiscal_year: int, kind: str) -> list[BucketYear]:
    """Earlier years of a kind of account, the newest first."""
    return [one for one in reversed(years) if one.kind == kind and one.year < fiscal_year]


def _compared(this: BucketYear, known: Sequence[BucketYear], first: int, last: int) -> Compared:
    before = tuple(_spell(one, first, last) for one in known)
    return Compared(first, last, _spell(this, first, last), before, earlier(before))


def _spell(one: BucketYear, first: int, last: int) -> Spell:
    return Spell(one.year, one.spent_in(first, last), one.budget)
