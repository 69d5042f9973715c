"""Refuses to time what is no answer: an error, a page to sign in, a notice in place of figures."""

from __future__ import annotations

from typing import Final

ANSWERED: Final = frozenset({200, 204, 304})
_INSTEAD: Final = (
    b'action="/sign-in"',
    b"This could not be shown.",
    b"You may not see this page.",
    b"There is no page at this address.",
)
"""What stands in an answer that looks well and holds no figures."""


class NoAnswer(RuntimeError):  # noqa: N818 - reads as what went wrong
    """A request was not answered as it would be for a person at work."""


def check(what: str, status: int, body: bytes) -> None:
    """Raise `NoAnswer` unless this is the answer that was meant to be timed."""
    if why := fault(status, body):
        raise NoAnswer(f"{what}: {why}")


def fault(status: int, body: bytes) -> str:
    """What is wrong with an answer; empty when nothing is."""
    if status not in ANSWERED:
        return f"answered {status}: {body[:200]!r}"
    return next((f"says {words.decode()}" for words in _INSTEAD if words in body), "")
