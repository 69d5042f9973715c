"""The page /mail-link: what the links in mail do, without signing in.

Whoever got a mail stops more of its kind; openings and clicks of campaigns are counted. Opening
the address that stops changes nothing, because programs that look through mail open every link; the
button does, and so does a mail program that sends `List-Unsubscribe=One-Click` (RFC 8058).
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import flask

from access.entrance import local_path
from access.guard import Guard
from access.viewing import looked_as

Render = Callable[[dict[str, Any]], str]
_DOT: Final = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_LOOKING: Final = "You look as {name}, so nothing can be changed."
_UNKNOWN: Final = "This link is not complete. Open it from the mail once more."


class Stopping(Protocol):
    """What knows mail by the token in its link."""

    def about(self, token: str) -> Mapping[str, Any] | None:
        """What the mail is and what can be chosen; none for a token that is not ours."""

    def choose(self, token: str, choice: str) -> bool:
        """Keep what the recipient of the mail has chosen; false where that is no choice."""

    def seen(self, token: str) -> None:
        """Count that the picture in a mail was loaded."""

    def went(self, token: str) -> str:
        """Count that the button of a mail was pressed; the path of ours it leads to."""


@dataclass(frozen=True, slots=True)
class MailDoor:
    """The views of /mail-link. `render` makes the page from its facts."""

    stopping: Stopping
    render: Render

    def install(self, guard: Guard) -> None:
        """Serve /mail-link."""
        guard.route("/mail-link", self.view, permission=None, methods=("GET", "POST"))

    def view(self) -> Any:
        """What the address asks for. The token alone says whose mail it is."""
        given = flask.request.args
        if "seen" in given:
            return self._dot(given["seen"][:100])
        if "go" in given:
            path = self.stopping.went(given["go"][:100]) if _is_read() else "/"
            return flask.redirect(local_path(path), code=302)
        return self._stop()

    def _dot(self, token: str) -> Any:
        if _is_read():
            self.stopping.seen(token)
        response = flask.Response(_DOT, mimetype="image/gif")
        response.headers["Cache-Control"] = "no-store"
        return response

    def _stop(self) -> Any:
        token = flask.request.args.get("stop", "")[:100]
        if flask.request.method == "POST":
            if name := looked_as():
                return self.render({"message": _LOOKING.format(name=name)}), 403
            choice = flask.request.form.get("choice", "off")[:10]
            if not self.stopping.choose(token, choice):
                return self.render({"message": _UNKNOWN}), 400
            return self.render({"kept": choice, "about": self.stopping.about(token)})
        about = self.stopping.about(token)
        if about is None:
            return self.render({"message": _UNKNOWN}), 404
        return self.render({"about": about})


def _is_read() -> bool:
    """Whether somebody fetches the address for themself.

    Programs that check links ask with HEAD, and who looks as somebody else changes nothing.
    """
    return flask.request.method == "GET" and not looked_as()
