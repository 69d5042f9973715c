"""The profile of one school."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from urllib.parse import unquote

from dash import Input, Output

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate.comparison import counted, mean_per_pupil, mean_share, need_line, rank
from callbacks.evaluate.ground import Ground, basis_cells, ground
from callbacks.evaluate.school_money import known_split, money_split, spending_years
from callbacks.evaluate.school_outcomes import group_results, school_results
from callbacks.evaluate.school_pupils import likeness, need_shares
from callbacks.evaluate.school_staffing import Staffing, staffing_of
from callbacks.evaluate.school_view import ALL_LEVELS, SchoolView, school_view
from callbacks.evaluate.shares import central_reason, counting, share_cell, shared_rows
from data.schools import schools
from pages import ids
from pages.components.page_head import BasisCell
from pages.evaluate.level_words import level_name, pupils_words, schools_of
from pages.evaluate.school import Neighbour, SchoolPage, Standing, school_page, unknown_school
from pages.state import SchoolState

PATH: Final = "/evaluate/schools"
_METRICS: Final = ("per_pupil_usd", "pupils", "frl_share")


def school(services: Services, actor: Actor, pathname: str | None, state: SchoolState) -> Any:
    """The profile of the school that the address names."""
    basis = ground(services, actor, state)
    code = unquote((pathname or "").rstrip("/").rpartition("/")[2])
    view = school_view(basis, code, state.level, counting(basis, state.share))
    if view is None:
        return unknown_school(code, basis.address(PATH))
    if Permission.ACCOUNT_READ in actor.permissions and actor.scope.allows(view.id):
        href = f"/current/accounts?year={basis.year.year}&location={view.id}"
        view = replace(view, accounts_href=href)
    return school_page(profile(view, state))


def profile(view: SchoolView, state: SchoolState) -> SchoolPage:
    """Everything the profile shows."""
    basis, staff = view.ground, staffing_of(view)
    before, after = _neighbours(view)
    return SchoolPage(
        name=view.row["location_name"],
        facts=_facts(view),
        basis=[*basis_cells(basis)[:-1], share_cell(basis, view.counting), _level_cell(view)],
        before=before,
        after=after,
        list_href=basis.address(PATH),
        compare_href=basis.address("/evaluate/compare", schools=view.id),
        standing=standing(view, staff),
        funds=basis.fund_words + (", so far" if basis.is_open(basis.year) else ""),
        money=money_split(view, known_split(state.split)),
        need=need_shares(view),
        likeness=likeness(view),
        years=spending_years(view, state.prices),
        staff=staff.card,
        results=school_results(view),
        groups=group_results(view),
        notes=_notes(view, staff),
        metrics=_METRICS,
        minimum_cell=basis.minimum_cell,
        sheet=f"/one-pager/{view.id}{state.to_query()}",
        sources=f"{basis.district_name}. Sources: district ledger, state files; {basis.loaded}.",
    )


def standing(view: SchoolView, staff: Staffing) -> Standing:
    """Where the school stands: what the lead sentence and the key figures say."""
    row, last = view.row, _last_year(view)
    place, ranked = rank(view.compared, view.id)
    gap, is_predicted = _gap(view)
    return Standing(
        short=view.short,
        level=view.level,
        year=view.ground.year.year,
        per_pupil=row["per_pupil_usd"],
        reason=view.reason,
        rank=place,
        ranked=ranked,
        gap=gap,
        is_predicted=is_predicted,
        frl=row["frl_share"],
        district_frl=mean_share(view.rows, "frl_share"),
        pupils=row["pupils"],
        before=last.get("per_pupil_usd"),
        pupils_before=last.get("pupils"),
        per_teacher=staff.per_teacher,
        per_teacher_median=staff.per_teacher_median,
        vacancy=staff.vacancy,
        vacancy_words=staff.vacancy_words,
        is_open=view.ground.is_open(view.ground.year),
        share=view.counting.share,
        site=row.get("site_per_pupil_usd"),
        central=row.get("central_per_pupil_usd"),
    )


def _gap(view: SchoolView) -> tuple[float | None, bool]:
    """Spending per pupil less what need predicts in the level, else less the level's mean."""
    own, need = view.row["per_pupil_usd"], view.row["frl_share"]
    if own is None or len(counted(view.compared)) < 2:  # noqa: PLR2004 - nobody to compare with
        return None, False
    line = need_line(view.compared)
    if line is not None and need is not None:
        return float(own) - line.intercept - line.slope * need, True
    mean = mean_per_pupil(view.compared)
    return (None if mean is None else float(own - mean)), False


