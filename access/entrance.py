"""The plain routes around a session: sign in, sign out, change the district."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import flask
from werkzeug.wrappers import Response

from access.csrf import form_token, has_token, is_ours
from access.devices import device
from access.guard import Guard
from access.login import current_actor
from access.second_step import Enrolment, Entered, SecondStepNeeded
from access.sessions import SessionCookie, Sessions
from access.viewing import look_as

Render = Callable[[dict[str, Any]], str]
PENDING: Final = "second_step"
"""Where the cookie of forms keeps who has typed the right password and owes a code."""


class Door(Sessions, Protocol):
    """Sessions that can also be opened."""

    def open(self, email: str, password: str, address: str, device: str = "") -> str:
        """The secret of a new session; raises an error with `for_person` set when refused.

        Raises `SecondStepNeeded` where a code is asked for next.
        """

    def enrolment(self, pending: str) -> Enrolment | None:
        """What has to be scanned before there are codes; none where that was done."""

    def finish(self, pending: str, code: str, address: str, device: str = "") -> Entered:
        """A new session for whoever knows the code."""


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
            is_second = "code" in request.form
            return self._second(request.form) if is_second else self._enter(request.form)
        wanted = local_path(request.args.get("next", "/"))
        if "again" in request.args:
            flask.session.pop(PENDING, None)
        if PENDING in flask.session:
            return self._code_page("", wanted)
        return flask.redirect(wanted) if current_actor() else self._page("", "", wanted)

    def sign_out(self) -> Any:
        """End the session on the server; the cookie is worthless afterwards."""
        _must_be_ours()
        look_as("")
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
        except SecondStepNeeded as needed:
            flask.session[PENDING] = needed.pending
            return self._code_page("", wanted)
        except Exception as error:
            if not getattr(error, "for_person", False):
                raise
            return _refused(self._page(str(error), email, wanted), getattr(error, "wait", 0.0))
        return self.entered(secret, wanted)

    def _second(self, form: Any) -> Any:
        """A code was typed: of the app, a spare one, or the first one that sets it up."""
        wanted, pending = local_path(form.get("next", "/")), flask.session.get(PENDING, "")
        if not has_token(flask.request):
            return self._code_page("The page had been open for too long.", wanted), 400
        try:
            address, agent = flask.request.remote_addr or "", flask.request.user_agent.string
            entered = self.door.finish(pending, form.get("code", "")[:40], address, device(agent))
        except Exception as error:
            if not getattr(error, "for_person", False):
                raise
            wait = getattr(error, "wait", 0.0)
            return _refused(self._code_page(str(error), wanted), wait)
        response = self.entered(entered.secret, wanted)
        if entered.spare_codes:
            page = self.render({"spare_codes": entered.spare_codes, "next": wanted})
            response.status_code, response.mimetype = 200, "text/html"
            response.headers.pop("Location")
            response.set_data(page)
        return response

    def _code_page(self, message: str, wanted: str) -> str:
        """Asks for the code; for the password again where that was too long ago."""
        try:
            enrolment = self.door.enrolment(flask.session.get(PENDING, ""))
        except Exception as error:
            if not getattr(error, "for_person", False):
                raise
            flask.session.pop(PENDING, None)
            return self._page(str(error), "", wanted)
        return self.render(
            {
                "step": True, "enrolment": enrolment, "message": message, "next": wanted,
                "token": form_token(),
            }
        )  # fmt: skip

    def entered(self, secret: str, wanted: str) -> Response:
        """Hand a new session to the browser and go to a path of ours."""
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
