"""Assignments of a day with boxes to tick, the review of what would end, and Confirm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from dash import Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import NotPermitted
from callbacks import grid_rows
from callbacks.basis import Services
from callbacks.grid_rows import Block, Source
from callbacks.manage.staffing_ground import StaffingGround, staffing_ground
from callbacks.manage.staffing_groups import fte
from data.store import StoreError
from data.store.staffing.assignments import SORTS, Listed, assignment_count, assignments
from pages import ids
from pages.components.filters import Chip
from pages.components.grid import GridColumn
from pages.components.sentence import strong
from pages.format import MISSING, counted, day
from pages.manage.assignments import IDS, EndingView, ended, form, refused, reviewed
from pages.manage.position import PATH as POSITION_PATH
from pages.manage.rows import RowsPage
from pages.manage.staffing_state import AssignmentsState
from planning.end_assignments import EndRefused, end, review

_RIGHT: Final = Permission.DISTRICT_ADMINISTER
COLUMNS: Final = (
    GridColumn("employee", "Employee", 220, grows=True),
    GridColumn("code", "Position", 130, is_code=True, opens=True),
    GridColumn("location", "Location", 220),
    GridColumn("fte", "FTE", 90, is_number=True, sortable=False),
    GridColumn("start", "From", 130),
    GridColumn("end", "Until", 130),
)

USUAL: Final = ("code", False)
"""The order of the page when it opens."""


def view(services: Services, actor: Actor, state: AssignmentsState) -> RowsPage:
    """What stands around the grid."""
    ground = staffing_ground(services, actor, state, state.day)
    many = total(services, actor, state)
    return RowsPage(
        question="Which assignments shall end?",
        crumb="Assignments",
        sentence=[strong(counted(many, "assignment")), f" hold on {day(ground.day)}."],
        choices=(),
        chips=[Chip("Any field", state.search, "search=", "holds")] if state.search else [],
        fields=(),
        columns=COLUMNS,
        total={"id": "total", "employee": "All rows"},
        row_count=many,
        dollars=None,
        noun="assignments" if many != 1 else "assignment",
        sort=USUAL[0],
        descending=USUAL[1],
        export=ground.export(search=state.search),
        note="The files hold the positions of these people. Ended assignments stay in the records.",
        below=form(ground.day.isoformat()),
        selects=True,
    )


def rows(
    services: Services, actor: Actor, state: AssignmentsState, wanted: Block
) -> list[dict[str, str]]:
    """One block of the grid, as text; number and version stand beside what is shown."""
    ground = staffing_ground(services, actor, state, state.day)
    with services.store.reading() as tx:
        found = assignments(
            tx,
            ground.whole,
            ground.day,
            state.search.split(),
            location=ground.place_code,
            sort=wanted.sort,
            descending=wanted.descending,
            offset=wanted.offset,
            limit=wanted.limit,
        )
    names = ground.positions.place_names()
    return [_written(ground, one, names) for one in found]


def total(services: Services, actor: Actor, state: AssignmentsState) -> int:
    """How many assignments there are in all."""
    ground = staffing_ground(services, actor, state, state.day)
    with services.store.reading() as tx:
        return assignment_count(
            tx, ground.whole, ground.day, state.search.split(), location=ground.place_code
        )


def _written(ground: StaffingGround, one: Listed, names: Mapping[str, str]) -> dict[str, str]:
    place = one.location_code or ""
    return {
        "id": str(one.id),
        "employee": one.name,
        "code": one.position_code,
        "href": ground.address(POSITION_PATH, code=one.position_code),
        "location": f"{place} {names.get(place, '')}".strip() or MISSING,
        "fte": fte(one.fte),
        "start": day(one.start),
        "end": day(one.end) if one.end else "open",
    }


SOURCE: Final = Source(
    "",
    IDS,
    AssignmentsState,
    _RIGHT,
    view,
    rows,
    total,
    lambda _actor, _state: USUAL,
)


def register(guard: Guard, services: Services) -> None:
    """Bind the list, the review and Confirm."""
    grid_rows.register(guard, services, SOURCE, {name: name for name in SORTS})
    name = ids.Assignments

    @guard.callback(
        Output(name.ANSWER, "children"),
        Output(name.REVIEWED, "data"),
        Input(name.REVIEW, "n_clicks"),
        State(IDS.grid, "selectedRows"),
        State(name.LAST_DAY, "value"),
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _review(clicks: int | None, ticked: Any, last_day: Any) -> Any:
        if not clicks:
            return no_update, no_update
        try:
            wanted = _day(last_day)
            found = review(guard.actor(), services.store, numbers(ticked), wanted)
        except (StoreError, NotPermitted) as error:
            return refused(str(error)), None
        shown = [
            EndingView(one.kept.name, one.kept.position_code,
                       day(one.kept.end) if one.kept.end else "open", one.problem)
            for one in found
        ]  # fmt: skip
        promised = {"day": wanted.isoformat(),
                    "versions": {str(one.kept.id): one.kept.version for one in found}}  # fmt: skip
        return reviewed(shown, day(wanted)), promised

    @guard.callback(
        Output(name.ANSWER, "children", allow_duplicate=True),
        Output(name.REVIEWED, "data", allow_duplicate=True),
        Input(name.CONFIRM, "n_clicks"),
        State(name.REVIEWED, "data"),
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _confirm(clicks: int | None, promised: Any) -> Any:
        if not clicks or not isinstance(promised, dict):
            return no_update, no_update
        try:
            wanted, versions = _day(promised.get("day")), _versions(promised.get("versions"))
            many = end(guard.actor(), services.store, versions, wanted, clock=services.clock)
        except (StoreError, NotPermitted) as error:
            return refused(str(error)), None
        return ended(many, day(wanted)), None


def numbers(ticked: object) -> list[int]:
    """The numbers of the ticked rows; what the browser sends beside them is not believed."""
    rows = ticked if isinstance(ticked, list) else []
    texts = [str(row.get("id", "")) for row in rows if isinstance(row, dict)]
    return list(dict.fromkeys(int(text) for text in texts if text.isdecimal()))


def _versions(given: object) -> dict[int, int]:
    pairs = given.items() if isinstance(given, dict) else ()
    return {int(key): value for key, value in pairs
            if str(key).isdecimal() and isinstance(value, int)}  # fmt: skip


def _day(given: object) -> date:
    try:
        return date.fromisoformat(str(given or "").strip())
    except ValueError:
        raise EndRefused(f"{given!r} is no day: write year, month, day as in 2027-06-30.") from None
