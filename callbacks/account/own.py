"""My account and its buttons; a changed password brings a new session with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import dash
from dash import ALL, Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.sessions import SessionCookie
from callbacks.basis import Services
from data.store import StoreError
from pages import account_ids as ids
from pages.account.own import (
    MAIL_CHOICES,
    MAIL_USUAL,
    AccountPage,
    SessionLine,
    StepView,
    body,
    closed,
)
from pages.configure import answers
from pages.configure.person import told
from planning.mail_off import choose_own, own_choice
from planning.own_account import OwnAccount
from planning.sign_in import SignIn, SignInRefused, sign_in
from planning.visits import own_record

_DIFFERENT = "The two passwords differ. Please type them again."


def page(account: OwnAccount, said: Any = None, step: StepView | None = None) -> Any:
    """The account of the actor; `step` where its second step is being set up."""
    sessions = [
        SessionLine(one.id, one.device, one.address, one.opened, one.seen, one.is_this)
        for one in account.sessions()
    ]
    actor = account.actor
    mail = own_choice(actor, account.store)
    visits, shown = own_record(actor, account.store), step or _step(account)
    return body(AccountPage(actor.label, actor.email, sessions, shown, mail, visits), said)


def act(account: OwnAccount, what: str, key: str, typed: Mapping[str, str]) -> tuple[Any, str]:
    """Do what a button says; the page afterwards, and the secret of a new session if any."""
    try:
        return _done(account, what, key, typed)
    except (StoreError, SignInRefused) as error:
        return page(account, answers.refused("Nothing was changed.", f" {error}")), ""


def _done(account: OwnAccount, what: str, key: str, typed: Mapping[str, str]) -> tuple[Any, str]:
    if what == "end" and key.isdigit():
        account.end_session(int(key))
        return page(account, told("That browser is signed out.")), ""
    if what == "others":
        account.end_others()
        return page(account, told("Every other browser is signed out.")), ""
    if what == "mail":
        choice = "" if key == MAIL_USUAL else key
        choose_own(account.actor, account.store, choice)
        words = MAIL_CHOICES[choice].lower()
        return page(account, told(f"Mail about your budgets: {words}.")), ""
    if what == "password":
        return _changed(account, typed)
    return _stepped(account, what, typed.get("code", "")), ""


def _stepped(account: OwnAccount, what: str, code: str) -> Any:
    """The second step: its picture, its first code, its end."""
    if what == "start":
        made = account.start_step()
        scanned = replace(_step(account), picture=made.picture, secret=made.secret)
        return page(account, None, scanned)
    if what == "confirm":
        codes = account.confirm_step(code)
        done = told("From now on a code is asked for at sign-in.")
        return page(account, done, replace(_step(account), spare_codes=codes))
    if what == "off":
        account.turn_off_step(code)
        return page(account, told("No code is asked for any more."))
    return no_update


def _changed(account: OwnAccount, typed: Mapping[str, str]) -> tuple[Any, str]:
    if typed.get("password", "") != typed.get("again", ""):
        raise StoreError(_DIFFERENT)
    secret = account.change_password(typed.get("current", ""), typed.get("password", ""))
    words = "Your password is changed. Every other browser is signed out."
    found = account.door.find(secret)
    return page(replace(account, actor=found or account.actor), told(words)), secret


def _step(account: OwnAccount) -> StepView:
    state, required, left = account.step()
    return StepView(state, required, left)


def register(guard: Guard, services: Services) -> None:
    """Bind the page and its buttons."""
    settings = services.settings
    door = sign_in(settings, services.store, services.clock)
    cookie = SessionCookie(settings.secure_cookies, settings.session_hours * 3600)

    @guard.callback(
        Output(ids.Account.BODY, "children"),
        Input(ids.Account.URL, "pathname"),
        permission=Permission.HOME_READ,
    )
    def _body(_pathname: str | None) -> Any:
        actor = guard.actor()
        return closed(actor.own_label) if actor.viewer else page(_own(services, door, actor))

    @guard.callback(
        Output(ids.Account.BODY, "children", allow_duplicate=True),
        Input({"type": ids.Account.DO, "do": ALL, "key": ALL}, "n_clicks"),
        State({"type": ids.Account.FIELD, "name": ALL}, "value"),
        State({"type": ids.Account.FIELD, "name": ALL}, "id"),
        permission=Permission.HOME_READ,
        prevent_initial_call=True,
    )
    def _act(_clicks: list[int | None], values: list[Any], names: list[dict[str, Any]]) -> Any:
        pressed = dash.ctx.triggered_id
        if not isinstance(pressed, dict) or not dash.ctx.triggered[0]["value"]:
            return no_update
        account = _own(services, door, guard.actor())
        if account.actor.viewer:
            return closed(account.actor.own_label)
        made, secret = act(account, str(pressed["do"]), str(pressed["key"]), _typed(values, names))
        if secret:
            cookie.write(dash.ctx.response, secret)
        return made


def _own(services: Services, door: SignIn, actor: Actor) -> OwnAccount:
    return OwnAccount(actor, services.store, door)


def _typed(values: Sequence[Any], names: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    pairs = zip(names, values, strict=False)
    return {str(one.get("name")): str(value or "")[:1024] for one, value in pairs}
