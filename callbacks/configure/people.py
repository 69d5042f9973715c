"""Who may sign in: the search and the state stand in the address."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final
from urllib.parse import urlencode

from dash import Input, Output, State, ctx, dcc, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.configure.people_list import access_words, as_file, in_order
from callbacks.evaluate.search_state import search_state
from data.store.accounts import Account
from exports.flat import Format
from pages import account_ids as ids
from pages.account_state import PeopleState
from pages.configure.people import PeoplePage, PersonLine, body
from planning.accounts import Desk, listed, state_of

PERSON: Final = "/configuration/person"


def people_page(services: Services, actor: Actor, state: PeopleState) -> PeoplePage:
    """The people of the actor's district who fit."""
    everybody = listed(Desk(actor, services.store, services.clock))
    return PeoplePage(
        rows=[_line(one) for one in in_order(everybody, state, services.clock())],
        counts=dict(Counter(str(state_of(one)) for one in everybody)),
        asked=state,
    )


def list_file(
    services: Services, actor: Actor, state: PeopleState, form: Format
) -> tuple[bytes, str]:
    """The people who fit as a file, in the order on screen, and its name."""
    everybody = listed(Desk(actor, services.store, services.clock))
    return as_file(everybody, state, form, (actor.district, actor.label, services.clock()))


def _line(account: Account) -> PersonLine:
    return PersonLine(
        name=account.name,
        email=account.email,
        access=access_words(account),
        state=state_of(account),
        last_sign_in=account.last_sign_in_utc,
        href=f"{PERSON}?{urlencode({'person': account.user_id})}",
    )


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

    @guard.callback(
        Output(ids.People.FILE, "data"),
        Input(ids.People.CSV, "n_clicks"),
        Input(ids.People.XLSX, "n_clicks"),
        State(ids.People.STATE, "data"),
        permission=Permission.USER_MANAGE,
        prevent_initial_call=True,
    )
    def _file(csv: int | None, xlsx: int | None, kept: str | None) -> Any:
        if not csv and not xlsx:
            return no_update
        form = Format.XLSX if ctx.triggered_id == ids.People.XLSX else Format.CSV
        made = list_file(services, guard.actor(), PeopleState.from_query(kept), form)
        return dcc.send_bytes(*made)
