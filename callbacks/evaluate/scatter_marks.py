"""Schools of a scatter as marks of the figure and as rows of its table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from callbacks.evaluate.scatter_points import Cloud
from pages.evaluate.level_words import short_name
from pages.evaluate.measure_words import written
from pages.evaluate.scatter import ScatterRow
from pages.evaluate.scatter_words import Measured
from pages.figures.scatter import Mark
from pages.format import HIDDEN, count

_LABELLED: Final = 3
_APART: Final = 0.045
_MOST_FOUND: Final = 8


def marks(
    found: Cloud,
    x: Measured,
    y: Measured,
    size: Measured | None,
    shade: Measured | None,
    search: str,
    picked: Sequence[str] = (),
) -> list[Mark]:
    """One mark a school; the outliers are labelled, or what is searched for or chosen."""
    chosen = [r["location_id"] for r in found.rows if fits(r, search) or r["location_id"] in picked]
    named = chosen or outliers(found.rows)
    return [
        Mark(
            name=row["location_name"],
            level=row["level"],
            x=row["x_value"],
            y=row["y_value"],
            size=row["size_value"] if size else None,
            shade=row["colour_value"] if shade else None,
            hover=_hover(row, x, y, size, shade),
            label=short_name(row["location_name"])
            if row["location_id"] in named[:_MOST_FOUND]
            else "",
            is_found=row["location_id"] in chosen,
            code=row["location_id"],
        )
        for row in found.rows
    ]


def outliers(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The three highest schools and the lowest one, as far as their names keep apart."""
    order = sorted(rows, key=lambda row: -row["y_value"])
    if not order:
        return []
    width = order[0]["y_value"] - order[-1]["y_value"] or 1.0
    named: list[dict[str, Any]] = []
    for row in [*order[:_LABELLED], order[-1]]:
        if all(abs(row["y_value"] - other["y_value"]) > _APART * width for other in named):
            named.append(row)
    return [row["location_id"] for row in named]


def fits(row: dict[str, Any], search: str) -> bool:
    """Whether a school is what is searched for; nothing is while nothing is searched."""
    return bool(search) and search.casefold() in (
        f"{row['location_name']} {row['location_id']}".casefold()
    )


def table_rows(
    found: Cloud,
    search: str,
    measures: Sequence[Measured | None],
    href: Callable[[str], str],
) -> list[ScatterRow]:
    """Rows of the table behind the chart: found ones first, then by rising x."""
    made = [
        ScatterRow(
            row["location_name"],
            href(row["location_id"]),
            row["level"],
            [
                _cell(row, axis, measure)
                for axis, measure in zip(("x", "y", "size", "colour"), measures, strict=True)
                if measure is not None
            ],
            fits(row, search),
            row["location_id"],
        )
        for row in sorted(found.rows, key=lambda row: row["x_value"])
    ]
    return sorted(made, key=lambda row: not row.is_found)


def _cell(row: dict[str, Any], axis: str, measure: Measured) -> str:
    if f"{axis}_value" in row["hidden"].split():
        return HIDDEN
    return written(row[f"{axis}_value"], measure.unit)


def _hover(
    row: dict[str, Any], x: Measured, y: Measured, size: Measured | None, shade: Measured | None
) -> list[str]:
    axes = {"x": x, "y": y, "size": size, "colour": shade}
    lines: dict[str, str] = {}
    for axis, measure in axes.items():
        if measure is not None:
            lines[measure.label] = f"{measure.title}: {_cell(row, axis, measure)}"
            lines[measure.label] += _beyond(row, axis, measure)
    lines.setdefault("Pupils", f"Pupils: {count(row['pupils'])}")
    return list(lines.values())


def _beyond(row: dict[str, Any], axis: str, measure: Measured) -> str:
    """What need predicts, and how sure the difference is."""
    expected, reach = row.get(f"{axis}_expected"), row.get(f"{axis}_reach")
    if expected is None:
        return ""
    sure = "" if reach is None else f" ± {measure.difference(reach)}"
    return f"{sure}; need predicts {written(expected, measure.unit)}"
