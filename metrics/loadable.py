"""Figures of schools that a file may bring: what is known of each before a district says more.

Those listed here load without a word of configuration. A district adds its own, or words these
otherwise, under `metrics` of its settings. Units are the words of those settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from metrics.registry import Direction, Unit


class Kind(StrEnum):
    """What a figure tells of: pupils, what drives cost, need, results, staff or money."""

    ENROLLMENT = "enrollment"
    DRIVER = "driver"
    NEED = "need"
    OUTCOME = "outcome"
    STAFFING = "staffing"
    SPENDING = "spending"


class UnitWord(StrEnum):
    """The words that settings have for a unit."""

    COUNT = "count"
    PERCENT = "percent"
    SHARE = "share"
    POINTS = "points"
    SCORE = "score"
    INDEX = "index"
    DOLLARS = "dollars"
    DOLLARS_PER_PUPIL = "dollars_per_pupil"
    SQUARE_FEET = "sq_ft"
    MEALS = "meals"
    FTE = "fte"


_COUNTED: Final[dict[str, Unit]] = {
    UnitWord.COUNT: Unit.PUPILS,
    UnitWord.SCORE: Unit.POINTS,
    UnitWord.DOLLARS_PER_PUPIL: Unit.DOLLARS_PER_PUPIL,
    UnitWord.SQUARE_FEET: Unit.SQUARE_FEET,
}


@dataclass(frozen=True, slots=True)
class LoadableMetric:
    """One figure by its code: name, kind, unit, better direction, and what weighs its mean.

    `weight_by` is the metric by which schools count in a mean; without its figure a school
    stays out of the mean.
    """

    code: str
    name: str
    kind: Kind
    unit: UnitWord
    direction: Direction = Direction.NONE
    weight_by: str = "enrollment"

    @property
    def counts(self) -> Unit:
        """What a value counts."""
        return _COUNTED.get(self.unit) or Unit(self.unit)


def _known(kind: Kind, unit: str, direction: Direction, **names: str) -> list[LoadableMetric]:
    word = UnitWord(unit)
    return [LoadableMetric(code, name, kind, word, direction) for code, name in names.items()]


_NONE, _HIGHER, _LOWER = Direction.NONE, Direction.HIGHER, Direction.LOWER
_KNOWN: Final = (
    *_known(Kind.ENROLLMENT, "count", _NONE, enrollment="Enrollment"),
    *_known(
        Kind.NEED, "percent", _NONE,
        frl_share="Low-income pupils", ell_share="English learners",
        sped_share="Pupils with disabilities", direct_certification="Directly certified pupils",
        mobility="Pupils who moved during the year",
    ),
    *_known(
        Kind.OUTCOME, "points", _HIGHER,
        ela_points="English: distance from standard",
        math_points="Mathematics: distance from standard",
        ela_growth="English: growth", math_growth="Mathematics: growth",
        program_score="Program achievement score",
    ),
    *_known(
        Kind.OUTCOME, "percent", _HIGHER,
        ela_proficiency="English: pupils who meet the standard",
        math_proficiency="Mathematics: pupils who meet the standard",
        english_progress="English learners who made progress",
        graduation="Four-year graduation", attendance="Attendance",
        college_enrollment="College enrollment",
    ),
    *_known(
        Kind.OUTCOME, "percent", _LOWER,
        chronic_absence="Chronic absence", suspension="Suspension",
    ),
    *_known(
        Kind.STAFFING, "fte", _NONE,
        fte="Staff", teacher_fte="Teachers", full_time_fte="Full-time staff",
        part_time_fte="Part-time staff", vacant_fte="Vacant positions",
    ),
    *_known(Kind.DRIVER, "sq_ft", _NONE, square_feet="Floor space"),
    *_known(Kind.DRIVER, "meals", _NONE, meals_served="Meals served"),
    *_known(Kind.DRIVER, "count", _NONE, riders="Bus riders"),
    *_known(
        Kind.SPENDING, "dollars_per_pupil", _NONE,
        spending_per_pupil="Published spending per pupil",
        spending_federal_per_pupil="Published federal spending per pupil",
        spending_state_local_per_pupil="Published state and local spending per pupil",
        spending_normed_per_pupil="Published spending per pupil, made comparable",
    ),
)  # fmt: skip
KNOWN: Final[dict[str, LoadableMetric]] = {metric.code: metric for metric in _KNOWN}


def loadable(entries: Iterable[Mapping[str, str]] = ()) -> dict[str, LoadableMetric]:
    """The known metrics and those of a district's settings; what the district says counts.

    Each entry has a `code` and may have `name`, `kind`, `unit`, `direction` and `weight_by`.
    """
    known = dict(KNOWN)
    for entry in entries:
        code = entry["code"]
        base = known.get(code) or LoadableMetric(code, _spoken(code), Kind.OUTCOME, UnitWord.COUNT)
        known[code] = replace(
            base,
            name=entry.get("name") or base.name,
            kind=Kind(entry.get("kind") or base.kind),
            unit=UnitWord(entry.get("unit") or base.unit),
            direction=Direction(entry.get("direction") or base.direction),
            weight_by=entry.get("weight_by") or base.weight_by,
        )
    return known


def unnamed(code: str) -> LoadableMetric:
    """A metric that neither list names: plain numbers about a school, worded by its code."""
    return LoadableMetric(code, _spoken(code), Kind.DRIVER, UnitWord.COUNT)


def _spoken(code: str) -> str:
    return code.replace("_", " ").capitalize()
