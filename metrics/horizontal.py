"""Horizontal equity: how equally schools spend per pupil.

Every index counts pupils: a school weighs as many as it has. Without weights each school counts
once. An index that is not defined for the figures is not a number, never 0. Reference lines of
the literature were made for districts within a state; for schools they are no pass mark.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from metrics import weighted
from metrics.weighted import Floats, checked

MINIMUM_SCHOOLS = 5
_NAN = float("nan")


class MedianSchool(StrEnum):
    """Which pupils count as the lower or upper half of McLoone's and Verstegen's index."""

    HALF = "half"
    """Exactly half of the pupils: the school of the median is split."""
    STRICT = "strict"
    """Only schools below (above) the median."""
    INCLUSIVE = "inclusive"
    """Schools at or below (at or above) the median."""


def value_range(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Highest less lowest spending per pupil, in dollars; one odd school decides it."""
    numbers, _ = checked(values, weights)
    return float(np.ptp(numbers)) if len(numbers) else _NAN


def restricted_range(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Spending at the 95th less that at the 5th percentile of pupils, in dollars."""
    high = weighted.quantile(values, 0.95, weights)
    return high - weighted.quantile(values, 0.05, weights)


def federal_range_ratio(
    values: ArrayLike, weights: ArrayLike | None = None, *, interpolated: bool = False
) -> float:
    """The restricted range as a share of spending at the 5th percentile of pupils.

    The legal line for districts within a state is 0.25 (34 CFR 222.162). Undefined where
    spending at the 5th percentile is not positive.
    """
    low = weighted.quantile(values, 0.05, weights, interpolated=interpolated)
    high = weighted.quantile(values, 0.95, weights, interpolated=interpolated)
    return (high - low) / low if low > 0 else _NAN


def coefficient_of_variation(
    values: ArrayLike, weights: ArrayLike | None = None, *, ddof: int = 0
) -> float:
    """The standard deviation as a share of the mean: 0 when all pupils get the same.

    Population form over pupils. Undefined where the mean is not positive.
    """
    middle = weighted.mean(values, weights)
    deviation = weighted.standard_deviation(values, weights, ddof=ddof)
    return deviation / middle if middle > 0 else _NAN


def mcloone(
    values: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    median_school: MedianSchool = MedianSchool.HALF,
) -> float:
    """What the lower half of pupils gets, as a share of the median for all of them: 0 to 1.

    The school of the median is split so that exactly half of the pupils lie below. Undefined
    where the median is not positive or a value is negative.
    """
    return _half(values, weights, median_school, upper=False)


def verstegen(
    values: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    median_school: MedianSchool = MedianSchool.HALF,
) -> float:
    """What the upper half of pupils gets, as a multiple of the median for all of them: 1 or more.

    The school of the median is split so that exactly half of the pupils lie above. Undefined
    where the median is not positive or a value is negative.
    """
    return _half(values, weights, median_school, upper=True)


def gini(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Half the mean difference between any two pupils as a share of the mean: 0 is equal.

    Undefined where the mean is not positive or a value is negative.
    """
    numbers, counted = checked(values, weights)
    if not len(numbers) or (numbers < 0).any() or weighted.mean(numbers, counted) <= 0:
        return _NAN
    order = np.argsort(numbers, kind="stable")
    x, n = numbers[order], counted[order]
    # Between sorted schools the difference is plain, so one pass over running sums is enough.
    below_n, below_nx = np.cumsum(n) - n, np.cumsum(n * x) - n * x
    pairs = float(n @ (x * below_n - below_nx))
    return float(pairs / (counted.sum() * (n @ x)))


def hoover(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """The share of all dollars that would have to move for every pupil to get the same."""
    numbers, counted = checked(values, weights)
    middle = weighted.mean(numbers, counted)
    if not middle > 0:
        return _NAN
    return float(np.abs(numbers - middle) @ counted / (2 * counted.sum() * middle))


def theil_t(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Theil's T: 0 when all pupils get the same; it weighs the top more than the bottom.

    A school that spends nothing adds 0. Undefined for negative values.
    """
    ratio, share = _ratios(values, weights)
    if ratio is None:
        return _NAN
    logs = np.log(np.where(ratio > 0, ratio, 1.0))
    return float(share @ (ratio * logs))


def theil_l(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Theil's L, the mean log deviation: it weighs the bottom most. Undefined with a 0."""
    ratio, share = _ratios(values, weights)
    return float(-(share @ np.log(ratio))) if ratio is not None and (ratio > 0).all() else _NAN


def atkinson(values: ArrayLike, weights: ArrayLike | None = None, *, epsilon: float = 1.0) -> float:
    """The share of dollars that could be spared if all got the same, with aversion epsilon.

    A larger epsilon cares more about the bottom; a school that spends nothing makes it 1 from
    epsilon 1 on. Epsilon is at least 0.
    """
    if epsilon < 0:
        raise ValueError("epsilon must be at least 0")
    ratio, share = _ratios(values, weights)
    if ratio is None:
        return _NAN
    if epsilon >= 1 and (ratio == 0).any():
        return 1.0
    if epsilon == 1:
        return float(1 - np.exp(share @ np.log(ratio)))
    return float(1 - (share @ ratio ** (1 - epsilon)) ** (1 / (1 - epsilon)))


def _half(
    values: ArrayLike, weights: ArrayLike | None, median_school: MedianSchool, *, upper: bool
) -> float:
    numbers, counted = checked(values, weights)
    if not len(numbers):
        return _NAN
    middle = weighted.median(values, weights)
    if not middle > 0 or (numbers < 0).any():
        return _NAN
    if median_school is MedianSchool.HALF:
        order = np.argsort(-numbers if upper else numbers, kind="stable")
        half = counted.sum() / 2
        before = np.cumsum(counted[order]) - counted[order]
        part = np.clip(half - before, 0, counted[order])
        return float(numbers[order] @ part / (middle * half))
    apart = numbers - middle if upper else middle - numbers
    used = counted * (apart > 0 if median_school is MedianSchool.STRICT else apart >= 0)
    # Nobody lies strictly beyond the median where all spend the same: nobody falls short of it.
    return float(numbers @ used / (middle * used.sum())) if used.any() else 1.0


def _ratios(values: ArrayLike, weights: ArrayLike | None) -> tuple[Floats | None, Floats]:
    """Each value over the mean, and each school's share of pupils."""
    numbers, counted = checked(values, weights)
    middle = weighted.mean(numbers, counted)
    if not middle > 0 or (numbers < 0).any():
        return None, counted
    return numbers / middle, counted / counted.sum()
