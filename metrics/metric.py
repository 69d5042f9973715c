"""What a figure is called, what it counts, and against which line it may be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from inspect import cleandoc
from typing import Any


class Unit(StrEnum):
    """What a number counts."""

    DOLLARS = "dollars"
    DOLLARS_PER_PUPIL = "dollars per pupil"
    DOLLARS_PER_WEIGHTED_PUPIL = "dollars per weighted pupil"
    PUPILS = "pupils"
    SCHOOLS = "schools"
    SHARE = "share"
    PERCENT = "percent"
    POINTS = "points"
    INDEX = "index"
    RATIO = "ratio"
    FTE = "fte"
    SQUARE_FEET = "square feet"
    MEALS = "meals"


class Direction(StrEnum):
    """Which way is better, where one is."""

    NONE = "none"
    HIGHER = "higher_better"
    LOWER = "lower_better"


class Standing(StrEnum):
    """Where a reference line comes from. None of them is a pass mark for schools."""

    NEUTRAL = "neutral point"
    TEXTBOOK = "textbook threshold"
    STATUTE = "statute"
    REGULATION = "regulation"
    GUIDANCE = "federal guidance as states apply it"
    HOUSE = "rule of this product"


@dataclass(frozen=True, slots=True)
class Reference:
    """A line to read a figure against: its value, the words for it, and who set it."""

    value: float
    text: str
    standing: Standing
    source: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure: its words, unit and direction, the convention it follows and where it is from.

    `formula` says in words how it is reckoned; `family` groups figures that answer one question;
    `used_on` lists the addresses of the pages that show it.
    """

    id: str
    label: str
    unit: Unit
    direction: Direction
    text: str
    convention: str = ""
    source: str = ""
    function: Callable[..., Any] | None = None
    formula: str = ""
    reference: Reference | None = None
    family: str = ""
    used_on: tuple[str, ...] = ()

    @property
    def definition(self) -> str:
        """The public definition: the text, or the docstring of the function behind it."""
        if self.text or self.function is None:
            return self.text
        return cleandoc(self.function.__doc__ or "")
