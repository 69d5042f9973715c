"""The points of a scatter of schools: two measures, the size and colour of each mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from access.scope import Scope
from data.districts import latest_fiscal_year
from data.read_model import Argument, ArgumentError, ReadModel, columns, shaped
from data.school_measures import SchoolFigures, measures, school_figures
from data.spending import FISCAL_YEAR
from data.warehouse import Warehouse
from metrics.registry import METRICS

MAIN = "main"
SPECIAL = "other"
_AXES = ("x", "y", "size", "colour")
_COLUMNS = columns(
    "fiscal_year year | fiscal year",
    "location_id text | school",
    "location_name text | readable name",
    "level text | elementary, middle, high, k12 or other",
    "pupils number | pupils, the weight of the school in means and in the line",
    "x text | measure to the right",
    "x_value number | its value; shares lie between 0 and 1",
    "y text | measure upwards",
    "y_value number | its value",
    "size text | measure of the mark's area; empty where all are of one size",
    "size_value number | its value",
    "colour text | measure of the mark's colour; empty where the level decides",
    "colour_value number | its value",
    "reason text | why the school is not drawn; empty where it is",
    "hidden text | columns withheld because few pupils stand behind them, separated by blanks",
)


def school_points(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    funds: Sequence[str] | None = None,
    level: str = "",
    x: str = "frl_share",
    y: str = "per_pupil_usd",
    size: str = "pupils",
    colour: str = "",
    drawn: bool = False,
    figures: Sequence[SchoolFigures] | None = None,
) -> pa.Table:
    """Schools by two measures; those that lack one carry the reason, or stay out with `drawn`.

    The level `main` draws every level but alternative and special schools, which get a reason.
    `figures` are those of the same year and funds, where the caller has asked for them already.
    """
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    schools = figures or school_figures(warehouse, scope, fiscal_year=year, funds=funds)
    if not schools:
        return _table([])
    known = [measure.id for measure in measures(warehouse, scope, schools)]
    chosen = dict(zip(_AXES, (x, y, size, colour), strict=True))
    for axis, measure in chosen.items():
        if measure and measure not in known:
            raise ArgumentError(f"{axis}: {measure!r} is no measure of {year}: {', '.join(known)}")
    of_level = [school for school in schools if level in ("", MAIN, school.level)]
    rows = [_row(year, school, chosen, is_main=level == MAIN) for school in of_level]
    shown = [row for row in rows if not (drawn and row["reason"])]
    return _table(shown)


def _row(
    year: int, school: SchoolFigures, chosen: dict[str, str], *, is_main: bool
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "fiscal_year": year,
        "location_id": school.location_id,
        "location_name": school.location_name,
        "level": school.level,
        "pupils": school.pupils,
    }
    hidden, reasons = [], []
    for axis, measure in chosen.items():
        found = school.value(measure) if measure else None
        row[axis] = measure
        row[f"{axis}_value"] = found.value if found else None
        if found is not None and found.is_hidden:
            hidden.append(f"{axis}_value")
        if found is not None and found.value is None and axis in ("x", "y"):
            reasons.append(f"{_label(measure)}: {found.reason}")
    if school.pupils is None:
        hidden += ["pupils"] if "pupils" in school.row["hidden"].split() else []
        reasons = ["hidden, too few pupils" if hidden else "no pupils loaded"]
    if is_main and school.level == SPECIAL:
        reasons = ["alternative or special school"]
    return row | {"reason": "; ".join(dict.fromkeys(reasons)), "hidden": " ".join(hidden)}


def _label(measure: str) -> str:
    return METRICS[measure].label.partition(":")[0] if measure in METRICS else measure


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    made = {column.name: [row[column.name] for row in rows] for column in _COLUMNS}
    empty = pa.table({"fiscal_year": pa.array(made["fiscal_year"], pa.int16())})
    return shaped(empty, _COLUMNS, **made)


MODELS = (
    ReadModel(
        "school-points",
        "Schools by two measures",
        "one row per school",
        "evaluate:read",
        _COLUMNS,
        (
            FISCAL_YEAR,
            Argument("funds", "texts", None, "fund codes; the default funds when left out"),
            Argument("level", "text", "", "a level; main: all but other; empty: all"),
            Argument("x", "text", "frl_share", "measure to the right"),
            Argument("y", "text", "per_pupil_usd", "measure upwards"),
            Argument("size", "text", "pupils", "measure of the area; empty: all alike"),
            Argument("colour", "text", "", "measure of the colour; empty: the level"),
            Argument("drawn", "flag", False, "only schools that have both measures and pupils"),
        ),
        school_points,
    ),
)
