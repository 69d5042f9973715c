"""The page /mail-link: whoever got a mail stops more of its kind, without signing in.

Opening the address changes nothing, because programs that look through mail open every link; the
button does, and so does a mail program that sends `List-Unsubscribe=One-Click` (RFC 8058).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import flask

from access.guard import Guard

Render = Callable[[dict[str, Any]], str]
_UNKNOWN: Final = "This link is not complete. Open it from the mail once more."


class Stopping(Protocol):
    """What knows mail by the token in its link."""

    def about(self, token: str) -> Mapping[str, Any] | None:
        """What the mail is and what can be chosen; none for a token that is not ours."""

    def choose(self, token: str, choice: str) -> bool:
        """Keep what the recipient of the mail has chosen; false where that is no choice."""


@dataclass(frozen=True, slots=True)
class MailDoor:
    """The views of /mail-link. `render` makes the page from its facts."""

    stopping: Stopping
    render: Render

    def install(self, guard: Guard) -> None:
        """Serve /mail-link."""
        guard.route("/mail-link", self.view, permission=None, methods=("GET", "POST"))

    def view(self) -> Any:
        """The question, or what was answered. The token alone says whose mail it is."""
        token = flask.request.args.get("stop", "")[:100]
        if flask.request.method == "POST":
            choice = flask.request.form.get("choice", "off")[:10]
            if not self.stopping.choose(token, choice):
                return self.render({"message": _UNKNOWN}), 400
            return self.render({"kept": choice, "about": self.stopping.about(token)})
        about = self.stopping.about(token)
        if about is None:
            return self.render({"message": _UNKNOWN}), 404
        return self.render({"about": about})
