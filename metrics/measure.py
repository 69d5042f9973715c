"""A figure with what belongs beside it: schools, pupils, what was left out and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite, isnan

import numpy as np

from metrics.horizontal import MINIMUM_SCHOOLS
from metrics.registry import METRICS
from metrics.weighted import Floats

_LOW_COUNT = 10


@dataclass(frozen=True, slots=True)
class Complete:
    """The schools that have every figure: their arrays, their places, and how many were left."""

    columns: tuple[Floats, ...]
    kept: tuple[int, ...]
    dropped: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric's value with schools and pupils covered, schools left out, and the convention.

    `value` is missing where `reason` says why; `is_low_count` marks fewer than ten schools.
    """

    metric: str
    value: float | None
    schools: int
    pupils: float
    dropped: tuple[int, ...]
    reason: str = ""

    @property
    def convention(self) -> str:
        """How the figure is weighted and what settles its borderline cases."""
        return METRICS[self.metric].convention

    @property
    def is_low_count(self) -> bool:
        """Whether fewer than ten schools stand behind the figure."""
        return self.schools < _LOW_COUNT


def complete(*columns: Sequence[float | None]) -> Complete:
    """Only the schools without a missing figure in any column, in their order."""
    kept: list[int] = []
    dropped: list[int] = []
    for place, row in enumerate(zip(*columns, strict=True)):
        known = all(value is not None and isfinite(value) for value in row)
        (kept if known else dropped).append(place)
    arrays = tuple(np.array([column[i] for i in kept], dtype=np.float64) for column in columns)
    return Complete(arrays, tuple(kept), tuple(dropped))


def spread(metric: str, values: Sequence[float | None], pupils: Sequence[float | None]) -> Measure:
    """An index of spread over the schools with a figure; needs five of them."""
    whole = complete(values, pupils)
    numbers, counted = whole.columns
    count = len(numbers)
    if count < MINIMUM_SCHOOLS:
        reason = f"needs at least {MINIMUM_SCHOOLS} schools; {count} have a figure"
        return Measure(metric, None, count, float(counted.sum()), whole.dropped, reason)
    function: Callable[..., float] = METRICS[metric].function or _missing
    value = function(numbers, counted)
    if isnan(value):
        reason = "is not defined for these figures"
        return Measure(metric, None, count, float(counted.sum()), whole.dropped, reason)
    return Measure(metric, value, count, float(counted.sum()), whole.dropped)


def _missing(*_: object) -> float:
    return float("nan")
