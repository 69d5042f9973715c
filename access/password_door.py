"""The page /password: ask for a link, and set a password with one.

The secret of a link leaves the address bar at once: it goes into the signed cookie of forms, so
that neither the history nor a page that is opened from here gets to know it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

import flask
from werkzeug.wrappers import Response

from access.csrf import form_token, has_token
from access.devices import device
from access.entrance import PENDING
from access.guard import Guard
from access.second_step import SecondStepNeeded
from access.sessions import SessionCookie

Render = Callable[[dict[str, Any]], str]
_KEPT: Final = "password_link"
_ASKED: Final = (
    "If there is an account with this address, a mail with a link is on its way. It works once, "
    "for a short time. Nothing there after some minutes? Look among unwanted mail, or ask the "
    "person who manages users in your district."
)
_OLD_PAGE: Final = "The page had been open for too long. Please try again."
_DIFFERENT: Final = "The two passwords differ. Please type them again."


class Links(Protocol):
    """What keeps links; its errors carry `for_person` where the message is for the person."""

    def ask(self, email: str, address: str) -> None:
        """Send a link to the account with this address, if there is one."""

    def holder(self, secret: str) -> str:
        """The e-mail address of the person whom a link is for."""

    def use(self, secret: str, password: str, address: str, device: str = "") -> str:
        """Set the password; the secret of a new session."""


@dataclass(frozen=True, slots=True)
class PasswordDoor:
    """The views of /password. `render` makes the page from its facts."""

    links: Links
    cookie: SessionCookie
    render: Render

    def install(self, guard: Guard) -> None:
        """Serve /password."""
        guard.route("/password", self.view, permission=None, methods=("GET", "POST"))

    def view(self) -> Any:
        """A link that arrives, a form that was sent, or the form that fits."""
        request = flask.request
        if request.method == "POST":
            return self._sent()
        arrived = request.args.get("link", "")
        if arrived:
            flask.session[_KEPT] = arrived[:100]
            return flask.redirect("/password", code=303)
        return self._form()

    def _form(self, message: str = "") -> Any:
        """The form for a password when this browser has opened a link, else the one for mail."""
        secret = flask.session.get(_KEPT, "")
        if not secret:
            return self._page(message=message)
        try:
            return self._page(holder=self.links.holder(secret), message=message)
        except Exception as error:
            if not is_spoken(error):
                raise
            flask.session.pop(_KEPT)
            return self._page(message=str(error))

    def _sent(self) -> Any:
        form = flask.request.form
        if not has_token(flask.request):
            return self._form(_OLD_PAGE), 400
        return self._set(form) if "password" in form else self._asked(form)

    def _asked(self, form: Any) -> Any:
        try:
            self.links.ask(form.get("email", "")[:254].strip(), flask.request.remote_addr or "")
        except Exception as error:
            if not is_spoken(error):
                raise
            status = 429 if getattr(error, "wait", 0.0) else 400
            return self._page(message=str(error)), status
        return self._page(said=_ASKED)

    def _set(self, form: Any) -> Any:
        password = form.get("password", "")[:1024]
        if password != form.get("again", ""):
            return self._form(_DIFFERENT), 400
        request = flask.request
        try:
            secret = self.links.use(
                flask.session.get(_KEPT, ""),
                password,
                request.remote_addr or "",
                device(request.user_agent.string),
            )
        except SecondStepNeeded as needed:
            flask.session.clear()
            flask.session[PENDING] = needed.pending
            return flask.redirect("/sign-in", code=303)
        except Exception as error:
            if not is_spoken(error):
                raise
            return self._form(str(error)), 400
        flask.session.clear()
        response: Response = flask.redirect("/", code=303)
        self.cookie.write(response, secret)
        return response

    def _page(self, *, message: str = "", holder: str = "", said: str = "") -> str:
        return self.render(
            {"message": message, "holder": holder, "said": said, "token": form_token()}
        )


def is_spoken(error: Exception) -> bool:
    """Whether the words of an error are made for a person."""
    return bool(getattr(error, "for_person", False))
