"""Help: the screen that it is about, and the question to the budget office."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from data.districts import district
from data.store import StoreError
from data.warehouse import NoSnapshotError
from pages import account_ids as ids
from pages.account.help import HelpPage, body
from pages.account_state import HelpState
from pages.configure import answers
from pages.configure.person import told
from pages.registry import PAGES
from pages.tour import tour, tour_name
from planning.questions import ask, page_of


def help_page(services: Services, actor: Actor, state: HelpState, text: str = "") -> HelpPage:
    """The page about the screen of the state, with the tour of the actor."""
    at = page_of(state.at or "/")
    return HelpPage(
        screen_name(at), at, services.settings.mail_sender, text, tour_name(actor.permissions),
        tour(actor.permissions, PAGES), _links(services, actor, at.partition("?")[0]),
    )  # fmt: skip


def _links(services: Services, actor: Actor, path: str) -> tuple[tuple[str, str], ...]:
    """What the district has to say about the screen; nothing before its first load."""
    try:
        return district(services.warehouse, actor.district).help_links(path)
    except NoSnapshotError:
        return ()


def screen_name(at: str) -> str:
    """The name of the page at an address; of the part it belongs to where it has none."""
    path, names = at.partition("?")[0], {page.path: page.name for page in PAGES}
    while path not in names and path:
        path = path.rpartition("/")[0]
    return names.get(path or "/", "Home")


def send(services: Services, actor: Actor, search: str | None, text: str) -> Any:
    """Send a question; the page afterwards, with the text still there if it was refused."""
    state = HelpState.from_query(search)
    view = help_page(services, actor, state, text)
    try:
        said = ask(actor, services.store, services.settings, view.at, text, clock=services.clock)
    except StoreError as error:
        return body(view, answers.refused("Nothing was sent.", f" {error}"))
    return body(help_page(services, actor, state), told(said))


def register(guard: Guard, services: Services) -> None:
    """Bind the page to its address and the question to its button."""

    @guard.callback(
        Output(ids.Help.BODY, "children"),
        Input(ids.Help.URL, "search"),
        permission=Permission.HOME_READ,
    )
    def _body(search: str | None) -> Any:
        return body(help_page(services, guard.actor(), HelpState.from_query(search)))

    @guard.callback(
        Output(ids.Help.BODY, "children", allow_duplicate=True),
        Input(ids.Help.SEND, "n_clicks"),
        State(ids.Help.URL, "search"),
        State(ids.Help.TEXT, "value"),
        permission=Permission.HOME_READ,
        prevent_initial_call=True,
    )
    def _send(clicks: int | None, search: str | None, text: str | None) -> Any:
        return send(services, guard.actor(), search, str(text or "")) if clicks else no_update
