"""A small application behind the real guard, the real store and real sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import flask
import pytest
from dash import ALL, MATCH, Dash, Input, Output, State, html
from flask.testing import FlaskClient

from access import failures, headers, login
from access.actor import SYSTEM
from access.entrance import Entrance
from access.guard import Guard
from access.permissions import Permission
from access.roles import Role
from access.sessions import SessionCookie
from config import Settings
from data.store import Store, open_store
from data.store.sessions import open_session
from data.store.tables import utc_now
from data.store.users import user_by_email
from planning import people
from planning.sign_in import SignIn, sign_in

CANARY = "canary-7421"
PASSWORD = "kestrels over wet meadows"
COOKIE = SessionCookie(secure=False, max_age_seconds=3600)


@dataclass
class House:
    """The application and what a test needs to move in it."""

    app: Dash
    guard: Guard
    store: Store
    door: SignIn
    settings: Settings
    shift: timedelta = timedelta()

    def client(self, email: str | None = None) -> FlaskClient:
        """A browser; signed in as `email` when given."""
        browser = self.app.server.test_client()
        if email:
            browser.set_cookie(COOKIE.name, self.secret(email))
        return browser

    def secret(self, email: str) -> str:
        """A fresh session of the person, as sign-in opens it."""
        with self.store.transaction() as tx:
            user = user_by_email(tx, email)
            return open_session(tx, user.id, district_id=None, address="", now=utc_now())


def add(store: Store, role: Role, *, email: str = "", location: str | None = None) -> str:
    """A person with one role in the district `north`; returns the address."""
    email = email or f"{role}@demo.example"
    people.create_user(SYSTEM, store, email=email, name=role.value)
    people.assign(SYSTEM, store, email=email, district="north", role=role, location_id=location)
    return email


def bind(guard: Guard) -> None:
    """One callback of each kind that Dash knows, all with a canary in the answer."""
    read, manage = Permission.HOME_READ, Permission.USER_MANAGE
    guard.callback(Output("one", "children"), Input("b", "value"), permission=read)(
        lambda value: f"{CANARY} {value}"
    )
    guard.callback(
        [Output("two", "children"), Output("three", "children")],
        Input("b", "value"),
        State("s", "data"),
        permission=manage,
    )(lambda value, state: (f"{CANARY} {value}", str(state)))
    guard.callback(
        Output("one", "children", allow_duplicate=True),
        Input("z", "value"),
        permission=manage,
        prevent_initial_call=True,
    )(lambda value: f"{CANARY} {value}")
    guard.callback(Input("z", "n_clicks"), permission=read)(lambda _clicks: None)
    guard.callback(
        Output({"t": "row", "i": MATCH}, "children"),
        Input({"t": "pick", "i": MATCH}, "value"),
        State({"t": "all", "i": ALL}, "value"),
        permission=read,
    )(lambda value, values: f"{CANARY} {value} {values}")
    guard.clientside_callback("function(a) { return a }", Output("u", "v"), Input("k", "v"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path / "var", secret_key="", database_url="")


@pytest.fixture
def house(settings: Settings, render: Callable[[dict], str]) -> House:
    store = open_store(settings)
    server = flask.Flask("house", static_folder=None)
    server.config.update(SECRET_KEY=b"k" * 32, MAX_CONTENT_LENGTH=100_000)
    app = Dash(
        "house",
        server=server,
        suppress_callback_exceptions=True,
        assets_folder="nowhere",
        on_error=lambda _error: None,
    )
    app.layout = html.Div(CANARY)
    door = sign_in(settings, store)
    failures.install(server)
    headers.install(app, secure=False)
    login.install(server, door, COOKIE)
    guard = Guard(app)
    Entrance(door, COOKIE, render).install(guard)
    bind(guard)
    return House(app, guard, store, door, settings)


@pytest.fixture
def render() -> Callable[[dict], str]:
    return lambda facts: f"<form>{facts['message']}|{facts['token']}|{facts['next']}</form>"
