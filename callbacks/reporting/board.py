"""The builder of board presentations: slides in order, cards to add, files made by a job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import dash
from dash import ALL, Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.reporting.board_view import (
    board_page,
    files_of,
    offered,
    opened,
    picker_of,
    source_of,
)
from callbacks.reporting.cards import CARDS, cards_on, slide_of
from callbacks.reporting.files import ask
from callbacks.reporting.orders import CannotMake, Order
from callbacks.reporting.views import LONGEST_ADDRESS, NoSuchView, page
from data.store import StoreError
from data.store.presentations import Presentation
from pages import ids
from pages.reporting import board as page_
from pages.reporting.board_files import file_list
from pages.state import BoardState
from pages.words import NOBODYS, speaking
from planning import presentations as commands
from planning.presentations import Wanted

PATH = "/reporting/board"


def act(
    services: Services, actor: Actor, state: BoardState, action: str, key: str
) -> tuple[BoardState, str]:
    """Do what a button says; returns the state that holds then, and what went wrong."""
    store = services.store
    if action == "new":
        commands.start(actor, store, clock=services.clock)
        return replace(state, deck=None), ""
    if action in {"add", "add-all"}:
        names = [key] if action == "add" else None
        commands.add(actor, store, _number(services, actor, state),
                     wanted(services, actor, offered(state), names),
                     clock=services.clock)  # fmt: skip
        return state, ""
    found = opened(services, actor, state)
    if found is None:
        return state, "Add a card first."
    if action == "delete":
        commands.delete(actor, store, found.id, clock=services.clock)
        return replace(state, deck=None), ""
    try:
        _change(services, actor, found, action, key)
    except CannotMake as error:
        return state, str(error)
    return state, ""


def _change(services: Services, actor: Actor, found: Presentation, action: str, key: str) -> None:
    store, clock = services.store, services.clock
    if action == "make":
        order = Order(found.title, found.form, found.has_appendix, found.slides)
        ask(services, actor, order)
    elif action == "remove":
        commands.remove(actor, store, found.id, key, clock=clock)
    elif action in {"up", "down"}:
        by = -1 if action == "up" else 1
        commands.move(actor, store, found.id, key, by, clock=clock)
    elif action in {"form", "appendix"}:
        commands.settle(
            actor, store, found.id, title=found.title, clock=clock,
            form=key if action == "form" else found.form,
            has_appendix=key == "1" if action == "appendix" else found.has_appendix,
        )  # fmt: skip


def keep_words(
    services: Services, actor: Actor, state: BoardState, title: str | None,
    fields: Sequence[Mapping[str, Any]],
) -> bool:  # fmt: skip
    """Keep what stands in fields: the title of the whole where given, titles and notes of slides.

    `fields` are those to keep, each with `id` and `value`. Returns whether there was anything.
    """
    found = opened(services, actor, state)
    if found is None or (title is None and not fields):
        return False
    told = {entry["key"]: [entry["title"], entry["note"]] for entry in found.slides}
    for one in fields:
        what, slide = one["id"]["what"], one["id"]["slide"]
        if slide in told and what in {"title", "note"}:
            told[slide][what == "note"] = str(one["value"] or "")
    words = {key: (pair[0], pair[1]) for key, pair in told.items()}
    commands.word(actor, services.store, found.id, words, clock=services.clock)
    if title is None:
        return True
    commands.settle(
        actor, services.store, found.id, title=str(title), form=found.form,
        has_appendix=found.has_appendix, clock=services.clock,
    )  # fmt: skip
    return True


def wanted(
    services: Services, actor: Actor, address: str, names: Sequence[str] | None
) -> list[Wanted]:
    """Cards of a page as the server knows them; all of them without names.

    Raises `NoSuchView` for a page or a card that is not there.
    """
    # A question is kept in our own words: it is told in those of whoever reads it.
    with speaking(NOBODYS):
        shown = page(services, actor, address)
        found = []
        for name in cards_on(shown) if names is None else names:
            slide = slide_of(shown, name) if name in CARDS else None
            if slide is None and names is not None:
                raise NoSuchView("This page does not show that card.")
            if slide is not None:
                found.append(Wanted(name, address, slide.question))
        return found


def address_in(text: str) -> str:
    """The address within Plumbline that a pasted link leads to; empty for anything else."""
    parts = urlsplit(text.strip()[:LONGEST_ADDRESS])
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    return address if address.startswith("/") else ""


def _number(services: Services, actor: Actor, state: BoardState) -> int | None:
    found = opened(services, actor, state)
    return None if found is None else found.id


def add_card(services: Services, actor: Actor, asked: object) -> Any:
    """What the menu of a card asks for; the words that the page then shows."""
    if not isinstance(asked, dict):
        return no_update
    name, address = str(asked.get("card", "")), str(asked.get("address", ""))
    try:
        cards = wanted(services, actor, address, [name])
        found = commands.add(actor, services.store, None, cards, clock=services.clock)
    except (NoSuchView, StoreError) as error:
        return page_.not_added(str(error))
    return page_.added(found.title, len(found.slides), PATH)


def register(guard: Guard, services: Services) -> None:
    """Bind the page, its buttons and fields, and the entry in the menus of cards."""
    more = {"allow_duplicate": True}
    right = Permission.PRESENTATION_MAKE
    fields = {"type": ids.Board.WORDS, "what": ALL, "slide": ALL}
    search = Input(ids.Board.URL, "search")

    @guard.callback(
        Output(ids.Board.BODY, "children"),
        Output(ids.Board.TICK, "disabled"),
        Output(ids.Board.FOOT, "children"),
        search,
        permission=right,
    )
    def _body(query: str | None) -> Any:
        actor = guard.actor()
        view = board_page(services, actor, BoardState.from_query(query))
        is_idle = not any(one.is_busy for one in view.files)
        return page_.body(view), is_idle, page_.page_foot(source_of(services, actor))

    @guard.callback(Output(ids.Board.PICKER, "children"), search, permission=right)
    def _picker(query: str | None) -> Any:
        return page_.picker(picker_of(services, guard.actor(), BoardState.from_query(query)))

    @guard.callback(
        Output(ids.Board.BODY, "children", **more),
        Output(ids.Board.TICK, "disabled", **more),
        Output(ids.Board.URL, "search", **more),
        Input({"type": ids.Board.DO, "do": ALL, "key": ALL}, "n_clicks"),
        State(ids.Board.URL, "search"),
        State(ids.Board.TITLE, "value"),
        State(fields, "id"),
        State(fields, "value"),
        permission=right,
        prevent_initial_call=True,
    )
    def _act(
        _clicks: list[int | None],
        query: str | None,
        title: str | None,
        names: list[dict[str, str]],
        values: list[str | None],
    ) -> Any:
        pressed = dash.ctx.triggered_id
        if not isinstance(pressed, dict) or not dash.ctx.triggered[0]["value"]:
            return no_update, no_update, no_update
        actor, state = guard.actor(), BoardState.from_query(query)
        keep_words(services, actor, state, title, _told(names, values))
        try:
            after, problem = act(services, actor, state, str(pressed["do"]), str(pressed["key"]))
        except StoreError as error:
            after, problem = state, str(error)
        view = board_page(services, actor, after, problem)
        is_idle = not any(one.is_busy for one in view.files)
        return page_.body(view), is_idle, no_update if after == state else after.to_query()

    @guard.callback(
        Output(ids.Board.SAID, "children"),
        Input(ids.Board.TITLE, "value"),
        Input(fields, "n_blur"),
        State(fields, "id"),
        State(fields, "value"),
        State(ids.Board.URL, "search"),
        permission=right,
        prevent_initial_call=True,
    )
    def _words(
        title: str | None,
        _left: list[int | None],
        names: list[dict[str, str]],
        values: list[str | None],
        query: str | None,
    ) -> Any:
        # Only what was left just now: an older request must not undo a younger one.
        left = list(dash.ctx.triggered_prop_ids.values())
        fields = [one for one in _told(names, values) if one["id"] in left]
        said = title if ids.Board.TITLE in left else None
        state = BoardState.from_query(query)
        is_kept = keep_words(services, guard.actor(), state, said, fields)
        return "All changes kept." if is_kept else ""

    @guard.callback(
        Output(ids.Board.FILES, "children", **more),
        Output(ids.Board.TICK, "disabled", **more),
        Input(ids.Board.TICK, "n_intervals"),
        permission=right,
        prevent_initial_call=True,
    )
    def _tick(_turns: int | None) -> Any:
        files = files_of(services, guard.actor())
        return file_list(files), not any(one.is_busy for one in files)

    @guard.callback(
        Output(ids.Board.URL, "search", **more),
        Input(ids.Board.LINK, "value"),
        State(ids.Board.URL, "search"),
        permission=right,
        prevent_initial_call=True,
    )
    def _link(text: str | None, query: str | None) -> Any:
        address = address_in(text or "")
        state = BoardState.from_query(query)
        return replace(state, view=address).to_query() if address else no_update

    @guard.callback(
        Output(ids.Board.NOTICE, "children"),
        Input(ids.Board.WANTED, "data"),
        permission=right,
        prevent_initial_call=True,
    )
    def _wanted(asked: object) -> Any:
        return add_card(services, guard.actor(), asked)


def _told(
    names: Sequence[dict[str, str] | None], values: Sequence[str | None]
) -> list[dict[str, Any]]:
    pairs = zip(names, values, strict=False)
    return [{"id": name, "value": value} for name, value in pairs if isinstance(name, dict)]
