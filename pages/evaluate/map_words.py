"""What a map of schools says: the ends of the measure, and whether one side differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pages.components.sentence import Sentence, strong
from pages.evaluate.measure_words import written
from pages.evaluate.scatter_words import Measured
from pages.format import counted

MINIMUM: Final = 5
"""Schools from which a difference between sides is told."""
NOTABLE: Final = 0.5
"""Part of a standard deviation from which two sides of the district differ notably."""


@dataclass(frozen=True, slots=True)
class Side:
    """The half of the schools that differs most from the other half.

    `apart` is the difference of both means as a part of the measure's standard deviation.
    """

    words: str
    mean: float
    other: float
    apart: float


@dataclass(frozen=True, slots=True)
class MapFinding:
    """What is known: schools with a value, those placed, the lowest and highest, and the side."""

    measure: Measured
    schools: int
    placed: int
    low: tuple[str, float] | None = None
    high: tuple[str, float] | None = None
    side: Side | None = None


def sentence(found: MapFinding) -> Sentence:
    """The range of the measure, and where on the map it is high."""
    if found.low is None or found.high is None:
        return [f"No school has {found.measure.inside} in this year."]
    unit = found.measure.unit
    if found.schools == 1:
        return [f"Only {found.low[0]} has {found.measure.inside}: {written(found.low[1], unit)}."]
    words: list[object] = [
        f"{found.measure.label}: from ",
        strong(written(found.low[1], unit)),
        f" at {found.low[0]} to ",
        strong(written(found.high[1], unit)),
        f" at {found.high[0]}, {counted(found.schools, 'school')}. ",
    ]
    return [*words, *_where(found)]  # type: ignore[list-item]


def _where(found: MapFinding) -> Sentence:
    if not found.placed:
        return ["No coordinates are loaded, so where they stand cannot be shown."]
    if found.placed < MINIMUM or found.side is None:
        return [(f"{counted(found.placed, 'school')} on the map: too few to tell one side of the "
                "district from another.")]  # fmt: skip
    unit, side = found.measure.unit, found.side
    if side.apart < NOTABLE:
        return ["No side of the district differs much from the other."]
    word = "higher" if side.mean > side.other else "lower"
    return [
        "The figure is ",
        strong(f"{word} in the {side.words} half"),
        f": {written(side.mean, unit)} against {written(side.other, unit)} in the other.",
    ]
