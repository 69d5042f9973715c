"""The school map: measure and level of the address, places in miles, what one side says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dash import Input, Output

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate.ground import Ground, basis_cells, ground, level_cell
from data.school_map import boundary, school_map
from data.school_measures import Measure, measures, school_figures
from metrics import weighted
from metrics.map_plane import MapPlane, bar_length, map_plane
from metrics.registry import METRICS, Unit
from pages import ids
from pages.components.page_head import BasisCell
from pages.evaluate.level_words import LEVELS, pupils_words, short_name
from pages.evaluate.map_words import MINIMUM, MapFinding, Side, sentence
from pages.evaluate.measure_words import is_dollars, is_share, written
from pages.evaluate.scatter_words import Measured
from pages.evaluate.school_map import MapPage, MapRow, map_page
from pages.figures import school_map as figures
from pages.format import HIDDEN, count, counted
from pages.state import MapState

Rows = Sequence[dict[str, Any]]
"""Rows of the read model school-map."""
_NEED: Final = ("frl_share", "ell_share", "sped_share")
_LABELLED: Final = 3
_NOTES: Final = (
    ("Place", ("marks stand where the district's list of locations says; miles east and north of "
     "the middle, without streets or outside maps.")),
    ("Two halves", ("schools are split at the median place from south to north and from west to "
     "east; the side is told where the pupil-weighted means lie half a standard deviation apart.")),
    ("Where is not why", "a side of the district differs in need, level and size of schools too."),
)  # fmt: skip


def map_view(services: Services, actor: Actor, state: MapState) -> MapPage:
    """Everything the map shows for the state."""
    basis = ground(services, actor, state)
    schools = school_figures(
        basis.warehouse, basis.scope, fiscal_year=basis.year.year, funds=basis.funds
    )
    offered = measures(basis.warehouse, basis.scope, schools)
    chosen = chosen_measure(offered, state.measure)
    levels = [code for code in LEVELS if any(school.level == code for school in schools)]
    level = state.level if state.level in levels else ""
    rows: list[dict[str, Any]] = school_map(
        basis.warehouse, basis.scope, fiscal_year=basis.year.year, funds=basis.funds,
        level=level or "", measure=chosen.id, figures=schools,
    ).to_pylist() if offered else []  # fmt: skip
    placed = [row for row in rows if row["latitude"] is not None and row["longitude"] is not None]
    known = [row for row in placed if row["value"] is not None]
    return MapPage(
        basis=[
            *basis_cells(basis),
            level_cell("Level", level or "", levels),
            _measure_cell(chosen, offered),
        ],
        question=f"{chosen.label}: where high, where low?",
        sentence=sentence(finding(rows, chosen)),
        figure=_figure(basis, placed, chosen) if placed else {},
        levels=[(code, n) for code in LEVELS if (n := sum(r["level"] == code for r in placed))],
        measure=chosen.label,
        rows=_table_rows(rows, chosen, basis),
        method=(
            f"{basis.year_words}. {counted(len(known), 'school')} with a figure, "
            f"{pupils_words(sum(row['pupils'] or 0 for row in known))}. Areas are pupils."
        ),
        metrics=[chosen.id] if chosen.id in METRICS else [],
        notes=_NOTES,
        minimum_cell=basis.warehouse.settings.minimum_cell,
        export=basis.export("school-map", level=level or "", measure=chosen.id),
        source=f"{basis.district_name}. Sources: district ledger, state files; {basis.loaded}.",
    )


def chosen_measure(offered: Sequence[Measure], asked: str | None) -> Measured:
    """The measure asked for where the year has it, else spending per pupil, else the first."""
    known = {one.id: Measured(one.id, one.label, one.unit) for one in offered}
    usual = known.get("per_pupil_usd") or next(iter(known.values()), None)
    fallback = Measured("per_pupil_usd", "Spending per pupil", Unit.DOLLARS_PER_PUPIL)
    return known.get(asked or "") or usual or fallback


def finding(rows: Rows, measure: Measured) -> MapFinding:
    """The ends of the measure, and the half of the district that differs most."""
    known = sorted((row for row in rows if row["value"] is not None), key=lambda r: r["value"])
    placed = [r for r in known if r["latitude"] is not None and r["longitude"] is not None]
    ends = [(row["location_name"], row["value"]) for row in (known[:1] + known[-1:])]
    low, high = (ends[0], ends[-1]) if ends else (None, None)
    return MapFinding(measure, len(known), len(placed), low, high, side(placed))


def side(rows: Rows) -> Side | None:
    """The half, by the median of latitude or longitude, whose mean lies furthest from the rest."""
    known = [row for row in rows if row["pupils"]]
    if len(known) < MINIMUM:
        return None
    spread = weighted.standard_deviation([r["value"] for r in known], [r["pupils"] for r in known])
    found = []
    for axis, (lower, upper) in (
        ("latitude", ("southern", "northern")),
        ("longitude", ("western", "eastern")),
    ):
        middle = weighted.median([row[axis] for row in known])
        below = [row for row in known if row[axis] < middle]
        above = [row for row in known if row[axis] >= middle]
        if not below or not above:
            continue
        low, high = _mean(below), _mean(above)
        apart = abs(high - low) / spread if spread else 0.0
        words, mean, other = (upper, high, low) if high >= low else (lower, low, high)
        found.append(Side(words, mean, other, apart))
    return max(found, key=lambda one: one.apart, default=None)


def _mean(rows: Rows) -> float:
    return weighted.mean([row["value"] for row in rows], [row["pupils"] for row in rows])


def _measure_cell(chosen: Measured, offered: Sequence[Measure]) -> BasisCell:
    options = [
        (one.label, f"measure={'' if one.id == 'per_pupil_usd' else one.id}") for one in offered
    ]
    return BasisCell("Colour", chosen.label, options)


def _figure(basis: Ground, placed: Rows, chosen: Measured) -> dict[str, Any]:
    rings = boundary(basis.warehouse, basis.scope.district)
    corners = [corner for ring in rings for corner in ring]
    plane = map_plane([(row["latitude"], row["longitude"]) for row in placed] + corners)
    named = _outliers(placed, plane)
    spots = []
    for row in placed:
        x, y = plane.at((row["latitude"], row["longitude"]))
        label = short_name(row["location_name"]) if row["location_id"] in named else ""
        spots.append(
            figures.Spot(
                row["location_name"], row["level"], x, y, row["pupils"], row["value"],
                [f"{chosen.label}: {_written(row, chosen)}", f"Pupils: {count(row['pupils'])}"],
                label,
            )
        )  # fmt: skip
    width = max(spot.x for spot in spots) - min(spot.x for spot in spots)
    share = is_share(chosen.unit)
    colouring = figures.Colouring(
        chosen.label,
        "$" if is_dollars(chosen.unit) else "",
        "%" if share else "",
        100.0 if share else 1.0,
        chosen.id in _NEED,
    )
    outline = [[plane.at(corner) for corner in ring] for ring in rings]
    return figures.school_map(spots, colouring, bar_length(width), outline)


def _outliers(rows: Rows, plane: MapPlane) -> set[str]:
    """The highest schools and the lowest one, as far as their names keep apart on the map."""
    known = sorted((row for row in rows if row["value"] is not None), key=lambda r: -r["value"])
    spots = {row["location_id"]: plane.at((row["latitude"], row["longitude"])) for row in known}
    height = max((y for _, y in spots.values()), default=0) - min(
        (y for _, y in spots.values()), default=0
    )
    chosen: list[str] = []
    for row in [*known[:_LABELLED], *known[-1:]]:
        code = row["location_id"]
        if all(abs(spots[code][1] - spots[other][1]) > height * 0.05 for other in chosen):
            chosen.append(code)
    return set(chosen)


def _written(row: dict[str, Any], chosen: Measured) -> str:
    if "value" in row["hidden"].split():
        return HIDDEN
    return written(row["value"], chosen.unit)


def _table_rows(rows: Rows, chosen: Measured, basis: Ground) -> list[MapRow]:
    order = sorted(
        rows,
        key=lambda row: (row["value"] is None, -(row["value"] or 0.0), row["location_name"]),
    )
    return [
        MapRow(
            name=row["location_name"],
            href=basis.address(f"/evaluate/schools/{row['location_id']}"),
            level=row["level"],
            value="" if row["value"] is None else written(row["value"], chosen.unit),
            pupils=HIDDEN if "pupils" in row["hidden"].split() else count(row["pupils"]),
            reason=row["reason"] or "not loaded",
            is_hidden="value" in row["hidden"].split(),
            is_placed=row["latitude"] is not None and row["longitude"] is not None,
        )
        for row in order
    ]


def register(guard: Guard, services: Services) -> None:
    """Bind the page to its address."""

    @guard.callback(
        Output(ids.SchoolMap.BODY, "children"),
        Input(ids.SchoolMap.URL, "search"),
        permission=Permission.EVALUATE_READ,
    )
    def _map(search: str | None) -> Any:
        return map_page(map_view(services, guard.actor(), MapState.from_query(search)))
