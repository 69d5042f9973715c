"""Schools on the map: where each stands, and its value of one measure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from access.scope import Scope
from data.districts import district, latest_fiscal_year
from data.read_model import Argument, ArgumentError, ReadModel, columns, shaped
from data.school_measures import SchoolFigures, measures, school_figures
from data.schools import schools
from data.spending import FISCAL_YEAR
from data.warehouse import Warehouse

_COLUMNS = columns(
    "fiscal_year year | fiscal year",
    "location_id text | school",
    "location_name text | readable name",
    "level text | elementary, middle, high, k12 or other",
    "latitude number | degrees north; missing where not loaded",
    "longitude number | degrees east; missing where not loaded",
    "pupils number | pupils, the area of the mark",
    "measure text | what the mark's colour tells",
    "value number | its value; shares lie between 0 and 1",
    "reason text | why there is no value; empty where there is one",
    "hidden text | columns withheld because few pupils stand behind them, separated by blanks",
)
Ring = list[tuple[float, float]]
"""Latitude and longitude of the corners of a polygon."""


def school_map(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    funds: Sequence[str] | None = None,
    level: str = "",
    measure: str = "per_pupil_usd",
    figures: Sequence[SchoolFigures] | None = None,
) -> pa.Table:
    """Every school with its place, its pupils and its value of the measure.

    `figures` are those of the same year and funds, where the caller has asked for them already.
    """
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    found = figures or school_figures(warehouse, scope, fiscal_year=year, funds=funds)
    known = [one.id for one in measures(warehouse, scope, found)]
    if found and measure not in known:
        raise ArgumentError(f"measure: {measure!r} is none of {year}: {', '.join(known)}")
    places = {row["location_id"]: row for row in schools(warehouse, scope).to_pylist()}
    rows: list[dict[str, Any]] = []
    for school in found:
        if level not in ("", school.level):
            continue
        place, value = places.get(school.location_id, {}), school.value(measure)
        hidden = ["pupils"] if "pupils" in school.row["hidden"].split() else []
        hidden += ["value"] if value.is_hidden else []
        rows.append(
            {
                "fiscal_year": year,
                "location_id": school.location_id,
                "location_name": school.location_name,
                "level": school.level,
                "latitude": place.get("latitude"),
                "longitude": place.get("longitude"),
                "pupils": school.pupils,
                "measure": measure,
                "value": value.value,
                "reason": "" if value.value is not None else value.reason,
                "hidden": " ".join(hidden),
            }
        )
    made = {column.name: [row[column.name] for row in rows] for column in _COLUMNS}
    years = pa.table({"fiscal_year": pa.array(made["fiscal_year"], pa.int16())})
    return shaped(years, _COLUMNS, **made)


def boundary(warehouse: Warehouse, code: str) -> list[Ring]:
    """The district's outline as its settings give it; empty where there is none."""
    rings = district(warehouse, code).settings.get("boundary_rings") or ()
    return [[(float(north), float(east)) for north, east in ring] for ring in rings]


MODELS = (
    ReadModel(
        "school-map",
        "Schools on the map",
        "one row per school",
        "evaluate:read",
        _COLUMNS,
        (
            FISCAL_YEAR,
            Argument("funds", "texts", None, "fund codes; the default funds when left out"),
            Argument("level", "text", "", "a level; every one when left out"),
            Argument("measure", "text", "per_pupil_usd", "measure of the colour"),
        ),
        school_map,
    ),
)
