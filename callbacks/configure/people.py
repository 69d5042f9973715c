"""Who may sign in: the search and the state stand in the address."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final
from urllib.parse import urlencode

from dash import Input, Output, State

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.configure.kinds import record_address
from callbacks.evaluate.search_state import search_state
from data.entities.registry import ENTITIES
from data.store.accounts import Account
from pages import account_ids as ids
from pages.account_state import PeopleState
from pages.configure.people import STATES, PeoplePage, PersonLine, body
from pages.format import listed as spoken
from planning.accounts import Desk, listed, state_of

PERSON: Final = "/configuration/person"
_PRODUCTS: Final = ("manage", "allocate", "budget", "evaluate")


def people_page(services: Services, actor: Actor, state: PeopleState) -> PeoplePage:
    """The people of the actor's district who fit."""
    everybody = listed(Desk(actor, services.store, services.clock))
    words = state.search.casefold().split()
    wanted = state.state if state.state in STATES else ""
    rows = [_line(one) for one in everybody]
    return PeoplePage(
        rows=[one for one in rows if _fits(one, words) and wanted in {"", one.state}],
        counts=dict(Counter(one.state for one in rows)),
        search=state.search,
        state=wanted,
        invite_href=record_address(ENTITIES["district_user"]),
    )


def access_words(account: Account) -> str:
    """What a person may open: the levels of the record, else the role."""
    if account.is_administrator:
        return "Everything (administrator)"
    if account.record is None:
        return account.role.replace("_", " ").capitalize()
    levels = [(one, str(account.record.values[f"{one}_access"] or "none")) for one in _PRODUCTS]
    held = [f"{name} ({level})" for name, level in levels if level != "none"]
    return spoken(held).capitalize() if held else "Nothing yet"


def _line(account: Account) -> PersonLine:
    return PersonLine(
        name=account.name,
        email=account.email,
        access=access_words(account),
        state=state_of(account),
        last_sign_in=account.last_sign_in_utc,
        href=f"{PERSON}?{urlencode({'person': account.user_id})}",
    )


def _fits(one: PersonLine, words: list[str]) -> bool:
    text = f"{one.name} {one.email} {one.access}".casefold()
    return all(word in text for word in words)


def register(guard: Guard, services: Services) -> None:
    """Bind state and rows; the state goes both ways between address and search box."""

    @guard.callback(
        Output(ids.People.URL, "search"),
        Output(ids.People.SEARCH, "value"),
        Output(ids.People.STATE, "data"),
        Input(ids.People.URL, "search"),
        Input(ids.People.SEARCH, "value"),
        State(ids.People.STATE, "data"),
        permission=Permission.USER_MANAGE,
    )
    def _state(search: str | None, typed: str | None, previous: str | None) -> Any:
        return search_state(PeopleState.from_query, search, typed, previous)

    @guard.callback(
        Output(ids.People.BODY, "children"),
        Input(ids.People.STATE, "data"),
        permission=Permission.USER_MANAGE,
        prevent_initial_call=True,
    )
    def _body(kept: str | None) -> Any:
        return body(people_page(services, guard.actor(), PeopleState.from_query(kept)))
