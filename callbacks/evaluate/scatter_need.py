"""Whether a scatter shows figures as they are or beyond need, and what the page begins with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from data.points_over_years import can_be_beyond
from data.school_measures import SchoolFigures
from data.school_points import MAIN, SPECIAL
from pages.components.page_head import BasisCell
from pages.evaluate.scatter_notes import BEGINS, BEYOND, NOTES

EFFICACY: Final = frozenset({"spending", "results"})
"""Families of measures that stand beside each other beyond need, unless asked otherwise."""


def is_efficacy(
    schools: Sequence[SchoolFigures],
    level: str,
    axes: tuple[str, str],
    families: Mapping[str, str],
) -> bool:
    """Whether spending stands beside results, and enough schools have both and their needs.

    `level` is a level, `main` for all but special schools, or anything else for every school.
    """
    if {families[one] for one in axes} != EFFICACY:
        return False
    levels = {school.level for school in schools}
    drawn = [
        school
        for school in schools
        if (level not in {*levels, MAIN})
        or (school.level != SPECIAL if level == MAIN else school.level == level)
    ]
    return can_be_beyond(drawn, axes)


def need_cell(can_adjust: bool, is_beyond: bool, begins_beyond: bool) -> BasisCell:  # noqa: FBT001
    """As they are, or beyond what need predicts; only where a measure can be."""
    if not can_adjust:
        return BasisCell("Need", "As they are")
    plain, beyond = ("need=&plain=", "need=1&plain=")
    if begins_beyond:
        plain, beyond = ("need=&plain=1", "need=&plain=")
    options = [("As they are", plain), ("Beyond need", beyond)]
    return BasisCell("Need", options[is_beyond][0], options)


def notes(is_beyond: bool, begins_beyond: bool) -> tuple[tuple[str, str], ...]:  # noqa: FBT001
    """What to know of every scatter, of need allowed for, and of what the page begins with."""
    beyond = (BEYOND,) if is_beyond else ()
    return (*NOTES, *beyond, *((BEGINS,) if begins_beyond else ()))
