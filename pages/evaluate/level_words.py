"""How levels, ranks and schools are named in sentences."""

from __future__ import annotations

from typing import Final

from pages.format import count

LEVELS: Final = {
    "elementary": "Elementary",
    "middle": "Middle",
    "high": "High",
    "k12": "All grades",
    "other": "Other",
}
_ENDINGS: Final = (
    *(" Elementary School", " Elementary", " Middle School", " High School"),
    *(" Middle", " High", " School"),
)
_ORDINALS: Final = {1: "st", 2: "nd", 3: "rd"}
_TEENS: Final = (11, 12, 13)


def level_name(level: str) -> str:
    """The level as a heading: `Elementary`, `All levels` for none."""
    return LEVELS.get(level, "Other") if level else "All levels"


def schools_of(level: str, number: int = 2) -> str:
    """Schools of a level in a sentence: `elementary schools`, `schools` for all levels."""
    kind = {"": "", "k12": "K-12 ", "other": "other "}.get(level, f"{level} ")
    return f"{kind}{'school' if number == 1 else 'schools'}"


def short_name(name: str) -> str:
    """A school's name without the words for its level: `Garfield`."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name


def ordinal(number: int) -> str:
    """A rank in a sentence: `1st`, `24th`."""
    if number % 100 in _TEENS:
        return f"{count(number)}th"
    return f"{count(number)}{_ORDINALS.get(number % 10, 'th')}"


def pupils_words(number: float) -> str:
    """Pupils in a sentence: `1 pupil`, `483 pupils`."""
    return f"{count(number)} {'pupil' if round(number) == 1 else 'pupils'}"
