"""Curves of shares: how the dollars are spread over the pupils, ranked by dollars or by need."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics import weighted
from metrics.weighted import Floats, checked


@dataclass(frozen=True, slots=True)
class Curve:
    """Cumulative shares from 0 to 1: of pupils (`across`) and of dollars (`up`)."""

    across: Floats
    up: Floats

    @property
    def index(self) -> float:
        """One less twice the area under the curve: Gini's coefficient, or the concentration."""
        return float(1 - 2 * np.trapezoid(self.up, self.across))


def lorenz(values: ArrayLike, weights: ArrayLike | None = None) -> Curve:
    """The share of all dollars that the pupils with the lowest spending have.

    The straight diagonal is equality.
    """
    return concentration_curve(values, values, weights)


def concentration_curve(
    values: ArrayLike, need: ArrayLike, weights: ArrayLike | None = None
) -> Curve:
    """The share of all dollars that the pupils of the least needy schools have.

    Schools of equal need stand together, so that their order does not matter. A curve below the
    diagonal means more dollars where need is higher.
    """
    numbers, counted = checked(values, weights)
    shares, _ = checked(need, weights)
    levels, member = np.unique(shares, return_inverse=True)
    pupils = np.bincount(member, counted, minlength=len(levels))
    dollars = np.bincount(member, counted * numbers, minlength=len(levels))
    if not len(numbers) or not dollars.sum() > 0:
        nothing = np.array([], dtype=np.float64)
        return Curve(nothing, nothing)
    return Curve(_cumulative(pupils), _cumulative(dollars))


def concentration_index(
    values: ArrayLike, need: ArrayLike, weights: ArrayLike | None = None
) -> float:
    """Whether dollars gather where need is high: from -1 to 1, 0 where they do not follow need.

    Schools are ranked by rising need. It can never exceed the Gini coefficient in size; set
    against it, it says how much of the inequality lines up with need. Undefined where the mean
    is not positive.
    """
    middle = weighted.mean(values, weights)
    if not middle > 0:
        return float("nan")
    ranks = weighted.middle_ranks(need, weights)
    return 2 * weighted.covariance(values, ranks, weights) / middle


def _cumulative(sums: ArrayLike) -> Floats:
    reached = np.concatenate([[0.0], np.cumsum(np.asarray(sums, dtype=np.float64))])
    shares: Floats = reached / reached[-1]
    return shares
