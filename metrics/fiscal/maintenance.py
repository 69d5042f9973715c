"""Maintenance of effort: whether a district keeps up its own spending. Whole cents throughout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

ESEA_LINE = Fraction(9, 10)
LOOK_BACK = 5


@dataclass(frozen=True, slots=True)
class EseaEffort:
    """Prior over second prior year, in total and per pupil, and what follows.

    `level` is the more favourable of the two ratios. `cut` is the share by which the federal
    allocation is reduced: 0 unless the district also failed in one of the five years before.
    `next_base` is the total that the year after is measured against: a failed year does not lower
    it below what was required.
    """

    total: Fraction | None
    per_pupil: Fraction | None
    passes: bool
    cut: Fraction
    next_base: int

    @property
    def level(self) -> Fraction | None:
        """The more favourable of the two ratios; missing where neither can be formed."""
        known = [one for one in (self.total, self.per_pupil) if one is not None]
        return max(known) if known else None


def esea_effort(
    prior_cents: int,
    second_prior_cents: int,
    *,
    prior_pupils: float,
    second_prior_pupils: float,
    failed_before: Sequence[bool] = (),
) -> EseaEffort:
    """ESEA section 8521 (20 USC 7901): state and local spending at least 90 % of a year before.

    In total or per pupil, whichever is better. `failed_before` says of each preceding year, the
    latest first, whether it failed; only five count. Community services, capital outlay, debt
    service and disaster spending are left out beforehand (34 CFR 299.5). Raises `ValueError` where
    there is no spending or no pupil in the second prior year to measure against.
    """
    if second_prior_cents <= 0:
        raise ValueError("there is no spending in the second prior year to measure against")
    total = Fraction(prior_cents, second_prior_cents)
    per_pupil = None
    if prior_pupils > 0 and second_prior_pupils > 0:
        per_pupil = total * Fraction(second_prior_pupils) / Fraction(prior_pupils)
    level = total if per_pupil is None else max(total, per_pupil)
    passes = level >= ESEA_LINE
    has_history = any(failed_before[:LOOK_BACK])
    cut = Fraction(0) if passes or not has_history else (ESEA_LINE - level) / ESEA_LINE
    required = -(-ESEA_LINE * second_prior_cents // 1)
    base = prior_cents if passes else max(prior_cents, int(required))
    return EseaEffort(total, per_pupil, passes, cut, base)


class IdeaTest(StrEnum):
    """The four ways to show effort for children with disabilities; one is enough."""

    LOCAL = "local, in total"
    STATE_LOCAL = "state and local, in total"
    LOCAL_CHILD = "local, per child"
    STATE_LOCAL_CHILD = "state and local, per child"


@dataclass(frozen=True, slots=True)
class IdeaYear:
    """A year's spending on children with disabilities, federal dollars left out.

    `allowed` are reductions that the rules allow for the year (34 CFR 300.204, 300.205); they
    lower the bar by as much.
    """

    fiscal_year: int
    local_cents: int
    state_local_cents: int
    children: float
    allowed_cents: int = 0

    def amount(self, test: IdeaTest) -> Fraction | None:
        """What a test looks at, in cents; missing per child without children."""
        local = test in {IdeaTest.LOCAL, IdeaTest.LOCAL_CHILD}
        whole = Fraction(self.local_cents if local else self.state_local_cents)
        if test in {IdeaTest.LOCAL, IdeaTest.STATE_LOCAL}:
            return whole
        return whole / Fraction(self.children) if self.children > 0 else None


@dataclass(frozen=True, slots=True)
class IdeaResult:
    """One test in the last year: the amount, the bar, the year that set it, and the outcome."""

    test: IdeaTest
    amount: Fraction | None
    bar: Fraction | None
    bar_year: int | None
    passes: bool | None
    reason: str = ""


def idea_effort(years: Sequence[IdeaYear]) -> list[IdeaResult]:
    """IDEA maintenance of effort, 34 CFR 300.203: the last year against the last that was met.

    `years` run from the first, which sets the bar, to the one tested. A test that failed in a year
    leaves its bar at what was required in that year: reductions allowed then still count. The
    district passes where any of the four does. Raises `ValueError` for fewer than two years or
    years out of order.
    """
    order = [one.fiscal_year for one in years]
    if len(order) < 2 or order != sorted(set(order)):  # noqa: PLR2004 - one year has no comparison
        raise ValueError("give at least two years, from the earliest to the one tested")
    return [_idea_test(test, years) for test in IdeaTest]


def idea_passes(results: Sequence[IdeaResult]) -> bool:
    """Whether the district passes: on any one of the tests."""
    return any(one.passes for one in results)


def _idea_test(test: IdeaTest, years: Sequence[IdeaYear]) -> IdeaResult:
    bar, bar_year = years[0].amount(test), years[0].fiscal_year
    for year in years[1:-1]:
        amount = year.amount(test)
        if amount is None:
            continue
        required = None if bar is None else _lowered(bar, year, test)
        if required is None or amount >= required:
            bar, bar_year = amount, year.fiscal_year
        else:
            # What would have been required without the failure, its reductions included.
            bar = required
    last = years[-1]
    amount = last.amount(test)
    if amount is None or bar is None:
        return IdeaResult(test, amount, bar, None, None, "no count of children")
    lowered = _lowered(bar, last, test)
    return IdeaResult(test, amount, lowered, bar_year, amount >= lowered)


def _lowered(bar: Fraction, year: IdeaYear, test: IdeaTest) -> Fraction:
    """The bar less the reductions allowed for the year, per child where the test is."""
    if test in {IdeaTest.LOCAL, IdeaTest.STATE_LOCAL}:
        return bar - year.allowed_cents
    return bar - Fraction(year.allowed_cents) / Fraction(year.children)
