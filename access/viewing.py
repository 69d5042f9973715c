"""Looking as somebody else: which request does, and that such a request changes nothing.

The store asks here before it lets anything be written, so that no callback, route or job can be
forgotten. A worker thread serves many requests: each one starts by saying that it only acts.
"""

from __future__ import annotations

from contextvars import ContextVar

_NAME: ContextVar[str] = ContextVar("looked_as", default="")


def look_as(name: str) -> None:
    """From now on this request looks as the person of this name; empty for a request that acts."""
    _NAME.set(name)


def looked_as() -> str:
    """The name of the person as whom this request looks; empty when it acts by itself."""
    return _NAME.get()
