"""How far off a method would have been on years that are closed by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from metrics.projection import Method, Terms, project, project_personnel
from metrics.rounding import half_away


@dataclass(frozen=True, slots=True)
class ClosedYear:
    """A closed year in cents: spent by the end of each regular month, and in the whole year."""

    year: int
    by_month: tuple[int, ...]
    total: int

    def share(self, months: int) -> Fraction:
        """The share of the year's spending that was spent by then."""
        return Fraction(self.by_month[months - 1], self.total)


@dataclass(frozen=True, slots=True)
class Pay:
    """Pay of a bucket's accounts at the last pay date, in cents, and the pay dates to come.

    `dates_paid` are those of the year that were paid by then.
    """

    cents: int
    pay_date: date
    dates_left: int
    dates_paid: int = 0

    def still_due(self, annual: int) -> int:
        """Cents of an annual sum that fall on the pay dates to come."""
        whole = self.dates_paid + self.dates_left
        return half_away(annual * self.dates_left, whole) if whole else 0


@dataclass(frozen=True, slots=True)
class Missed:
    """The error of one method for one closed year: its projection less the truth, as a share."""

    year: int
    method: Method
    error: float


def back_test(
    years: Sequence[ClosedYear], months: int, pay: Mapping[int, Pay] | None = None
) -> list[Missed]:
    """Errors of each method at the end of so many months of every closed year.

    A year is projected from what was spent by then and from years before it alone, as it would
    have been then. The floor is left out: what was on order at that time is not known any more.
    A year without an earlier one has no seasonal projection. `pay` is that of each year at the
    same time, for buckets of nothing but pay.
    """
    found = []
    for place, one in enumerate(years):
        spent = one.by_month[months - 1]
        if one.total <= 0 or spent < 0:
            continue
        elapsed = Fraction(months, len(one.by_month))
        before = [year.share(months) for year in years[:place] if year.total > 0]
        made = [
            project(one.total, spent, 0, elapsed=elapsed, prior_shares=shares)
            for shares in (([], before) if before else ([],))
        ]
        if pay and (own := pay.get(one.year)) is not None:
            terms = Terms(one.total, spent, 0)
            made.append(project_personnel(terms, pay=own.cents, pay_dates=own.dates_left))
        found += [
            Missed(one.year, each.method, (each.projected - one.total) / one.total)
            for each in made
            if each.projected is not None
        ]
    return found


def median_error(missed: Sequence[Missed], method: Method) -> float | None:
    """The median absolute error of a method, as a share; none where it was never used."""
    errors = [abs(one.error) for one in missed if one.method is method]
    return median(errors) if errors else None
