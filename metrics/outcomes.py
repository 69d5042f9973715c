"""Spending beside outcomes: where a school stands, without a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from metrics import weighted
from metrics.weighted import checked


class Quadrant(StrEnum):
    """The four fields of a scatter, named without praise or blame."""

    HIGH_HIGH = "higher spending, higher outcome"
    HIGH_LOW = "higher spending, lower outcome"
    LOW_HIGH = "lower spending, higher outcome"
    LOW_LOW = "lower spending, lower outcome"


@dataclass(frozen=True, slots=True)
class Quadrants:
    """Where the two lines of the means lie, and the field of each school."""

    x_line: float
    y_line: float
    fields: tuple[Quadrant, ...]

    def count(self, field: Quadrant) -> int:
        """How many schools lie in a field."""
        return self.fields.count(field)


def quadrants(
    x: ArrayLike,
    y: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    x_line: float | None = None,
    y_line: float | None = None,
) -> Quadrants:
    """Schools by the pupil-weighted means of the same schools; on a line counts as higher.

    Where fewer is better (absence), "higher outcome" still means the higher number: the page
    turns the axis. `x_line` and `y_line` replace the means, for example 0 for differences.
    """
    spending, counted = checked(x, weights)
    results, _ = checked(y, weights)
    across = weighted.mean(spending, counted) if x_line is None else x_line
    up = weighted.mean(results, counted) if y_line is None else y_line
    names = {
        (True, True): Quadrant.HIGH_HIGH,
        (True, False): Quadrant.HIGH_LOW,
        (False, True): Quadrant.LOW_HIGH,
        (False, False): Quadrant.LOW_LOW,
    }
    pairs = zip((spending >= across).tolist(), (results >= up).tolist(), strict=True)
    return Quadrants(across, up, tuple(names[pair] for pair in pairs))


@dataclass(frozen=True, slots=True)
class NeedGroup:
    """A fifth of the pupils, ranked by need: how many, in how many schools, with what spending."""

    pupils: float
    schools: int
    need_mean: float
    value_mean: float


def need_groups(
    values: ArrayLike, need: ArrayLike, pupils: ArrayLike, *, groups: int = 5
) -> Sequence[NeedGroup]:
    """Spending per pupil by fifths of pupils ranked by rising need.

    A school on the border is divided between two groups by its pupils; schools of equal need
    are taken together, so that their order does not matter.
    """
    spending, counted = checked(values, pupils)
    shares, _ = checked(need, pupils)
    levels, member = np.unique(shares, return_inverse=True)
    level_pupils = np.bincount(member, counted)
    level_dollars = np.bincount(member, counted * spending)
    level_means = np.divide(
        level_dollars, level_pupils, out=np.zeros_like(levels), where=level_pupils > 0
    )
    ends = np.cumsum(level_pupils)
    edges = np.linspace(0, ends[-1], groups + 1)
    made = []
    for low, high in pairwise(edges):
        part = np.clip(np.minimum(ends, high) - np.maximum(ends - level_pupils, low), 0, None)
        inside = part > 1e-9 * ends[-1]
        size = float(part.sum())
        made.append(
            NeedGroup(
                size,
                int(inside[member].sum()),
                float(part @ levels / size),
                float(part @ level_means / size),
            )
        )
    return made