def _last_year(view: SchoolView) -> dict[str, Any]:
    year = view.ground.year.year - 1
    if year not in {entry.year for entry in view.ground.years}:
        return {}
    if view.counting.has_central and central_reason(view.ground, year):
        return {}
    rows = shared_rows(view.ground, year, view.counting)
    return next((row for row in rows if row["location_id"] == view.id), {})


def _level_cell(view: SchoolView) -> BasisCell:
    own = view.row["level"] or "other"
    name = {code: schools_of(code).capitalize() for code in (own, "")}
    options = [(name[own], "level="), ("All schools", f"level={ALL_LEVELS}")]
    value = "All schools" if not view.level else schools_of(view.level).capitalize()
    return BasisCell("Compare with", value, options)


def _facts(view: SchoolView) -> str:
    """Level, grades, pupils and codes under the name."""
    listed = schools(view.ground.warehouse, view.ground.scope).to_pylist()
    places = {entry["location_id"]: entry for entry in listed}
    place: dict[str, Any] = places.get(view.id, {})
    level = level_name(view.row["level"] or "other")
    low, high = place.get("grade_low"), place.get("grade_high")
    grades = f", grades {low}–{high}" if low and high else ""
    pupils = view.row["pupils"]
    parts = [
        f"{level}{grades}",
        "pupils not shown" if pupils is None else pupils_words(pupils),
        f"Site {view.id}",
        f"State code {place['state_id']}" if place.get("state_id") else "",
    ]
    return " · ".join(part for part in parts if part)


def _neighbours(view: SchoolView) -> tuple[Neighbour | None, Neighbour | None]:
    """The schools before and after this one in the order of names."""
    order = sorted(view.rows, key=lambda row: row["location_name"].casefold())
    place = next(i for i, row in enumerate(order) if row["location_id"] == view.id)

    def neighbour(index: int) -> Neighbour | None:
        if not 0 <= index < len(order):
            return None
        row = order[index]
        href = view.ground.address(f"{PATH}/{row['location_id']}")
        return Neighbour(row["location_name"], href)

    return neighbour(place - 1), neighbour(place + 1)


def _notes(view: SchoolView, staff: Staffing) -> list[tuple[str, str]]:
    basis: Ground = view.ground
    line = (
        "the pupil-weighted line of spending on the share of low-income pupils among the schools "
        "compared, where its 95% interval leaves 0 out. A pattern, not an entitlement."
    )
    central = f"are not shared out: only money booked at the school counts ({basis.fund_words})."
    if view.counting.has_central:
        central = f"are shared out by the district's method “{view.counting.method}”: see the "
        central += "per-pupil report for every pool and what it follows."
    minimum = basis.minimum_cell
    notes = [
        ("Need-predicted", line),
        ("Peers", "are nearest by size and shares of need, never by results."),
        ("Central services", central),
        ("Small groups", f"of fewer than {minimum} pupils are hidden (*)."),
    ]
    if staff.vacancy is None:
        notes.append(("Vacancy", f"is missing: {staff.vacancy_words}."))
    return notes


def register(guard: Guard, services: Services) -> None:
    """Bind the profile to its address."""

    @guard.callback(
        Output(ids.School.BODY, "children"),
        Input(ids.School.URL, "pathname"),
        Input(ids.School.URL, "search"),
        permission=Permission.EVALUATE_READ,
    )
    def _school(pathname: str | None, search: str | None) -> Any:
        return school(services, guard.actor(), pathname, SchoolState.from_query(search))
