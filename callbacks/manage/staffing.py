"""Staffing: the lists of positions, with totals over everything that fits."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import may, scope_for
from access.scope import Scope
from callbacks import grid_rows
from callbacks.basis import Services
from callbacks.bucket_choice import bucket_choice, bucket_names
from callbacks.grid_rows import Block, Source
from callbacks.manage import conditions, row_columns, row_groups
from callbacks.manage.bucket_tabs import bucket_tabs
from callbacks.manage.budget_tabs import budget_tabs
from callbacks.manage.row_groups import GroupSource
from callbacks.manage.staffing_columns import FILES, MORE, usual
from callbacks.manage.staffing_figures import key_figures, payer, query_of
from callbacks.manage.staffing_ground import StaffingGround, staffing_ground
from callbacks.manage.staffing_groups import (
    ABOUT,
    group_cells,
    group_sums,
    is_by_accounts,
    question_of,
)
from callbacks.manage.staffing_rows import total_cells, written
from callbacks.manage.staffing_words import note, sentence
from data.positions import Question, dollars
from data.store.staffing.seat_terms import Listing, Sums
from data.store.staffing.seats import SORTS as ORDER_COLUMNS
from pages.components.filters import Chip, Choice
from pages.format import day
from pages.manage.assignments import PATH as ASSIGNMENTS_PATH
from pages.manage.row_groups import RowInGroup
from pages.manage.rows import RowsPage
from pages.manage.staffing import IDS, ListTab, above
from pages.manage.staffing_state import FROM_HIGHEST, StaffingState

LISTS: Final = {
    Listing.ALL: "All positions",
    Listing.UNASSIGNED: "Unassigned",
    Listing.OVER_ASSIGNED: "Over-assigned",
    Listing.FLAGGED: "Flagged",
    Listing.NOT_FUNDED: "Shares not 100%",
    Listing.WITHOUT_PAY: "Without pay",
    Listing.WITHOUT_FTE: "On 0 FTE",
}
ORDERS: Final = {
    "code": "Position",
    "job": "Job",
    "location": "Place",
    "vacant": "Most vacant FTE",
    "assigned": "Most assigned FTE",
    "cost": "Highest cost",
}
SORTS: Final = {name: name for name in ORDER_COLUMNS}


def view(services: Services, actor: Actor, state: StaffingState) -> RowsPage:
    """What stands around the grid."""
    ground = staffing_ground(services, actor, state, state.day)
    asked = question(ground, state)
    sums = ground.positions.sums(asked)
    chosen, pays = sums[asked.listing], ground.scope.sees_compensation
    named = bucket_names(services.warehouse, ground.basis)
    classes = dict(ground.positions.classes())
    sort, descending = order(actor, state)
    shown = usual(asked.listing, pays=pays, paid=_paid(state, chosen))
    offered, columns = (*shown, *MORE), row_columns.chosen(state, shown, MORE)
    tabs = budget_tabs(actor, ground.basis)
    if state.bucket in named:
        tabs = bucket_tabs(services, actor, ground.basis, str(state.bucket))
    return RowsPage(
        tabs=tabs,
        question=f"Who works at {ground.basis.place_name}, and in which position?"
        if ground.basis.place
        else f"Who is in which position at {ground.basis.place_name}?",
        crumb="Staffing",
        sentence=sentence(ground, sums, asked.listing, payer(state)),
        choices=[
            *_choices(ground, state, named, classes),
            row_groups.group_choice(services, actor, SOURCE.rows_of, state),
        ],
        chips=_chips(ground, state, named, classes),
        fields=conditions.fields(services, actor, SOURCE.rows_of),
        wanted=state.search.split(),
        columns=columns,
        offered=offered,
        chosen=row_columns.is_chosen(state, offered),
        grouped=row_groups.grouped(services, actor, GROUPS, state) if state.group else None,
        total=row_columns.totals(total_cells(chosen, pays=pays), columns),
        row_count=chosen.positions,
        dollars=None,
        noun="positions" if chosen.positions != 1 else "position",
        sort=sort,
        descending=descending,
        export=_export(ground, state, asked, chosen),
        note=(ABOUT if is_by_accounts(state.group) else "") + note(ground, chosen),
        above=above(
            key_figures(sums[Listing.ALL], state, pays=pays),
            _tabs(sums, asked.listing),
            _ending(actor, ground),
        ),
    )


def rows(
    services: Services, actor: Actor, state: StaffingState, wanted: Block
) -> list[dict[str, str]]:
    """One block of the grid, as text."""
    ground = staffing_ground(services, actor, state, state.day)
    asked = question(ground, state)
    found = ground.positions.seats(
        asked,
        sort=wanted.sort,
        descending=wanted.descending,
        offset=wanted.offset,
        limit=wanted.limit,
    )
    made = ground.positions.completed(found, ground.day, asked.listing)
    return [written(ground, one) for one in made]


def total(services: Services, actor: Actor, state: StaffingState) -> int:
    """How many positions the list has."""
    ground = staffing_ground(services, actor, state, state.day)
    asked = question(ground, state)
    return ground.positions.sums(asked)[asked.listing].positions


def figure(services: Services, actor: Actor, state: StaffingState) -> tuple[int, Decimal | None]:
    """Positions and what their people cost: what a watched report is held against."""
    ground = staffing_ground(services, actor, state, state.day)
    asked = question(ground, state)
    sums = ground.positions.sums(asked)[asked.listing]
    return sums.positions, dollars(sums.cost_cents)


def address(services: Services, actor: Actor, state: StaffingState) -> str:
    """The address of the positions, or of their groups, as a file without its format."""
    ground = staffing_ground(services, actor, state, state.day)
    asked = question(ground, state)
    return _export(ground, state, asked, ground.positions.sums(asked)[asked.listing])


def question(ground: StaffingGround, state: StaffingState) -> Question:
    """The state as a question of positions."""
    return question_of(state, ground.day, ground.basis.year.year)


def order(actor: Actor, state: StaffingState) -> tuple[str, bool]:
    """The field that positions are ordered by, and whether downwards."""
    return _order(scope_for(actor, Permission.STAFFING_READ), state)


def _order(scope: Scope, state: StaffingState) -> tuple[str, bool]:
    """That of a heading, or of the menu; by cost for nobody who may not read it."""
    known = usual(Listing.ALL, pays=scope.sees_compensation, paid="")
    return row_columns.order(state, known, ("code", False))


def _ordered(scope: Scope, state: StaffingState) -> str:
    """The order in words: those of the menu, or else the heading."""
    field, is_down = _order(scope, state)
    if field in ORDERS and is_down == (field in FROM_HIGHEST):
        return ORDERS[field]
    known = usual(Listing.ALL, pays=scope.sees_compensation, paid="")
    return next(column.label for column in known if column.field == field)


def _ending(actor: Actor, ground: StaffingGround) -> str:
    may_end = may(actor, Permission.DISTRICT_ADMINISTER)
    return ground.address(ASSIGNMENTS_PATH) if may_end else ""


def _paid(state: StaffingState, sums: Sums) -> str:
    """What the FTE is called that a bucket, or the accounts of conditions, pay."""
    if sums.paid_fte is None:
        return ""
    return "Bucket FTE" if state.bucket else "Paid FTE"


def _tabs(sums: dict[Listing, Sums], chosen: Listing) -> list[ListTab]:
    """The lists; those of checks stand there once one of them was opened from the Data page."""
    return [
        ListTab(
            name, sums[one].positions, f"list={'' if one is Listing.ALL else one}", one is chosen
        )
        for one, name in LISTS.items()
        if one in sums
    ]


def _choices(
    ground: StaffingGround, state: StaffingState, named: dict[str, str], classes: dict[str, str]
) -> list[Choice]:
    kinds = [("Any", "job-class=")]
    kinds += [(name, f"job-class={code}") for code, name in classes.items()]
    pays = ground.scope.sees_compensation
    orders = [
        (name, f"order={'' if code == 'code' else code}&sort=")
        for code, name in ORDERS.items()
        if pays or code != "cost"
    ]
    return [
        Choice("Class", classes.get(state.job_class or "", "Any"), kinds),
        bucket_choice(state.bucket, named),
        Choice("Order", _ordered(ground.scope, state), orders),
    ]


def _chips(
    ground: StaffingGround, state: StaffingState, named: dict[str, str], classes: dict[str, str]
) -> list[Chip]:
    found = []
    if state.job_class:
        found.append(Chip("Class", classes.get(state.job_class, state.job_class), "job-class="))
    if state.bucket:
        found.append(Chip("Bucket", named.get(state.bucket, state.bucket), "bucket=", "pays"))
    if state.day:
        found.append(Chip("Day", day(ground.day), "day="))
    if state.search:
        found.append(Chip("Any field", state.search, "search=", "holds"))
    return [*found, *conditions.chips(state.where)]


def _export(ground: StaffingGround, state: StaffingState, asked: Question, sums: Sums) -> str:
    field, is_down = _order(ground.scope, state)
    given = ground.asked(
        listing=query_of(asked.listing), search=asked.search, job_class=asked.job_class,
        bucket=asked.bucket, where=asked.where,
    )  # fmt: skip
    if not state.group:
        given |= {"sort": field, "descending": "1" if is_down else "0"}
    pays = ground.scope.sees_compensation
    known = usual(asked.listing, pays=pays, paid=_paid(state, sums))
    files = row_columns.file_columns(state, known, MORE, FILES)
    return row_groups.download(state, "positions", given, files)


def _inside(services: Services, actor: Actor, state: StaffingState, most: int) -> list[RowInGroup]:
    found = rows(services, actor, state, Block(0, most, "code", False))
    return [
        RowInGroup(
            f"{row['code']} {row['job']}",
            f"{row['location']} · {row['people']}",
            row,
            row["href"],
        )
        for row in found
    ]


GROUPS: Final = GroupSource(
    "positions",
    "positions",
    "position_count",
    group_sums,
    group_cells,
    _inside,
)


SOURCE: Final = Source(
    "positions",
    IDS,
    StaffingState,
    Permission.STAFFING_READ,
    view,
    rows,
    total,
    order,
)


def register(guard: Guard, services: Services) -> None:
    """Bind the page."""
    grid_rows.register(guard, services, SOURCE, SORTS)
