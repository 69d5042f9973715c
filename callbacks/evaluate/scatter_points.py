"""The points of the scatter explorer, the fit through them and the fields they lie in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from callbacks.school_need import pattern
from metrics import weighted
from metrics.outcomes import Quadrant, Quadrants, need_groups, quadrants
from metrics.regression import MINIMUM_SCHOOLS, Line, TooFewSchoolsError, line
from pages.evaluate.scatter_words import Finding, Measured, quadrant_words
from pages.figures.need_scatter import Pattern
from pages.figures.scatter import Trend

_POINTS: Final = 40
_FIELDS: Final = (Quadrant.LOW_HIGH, Quadrant.HIGH_HIGH, Quadrant.LOW_LOW, Quadrant.HIGH_LOW)
"""Upper left, upper right, lower left, lower right; x is the first word of each name."""
Rows = Sequence[dict[str, Any]]
"""Rows of the read model school-points."""


@dataclass(frozen=True, slots=True)
class Cloud:
    """The schools drawn, as lists, with their fit and fields; these need two schools or more."""

    rows: Rows
    line: Line | None
    fields: Quadrants | None
    reason: str

    @property
    def x(self) -> list[float]:
        """Values to the right."""
        return [row["x_value"] for row in self.rows]

    @property
    def y(self) -> list[float]:
        """Values upwards."""
        return [row["y_value"] for row in self.rows]

    @property
    def pupils(self) -> list[float]:
        """The weights."""
        return [row["pupils"] for row in self.rows]

    @property
    def r(self) -> float | None:
        """Pearson's r over pupils; missing with few schools or where a measure does not vary."""
        if len(self.rows) < MINIMUM_SCHOOLS:
            return None
        found = weighted.pearson(self.x, self.y, self.pupils)
        return None if np.isnan(found) else found


def cloud(rows: Rows, *, x_line: float | None = None, y_line: float | None = None) -> Cloud:
    """The drawn schools with everything reckoned from them.

    The fields lie between the pupil-weighted means unless a line is given, as 0 for differences.
    """
    drawn = [row for row in rows if not row["reason"]]
    x = [row["x_value"] for row in drawn]
    y = [row["y_value"] for row in drawn]
    pupils = [row["pupils"] for row in drawn]
    fields = quadrants(x, y, pupils, x_line=x_line, y_line=y_line) if drawn else None
    try:
        return Cloud(drawn, line(x, y, pupils), fields, "")
    except TooFewSchoolsError as error:
        return Cloud(drawn, None, fields, str(error))
    except ValueError:
        return Cloud(drawn, None, fields, "a measure is the same at every school")


def finding(found: Cloud, x: Measured, y: Measured) -> Finding:
    """What the fit says, with what it hides at the upper end of x."""
    if found.line is None:
        return Finding(x, y, len(found.rows), None, reason=found.reason)
    return Finding(
        x,
        y,
        len(found.rows),
        pattern(found.line),
        found.line.slope,
        _fifth_gap(found),
    )


def trend(found: Cloud, words: tuple[str, str]) -> Trend | None:
    """The fit as the figure draws it, along the values of x that occur."""
    if found.line is None:
        return None
    kind = pattern(found.line)
    if kind is Pattern.NONE:
        return None
    along = np.linspace(min(found.x), max(found.x), _POINTS)
    middle, low, high = found.line.band(along)
    return Trend(kind, along.tolist(), middle.tolist(), low.tolist(), high.tolist(), words)


def field_rows(found: Cloud, x: Measured, y: Measured) -> list[tuple[str, list[dict[str, Any]]]]:
    """Each field with its schools, largest first, from upper left to lower right."""
    if found.fields is None:
        return []
    placed = list(zip(found.rows, found.fields.fields, strict=True))
    return [
        (
            words,
            sorted((row for row, lies in placed if lies is field), key=lambda r: -r["pupils"]),
        )
        for field, words in zip(_FIELDS, quadrant_words(x, y), strict=True)
    ]


def _fifth_gap(found: Cloud) -> float:
    """The mean of y over the fifth of pupils with most x, less that of the middle fifth."""
    groups = need_groups(found.y, found.x, found.pupils)
    return groups[4].value_mean - groups[2].value_mean
