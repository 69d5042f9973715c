"""Lists records of one kind; its search stands in the address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from dash import Input, Output, State, ctx, dcc, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.configure.kinds import LIST, kind, preset_addresses, record_address, upload_address
from callbacks.configure.turned_accounts import waiting_note
from callbacks.evaluate.search_state import search_state
from data.entities.entity import Entity, folded
from data.entities.field import Field, Value
from data.entities.parsing import written
from data.store.records import Record
from exports.flat import Format
from exports.records_file import records_file, records_line
from pages import ids
from pages.configure.records import MOST, Head, Listed, RecordsPage, body, choose
from pages.configure.state import RecordsState
from pages.format import counted
from planning.configure.commands import listed

_SHOWN: Final = 6


def records_page(services: Services, actor: Actor, state: RecordsState) -> RecordsPage | None:
    """The records that fit; none where the kind is unknown or not the person's to configure."""
    entity = kind(actor, state.entity)
    if entity is None:
        return None
    kept = listed(actor, services.store, actor.district, entity)
    fitting = in_order(entity, state, kept)
    fields = _columns(entity)
    heads = [Head(field.label, field.is_number, *_sorting(state, field)) for field in fields]
    heads += [Head("Lines", True)] if entity.lines else []
    return RecordsPage(
        plural=entity.plural,
        group=entity.menu[1],
        about=entity.about,
        columns=heads,
        rows=[_row(entity, one) for one in fitting[:MOST]],
        total=len(kept),
        found=len(fitting),
        search=state.search,
        new_href=record_address(entity),
        presets=preset_addresses(entity),
        upload_href=upload_address(entity),
        waits=waiting_note(services, actor, entity, kept),
    )


def in_order(entity: Entity, state: RecordsState, kept: Iterable[Record]) -> list[Record]:
    """The records with every word that is searched for, in the order that is asked for.

    Without one they stand by their key, those not in use last; an empty value always stands last.
    """
    words = state.search.casefold().split()
    fitting = [one for one in kept if all(word in _haystack(entity, one) for word in words)]
    field = entity.by_name.get(state.sort or "")
    if field is None or field in entity.lines:
        return sorted(fitting, key=lambda one: not entity.is_live(one.values))
    filled = [one for one in fitting if one.values.get(field.name) is not None]
    empty = [one for one in fitting if one.values.get(field.name) is None]
    filled.sort(key=lambda one: _comparable(one.values[field.name]), reverse=state.down)
    return [*filled, *empty]


def _comparable(value: Value) -> Any:
    if isinstance(value, str | tuple):
        return folded(", ".join(value) if isinstance(value, tuple) else value)
    return value


def _sorting(state: RecordsState, field: Field) -> tuple[str, str]:
    """Where the heading of a column leads, and in which direction the rows stand by it."""
    is_here = field.name == state.sort
    asked = replace(state, sort=field.name, down=is_here and not state.down)
    standing = "descending" if state.down else "ascending"
    return f"{LIST}{asked.to_query()}", standing if is_here else ""


def list_file(
    services: Services, actor: Actor, state: RecordsState, form: Format
) -> tuple[bytes, str] | None:
    """The records that fit as a file, in the order on screen, and its name."""
    entity = kind(actor, state.entity)
    if entity is None:
        return None
    kept = listed(actor, services.store, actor.district, entity)
    order = f"{state.sort}{' descending' if state.down else ''}" if state.sort else ""
    line = records_line(
        entity,
        actor.district,
        actor.label,
        services.clock(),
        {"search": state.search, "order": order},
    )
    name = f"{actor.district}_{entity.name}.{form}"
    return records_file(form, entity, in_order(entity, state, kept), line), name


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

    @guard.callback(
        Output(ids.Configure.LIST_FILE, "data"),
        Input(ids.Configure.LIST_CSV, "n_clicks"),
        Input(ids.Configure.LIST_XLSX, "n_clicks"),
        State(ids.Configure.LIST_STATE, "data"),
        permission=Permission.CONFIGURATION_READ,
        prevent_initial_call=True,
    )
    def _file(csv: int | None, xlsx: int | None, kept: str | None) -> Any:
        form = Format.XLSX if ctx.triggered_id == ids.Configure.LIST_XLSX else Format.CSV
        state = RecordsState.from_query(kept)
        made = list_file(services, guard.actor(), state, form) if csv or xlsx else None
        return no_update if made is None else dcc.send_bytes(*made)
