"""Weighted student funding: what a formula gives each school, and what it has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics import horizontal
from metrics.weighted import Floats, checked

_EDGE = 1e-9


@dataclass(frozen=True, slots=True)
class FormulaGaps:
    """Formula dollars of each school, actual less formula dollars, and actual over formula.

    `gaps` sum to 0 where the formula shares out what is actually spent.
    """

    formula: Floats
    gaps: Floats
    index: Floats

    def within(self, share: float, pupils: ArrayLike) -> float:
        """The share of pupils whose school lies within that share of its formula dollars."""
        counted = np.asarray(pupils, dtype=np.float64)
        near = np.abs(self.index - 1) <= share + _EDGE
        return float(counted[near].sum() / counted.sum()) if counted.sum() > 0 else float("nan")

    def spread(self, pupils: ArrayLike | None = None) -> float:
        """The coefficient of variation of actual over formula dollars."""
        return horizontal.coefficient_of_variation(self.index, pupils)

    @property
    def moved(self) -> float:
        """Dollars that schools have above their formula."""
        return float(np.clip(self.gaps, 0, None).sum())


def formula_gaps(
    dollars: ArrayLike,
    weighted_pupils: ArrayLike,
    *,
    foundation: ArrayLike | None = None,
    pot: float | None = None,
) -> FormulaGaps:
    """Actual dollars against the same pot shared out by need-weighted pupils.

    `foundation` is a fixed sum a school has before the rest is shared; `pot` is what is shared
    out, all actual dollars unless said otherwise. Raises `ValueError` where the foundations alone
    exceed the pot or no pupil counts.
    """
    actual, counted = checked(dollars, weighted_pupils)
    fixed = np.zeros_like(actual) if foundation is None else np.asarray(foundation, np.float64)
    whole = float(actual.sum()) if pot is None else pot
    rest = whole - float(fixed.sum())
    if rest < 0:
        raise ValueError("the fixed sums of the schools exceed the pot")
    entitled: Floats = rest * counted / counted.sum() + fixed
    index = np.divide(actual, entitled, out=np.full_like(actual, np.nan), where=entitled > 0)
    return FormulaGaps(entitled, actual - entitled, index)


def entitlement(
    type_pupils: ArrayLike,
    base: float,
    extra: ArrayLike,
    foundation: ArrayLike | None = None,
) -> Floats:
    """Dollars by type of pupil: base times one plus the extra weight, summed, plus the fixed sum.

    `type_pupils` has a row a school and a column a type; `extra` is the extra weight of each type.
    """
    counts = np.atleast_2d(np.asarray(type_pupils, dtype=np.float64))
    factor = 1 + np.asarray(extra, dtype=np.float64)
    fixed = 0.0 if foundation is None else np.asarray(foundation, dtype=np.float64)
    entitled: Floats = counts @ factor * base + fixed
    return entitled


def weighted_index(dollars: ArrayLike, type_pupils: ArrayLike, averages: ArrayLike) -> Floats:
    """Actual dollars over what they would be if every type of pupil got the district's average.

    1.00 is as intended. `averages` are dollars per pupil of each type; a school without pupils
    has no index.
    """
    actual = np.asarray(dollars, dtype=np.float64)
    expected = np.asarray(type_pupils, np.float64) @ np.asarray(averages, np.float64)
    index: Floats = np.divide(actual, expected, out=np.full_like(actual, np.nan),
                              where=expected > 0)  # fmt: skip
    return index
