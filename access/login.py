"""Who is behind this request: Flask-Login asked over the server-side session table."""

from __future__ import annotations

from typing import Any

import flask
from flask_login import LoginManager

from access.actor import Actor
from access.sessions import SessionCookie, Sessions
from access.viewing import look_as


class Person:
    """The signed-in person in the shape Flask-Login wants."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def get_id(self) -> str:
        """The user's number as text."""
        return str(self.actor.user_id)


def install(server: flask.Flask, sessions: Sessions, cookie: SessionCookie) -> LoginManager:
    """Let Flask-Login find the person by our session cookie, and by nothing else.

    Flask's own signed cookie never carries an identity: it could be replayed after sign-out.
    """
    manager: Any = LoginManager()
    manager.session_protection = None
    manager.init_app(server)
    server.teardown_request(lambda _error: look_as(""))

    @manager.user_loader  # type: ignore[untyped-decorator]
    def nobody(_user_id: str) -> None:
        return None

    @manager.request_loader  # type: ignore[untyped-decorator]
    def by_session(request: flask.Request) -> Person | None:
        secret = cookie.read(request)
        actor = sessions.find(secret) if secret else None
        return None if actor is None else Person(actor)

    return manager


def current_actor() -> Actor | None:
    """The person of this request, read from the store once per request; `None` if nobody."""
    if not flask.has_request_context():
        return None
    if "actor" not in flask.g:
        flask.g.actor = _signed_in()
        if flask.g.actor is not None and flask.g.actor.viewer:
            look_as(flask.g.actor.own_label)
    actor: Actor | None = flask.g.actor
    return actor


def _signed_in() -> Actor | None:
    manager = getattr(flask.current_app, "login_manager", None)
    if manager is None:
        return None
    from flask_login import current_user  # noqa: PLC0415 - a proxy, bound to the request

    return getattr(current_user, "actor", None)
