"""A program's rows as costs, lines, marks and columns of outcomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from callbacks.evaluate.comparison import mean_of
from callbacks.evaluate.scatter_marks import outliers
from callbacks.evaluate.scatter_points import Cloud, cloud, field_rows, trend
from callbacks.school_need import pattern
from metrics.registry import Unit
from pages.evaluate.level_words import level_name, short_name
from pages.evaluate.measure_words import is_dollars, is_share, written
from pages.evaluate.program_rows import OutcomeCell, OutcomeColumn, ProgramRow
from pages.evaluate.program_words import COMPARED, Cost, ProgramFinding, meaning, scatter_sentence
from pages.evaluate.programs import OutcomePicture
from pages.evaluate.scatter_words import Measured, quadrant_words
from pages.figures.axes import Axis
from pages.figures.scatter import Mark, Plane, scatter
from pages.format import count, money

SPECIAL: Final = "alternative or special school"
Rows = Sequence[dict[str, Any]]
"""Rows of the read model program-comparison."""


def with_cost(rows: Rows) -> list[dict[str, Any]]:
    """Schools with the program and pupils to divide by: those that are ranked."""
    return [row for row in rows if row["cost_per_pupil_usd"] is not None]


def compared(rows: Rows) -> list[dict[str, Any]]:
    """Ranked schools that are no alternative or special ones."""
    return [row for row in with_cost(rows) if row["level"] != "other"]


def points(rows: Rows, name: str) -> Cloud:
    """The compared schools that have the outcome, with fit and fields."""
    found = [
        row
        | {
            "x_value": float(row["cost_per_pupil_usd"]),
            "y_value": row[f"{name}_value"],
            "size_value": row["pupils"],
            "reason": "",
        }
        for row in compared(rows)
        if row[f"{name}_value"] is not None
    ]
    return cloud(found)


def finding(base: ProgramFinding, found: Cloud, outcome: Measured) -> ProgramFinding:
    """What goes with the cost, beside what is known of the cost itself."""
    fit = found.line
    return ProgramFinding(
        base.program, base.year, base.group, base.schools, base.low, base.high,
        outcome, len(found.rows), pattern(fit) if fit else None, fit.slope if fit else 0.0,
        found.reason, base.is_budget,
    )  # fmt: skip


def costs(rows: Rows) -> tuple[Cost | None, Cost | None]:
    """The compared school with the lowest and the one with the highest cost."""
    known = sorted(compared(rows) or with_cost(rows), key=lambda row: row["cost_per_pupil_usd"])
    if not known:
        return None, None
    low, high = known[0], known[-1]
    return (
        Cost(low["location_name"], float(low["cost_per_pupil_usd"])),
        Cost(high["location_name"], float(high["cost_per_pupil_usd"])),
    )


def column(rows: Rows, name: str, measured: Measured) -> OutcomeColumn:
    """The ends of an outcome's dots, and its pupil-weighted mean."""
    known = [row[f"{name}_value"] for row in with_cost(rows) if row[f"{name}_value"] is not None]
    return OutcomeColumn(
        measured.label.partition(":")[0],
        min(known, default=0.0),
        max(known, default=1.0),
        weighted_mean(with_cost(rows), name),
    )


def weighted_mean(rows: Rows, name: str) -> float | None:
    """The mean of an outcome over pupils; missing with fewer than five schools."""
    known = [row for row in rows if row[f"{name}_value"] is not None and row["pupils"]]
    if len(known) < COMPARED:
        return None
    return mean_of([row[f"{name}_value"] for row in known], [row["pupils"] for row in known])


def lines(
    rows: Rows,
    outcomes: Sequence[tuple[str, Measured, Callable[[str], str]]],
    amount: str,
    href: Callable[[str], str],
    spent_href: Callable[[str], str],
) -> list[ProgramRow]:
    """The rows of the ranking."""
    return [
        ProgramRow(
            row["location_name"],
            href(row["location_id"]),
            row["level"],
            float(row["cost_per_pupil_usd"]),
            money(row["cost_per_pupil_usd"]),
            row[f"{amount}_usd"],
            spent_href(row["location_id"]),
            row["pupils"],
            [_cell(row, name, measured, reason) for name, measured, reason in outcomes],
        )
        for row in with_cost(rows)
    ]


def _cell(
    row: dict[str, Any], name: str, measured: Measured, reason: Callable[[str], str]
) -> OutcomeCell:
    value = row[f"{name}_value"]
    return OutcomeCell(
        value,
        written(value, measured.unit),
        reason(row["location_id"]),
        is_hidden=f"{name}_value" in row["hidden"].split(),
    )


def picture(
    found: Cloud, said: ProgramFinding, cost: Measured, outcome: Measured, name: str, method: str
) -> OutcomePicture:
    """The scatter of an outcome on the cost."""
    means = None
    if found.fields is not None and len(found.rows) >= COMPARED:
        means = (found.fields.x_line, found.fields.y_line)
    corners = quadrant_words(cost, outcome) if means else None
    named = outliers(found.rows)
    marks = [
        Mark(
            row["location_name"], row["level"], row["x_value"], row["y_value"], row["pupils"], None,
            [f"{money(row['cost_per_pupil_usd'])} {said.per}",
             f"{outcome.label}: {written(row['y_value'], outcome.unit)}",
             f"{count(row['pupils'])} pupils"],
            short_name(row["location_name"]) if row["location_id"] in named else "",
        )
        for row in found.rows
    ]  # fmt: skip
    fields = [(words, len(inside)) for words, inside in field_rows(found, cost, outcome)]
    return OutcomePicture(
        name,
        f"Does a higher cost go with {outcome.inside}?",
        scatter_sentence(said),
        scatter(marks, Plane(_axis(cost), _axis(outcome), means, corners),
                trend(found, meaning(said))),
        [(row["location_name"], level_name(row["level"]), money(row["cost_per_pupil_usd"]),
          written(row["y_value"], outcome.unit)) for row in found.rows],
        outcome.label.partition(":")[0],
        fields if means else [],
        method,
    )  # fmt: skip


def _axis(measure: Measured) -> Axis:
    if is_share(measure.unit):
        return Axis(measure.label, lambda v: written(v, measure.unit, 0), 100.0, "", "%", 100.0)
    prefix = "$" if is_dollars(measure.unit) else ""
    return Axis(measure.label, lambda v: written(v, measure.unit, 0), prefix=prefix)


def cost_measure(program: str, per: str) -> Measured:
    """The cost as a measure on an axis."""
    return Measured("cost_per_pupil_usd", f"{program}, dollars {per}", Unit.DOLLARS_PER_PUPIL)
