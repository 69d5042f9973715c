"""Accounts: where exactly the money is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks import grid_rows
from callbacks.basis import Basis, Services, basis
from callbacks.bucket_choice import bucket_choice, bucket_names, buckets_named
from callbacks.grid_rows import Block, Source
from callbacks.manage import account_words as words
from callbacks.manage import conditions, row_columns, row_groups, row_links
from callbacks.manage.account_notes import NOTE, READER, READERS, TEAM, note_cells
from callbacks.manage.bucket_tabs import bucket_tabs
from callbacks.manage.row_groups import GroupSource
from data.balances import AccountFilters, account_status, account_totals
from data.districts import district
from data.row_groups import account_groups
from pages.components.filters import Chip, Choice
from pages.components.grid import GridColumn
from pages.format import money, share
from pages.manage.accounts import IDS
from pages.manage.bucket.note import LONGEST
from pages.manage.row_groups import RowInGroup
from pages.manage.row_state import AccountsState
from pages.manage.rows import RowsPage

REQUESTED: Final = GridColumn("requested", "Requested", 130, is_number=True)
"""Shown without a choice where it is subtracted: the terms of a row then add up as seen."""
KINDS: Final = {"expenditure": "Expenditure", "revenue": "Revenue"}
COLUMNS: Final = (
    GridColumn("account", "Account", 190, is_code=True, phone=2),
    GridColumn("description", "Description", 230, grows=True, phone=1),
    GridColumn("budget", "Have", 152, is_number=True),
    GridColumn("spent", "Paid", 152, is_number=True),
    GridColumn("encumbered", "On order", 128, is_number=True),
    GridColumn("used", "Used", 84, is_number=True),
    GridColumn("fund", "Fund", 140, sortable=False),
    GridColumn("location_name", "Location", 160, sortable=False),
    GridColumn(NOTE, "My note", 220, sortable=False, written=LONGEST),
    GridColumn(READER, "Read by", 100, sortable=False, written=LONGEST, choices=READERS),
    GridColumn(TEAM, "Team’s notes", 220, sortable=False),
    GridColumn("remaining", "Left", 152, is_number=True, stays=True),
)
MORE: Final = (
    GridColumn("kind", "Type", 120),
    GridColumn("original", "Original", 140, is_number=True),
    GridColumn("adjustments", "Adjustments", 140, is_number=True),
    REQUESTED,
    GridColumn("reported", "Left in the ERP", 140, is_number=True),
    GridColumn("spend_class", "Spending class", 130, sortable=False),
    GridColumn("category", "Category", 160, sortable=False),
    GridColumn("function", "Function", 160, sortable=False),
    GridColumn("object", "Object", 160, sortable=False),
    GridColumn("program", "Program", 160, sortable=False),
    GridColumn("project", "Project", 160, sortable=False),
    GridColumn("provisional", "Provisional", 110, sortable=False),
)
CODED: Final = ("fund", "function", "object", "program", "project", "category")
"""Columns of a code with its label, two in a file."""
FILES: Final = {
    **{one: (f"{one}_code", f"{one}_name") for one in CODED},
    **{
        one: (f"{one}_usd",)
        for one in ("budget", "spent", "encumbered", "remaining", "original", "adjustments",
                    "requested")
    },
    "reported": ("reported_available_usd",),
    "used": ("used_share",),
    "location_name": ("location_id", "location_name"),
    "provisional": ("is_provisional",),
    **dict.fromkeys((NOTE, READER, TEAM), ()),
}  # fmt: skip
"""What columns are called in a file; notes stay on the page."""
USUAL: Final = ("account", False)
SORTS: Final = {
    "account": "account",
    "description": "description",
    "budget": "budget_usd",
    "spent": "spent_usd",
    "encumbered": "encumbered_usd",
    "remaining": "remaining_usd",
    "used": "used_share",
    "kind": "kind",
    "original": "original_usd",
    "adjustments": "adjustments_usd",
    "requested": "requested_usd",
    "reported": "reported_available_usd",
}


def filters(ground: Basis, state: AccountsState) -> AccountFilters:
    """The state as filters of the read model; without a choice, expenditure accounts."""
    return AccountFilters(
        search=state.search,
        where=state.where,
        kind=state.kind or ("" if state.group.lower() == "account type" else "expenditure"),
        bucket=state.bucket or "",
        rollup=(state.rollup or "") if state.bucket else "",
        location_ids=ground.location_ids,
    )


def view(services: Services, actor: Actor, state: AccountsState) -> RowsPage:
    """What stands around the grid."""
    ground = basis(services, actor, state)
    asked = filters(ground, state)
    found, kind = _sums(services, ground, asked), asked["kind"]
    named = bucket_names(services.warehouse, ground)
    number = _count(found)
    offered = words.named((*COLUMNS, *more(services, actor)), kind)
    subtracts = district(services.warehouse, ground.scope.district).subtracts_requisitions
    usual = words.usual(COLUMNS, kind, REQUESTED if subtracts else None)
    columns = row_columns.chosen(state, usual, offered)
    sort, descending = order(actor, state)
    return RowsPage(
        tabs=bucket_tabs(services, actor, ground, state.bucket) if state.bucket in named else (),
        question=words.question(ground.place_name, kind),
        crumb="Accounts",
        sentence=words.sentence(ground, found),
        choices=[
            *_choices(state, kind, named),
            row_columns.order_choice(state, offered, USUAL),
            row_groups.group_choice(services, actor, SOURCE.rows_of, state),
        ],
        chips=_chips(state, named),
        fields=conditions.fields(services, actor, SOURCE.rows_of),
        columns=row_links.opening(columns, row_links.of_accounts(actor, ground, state.kind)),
        offered=offered,
        chosen=row_columns.is_chosen(state, offered),
        wanted=state.search,
        total=row_columns.totals(_total(found), columns) if kind else {},
        grouped=row_groups.grouped(services, actor, GROUPS, state) if state.group else None,
        row_count=number,
        dollars=None,
        noun="accounts" if number != 1 else "account",
        sort=sort,
        descending=descending,
        export=address(services, actor, state),
        note=(
            f"{words.note(kind, subtracts_requisitions=subtracts)} Totals cover the whole result. "
            "Press Enter in My note to write; empty it to remove it. Notes stay in the next year. "
            f"{ground.district_name}, {ground.periods}; {ground.loaded_words}."
        ),
    )


def address(services: Services, actor: Actor, state: AccountsState) -> str:
    """The address of the rows, or of their groups, as a file without its format."""
    ground = basis(services, actor, state)
    given = _given(ground, filters(ground, state))
    further = more(services, actor)
    if not state.group:
        given |= row_columns.file_order(state, (*COLUMNS, *further), SORTS)
    files = row_columns.file_columns(state, COLUMNS, further, FILES)
    return row_groups.download(state, "account-status", given, files)


def more(services: Services, actor: Actor) -> tuple[GridColumn, ...]:
    """The columns that may be chosen besides: further terms, parts and attributes of accounts."""
    return (*MORE, *row_columns.beside(services, actor, "account-status", (*COLUMNS, *MORE)))


def rows(
    services: Services, actor: Actor, state: AccountsState, wanted: Block
) -> list[dict[str, str]]:
    """One block of the grid, as text."""
    ground = basis(services, actor, state)
    found = account_status(
        services.warehouse,
        ground.scope,
        fiscal_year=ground.year.year,
        sort=wanted.sort,
        descending=wanted.descending,
        offset=wanted.offset,
        limit=wanted.limit,
        **filters(ground, state),
    )
    noted = note_cells(services, actor, ground)
    # Without a choice there is nothing beside the usual columns to ask for.
    further = more(services, actor) if state.columns else ()
    shown = row_columns.chosen(state, COLUMNS, further)
    beside = row_columns.cells_beside(services, actor, found, shown)
    return [
        _written(row) | noted.get(row["account"], {NOTE: "", READER: "", TEAM: ""}) | more
        for row, more in zip(found.to_pylist(), beside, strict=True)
    ]


def order(_actor: Actor, state: AccountsState) -> tuple[str, bool]:
    """The field that accounts are ordered by, and whether downwards."""
    return row_columns.order(state, (*COLUMNS, *MORE), USUAL)


def total(services: Services, actor: Actor, state: AccountsState) -> int:
    """How many accounts there are in all."""
    ground = basis(services, actor, state)
    return _count(_sums(services, ground, filters(ground, state)))


def figure(services: Services, actor: Actor, state: AccountsState) -> tuple[int, Decimal | None]:
    """Accounts and what is left in them, for watched reports; kinds are never one sum."""
    ground = basis(services, actor, state)
    found = _sums(services, ground, filters(ground, state))
    return _count(found), found[0]["remaining_usd"] if len(found) == 1 else None


def _sums(services: Services, ground: Basis, asked: AccountFilters) -> list[dict[str, Any]]:
    """The sums of each kind that is asked for."""
    found: list[dict[str, Any]] = account_totals(
        services.warehouse, ground.scope, fiscal_year=ground.year.year, **asked
    ).to_pylist()
    return found


def _count(found: Sequence[Mapping[str, Any]]) -> int:
    return sum(int(sums["account_count"]) for sums in found)


def _written(row: dict[str, Any]) -> dict[str, str]:
    return {
        "account": row["account"],
        "description": row["description"] or "",
        "location_name": row["location_name"] or "",
        "kind": KINDS.get(row["kind"], row["kind"] or ""),
        "spend_class": (row["spend_class"] or "").replace("_", " "),
        "provisional": "yes" if row["is_provisional"] else "no",
        "reported": money(row["reported_available_usd"], cents=True),
        **{one: f"{row[f'{one}_code'] or ''} {row[f'{one}_name'] or ''}".strip() for one in CODED},
        **_money(row),
    }


def _money(row: dict[str, Any]) -> dict[str, str]:
    terms = ("budget", "spent", "encumbered", "remaining", "original", "adjustments", "requested")
    written = {term: money(row[f"{term}_usd"], cents=True) for term in terms}
    return written | {"used": share(row["used_share"])}


def _total(found: Sequence[dict[str, Any]]) -> dict[str, str]:
    return {"account": "All accounts", **_money(found[0])} if found else {}


def _choices(state: AccountsState, kind: str, named: dict[str, str]) -> list[Choice]:
    kinds = [(text, f"kind={code}") for code, text in KINDS.items()]
    shown = KINDS.get(kind, "Expenditure") if kind else "Every kind"
    return [Choice("Kind", shown, kinds), bucket_choice(state.bucket, named)]


def _chips(state: AccountsState, named: dict[str, str]) -> list[Chip]:
    found = []
    if state.bucket:
        found.append(Chip("Bucket", buckets_named(state.bucket, named), "bucket="))
    if state.bucket and state.rollup:
        found.append(Chip("Category", state.rollup, "rollup="))
    if state.search:
        found.append(Chip("Account or description", state.search, "search=", "holds"))
    return [*found, *conditions.chips(state.where)]


def _given(ground: Basis, asked: AccountFilters) -> dict[str, str]:
    pairs = {key: ",".join(value) if isinstance(value, tuple) else str(value)
             for key, value in asked.items() if value}  # fmt: skip
    return {"fiscal_year": str(ground.year.year), **ground.narrowed, **pairs}


def _group_sums(services: Services, actor: Actor, state: AccountsState) -> list[dict[str, Any]]:
    ground = basis(services, actor, state)
    found: list[dict[str, Any]] = account_groups(
        services.warehouse,
        ground.scope,
        group=state.group,
        fiscal_year=ground.year.year,
        **filters(ground, state),
    ).to_pylist()
    return found


def _inside(services: Services, actor: Actor, state: AccountsState, most: int) -> list[RowInGroup]:
    wanted = Block(0, most, "budget_usd", True)
    ways = row_links.of_accounts(actor, basis(services, actor, state), state.kind)
    way = ways.get("account", "")
    return [
        RowInGroup(row["account"], row["description"], row, row_links.filled(way, row))
        for row in rows(services, actor, state, wanted)
    ]


GROUPS: Final = GroupSource(
    "accounts",
    "accounts",
    "account_count",
    _group_sums,
    lambda row: _money(dict(row)),
    _inside,
)
SOURCE: Final = Source(
    "accounts",
    IDS,
    AccountsState,
    Permission.ACCOUNT_READ,
    view,
    rows,
    total,
    order,
)


def register(guard: Guard, services: Services) -> None:
    """Bind the page."""
    grid_rows.register(guard, services, SOURCE, SORTS)
