"""Tells somebody, before each request is answered, who will read the answer."""

from __future__ import annotations

from collections.abc import Callable

import flask

from access.actor import Actor
from access.guard import OPEN_FOLDERS
from access.login import current_actor


def install(server: flask.Flask, tell: Callable[[Actor | None], None]) -> None:
    """`tell` gets the reader, or none where nobody has signed in; none again afterwards.

    Files that everybody gets have no reader, so that nobody is looked up for them.
    """

    def before() -> None:
        is_plain = flask.request.path.startswith(OPEN_FOLDERS)
        tell(None if is_plain else current_actor())

    def after(_error: BaseException | None) -> None:
        tell(None)

    server.before_request(before)
    server.teardown_request(after)
