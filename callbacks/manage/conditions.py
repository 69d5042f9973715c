"""The filter builder of the pages of rows: what can be chosen, and what a choice adds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from dash import Input, Output, State, html, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import scope_for
from access.scope import Scope
from callbacks.basis import Services
from data.condition import Condition, typed_conditions, written
from data.positions import Positions
from data.read_model import ArgumentError
from data.row_fields import AMOUNTS, FieldKind
from data.row_filter import OWN_FIELDS, row_fields, segment_names, where_lines
from data.scope import Operator, ScopeError
from pages.components.filter_form import AMOUNT_OPERATORS, OPERATORS, RANGE, FormIds, words
from pages.components.filters import Chip
from pages.manage.row_state import FilteredState
from planning.reports import RIGHTS

MOST_KNOWN: Final = 400
_HINTS: Final = {
    FieldKind.DATE: "Days are written as 2026-01-31; one end of a range may be left out.",
    FieldKind.MONEY: "Dollars and cents; one end of a range may be left out.",
    FieldKind.FTE: "Full-time equivalents as 0.5; one end of a range may be left out.",
    FieldKind.WHOLE: "A whole number; one end of a range may be left out.",
}
_TYPES: Final = ("actual", "encumbrance", "budget", "receipt")
_STATES: Final = ("requisition", "open", "partial", "closed", "cancelled")


def fields(services: Services, actor: Actor, rows: str) -> list[str]:
    """Names of every field that the rows can be filtered by, those of the row first."""
    own = [field.label for field in row_fields(services.warehouse, scope_of(actor, rows), rows)]
    segments = [
        capital(name) for name in segment_names(services.warehouse, actor.district).values()
    ]
    attributes = services.warehouse.attributes.names(actor.district)
    return list(dict.fromkeys((*own, *OWN_FIELDS, *segments, *attributes)))


def chips(where: str) -> list[Chip]:
    """Each condition of the address with the address that takes it away."""
    found = _read(where)
    return [
        Chip(
            capital(one.field), _said(one),
            _query("where", written([*found[:place], *found[place + 1 :]])), one.operator,
        )
        for place, one in enumerate(found)
    ]  # fmt: skip


def known_values(services: Services, actor: Actor, rows: str, name: str) -> list[tuple[str, str]]:
    """Values of a field with their meaning, as far as they are few enough to offer."""
    plain = name.lower()
    if plain == "account type":
        return [("Expenditure", ""), ("Revenue", "")]
    scope = scope_of(actor, rows)
    if plain in {field.name for field in row_fields(services.warehouse, scope, rows)}:
        if rows == "positions":
            return _of_positions(Positions(services.warehouse, services.store, scope), plain)
        fixed = {"type": _TYPES, "state": _STATES}.get(plain, ())
        return [(value, "") for value in fixed]
    if plain in segment_names(services.warehouse, actor.district):
        return _codes(services, actor.district, plain)
    values = services.warehouse.attributes.values(actor.district, name).values()
    return [(value, "") for value in sorted(set(values))][:MOST_KNOWN]


def scope_of(actor: Actor, rows: str) -> Scope:
    """The rows of a kind that the reader may see; raises `NotPermitted` without any right."""
    return scope_for(actor, RIGHTS[rows])


def _of_positions(positions: Positions, name: str) -> list[tuple[str, str]]:
    """The classes of jobs, or the places with their names; other texts are too many."""
    if name == "class":
        return [(text, "") for _, text in positions.classes()]
    return sorted(positions.place_names().items())[:MOST_KNOWN] if name == "place" else []


def capital(name: str) -> str:
    """A name with a capital first letter."""
    return name[:1].upper() + name[1:]


def _codes(services: Services, district: str, field: str) -> list[tuple[str, str]]:
    years = services.warehouse.exact(district, "fiscal_years").column("fiscal_year").to_pylist()
    found = services.warehouse.exact(
        district, "segment_values", fiscal_year=max(years, default=0), field=field
    )
    return [(row["code"], row["label"]) for row in found.to_pylist()][:MOST_KNOWN]


def _said(one: Condition) -> str:
    low, mark, high = one.value.partition("..")
    if not mark or one.operator not in RANGE:
        return one.value
    return f"{low} to {high}" if low and high else f"{low} or more" if low else f"{high} or less"


def _read(where: str) -> list[Condition]:
    try:
        return list(typed_conditions([where]))
    except ScopeError:
        return []


def _query(key: str, value: str) -> str:
    return urlencode({key: value})


def added(where: str, field: str, operator: str, value: str, until: str) -> str:
    """The conditions with one more; `ScopeError` says what is missing."""
    low, high = (value or "").strip(), (until or "").strip()
    if operator in RANGE:
        low = f"{low}..{high}" if low or high else ""
    if not low:
        raise ScopeError("Give a value to compare with.")
    one = Condition(field, Operator(operator), low)
    kept = _read(where)
    return written(kept if one in kept else [*kept, one])


def register(
    guard: Guard, services: Services, rows: str, parts: FormIds, url: str,
    permission: Permission, kind: type[FilteredState],
) -> None:  # fmt: skip
    """Bind the form of one page."""

    @guard.callback(
        Output(parts.part("operator"), "options"),
        Output(parts.part("operator"), "value"),
        Output(parts.part("known"), "children"),
        Output(parts.part("says"), "children"),
        Input(parts.part("field"), "value"),
        permission=permission,
    )
    def _field(name: str | None) -> Any:
        return shown(services, guard.actor(), rows, name or "")

    @guard.callback(
        Output(parts.part("end"), "hidden"),
        Output(parts.part("value-label"), "children"),
        Input(parts.part("operator"), "value"),
        permission=permission,
    )
    def _operator(operator: str | None) -> Any:
        is_range = operator in RANGE
        return not is_range, "From" if is_range else "Value"

    @guard.callback(
        Output(url, "search", allow_duplicate=True),
        Output(parts.part("says"), "children", allow_duplicate=True),
        Input(parts.part("add"), "n_clicks"),
        Input(parts.part("value"), "n_submit"),
        Input(parts.part("until"), "n_submit"),
        State(parts.part("field"), "value"),
        State(parts.part("operator"), "value"),
        State(parts.part("value"), "value"),
        State(parts.part("until"), "value"),
        State(url, "search"),
        permission=permission,
        prevent_initial_call=True,
    )
    def _add(*given: Any) -> Any:
        pressed, typed, search = given[:3], given[3:7], given[7]
        if not any(pressed):
            return no_update, no_update
        return with_condition(services, guard.actor(), rows, kind.from_query(search), typed)


def shown(services: Services, actor: Actor, rows: str, name: str) -> tuple[Any, ...]:
    """Operators, known values and a hint for a chosen field."""
    own = row_fields(services.warehouse, scope_of(actor, rows), rows)
    kind = next((field.kind for field in own if field.label == name), FieldKind.TEXT)
    fitting = AMOUNT_OPERATORS if kind in AMOUNTS else OPERATORS
    is_range = kind is not FieldKind.TEXT
    known = [html.Option(value=value, label=f"{value} {label}".strip())
             for value, label in known_values(services, actor, rows, name)]  # fmt: skip
    return words(fitting), "between" if is_range else "is", known, _HINTS.get(kind, "")


def with_condition(
    services: Services, actor: Actor, rows: str, state: FilteredState, typed: tuple[Any, ...]
) -> tuple[Any, Any]:
    """The address with what was typed, or what is wrong with it."""
    field, operator, value, until = (str(part or "") for part in typed)
    try:
        where = added(state.where, field, operator, value, until)
        where_lines(services.warehouse, scope_of(actor, rows), rows, where)
    except (ScopeError, ArgumentError, ValueError) as error:
        return no_update, capital(str(error).removeprefix("where: "))
    return replace(state, where=where).to_query(), ""
