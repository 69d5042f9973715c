"""The plain routes around a session: sign in, sign out, change the district."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

import flask
from werkzeug.wrappers import Response

from access.csrf import form_token, has_token, is_ours
from access.devices import device
from access.guard import Guard
from access.login import current_actor
from access.sessions import SessionCookie, Sessions

Render = Callable[[dict[str, Any]], str]


class Door(Sessions, Protocol):
    """Sessions that can also be opened."""

    def open(self, email: str, password: str, address: str, device: str = "") -> str:
        """The secret of a new session; raises an error with `for_person` set when refused."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """The views. `render` makes the sign-in page from message, e-mail, next path and token."""

    door: Door
    cookie: SessionCookie
    render: Render

    def install(self, guard: Guard) -> None:
        """Serve /sign-in, /sign-out and /district."""
        guard.route("/sign-in", self.sign_in, permission=None, methods=("GET", "POST"))
        guard.route("/sign-out", self.sign_out, permission=None, methods=("POST",))
        guard.route("/district", self.district, permission=None, methods=("POST",))

    def sign_in(self) -> Any:
        """The form, or what was typed into it."""
        request = flask.request
        if request.method == "POST":
            return self._enter(request.form)
        wanted = local_path(request.args.get("next", "/"))
        return flask.redirect(wanted) if current_actor() else self._page("", "", wanted)

    def sign_out(self) -> Any:
        """End the session on the server; the cookie is worthless afterwards."""
        _must_be_ours()
        self.door.end(self.cookie.read(flask.request))
        flask.session.clear()
        response = flask.redirect("/sign-in", code=303)
        self.cookie.clear(response)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response

    def district(self) -> Any:
        """Make another of the person's districts the active one."""
        _must_be_ours()
        chosen = flask.request.form.get("district", "")
        if not self.door.choose_district(self.cookie.read(flask.request), chosen):
            flask.abort(403)
        return flask.redirect("/", code=303)

    def _enter(self, form: Any) -> Any:
        wanted, email = local_path(form.get("next", "/")), form.get("email", "")[:254]
        if not has_token(flask.request):
            words = "The page had been open for too long. Please try again."
            return self._page(words, email, wanted), 400
        try:
            address, agent = flask.request.remote_addr or "", flask.request.user_agent.string
            password = form.get("password", "")[:1024]
            secret = self.door.open(email, password, address, device(agent))
        except Exception as error:
            if not getattr(error, "for_person", False):
                raise
            return _refused(self._page(str(error), email, wanted), getattr(error, "wait", 0.0))
        return self._entered(secret, wanted)

    def _entered(self, secret: str, wanted: str) -> Response:
        # A session that this browser had before is worth nothing any more.
        before = self.cookie.read(flask.request)
        if before:
            self.door.end(before)
        flask.session.clear()
        response = flask.redirect(wanted, code=303)
        self.cookie.write(response, secret)
        return response

    def _page(self, message: str, email: str, wanted: str) -> str:
        return self.render(
            {"message": message, "email": email, "next": wanted, "token": form_token()}
        )


def local_path(text: str) -> str:
    """A path of ours to go to, or `/`: never another host, whatever the spelling."""
    parts = urlsplit(text)
    is_local = text.startswith("/") and not text.startswith(("//", "/\\"))
    if not is_local or parts.scheme or parts.netloc or any(ord(sign) < ord(" ") for sign in text):
        return "/"
    return text


def _must_be_ours() -> None:
    if not is_ours(flask.request):
        flask.abort(400)


def _refused(body: str, wait: float) -> Response:
    status = 429 if wait else 401
    response = flask.Response(body, status=status, mimetype="text/html")
    if wait:
        response.headers["Retry-After"] = str(max(1, round(wait)))
    return response
