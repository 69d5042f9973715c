"""The scatter explorer: state in the address, points, words and figure for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from dash import Input, Output, State

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate.ground import Ground, basis_cells, ground
from callbacks.evaluate.scatter_marks import fits, marks, table_rows
from callbacks.evaluate.scatter_need import is_efficacy, need_cell, notes
from callbacks.evaluate.scatter_points import Cloud, cloud, field_rows, finding, trend
from callbacks.evaluate.search_state import search_state
from data.attribution import rule_sets
from data.points_over_years import MOST_YEARS, figures_over_years, needs_of, years_before
from data.school_measures import CENTRAL, SchoolFigures, measures
from data.school_points import ADJUSTED, MAIN, school_points
from metrics.registry import METRICS
from pages import ids
from pages.components.page_head import BasisCell
from pages.evaluate.compare_words import MOST
from pages.evaluate.level_words import LEVELS, level_name, pupils_words
from pages.evaluate.measure_words import is_dollars, is_share, written
from pages.evaluate.scatter import Field, LeftOut, ScatterPage, body, head
from pages.evaluate.scatter_notes import RULE
from pages.evaluate.scatter_words import (
    Measured,
    correlation_words,
    meaning,
    quadrant_words,
    sentence,
)
from pages.figures.axes import Axis
from pages.figures.scatter import Plane, Shading, scatter
from pages.format import count, counted, fiscal_year, listed
from pages.state import ScatterState

EVERY: Final = "all"
ALIKE: Final = "none"
_X: Final = ("frl_share", "pupils")
_Y: Final = ("per_pupil_usd", "spent_usd")


@dataclass(frozen=True, slots=True)
class Choice:
    """The measures chosen and those on offer. `size` and `shade` are missing for none.

    `years` are those that values are the means of; `is_beyond` shows spending, staff and results
    beyond what need predicts, which `can_adjust` says is possible for a measure chosen; it is how
    spending beside results begins (`is_efficacy`).
    """

    x: Measured
    y: Measured
    size: Measured | None
    shade: Measured | None
    level: str
    offered: tuple[Measured, ...]
    levels: tuple[str, ...]
    schools: Sequence[SchoolFigures]
    years: tuple[int, ...] = ()
    is_beyond: bool = False
    can_adjust: bool = False
    is_efficacy: bool = False

    @property
    def known_years(self) -> str:
        """The years that values are means of, in words."""
        return listed([fiscal_year(year) for year in sorted(self.years)])


def choice_of(basis: Ground, state: ScatterState) -> Choice | None:
    """What the address asks for, as far as the year has it; none without two measures."""
    number = min(max(state.years, 1), MOST_YEARS)
    schools = figures_over_years(
        basis.warehouse,
        basis.scope,
        fiscal_year=basis.year.year,
        funds=basis.funds,
        years=number,
    )
    known_measures = measures(basis.warehouse, basis.scope, schools)
    families = {measure.id: measure.family for measure in known_measures}
    offered = tuple(Measured(one.id, one.label, one.unit) for one in known_measures)
    known = {measure.id: measure for measure in offered}
    if len(offered) < 2:  # noqa: PLR2004 - two axes
        return None
    x = known.get(state.x or "") or next((known[n] for n in _X if n in known), offered[0])
    y = known.get(state.y or "") or next((known[n] for n in _Y if n in known), offered[1])
    size = None if state.size == ALIKE else known.get(state.size or "", known.get("pupils"))
    levels = tuple(code for code in LEVELS if any(school.level == code for school in schools))
    level = state.level if state.level in (*levels, EVERY) else MAIN
    shade = known.get(state.colour or "")
    can_adjust = {one.id for one in (x, y) if families[one.id] in ADJUSTED}
    begins_beyond = is_efficacy(schools, level or MAIN, (x.id, y.id), families)
    is_beyond = bool(can_adjust) and (state.need or (begins_beyond and not state.plain))
    if is_beyond:
        x, y = (replace(one, is_beyond=one.id in can_adjust) for one in (x, y))
    years = years_before(basis.warehouse, basis.scope.district, basis.year.year, number)
    return Choice(x, y, size, shade, level or MAIN, offered, levels, schools, tuple(years),
                  is_beyond, bool(can_adjust), begins_beyond)  # fmt: skip


def scatter_view(services: Services, actor: Actor, state: ScatterState) -> ScatterPage:
    """Everything the explorer shows for the state."""
    basis = ground(services, actor, state)
    chosen = choice_of(basis, state)
    if chosen is None:
        return _nothing(basis)
    asked = _asked(chosen)
    rows = school_points(
        basis.warehouse,
        basis.scope,
        fiscal_year=basis.year.year,
        funds=basis.funds,
        figures=chosen.schools,
        **asked,
    ).to_pylist()
    found = cloud(
        rows, x_line=0.0 if chosen.x.is_beyond else None, y_line=0.0 if chosen.y.is_beyond else None
    )
    said = finding(found, chosen.x, chosen.y)
    drawn = {row["location_id"] for row in found.rows}
    picked = [code for code in state.pick.split(",") if code in drawn]
    lines = table_rows(found, state.search, (chosen.x, chosen.y, chosen.size, chosen.shade),
                       lambda code: basis.address(f"/evaluate/schools/{code}"))  # fmt: skip
    hits = [row["location_id"] for row in found.rows if fits(row, state.search)]
    return ScatterPage(
        basis=[*basis_cells(basis)[:-1], _years_cell(basis, chosen),
               need_cell(chosen.can_adjust, chosen.is_beyond, chosen.is_efficacy),
               _level_cell(chosen)],
        axes=_axis_cells(chosen),
        question=f"{_start(chosen.y)} beside {chosen.x.inside}",
        sentence=sentence(said),
        found=_found(state.search, len(hits)),
        figures=_figures(found, chosen, len(rows)),
        figure=_figure(found, chosen, state.search, meaning(said), picked),
        levels=[(code, number) for code in LEVELS
                if (number := sum(row["level"] == code for row in found.rows))],
        size_words=chosen.size.inside if chosen.size else "",
        shade_words=chosen.shade.inside if chosen.shade else "",
        columns=[one.title for one in (chosen.x, chosen.y, chosen.size, chosen.shade) if one],
        rows=lines,
        fields=_fields(found, chosen),
        left_out=_left_out(rows),
        rule=RULE,
        method=_method(basis, found, chosen),
        notes=notes(chosen.is_beyond, chosen.is_efficacy),
        metrics=[m.id for m in dict.fromkeys((chosen.y, chosen.x)) if m.id in METRICS] + ["slope"],
        minimum_cell=basis.minimum_cell,
        export=basis.export("school-points", drawn="1", **_in_address(asked)),
        source=f"{basis.district_name}. Sources: district ledger, state files; {basis.loaded}.",
        chosen=[line for line in lines if line.code in picked],
        compare_href=_compare(basis, picked),
        chosen_export=basis.export(
            "school-points", location_ids=",".join(picked), **_in_address(asked)
        ),
        lines_words=_lines(chosen),
        pick_found=f"pick={','.join(hits)}" if hits and set(hits) != set(picked) else "",
    )  # fmt: skip


def _lines(chosen: Choice) -> str:
    """Where the lines between the fields lie."""
    beyond = [one.is_beyond for one in (chosen.x, chosen.y)]
    if all(beyond):
        return "The lines lie at 0, which is what need predicts"
    if any(beyond):
        return "The lines lie at what need predicts and at the pupil-weighted mean"
    return "The lines are the pupil-weighted means of the schools drawn"


def _compare(basis: Ground, picked: Sequence[str]) -> str:
    if not 1 < len(picked) <= MOST:
        return ""
    return basis.address("/evaluate/compare", schools=",".join(picked))


def _asked(chosen: Choice) -> dict[str, Any]:
    """The arguments of the read model."""
    return {
        "level": "" if chosen.level == EVERY else chosen.level,
        "x": chosen.x.id,
        "y": chosen.y.id,
        "size": chosen.size.id if chosen.size else "",
        "colour": chosen.shade.id if chosen.shade else "",
        **({"years": len(chosen.years)} if len(chosen.years) > 1 else {}),
        **({"adjusted": True} if chosen.is_beyond else {}),
    }


def _nothing(basis: Ground) -> ScatterPage:
    return ScatterPage(
        basis=basis_cells(basis), axes=[], question="Nothing to compare",
        sentence=["No school has two measures in this year."], found="", figures=[], figure={},
        levels=[], size_words="", shade_words="", columns=[], rows=[], fields=[], left_out=[],
        rule="", method="", notes=(), metrics=[],
        minimum_cell=basis.minimum_cell, export="", source=basis.district_name,
    )  # fmt: skip


def _start(measure: Measured) -> str:
    return measure.inside[:1].upper() + measure.inside[1:]


def _found(search: str, number: int) -> str:
    if not search:
        return ""
    return f"{counted(number, 'school')} found for “{search}”; the others are faint."


def _level_cell(chosen: Choice) -> BasisCell:
    main = "All but special schools" if "other" in chosen.levels else "All levels"
    options = [(main, "level=")]
    if "other" in chosen.levels:
        options.append(("All schools", f"level={EVERY}"))
    options += [(level_name(code), f"level={code}") for code in chosen.levels]
    value = {MAIN: main, EVERY: "All schools"}.get(chosen.level) or level_name(chosen.level)
    return BasisCell("Level", value, options)


def _in_address(asked: dict[str, Any]) -> dict[str, str]:
    return {name: "1" if value is True else str(value) for name, value in asked.items()}


def _years_cell(basis: Ground, chosen: Choice) -> BasisCell:
    """One year or the mean of several; as many as there are."""
    most = len(years_before(basis.warehouse, basis.scope.district, basis.year.year, MOST_YEARS))
    options = [("One year", "years=")]
    options += [(f"Mean of {number} years", f"years={number}") for number in range(2, most + 1)]
    number = len(chosen.years)
    return BasisCell("Years", "One year" if number < 2 else f"Mean of {number} years", options)  # noqa: PLR2004


def _axis_cells(chosen: Choice) -> list[BasisCell]:
    def options(key: str, first: Sequence[tuple[str, str]] = ()) -> list[tuple[str, str]]:
        return [*first, *((one.label, f"{key}={one.id}") for one in chosen.offered)]

    size = chosen.size.label if chosen.size else "All alike"
    shade = chosen.shade.label if chosen.shade else "Level"
    return [
        BasisCell("To the right (x)", chosen.x.label, options("x")),
        BasisCell("Upwards (y)", chosen.y.label, options("y")),
        BasisCell("Size of marks", size, options("size", [("All alike", f"size={ALIKE}")])),
        BasisCell("Colour of marks", shade, options("colour", [("Level", "colour=")])),
    ]


def _figures(found: Cloud, chosen: Choice, every: int) -> list[tuple[str, str, str]]:
    drawn = f"of {counted(every, 'school')}; {pupils_words(sum(found.pupils))}"
    if found.fields is None:
        return [("Schools drawn", "0", drawn)] * 4
    r = correlation_words(found.r)
    means = [
        (f"Mean, {one.inside}", written(line, one.unit),
         "0 by design: need is allowed for" if one.is_beyond else "pupil-weighted")
        for one, line in ((chosen.x, found.fields.x_line), (chosen.y, found.fields.y_line))
    ]  # fmt: skip
    return [
        ("Schools drawn", count(len(found.rows)), drawn),
        *means,
        ("Correlation", r, "pupil-weighted, −1 to 1" if r else "needs 10 schools that differ"),
    ]


def _figure(
    found: Cloud, chosen: Choice, search: str, words: tuple[str, str], picked: Sequence[str]
) -> dict[str, Any]:
    means = None
    if found.fields is not None and len(found.rows) > 1:
        means = (found.fields.x_line, found.fields.y_line)
    corners = quadrant_words(chosen.x, chosen.y) if means else None
    shade = chosen.shade
    return scatter(
        marks(found, chosen.x, chosen.y, chosen.size, shade, search, picked),
        Plane(_axis(chosen.x), _axis(chosen.y), means, corners),
        trend(found, words),
        Shading(shade.label, is_share(shade.unit)) if shade else None,
    )


def _axis(measure: Measured) -> Axis:
    if is_share(measure.unit):
        top = None if measure.is_beyond else 100.0
        return Axis(measure.title, lambda v: written(v, measure.unit, 0), 100.0, "", "%", top)
    prefix = "$" if is_dollars(measure.unit) else ""
    return Axis(measure.title, lambda v: written(v, measure.unit, 0), prefix=prefix)


def _fields(found: Cloud, chosen: Choice) -> list[Field]:
    return [
        Field(
            words,
            len(rows),
            sum(r["pupils"] for r in rows),
            [r["location_name"] for r in rows],
            [r["location_id"] for r in rows],
        )
        for words, rows in field_rows(found, chosen.x, chosen.y)
    ]


def _left_out(rows: Sequence[dict[str, Any]]) -> list[LeftOut]:
    return [
        LeftOut(row["location_name"], row["reason"], bool(row["hidden"]))
        for row in rows
        if row["reason"]
    ]


def _method(basis: Ground, found: Cloud, chosen: Choice) -> str:
    schools = counted(len(found.rows), "school")
    words = basis.year_words
    central = {one.id for one in (chosen.x, chosen.y)} & CENTRAL
    if central:
        method = next((one.name for one in rule_sets(basis.warehouse, basis.scope.district)), "")
        words += f"; central cost shared by the method “{method}”"
    words += f". {schools}, {pupils_words(sum(found.pupils))}."
    if len(chosen.years) > 1:
        words += f" Plain mean of {chosen.known_years}, of the years in which a school has the "
        words += "figure; pupils as weight are those of the newest."
    if chosen.is_beyond:
        needs = listed([METRICS[name].label.partition(":")[0].lower().replace("english", "English")
                        for name in needs_of(chosen.schools).names])  # fmt: skip
        words += f" Beyond need: less what a pupil-weighted line on {needs} predicts among the "
        words += "schools drawn, never on spending or results."
    return words


def register(guard: Guard, services: Services) -> None:
    """Bind state and content; the state goes both ways between address and search box."""

    @guard.callback(
        Output(ids.Scatter.URL, "search"),
        Output(ids.Scatter.SEARCH, "value"),
        Output(ids.Scatter.STATE, "data"),
        Input(ids.Scatter.URL, "search"),
        Input(ids.Scatter.SEARCH, "value"),
        State(ids.Scatter.STATE, "data"),
        permission=Permission.EVALUATE_READ,
    )
    def _state(search: str | None, typed: str | None, previous: str | None) -> Any:
        return search_state(ScatterState.from_query, search, typed, previous)

    @guard.callback(
        Output(ids.Scatter.HEAD, "children"),
        Output(ids.Scatter.BODY, "children"),
        Input(ids.Scatter.STATE, "data"),
        permission=Permission.EVALUATE_READ,
        prevent_initial_call=True,
    )
    def _page(kept: str | None) -> Any:
        view = scatter_view(services, guard.actor(), ScatterState.from_query(kept))
        return head(view), body(view)
