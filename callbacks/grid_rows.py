"""Wiring that every page of rows shares: state in the address, blocks of rows for the grid."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar

from dash import Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.freshness import banner
from callbacks.manage import conditions, kept_rows
from callbacks.spoken_words import refusal
from data.read_model import ArgumentError
from pages.components.filters import Chip, Loosened
from pages.components.notices import empty
from pages.manage.row_state import FilteredState
from pages.manage.rows import RowsIds, RowsPage, body, head, refused, tools
from pages.state import words

MOST_ROWS: Final = 500
_TRIED: Final = 4
"""Filters of an empty result that are taken away on trial, each a question to the rows."""
GONE: Final = "It was deleted, or is not shared with you any more. See Current, Reports."
Shown = TypeVar("Shown", bound=FilteredState)


@dataclass(frozen=True, slots=True)
class Block:
    """The rows that a grid asks for: from `offset`, at most `limit`, in this order."""

    offset: int
    limit: int
    sort: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Source(Generic[Shown]):
    """What fills one page of rows; `rows_of` is the kind of row that conditions are over.

    Empty where rows are of the store and only menus and the search narrow them. `order` is the
    field that rows are ordered by, and whether downwards: on screen, in the menu and in files.
    """

    rows_of: str
    ids: RowsIds
    state: type[Shown]
    permission: Permission
    view: Callable[[Services, Actor, Shown], RowsPage]
    rows: Callable[[Services, Actor, Shown, Block], list[dict[str, str]]]
    count: Callable[[Services, Actor, Shown], int]
    order: Callable[[Actor, Shown], tuple[str, bool]]


def block(request: Mapping[str, Any], allowed: Mapping[str, str], usual: Block) -> Block:
    """The block a grid asks for. The browser is not believed: odd requests get the first rows."""
    start, end = request.get("startRow"), request.get("endRow")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
        return usual
    model = request.get("sortModel")
    first = model[0] if isinstance(model, list) and model and isinstance(model[0], dict) else {}
    column = allowed.get(str(first.get("colId")), usual.sort)
    descending = first.get("sort") == "desc" if first else usual.descending
    return Block(start, min(end - start, MOST_ROWS), column, descending)


def rows_state(
    kind: type[Shown], search: str | None, typed: str | None, previous: str | None
) -> tuple[Any, Any, Any]:
    """Address, search box and kept state, from whichever of the first two has changed."""
    address = kind.from_query(search)
    asked = words(typed or "")
    before = None if previous is None else kind.from_query(previous)
    # A box that was just put up, as by Back, says None; one that was emptied says "".
    is_typed = before is not None and typed is not None and asked != before.search
    state = replace(address, search=asked) if is_typed else address
    query = state.to_query()
    return (
        query if state != address else no_update,
        state.search if state.search != (typed or "") else no_update,
        query if query != previous else no_update,
    )


def page(services: Services, actor: Actor, source: Source[Shown], state: Shown) -> tuple[Any, ...]:
    """Head, menus and body; over the head, how old the data are where that is too old.

    Conditions that cannot be meant are shown with the reason, never passed over: rows that look
    filtered and are not would be worse than none.
    """
    if state.report is not None:
        return no_update, no_update, [empty("This report is not there.", GONE)]
    try:
        view, trouble = source.view(services, actor, state), ""
    except ArgumentError as error:
        trouble = refusal(error)
        view = source.view(services, actor, replace(state, where="", group=""))
        unread = Chip("Filter", state.where or state.group, "where=&group=", "reads")
        view = replace(view, chips=[*view.chips, unread])
    view = replace(view, report=kept_rows.open_report(services, actor, state))
    if not (view.row_count or trouble):
        view = replace(view, loosened=_loosened(services, actor, source, state, view.chips))
    shown = refused(view, trouble) if trouble else body(view, source.ids)
    return [*banner(services, actor), *head(view)], tools(view, source.ids), shown


def _loosened(
    services: Services, actor: Actor, source: Source[Shown], state: Shown, chips: Sequence[Chip]
) -> list[Loosened]:
    """How many rows there are without each filter; of many, the first ones are tried."""
    return [
        Loosened(one, source.count(services, actor, state.changed(one.without)))
        for one in chips[:_TRIED]
    ]


def answer(
    services: Services, actor: Actor, source: Source[Shown], state: Shown,
    request: Mapping[str, Any], allowed: Mapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    """The rows that a grid asks for, and how many there are in all."""
    # Whose column is not shown, the grid knows no order.
    field, is_down = source.order(actor, state)
    wanted = block(request, allowed, Block(0, MOST_ROWS, allowed[field], is_down))
    found = source.rows(services, actor, state, wanted)
    return {"rowData": found, "rowCount": source.count(services, actor, state)}


def register(
    guard: Guard, services: Services, source: Source[Any], allowed: Mapping[str, str]
) -> None:
    """Bind state, content and blocks of one page of rows."""
    parts, kind = source.ids, source.state
    bound = (parts.url, source.permission, kind)
    if source.rows_of:
        conditions.register(guard, services, source.rows_of, parts.form, *bound)
        kept_rows.register(guard, services, source.rows_of, parts, *bound[1:])

    @guard.callback(
        Output(parts.url, "search"),
        Output(parts.search, "value"),
        Output(parts.state, "data"),
        Input(parts.url, "search"),
        Input(parts.search, "value"),
        State(parts.state, "data"),
        permission=source.permission,
    )
    def _state(search: str | None, typed: str | None, previous: str | None) -> Any:
        wanted = kind.from_query(search)
        found = kept_rows.opened(services, guard.actor(), source.rows_of, wanted)
        address = search if found == wanted else found.to_query()
        query, shown, keep = rows_state(kind, address, typed, previous)
        return (address if query is no_update and address != search else query), shown, keep

    @guard.callback(
        Output(parts.head, "children"),
        Output(parts.tools, "children"),
        Output(parts.body, "children"),
        Input(parts.state, "data"),
        permission=source.permission,
        prevent_initial_call=True,
    )
    def _page(kept: str | None) -> Any:
        return page(services, guard.actor(), source, kind.from_query(kept))

    @guard.callback(
        Output(parts.grid, "getRowsResponse"),
        Input(parts.grid, "getRowsRequest"),
        State(parts.state, "data"),
        permission=source.permission,
    )
    def _rows(request: dict[str, Any] | None, kept: str | None) -> Any:
        if not isinstance(request, dict):
            return no_update
        return answer(services, guard.actor(), source, kind.from_query(kept), request, allowed)
