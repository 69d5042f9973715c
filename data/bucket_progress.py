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
    """Progress up to a closed period for every kind of account that is told month by month.

    Opening and adjustment periods do not count. A year in which nothing was spent so far is
    compared like any other. So is an earlier one that had a budget and spent none of it; without
    accounts, or without postings by month, it says nothing about the pace and is left out.
    """
    made = []
    for this in years:
        if this.year == fiscal_year and period is not None and (this.months or this.spent == 0):
            before = [one for one in years if one.kind == this.kind and one.year < fiscal_year]
            known = [one for one in before if _is_told(one)][-YEARS_COMPARED:]
            month = _compared(this, known, period, period)
            made.append(Progress(this.kind, month, _compared(this, known, 1, period)))
    return made


def _is_told(one: BucketYear) -> bool:
    """Whether an earlier year has postings by month, or had a budget of which none was spent."""
    return bool(one.months) or (one.spent == 0 and (one.budget or 0) > 0)


def history(years: Sequence[BucketYear], fiscal_year: int, kind: str) -> list[BucketYear]:
    """Earlier years of a kind of account, the newest first."""
    return [one for one in reversed(years) if one.kind == kind and one.year < fiscal_year]


def _compared(this: BucketYear, known: Sequence[BucketYear], first: int, last: int) -> Compared:
    before = tuple(_spell(one, first, last) for one in known)
    return Compared(first, last, _spell(this, first, last), before, earlier(before))


def _spell(one: BucketYear, first: int, last: int) -> Spell:
    return Spell(one.year, one.spent_in(first, last), one.budget)
