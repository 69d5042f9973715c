"""Lists records of one kind; its search stands in the address."""

from __future__ import annotations

from typing import Any, Final

from dash import Input, Output, State

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.configure.kinds import kind, preset_addresses, record_address, upload_address
from callbacks.evaluate.search_state import search_state
from data.entities.entity import Entity
from data.entities.parsing import written
from data.store.records import Record
from pages import ids
from pages.configure.records import MOST, Listed, RecordsPage, body, choose
from pages.format import counted
from pages.state import RecordsState
from planning.configure.commands import listed

_SHOWN: Final = 6


def records_page(services: Services, actor: Actor, state: RecordsState) -> RecordsPage | None:
    """The records that fit; none where the kind is unknown or not the person's to configure."""
    entity = kind(actor, state.entity)
    if entity is None:
        return None
    kept = listed(actor, services.store, actor.district, entity)
    words = state.search.casefold().split()
    fitting = [one for one in kept if all(word in _haystack(entity, one) for word in words)]
    shown = sorted(fitting, key=lambda one: not entity.is_live(one.values))[:MOST]
    fields = _columns(entity)
    heads = [(field.label, field.is_number) for field in fields]
    heads += [("Lines", True)] if entity.lines else []
    return RecordsPage(
        plural=entity.plural,
        group=entity.menu[1],
        about=entity.about,
        columns=heads,
        rows=[_row(entity, one) for one in shown],
        total=len(kept),
        found=len(fitting),
        search=state.search,
        new_href=record_address(entity),
        presets=preset_addresses(entity),
        upload_href=upload_address(entity),
    )


def _columns(entity: Entity) -> list[Any]:
    """The key first, then what tells most; flags of use are shown beside the key."""
    first = [entity.by_name[name] for name in entity.key]
    rest = [
        field
        for field in entity.fields
        if field not in first and field.name not in {"is_active", "archived"}
    ]
    return [*first, *rest][:_SHOWN]


def _row(entity: Entity, one: Record) -> Listed:
    cells = [written(field, one.values.get(field.name)) for field in _columns(entity)]
    cells += [counted(len(one.lines), "line")] if entity.lines else []
    return Listed(cells, record_address(entity, one.id), not entity.is_live(one.values))


def _haystack(entity: Entity, one: Record) -> str:
    parts = [written(field, one.values.get(field.name)) for field in entity.fields]
    parts += [written(field, line.get(field.name)) for line in one.lines for field in entity.lines]
    return " ".join(parts).casefold()


def register(guard: Guard, services: Services) -> None:
    """Bind state and rows; the state goes both ways between address and search box."""

    @guard.callback(
        Output(ids.Configure.LIST_URL, "search"),
        Output(ids.Configure.SEARCH, "value"),
        Output(ids.Configure.LIST_STATE, "data"),
        Input(ids.Configure.LIST_URL, "search"),
        Input(ids.Configure.SEARCH, "value"),
        State(ids.Configure.LIST_STATE, "data"),
        permission=Permission.CONFIGURATION_READ,
    )
    def _state(search: str | None, typed: str | None, previous: str | None) -> Any:
        return search_state(RecordsState.from_query, search, typed, previous)

    @guard.callback(
        Output(ids.Configure.LIST, "children"),
        Input(ids.Configure.LIST_STATE, "data"),
        permission=Permission.CONFIGURATION_READ,
        prevent_initial_call=True,
    )
    def _body(kept: str | None) -> Any:
        view = records_page(services, guard.actor(), RecordsState.from_query(kept))
        return choose() if view is None else body(view)
