"""Server-side sessions: the cookie that names one, and what keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import flask
from werkzeug.wrappers import Response

from access.actor import Actor


class Sessions(Protocol):
    """What keeps sessions. The application gives one that stands on the store."""

    def find(self, secret: str) -> Actor | None:
        """The actor of a live session, `None` when it is unknown, ended, idle or too old."""

    def end(self, secret: str) -> None:
        """End one session; an unknown secret is not an error."""

    def choose_district(self, secret: str, district: str) -> bool:
        """Make `district` the active one of the session, if the person belongs to it."""


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """The cookie with the session's secret: not readable by scripts, first party only.

    `secure` adds Secure and the `__Host-` prefix, which binds the cookie to this host.
    """

    secure: bool
    max_age_seconds: int

    @property
    def name(self) -> str:
        """The cookie's name."""
        return "__Host-plumbline" if self.secure else "plumbline"

    def read(self, request: flask.Request) -> str:
        """The secret that the browser sent, or empty text."""
        return request.cookies.get(self.name, "")[:100]

    def write(self, response: Response, secret: str) -> None:
        """Hand the secret to the browser."""
        response.set_cookie(
            self.name,
            secret,
            max_age=self.max_age_seconds,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="Lax",
        )

    def clear(self, response: Response) -> None:
        """Ask the browser to forget the secret."""
        response.delete_cookie(
            self.name, path="/", secure=self.secure, httponly=True, samesite="Lax"
        )
