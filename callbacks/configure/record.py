"""Binds the form of a record and its buttons; what they do is in `one_record`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from dash import ALL, Input, Output, Patch, State, no_update

from access.guard import Guard
from access.permissions import Permission
from access.policy import NotPermitted
from callbacks.basis import Services
from callbacks.configure.form import field_view, line_texts, texts
from callbacks.configure.one_record import (
    Form,
    delete,
    page,
    reached,
    review,
    save,
    set_aside,
)
from data.store import StoreError
from pages import ids
from pages.configure import answers
from pages.configure.record import blank_lines, reach_words

Ids = Sequence[Mapping[str, Any]]
Opener = Callable[[object, object], Form]
_RIGHT: Final = Permission.CONFIGURATION_READ
_AGAIN: Final = {"allow_duplicate": True}

_FORM = (
    State(ids.Configure.RECORD_URL, "search"),
    State(ids.Configure.TARGET, "data"),
)
_TEXTS = (
    State({"type": ids.Configure.FIELD, "name": ALL}, "value"),
    State({"type": ids.Configure.FIELD, "name": ALL}, "id"),
    State({"type": ids.Configure.LINE, "place": ALL, "name": ALL}, "value"),
    State({"type": ids.Configure.LINE, "place": ALL, "name": ALL}, "id"),
)


def register(guard: Guard, services: Services) -> None:
    """Bind the form and its buttons."""

    def form(search: object, target: object) -> Form:
        return Form(services, guard.actor(), search, target)

    _register_form(guard, form)
    _register_reach(guard, form)
    _register_save(guard, form)
    _register_removal(guard, form)


def _register_form(guard: Guard, form: Opener) -> None:
    @guard.callback(
        Output(ids.Configure.RECORD, "children"),
        Input(ids.Configure.RECORD_URL, "search"),
        permission=_RIGHT,
    )
    def _body(search: str | None) -> Any:
        return page(form(search, None))

    @guard.callback(
        Output(ids.Configure.LINES, "children"),
        Input(ids.Configure.MORE, "n_clicks"),
        State({"type": ids.Configure.LINE, "place": ALL, "name": ALL}, "id"),
        State(ids.Configure.RECORD_URL, "search"),
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _more(clicks: int | None, identities: Ids, search: str | None) -> Any:
        opened = form(search, None)
        if not clicks or opened.entity is None:
            return no_update
        around = opened.around(opened.entity)
        fields = [field_view(opened.entity, one, None, around) for one in opened.entity.lines]
        last = max((one["place"] for one in identities if isinstance(one.get("place"), int)),
                   default=0)  # fmt: skip
        patch = Patch()
        patch.extend(blank_lines(fields, last + 1))
        return patch


def _register_reach(guard: Guard, form: Opener) -> None:
    @guard.callback(
        Output(ids.Configure.REACH, "children"),
        Input({"type": ids.Configure.FIELD, "name": ALL}, "value"),
        Input({"type": ids.Configure.LINE, "place": ALL, "name": ALL}, "value"),
        State({"type": ids.Configure.FIELD, "name": ALL}, "id"),
        State({"type": ids.Configure.LINE, "place": ALL, "name": ALL}, "id"),
        *_FORM,
        permission=_RIGHT,
    )
    def _reach(values: Any, cells: Any, names: Ids, places: Ids, *address: Any) -> Any:
        return reach_words(reached(form(*address), texts(values, names), line_texts(cells, places)))


def _register_save(guard: Guard, form: Opener) -> None:
    @guard.callback(
        Output(ids.Configure.ANSWER, "children"),
        Input(ids.Configure.REVIEW, "n_clicks"),
        *_FORM,
        *_TEXTS,
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _review(clicks: int | None, search: Any, target: Any, *given: Any) -> Any:
        if not clicks:
            return no_update
        values, names, cells, places = given
        return _spoken(
            lambda: review(form(search, target), texts(values, names), line_texts(cells, places))
        )

    @guard.callback(
        Output(ids.Configure.ANSWER, "children", **_AGAIN),
        Output(ids.Configure.TARGET, "data"),
        Input(ids.Configure.CONFIRM, "n_clicks"),
        *_FORM,
        *_TEXTS,
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _confirm(clicks: int | None, search: Any, target: Any, *given: Any) -> Any:
        if not clicks:
            return no_update, no_update
        values, names, cells, places = given
        return _spoken(
            lambda: save(form(search, target), texts(values, names), line_texts(cells, places)), 2
        )


def _register_removal(guard: Guard, form: Opener) -> None:
    @guard.callback(
        Output(ids.Configure.ANSWER, "children", **_AGAIN),
        Output(ids.Configure.TARGET, "data", **_AGAIN),
        Input(ids.Configure.SET_ASIDE, "n_clicks"),
        *_FORM,
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _aside(clicks: int | None, search: Any, target: Any) -> Any:
        if not clicks:
            return no_update, no_update
        return _spoken(lambda: set_aside(form(search, target)), 2)

    @guard.callback(
        Output(ids.Configure.ANSWER, "children", **_AGAIN),
        Input(ids.Configure.DELETE, "n_clicks"),
        *_FORM,
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _ask(clicks: int | None, search: Any, target: Any) -> Any:
        if not clicks:
            return no_update
        return _spoken(lambda: delete(form(search, target), is_confirmed=False))

    @guard.callback(
        Output(ids.Configure.ANSWER, "children", **_AGAIN),
        Input(ids.Configure.DELETE_NOW, "n_clicks"),
        *_FORM,
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _delete(clicks: int | None, search: Any, target: Any) -> Any:
        if not clicks:
            return no_update
        return _spoken(lambda: delete(form(search, target), is_confirmed=True))


def _spoken(work: Callable[[], Any], many: int = 1) -> Any:
    """The answer of some work, or its refusal in words."""
    try:
        return work()
    except (StoreError, NotPermitted) as error:
        told = answers.refused("This was not saved.", str(error))
        return told if many == 1 else (told, no_update)
