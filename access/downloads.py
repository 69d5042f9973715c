"""Addresses under which files are handed out: who asks for what, and how each answer looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import flask
import structlog

from access import failures
from access.actor import Actor
from access.attachments import attachment, kept_file, plain
from access.guard import Guard
from access.permissions import Permission
from access.policy import NotPermitted

_LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for: the parts of its path, and its query as text and by name."""

    actor: Actor
    parts: Mapping[str, str]
    query: str
    given: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A file for whoever asked: its bytes, written while they are sent, or where it lies ready.

    `facts` go into the log beside the person.
    """

    file_name: str
    media_type: str
    content: Iterable[bytes] | bytes | Path
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The page on which the person goes on instead."""

    address: str


class NoFile(Exception):  # noqa: N818 - reads as the sentence the person gets
    """Why there is no file; without words the page of that status says it."""

    def __init__(self, status: int, words: str = "") -> None:
        self.status, self.words = status, words
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class Download:
    """A rule of addresses, the right that it needs (none: whoever has signed in), and its file.

    `make` raises `NoFile` and `NotPermitted`; `name` is what the log calls it.
    """

    name: str
    rule: str
    permission: Permission | None
    make: Callable[[Asked], Sent | Elsewhere]


def install(guard: Guard, downloads: Iterable[Download]) -> None:
    """Serve them."""
    for one in downloads:
        guard.route(one.rule, _view(guard, one), permission=one.permission)


def _view(guard: Guard, one: Download) -> Callable[..., Any]:
    def view(**parts: str) -> Any:
        actor, request = guard.actor(), flask.request
        query = request.query_string.decode("ascii", "replace")
        try:
            found = one.make(Asked(actor, parts, query, request.args.to_dict(flat=False)))
        except NotPermitted:
            flask.abort(403)
        except NoFile as why:
            return _refused(one, why)
        if isinstance(found, Elsewhere):
            return flask.redirect(found.address, 303)
        _LOG.info(one.name, user_id=actor.user_id, **found.facts)
        if isinstance(found.content, Path):
            return kept_file(found.content, found.media_type, found.file_name)
        return attachment(found.content, found.media_type, found.file_name)

    return view


def _refused(one: Download, why: NoFile) -> Any:
    if not why.words:
        flask.abort(why.status)
    request_id = failures.request_id()
    _LOG.warning("no file", download=one.name, request_id=request_id, reason=why.words)
    return plain(why.words), why.status
