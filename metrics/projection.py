"""Where spending will stand at the end of the year, always with a range and the method named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from metrics.rounding import half_away

MONTHS = 12


class Method(StrEnum):
    """How the projection was made."""

    NONE = "none"
    STRAIGHT_LINE = "straight line"
    SEASONAL = "seasonal"
    PERSONNEL = "personnel"
    GRANT = "grant period"


class Alert(StrEnum):
    """What a projection says about the budget."""

    NONE = ""
    OVER = "will overspend"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Limits:
    """Where alerts begin, and what is assumed of vacancies; a district may set each.

    `over` and `slow` are shares of the budget, `early` the share of the year before which a
    straight line is greyed. A grant that ends within `grant_days` with more than `grant_left` of
    its budget neither spent nor ordered is slow as well. `fill` is how likely a vacant position is
    filled, from the next pay date on.
    """

    over: Fraction = Fraction(1)
    slow: Fraction = Fraction(9, 10)
    early: Fraction = Fraction(1, 4)
    grant_days: int = 90
    grant_left: Fraction = Fraction(1, 5)
    fill: Fraction = Fraction(1, 2)


USUAL = Limits()


@dataclass(frozen=True, slots=True)
class GrantPeriod:
    """When the money of a grant may be spent: both days count."""

    starts: date
    ends: date

    def elapsed(self, day: date) -> Fraction:
        """The share of the period that is over at the end of a day, from 0 to 1."""
        whole = (self.ends - self.starts).days + 1
        return Fraction(min(max((day - self.starts).days + 1, 0), whole), whole)


@dataclass(frozen=True, slots=True)
class Moment:
    """From where a year is projected: the limits of alerts, the last posted month, and the day.

    `day` is that of the data; without one a grant's own period cannot be told from the year.
    """

    limits: Limits
    month: int
    day: date | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a projection starts from, in cents; missing is not zero."""

    budget: int | None
    spent: int | None
    encumbered: int | None

    @property
    def floor(self) -> int:
        """Spent and ordered already: no projection lies below it."""
        return (self.spent or 0) + (self.encumbered or 0)


@dataclass(frozen=True, slots=True)
class Projection:
    """Projected spending of the whole year in cents, its range, and how it was found.

    `left_over` is budget less projection. `is_early` marks a straight line drawn from less than
    a quarter of the year, which is shown greyed. `prior_years` are the earlier years that the
    range comes from: what happened in two or three of them, not a margin of error. `floor_binds`
    says that money already spent or ordered exceeds what the method gives. `reason` says why
    there is no projection.
    """

    method: Method
    projected: int | None = None
    low: int | None = None
    high: int | None = None
    left_over: int | None = None
    is_early: bool = False
    floor_binds: bool = False
    alert: Alert = Alert.NONE
    reason: str = ""
    prior_years: int = 0


def project(
    budget: int | None,
    spent: int | None,
    encumbered: int | None,
    *,
    elapsed: Fraction,
    prior_shares: Sequence[Fraction] = (),
    is_one_off: bool = False,
    limits: Limits = USUAL,
) -> Projection:
    """Projected spending at the end of the year.

    Seasonal where there is a full prior year: spent so far divided by the mean share of the year
    that earlier years had spent by the same period; the largest and the smallest share give the
    range. Straight line otherwise: spent so far divided by the elapsed share of the year. Never
    below what is spent and ordered already. None without a budget, with negative spending, and
    for transfers and capital (`is_one_off`).
    """
    terms = Terms(budget, spent, encumbered)
    reason = _why_not(terms, is_one_off=is_one_off)
    shares = [share for share in prior_shares if share > 0]
    if not reason and not shares and elapsed <= 0:
        reason = "the year has not begun"
    if reason or spent is None:
        return Projection(Method.NONE, reason=reason)
    if not shares:
        straight = _divided(spent, elapsed)
        is_early = elapsed < limits.early
        return _settled(Method.STRAIGHT_LINE, terms, (straight,) * 3, limits, is_early=is_early)
    mean = sum(shares, Fraction(0)) / len(shares)
    found = [_divided(spent, share) for share in (mean, max(shares), min(shares))]
    return replace(_settled(Method.SEASONAL, terms, found, limits), prior_years=len(shares))


def projected(
    terms: Terms, when: Moment, shares: Sequence[Fraction], grant: GrantPeriod | None = None
) -> Projection:
    """By the grant's own period where there is one, else by the year: from earlier years' shares.

    `shares` are those of the same month in earlier years; none for the even pace.
    """
    if grant is not None and when.day is not None:
        return project_grant(terms, grant, when.day, limits=when.limits)
    return project(
        terms.budget,
        terms.spent,
        terms.encumbered,
        elapsed=Fraction(when.month, MONTHS),
        prior_shares=shares,
        limits=when.limits,
    )


def project_personnel(
    terms: Terms,
    *,
    pay: int,
    pay_dates: int,
    vacancies: int = 0,
    limits: Limits = USUAL,
) -> Projection:
    """Spent, the pay dates to come at the current pay, and vacancies as far as they are filled.

    `pay` is what all accounts together were charged at the last pay date, `vacancies` what
    vacant positions would cost to the end of the year; `limits.fill` is the probability that one
    is filled. Every vacancy filled is the high end, none the low end.
    """
    if reason := _why_not(terms):
        return Projection(Method.NONE, reason=reason)
    low = (terms.spent or 0) + pay_dates * pay
    likely = low + half_away(vacancies * limits.fill.numerator, limits.fill.denominator)
    return _settled(Method.PERSONNEL, terms, (likely, low, low + vacancies), limits)


def project_grant(
    terms: Terms, grant: GrantPeriod, day: date, *, limits: Limits = USUAL
) -> Projection:
    """Spent divided by the elapsed share of the grant's own period, which is not the year's.

    It is also slow where the grant ends soon and much of it is neither spent nor ordered.
    """
    elapsed = grant.elapsed(day)
    reason = _why_not(terms) or ("" if elapsed > 0 else "the grant has not begun")
    if reason or terms.budget is None:
        return Projection(Method.NONE, reason=reason)
    found = (_divided(terms.spent or 0, elapsed),) * 3
    made = _settled(Method.GRANT, terms, found, limits, is_early=elapsed < limits.early)
    ends_soon = (grant.ends - day).days <= limits.grant_days
    if ends_soon and terms.budget - terms.floor > limits.grant_left * terms.budget:
        return replace(made, alert=made.alert or Alert.SLOW)
    return made


def _settled(
    method: Method,
    terms: Terms,
    found: Sequence[int],
    limits: Limits,
    *,
    is_early: bool = False,
) -> Projection:
    """Likely, low and high above the floor, what is left over, and the alert."""
    budget, floor = terms.budget or 0, terms.floor
    likely, low, high = (max(value, floor) for value in found)
    return Projection(
        method,
        likely,
        low,
        high,
        budget - likely,
        is_early=is_early,
        floor_binds=floor > found[0],
        alert=_alert(budget, likely, limits),
    )


def _why_not(terms: Terms, *, is_one_off: bool = False) -> str:
    if terms.budget is None or terms.spent is None:
        return "budget or spending is not loaded"
    if terms.budget <= 0:
        return "there is no budget"
    if terms.spent < 0:
        return "spending is negative"
    return "transfers and capital are not projected" if is_one_off else ""


def _divided(cents: int, share: Fraction) -> int:
    return half_away(cents * share.denominator, share.numerator)


def _alert(budget: int, projected: int, limits: Limits) -> Alert:
    if projected > limits.over * budget:
        return Alert.OVER
    return Alert.SLOW if projected < limits.slow * budget else Alert.NONE
