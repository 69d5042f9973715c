"""The account of one person and its buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import dash
from dash import ALL, Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import NotPermitted
from callbacks.basis import Services
from callbacks.configure.kinds import record_address
from callbacks.configure.people_list import access_words
from data.entities.registry import ENTITIES
from data.store import StoreError
from data.store.accounts import Account
from pages import account_ids as ids
from pages.account_state import PersonState
from pages.configure import answers
from pages.configure.person import PersonPage, body, confirm, missing, told
from pages.format import moment
from planning import accounts
from planning.accounts import AccountState, Desk, state_of
from planning.second_step import StepState, second_steps

_DEACTIVATE: Final = "Deactivate {name}? Sign-in is blocked and every session ends at once."
_STEP: Final = {
    StepState.OFF: "Off",
    StepState.REQUIRED: "To be set up at the next sign-in",
    StepState.ON: "On",
}
_DO: Final[Mapping[str, Callable[[Desk, int], str]]] = {
    "invite": accounts.send_invitation,
    "reset": accounts.send_reset,
    "require-step": partial(accounts.require_step, required=True),
    "free-step": partial(accounts.require_step, required=False),
    "reset-step": accounts.reset_step,
    "sign-out": accounts.sign_out,
    "activate": partial(accounts.set_active, active=True),
    "deactivate-now": partial(accounts.set_active, active=False),
}


def page(services: Services, actor: Actor, state: PersonState, said: Any = None) -> Any:
    """The person whom the address names; `said` is what the last button came to."""
    account = accounts.opened(_desk(services, actor), state.person)
    return missing() if account is None else body(_view(_desk(services, actor), account), said)


def act(services: Services, actor: Actor, state: PersonState, what: str) -> Any:
    """Do what a button says; the page afterwards, or none where it is as it was."""
    desk = _desk(services, actor)
    account = accounts.opened(desk, state.person)
    if account is None:
        return missing()
    if what == "deactivate":
        asked = confirm(what, _DEACTIVATE.format(name=account.name))
        return body(_view(desk, account), asked)
    if what not in _DO:
        return no_update
    try:
        said = told(_DO[what](desk, account.user_id))
    except (StoreError, NotPermitted) as error:
        said = answers.refused("Nothing was changed.", f" {error}")
    return page(services, actor, state, said)


def _desk(services: Services, actor: Actor) -> Desk:
    steps = second_steps(services.settings, services.clock)
    return Desk(actor, services.store, services.clock, steps)


def _view(desk: Desk, account: Account) -> PersonPage:
    state = state_of(account)
    step, required, role = accounts.step_of(desk, account)
    last = account.last_sign_in_utc
    facts = [
        ("E-mail", account.email),
        ("May open", access_words(account)),
        ("Last signed in", f"{moment(last)} UTC" if last else "Never"),
        ("Second step", f"{_STEP[step]}; the role {role} asks for it" if role else _STEP[step]),
    ]
    actions = {
        AccountState.INVITED: ["invite", "deactivate"],
        AccountState.ACTIVE: ["reset", "sign-out", "deactivate"],
        AccountState.DEACTIVATED: ["activate"],
    }[state]
    if state is not AccountState.DEACTIVATED:
        # What a role asks for is not for one person to be spared.
        actions[-1:-1] = [] if role else ["free-step" if required else "require-step"]
        actions[-1:-1] = ["reset-step"] if step is StepState.ON else []
    entity = ENTITIES["district_user"]
    href = record_address(entity, account.record.id) if account.record else ""
    may_look = (
        Permission.DISTRICT_ADMINISTER in desk.actor.permissions
        and state is not AccountState.DEACTIVATED
        and account.user_id != desk.actor.user_id
    )
    number = account.user_id if may_look else 0
    return PersonPage(account.name, account.email, state, facts, actions, href, number)


def register(guard: Guard, services: Services) -> None:
    """Bind the page and its buttons."""

    @guard.callback(
        Output(ids.Person.BODY, "children"),
        Input(ids.Person.URL, "search"),
        permission=Permission.USER_MANAGE,
    )
    def _body(search: str | None) -> Any:
        return page(services, guard.actor(), PersonState.from_query(search))

    @guard.callback(
        Output(ids.Person.BODY, "children", allow_duplicate=True),
        Input({"type": ids.Person.DO, "do": ALL}, "n_clicks"),
        State(ids.Person.URL, "search"),
        permission=Permission.USER_MANAGE,
        prevent_initial_call=True,
    )
    def _act(_clicks: list[int | None], search: str | None) -> Any:
        pressed = dash.ctx.triggered_id
        if not isinstance(pressed, dict) or not dash.ctx.triggered[0]["value"]:
            return no_update
        return act(services, guard.actor(), PersonState.from_query(search), str(pressed["do"]))
