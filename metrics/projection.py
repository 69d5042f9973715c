"""Where spending will stand at the end of the year, always with a range and the method named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from metrics.rounding import half_away

EARLY = Fraction(1, 4)
SLOW = Fraction(9, 10)


class Method(StrEnum):
    """How the projection was made."""

    NONE = "none"
    STRAIGHT_LINE = "straight line"
    SEASONAL = "seasonal"


class Alert(StrEnum):
    """What a projection says about the budget."""

    NONE = ""
    OVER = "will overspend"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Projection:
    """Projected spending of the whole year in cents, its range, and how it was found.

    `left_over` is budget less projection. `is_early` marks a straight line drawn from less than
    a quarter of the year, which is shown greyed. `floor_binds` says that money already spent or
    ordered exceeds what the method gives. `reason` says why there is no projection.
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


def project(
    budget: int | None,
    spent: int | None,
    encumbered: int | None,
    *,
    elapsed: Fraction,
    prior_shares: Sequence[Fraction] = (),
    is_one_off: bool = False,
) -> Projection:
    """Projected spending at the end of the year.

    Seasonal where there is a full prior year: spent so far divided by the mean share of the year
    that earlier years had spent by the same period; the largest and the smallest share give the
    range. Straight line otherwise: spent so far divided by the elapsed share of the year. Never
    below what is spent and ordered already. None without a budget, with negative spending, and
    for transfers and capital (`is_one_off`).
    """
    reason = _why_not(budget, spent, is_one_off=is_one_off)
    shares = [share for share in prior_shares if share > 0]
    if not reason and not shares and elapsed <= 0:
        reason = "the year has not begun"
    if reason or budget is None or spent is None:
        return Projection(Method.NONE, reason=reason)
    mean = sum(shares, Fraction(0)) / len(shares) if shares else elapsed
    raw = _divided(spent, mean)
    floor = spent + (encumbered or 0)
    projected = max(raw, floor)
    return Projection(
        Method.SEASONAL if shares else Method.STRAIGHT_LINE,
        projected,
        max(_divided(spent, max(shares, default=mean)), floor),
        max(_divided(spent, min(shares, default=mean)), floor),
        budget - projected,
        is_early=not shares and elapsed < EARLY,
        floor_binds=floor > raw,
        alert=_alert(budget, projected),
    )


def _why_not(budget: int | None, spent: int | None, *, is_one_off: bool) -> str:
    if budget is None or spent is None:
        return "budget or spending is not loaded"
    if budget <= 0:
        return "there is no budget"
    if spent < 0:
        return "spending is negative"
    return "transfers and capital are not projected" if is_one_off else ""


def _divided(cents: int, share: Fraction) -> int:
    return half_away(cents * share.denominator, share.numerator)


def _alert(budget: int, projected: int) -> Alert:
    if projected > budget:
        return Alert.OVER
    return Alert.SLOW if projected < SLOW * budget else Alert.NONE
