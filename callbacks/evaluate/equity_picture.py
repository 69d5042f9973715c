"""The scatter of the equity report: marks, labels, and the fit on either axis."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from callbacks.evaluate.equity_ground import Sight
from callbacks.school_need import named
from metrics import weighted
from metrics.regression import Line
from pages.evaluate.equity.scatter import NeedPicture
from pages.evaluate.equity.words import Finding, scatter_sentence
from pages.evaluate.level_words import short_name
from pages.figures.need_scatter import Fitted, Pattern, School

_POINTS: Final = 40
_FURTHEST: Final = 5


def need_picture(sight: Sight, found: Finding, *, by_rank: bool) -> NeedPicture:
    """What the scatter shows."""
    line = sight.report.statistics.overall.line
    marks = _marks(sight, by_rank=by_rank)
    above, mean = _sizes(marks, line)
    return NeedPicture(
        sentence=scatter_sentence(found, above, mean),
        schools=marks,
        fitted=_fitted(line, marks, found.pattern, by_rank=by_rank),
        by_rank=by_rank,
        without_need=len(sight.report.compared) - len(marks),
        method=sight.method,
        export=sight.export("equity-schools"),
    )


def _marks(sight: Sight, *, by_rank: bool) -> list[School]:
    known = sight.with_need
    needs = [school.need or 0.0 for school in known]
    pupils = [school.pupils or 0.0 for school in known]
    ranks = weighted.middle_ranks(needs, pupils).tolist() if by_rank and known else []
    marks = [
        School(school.name, school.level, size, need, float(school.per_pupil or 0))
        for school, size, need in zip(known, pupils, needs, strict=True)
    ]
    if by_rank:
        marks = [replace(mark, place=rank) for mark, rank in zip(marks, ranks, strict=True)]
    labelled = named(marks)
    return [
        replace(mark, label=short_name(mark.name)) if mark.name in labelled else mark
        for mark in marks
    ]


def _sizes(marks: list[School], line: Line | None) -> tuple[float | None, float | None]:
    """Mean pupils of the schools furthest above the line, and of all schools."""
    if line is None or len(marks) < 2 * _FURTHEST:
        return None, None
    order = sorted(marks, key=lambda m: line.intercept + line.slope * m.need - m.per_pupil)
    above = sum(mark.pupils for mark in order[:_FURTHEST]) / _FURTHEST
    return above, sum(mark.pupils for mark in marks) / len(marks)


def _fitted(
    line: Line | None, marks: list[School], pattern: Pattern | None, *, by_rank: bool
) -> Fitted | None:
    """The line along the needs that occur; along their ranks where the axis shows these."""
    if line is None or pattern is None:
        return None
    order = sorted({(mark.need, mark.across / 100) for mark in marks})
    if by_rank:
        needs = np.array([need for need, _ in order])
        along = np.array([place for _, place in order])
    else:
        needs = along = np.linspace(order[0][0], order[-1][0], _POINTS)
    middle, low, high = (edge.tolist() for edge in line.band(needs))
    return Fitted(pattern, line.slope, along.tolist(), middle, low, high)
