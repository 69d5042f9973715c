"""State that goes both ways between a page's address and its box of free text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from dash import no_update

from pages.account_state import PeopleState
from pages.configure.state import AuditLogState, RecordsState
from pages.state import (
    CentralState,
    MethodsState,
    ProgramState,
    ScatterState,
    SchoolsState,
    sentences,
)

Searched = TypeVar(
    "Searched",
    SchoolsState,
    ScatterState,
    ProgramState,
    MethodsState,
    CentralState,
    RecordsState,
    AuditLogState,
    PeopleState,
)


def search_state(
    read: Callable[[str | None], Searched],
    search: str | None,
    typed: str | None,
    previous: str | None,
    *,
    field: str = "search",
) -> tuple[Any, Any, Any]:
    """Address, box and kept state, from whichever of the first two has changed.

    `field` is the part of the state that the box holds. When the page opens, the address decides,
    as it does for Back and for a copied link; what somebody typed before the first answer came
    is not taken away again.
    """
    address = read(search)
    asked = sentences(str(typed or ""))
    before = address if previous is None else read(previous)
    # A box without any value is one that was just drawn: only an emptied one says "nothing".
    is_typed = typed is not None and asked != getattr(before, field)
    changed: dict[str, Any] = {field: asked}
    state = read(replace(address, **changed).to_query()) if is_typed else address
    query, held = state.to_query(), getattr(state, field)
    return (
        query if state != address else no_update,
        # A blank at the end is not taken away: a word may follow it.
        held if held != asked else no_update,
        query if query != previous else no_update,
    )
