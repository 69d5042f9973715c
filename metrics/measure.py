"""A figure with what belongs beside it: schools, pupils, what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import isnan

from metrics.coverage import Complete, Dropped, complete
from metrics.definitions.weighting import weighted_as
from metrics.horizontal import MINIMUM_SCHOOLS
from metrics.metric import Metric, Unit
from metrics.registry import METRICS

__all__ = ["LOW_COUNT", "Complete", "Dropped", "Measure", "complete", "spread"]

LOW_COUNT = 10


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric's value with schools and pupils covered, schools left out, and the convention.

    `value` is missing where `reason` says why; `is_low_count` marks fewer than ten schools.
    `dropped` holds the places of the schools left out and `dropped_why` the reason of each, in
    the same order. `low` and `high` bound the value at 95 %, where an interval exists. `note`
    says in words what the number alone does not; `is_each` that every school counted once.
    """

    metric: str
    value: float | None
    schools: int
    pupils: float
    dropped: tuple[int, ...]
    reason: str = ""
    dropped_why: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    note: str = ""
    is_each: bool = False

    @property
    def definition(self) -> Metric:
        """The registry's entry in the words of this weighting, with reference line and source."""
        return _defined(self.metric, is_each=self.is_each)

    @property
    def unit(self) -> Unit:
        """What the value counts."""
        return METRICS[self.metric].unit

    @property
    def convention(self) -> str:
        """How the figure is weighted and what settles its borderline cases."""
        return self.definition.convention

    @property
    def is_low_count(self) -> bool:
        """Whether fewer than ten schools stand behind the figure."""
        return self.schools < LOW_COUNT

    @property
    def why_dropped(self) -> Mapping[str, int]:
        """How many schools were left out for each reason."""
        return dict(Counter(self.dropped_why))


@cache
def _defined(metric: str, *, is_each: bool) -> Metric:
    return weighted_as(METRICS[metric], is_each=is_each)


def spread(metric: str, values: Sequence[float | None], pupils: Sequence[float | None]) -> Measure:
    """An index of spread over the schools with a figure; needs five of them."""
    whole = complete(values, pupils)
    numbers, counted = whole.columns
    count = len(numbers)
    why = tuple(
        "no enrollment" if values[place] is not None else "no spending" for place in whole.dropped
    )
    if count < MINIMUM_SCHOOLS:
        reason = f"needs at least {MINIMUM_SCHOOLS} schools; {count} have a figure"
        return Measure(metric, None, count, float(counted.sum()), whole.dropped, reason, why)
    function: Callable[..., float] = METRICS[metric].function or _missing
    value = function(numbers, counted)
    if isnan(value):
        reason = "is not defined for these figures"
        return Measure(metric, None, count, float(counted.sum()), whole.dropped, reason, why)
    return Measure(metric, value, count, float(counted.sum()), whole.dropped, "", why)


def _missing(*_: object) -> float:
    return float("nan")
