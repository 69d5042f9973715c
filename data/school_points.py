"""The points of a scatter of schools: two measures, the size and colour of each mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from access.scope import Scope
from data.districts import latest_fiscal_year
from data.points_over_years import (
    MOST_YEARS,
    TOO_FEW,
    Needs,
    beyond_need,
    figures_over_years,
    needs_of,
)
from data.read_model import Argument, ArgumentError, ReadModel, columns, shaped
from data.school_measures import SchoolFigures, measures
from data.spending import FISCAL_YEAR, LOCATION_IDS
from data.warehouse import Warehouse
from metrics.registry import METRICS

ADJUSTED = ("spending", "staff", "results")
"""Families of measures that needs may predict."""
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
    "x_years count | how many years the value to the right is the mean of",
    "y_years count | how many years the value upwards is the mean of",
    "x_expected number | what its needs predict, where the value is the difference from that",
    "y_expected number | what its needs predict, where the value is the difference from that",
    "x_reach number | half the 95 % interval around that difference",
    "y_reach number | half the 95 % interval around that difference",
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
    years: int = 1,
    adjusted: bool = False,
    location_ids: Sequence[str] = (),
    drawn: bool = False,
    figures: Sequence[SchoolFigures] | None = None,
) -> pa.Table:
    """Schools by two measures; those that lack one carry the reason, or stay out with `drawn`.

    The level `main` draws every level but alternative and special schools, which get a reason.
    With `years` every value is the mean of so many years. With `adjusted` spending, staff and
    results on the axes are what they are beyond what the schools' needs predict.
    `figures` are those of the same year, funds and years, where the caller has them already.
    """
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    if not 1 <= years <= MOST_YEARS:
        raise ArgumentError(f"years: {years} is not between 1 and {MOST_YEARS}")
    schools = figures or figures_over_years(
        warehouse, scope, fiscal_year=year, funds=funds, years=years
    )
    if not schools:
        return _table([])
    offered = {measure.id: measure for measure in measures(warehouse, scope, schools)}
    known = list(offered)
    chosen = dict(zip(_AXES, (x, y, size, colour), strict=True))
    for axis, measure in chosen.items():
        if measure and measure not in known:
            raise ArgumentError(f"{axis}: {measure!r} is no measure of {year}: {', '.join(known)}")
    of_level = [school for school in schools if level in ("", MAIN, school.level)]
    rows = [_row(year, school, chosen, is_main=level == MAIN) for school in of_level]
    if adjusted:
        axes = [axis for axis in ("x", "y") if offered[chosen[axis]].family in ADJUSTED]
        _adjust(rows, axes, needs_of(of_level))
    wanted = set(location_ids) or {row["location_id"] for row in rows}
    asked = [row for row in rows if row["location_id"] in wanted]
    shown = [row for row in asked if not (drawn and row["reason"])]
    return _table(shown)


def _adjust(rows: list[dict[str, Any]], axes: Sequence[str], needs: Needs) -> None:
    """Replace values on axes by what they are beyond need; a school without needs gets a reason."""
    for row in rows:
        if not row["reason"] and axes and row["location_id"] not in needs.of:
            row["reason"] = "a share of need is missing or hidden"
    drawn = [row for row in rows if not row["reason"]]
    for axis in axes:
        found = beyond_need(
            [row[f"{axis}_value"] for row in drawn],
            [needs.of[row["location_id"]] for row in drawn],
            [row["pupils"] for row in drawn],
        )
        for place, row in enumerate(drawn):
            if found is None:
                row["reason"] = TOO_FEW
                continue
            row[f"{axis}_value"] = float(found.differences[place])
            row[f"{axis}_expected"] = float(found.expected[place])
            row[f"{axis}_reach"] = float(found.reach[place])


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
        if axis in ("x", "y"):
            row[f"{axis}_years"] = found.years if found and found.value is not None else None
            row |= {f"{axis}_expected": None, f"{axis}_reach": None}
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
            Argument("years", "whole", 1, "means of so many years, 1 to 5"),
            Argument("adjusted", "flag", False, "spending, staff, results beyond need"),
            LOCATION_IDS,
            Argument("drawn", "flag", False, "only schools that have both measures and pupils"),
        ),
        school_points,
    ),
)
