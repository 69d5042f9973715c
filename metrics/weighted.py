"""Averages, spread and association of schools, each counted by its pupils or each once.

Arrays carry one value a school and no missing value: callers leave incomplete schools out and
say so. Without weights each school counts once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def checked(values: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats]:
    """Values and weights as arrays of equal length without missing values.

    Weights must not be negative and must not all be 0.
    """
    numbers = np.asarray(values, dtype=float)
    counted = np.ones_like(numbers) if weights is None else np.asarray(weights, dtype=float)
    if numbers.shape != counted.shape or numbers.ndim != 1:
        raise ValueError("values and weights must be lists of equal length")
    if not (np.isfinite(numbers).all() and np.isfinite(counted).all()):
        raise ValueError("missing values must be left out first")
    if (counted < 0).any() or (len(counted) and not counted.sum() > 0):
        raise ValueError("weights must be at least 0 and not all 0")
    return numbers, counted


def mean(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """The mean over pupils: each school's value counts as often as it has pupils."""
    numbers, counted = checked(values, weights)
    return float(numbers @ counted / counted.sum()) if len(numbers) else float("nan")


def standard_deviation(
    values: ArrayLike, weights: ArrayLike | None = None, *, ddof: int = 0
) -> float:
    """The standard deviation over pupils, of the whole population: the schools are no sample.

    `ddof` 1 divides by one less, as for a sample; it has a meaning only where each school counts
    once.
    """
    numbers, counted = checked(values, weights)
    if ddof and weights is not None:
        raise ValueError("the divisor of a sample goes with schools that count once each")
    if len(numbers) <= ddof:
        return float("nan")
    apart = numbers - mean(numbers, counted)
    return float(np.sqrt(apart**2 @ counted / (counted.sum() - ddof)))


def quantile(
    values: ArrayLike,
    share: float,
    weights: ArrayLike | None = None,
    *,
    interpolated: bool = False,
) -> float:
    """The smallest value whose schools, with all lower ones, hold at least that share of pupils.

    `interpolated` draws a straight line between neighbours instead; it has a meaning only where
    each school counts once.
    """
    numbers, counted = checked(values, weights)
    if interpolated and weights is not None:
        raise ValueError("percentiles of pupils are counted, not interpolated")
    if not len(numbers):
        return float("nan")
    if interpolated:
        return float(np.quantile(numbers, share))
    order = np.argsort(numbers, kind="stable")
    reached = np.cumsum(counted[order])
    # A billionth of a pupil of slack keeps sums of shares from missing their mark by rounding.
    place = np.searchsorted(reached, share * reached[-1] - 1e-9 * reached[-1])
    return float(numbers[order][min(int(place), len(numbers) - 1)])


def median(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """The value of the school in which the middle pupil sits.

    Each school counting once and their number being even, the mean of the middle two.
    """
    if weights is None:
        return float(np.median(checked(values, None)[0])) if len(np.asarray(values)) else np.nan
    return quantile(values, 0.5, weights)


def pearson(x: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Pearson's r: how closely two measures lie on a line, from -1 to 1.

    Undefined (not a number) where one of the measures is the same everywhere.
    """
    first, counted = checked(x, weights)
    second, _ = checked(y, weights)
    if not len(first) or np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    a, b = first - mean(first, counted), second - mean(second, counted)
    spread = np.sqrt((a**2 @ counted) * (b**2 @ counted))
    return float((a * b) @ counted / spread) if spread > 0 else float("nan")


def covariance(x: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None) -> float:
    """The covariance over pupils, of the whole population."""
    first, counted = checked(x, weights)
    second, _ = checked(y, weights)
    if not len(first):
        return float("nan")
    a, b = first - mean(first, counted), second - mean(second, counted)
    return float((a * b) @ counted / counted.sum())


def middle_ranks(values: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Each school's place by rising value, from 0 to 1: pupils below and half its own.

    Schools of equal value share one place.
    """
    numbers, counted = checked(values, weights)
    levels, member = np.unique(numbers, return_inverse=True)
    own = np.bincount(member, counted, minlength=len(levels))
    ranks: Floats = ((np.cumsum(own) - own / 2) / counted.sum())[member]
    return ranks


def spearman(x: ArrayLike, y: ArrayLike) -> float:
    """Spearman's rho: Pearson's r of the ranks, each school counting once, ties sharing a rank.

    Undefined where one of the measures is the same everywhere.
    """
    if not len(np.asarray(x)):
        return float("nan")
    return pearson(middle_ranks(x), middle_ranks(y))
