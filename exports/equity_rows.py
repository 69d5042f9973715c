"""The statistics of equity as rows and as one document, exact, with what belongs beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from math import isfinite
from typing import Any, Protocol

import numpy as np

from metrics.equity import EquityStatistics, Family, GroupStatistics
from metrics.measure import Measure
from metrics.unit_table import NUMBERS

_UNIT_COLUMNS = (
    "weighted_pupils",
    "per_weighted_pupil",
    "formula_gap",
    "formula_index",
    "spending_difference",
    "spending_reach",
    "outcome_difference",
    "outcome_reach",
    "outcome_shrunk",
)
ALL = "all"


class Read(Protocol):
    """A table as a loader has read it."""

    @property
    def readings(self) -> Sequence[Any]:
        """Columns: `field`, `heading` and `how` the heading was taken for it."""

    @property
    def notes(self) -> Sequence[str]:
        """What was done with the table."""

    @property
    def problems(self) -> Sequence[Any]:
        """Cells that cannot be used: `row`, `column`, `found`, `message`, and all as `text`."""


@dataclass(frozen=True, slots=True)
class Told:
    """How a person's own table was read: its columns, what was done, and cells not usable."""

    file: str
    columns: Sequence[dict[str, str]] = ()
    notes: Sequence[str] = ()
    problems: Sequence[dict[str, Any]] = ()

    @classmethod
    def of(cls, file: str, read: Read) -> Told:
        """What a loader tells of the table it has read."""
        return cls(
            file,
            [
                {"field": str(one.field), "heading": one.heading, "how": str(one.how)}
                for one in read.readings
            ],
            list(read.notes),
            [
                {
                    "row": one.row,
                    "column": one.column,
                    "found": one.found,
                    "message": one.message,
                    "text": one.text,
                }
                for one in read.problems
            ],
        )


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of one group of units, as a row of a table."""

    group: str
    family: str
    metric: str
    label: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    schools: int
    pupils: float
    dropped: int
    dropped_why: str
    missing_because: str
    note: str
    convention: str
    reference: float | None
    reference_text: str
    reference_standing: str
    source: str
    definition: str = field(repr=False, default="")


def figure_rows(found: EquityStatistics) -> list[FigureRow]:
    """Every figure over all units, then of each group."""
    return [
        _row(part.group or ALL, family, measure)
        for part in (found.overall, *found.groups)
        for family in part.families
        for measure in family.measures
    ]


def unit_rows(found: EquityStatistics) -> Iterator[dict[str, Any]]:
    """Every unit with what was loaded and what the statistics over all units say of it."""
    table, figures = found.table, found.overall.units
    for at, place in enumerate(figures.places):
        row: dict[str, Any] = {"unit": table.units[place]}
        if table.group is not None:
            row["group"] = table.group[place]
        for name in NUMBERS:
            values = getattr(table, name)
            if values is not None:
                row[name] = _plain(values[place])
        row |= {name: _plain(getattr(figures, name)[at]) for name in _UNIT_COLUMNS}
        row["quadrant"] = figures.quadrant[at]
        yield row


def document(found: EquityStatistics, told: Told) -> dict[str, Any]:
    """Everything as one document for machines; numbers are not rounded."""
    return {
        "file": told.file,
        "columns": list(told.columns),
        "notes": list(told.notes),
        "problems": list(told.problems),
        "weighting": found.weighting,
        "need_weights": [
            {"need": one.need, "extra": one.extra, "source": one.source}
            for one in found.weights.weights
        ],
        "need_counting": found.weights.counting,
        "overall": _group(found, found.overall),
        "groups": [_group(found, one) for one in found.groups],
        "units": list(unit_rows(found)),
    }


def _group(found: EquityStatistics, part: GroupStatistics) -> dict[str, Any]:
    return {
        "group": part.group,
        "schools": part.schools,
        "pupils": part.pupils,
        "pattern": part.pattern,
        "measures": {
            measure.metric: _measure(found, family, measure)
            for family in part.families
            for measure in family.measures
        },
    }


def _measure(found: EquityStatistics, family: Family, measure: Measure) -> dict[str, Any]:
    row = asdict(_row("", family, measure))
    del row["group"], row["metric"], row["definition"], row["dropped_why"]
    row["dropped"] = [
        {"unit": found.table.units[place], "why": why}
        for place, why in zip(measure.dropped, measure.dropped_why, strict=True)
    ]
    return row


def _row(group: str, family: Family, measure: Measure) -> FigureRow:
    metric = measure.definition
    line = metric.reference
    return FigureRow(
        group,
        family.id,
        measure.metric,
        metric.label,
        measure.value,
        measure.low,
        measure.high,
        metric.unit,
        measure.schools,
        measure.pupils,
        len(measure.dropped),
        "; ".join(f"{why} ({count})" for why, count in measure.why_dropped.items()),
        measure.reason,
        measure.note,
        metric.convention,
        line.value if line else None,
        line.text if line else "",
        line.standing if line else "",
        metric.source,
        metric.definition,
    )


def _plain(value: np.floating[Any] | float) -> float | None:
    return float(value) if isfinite(value) else None
