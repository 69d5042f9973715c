"""State that goes both ways between a page's address and its search box."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from dash import no_update

from pages.state import ScatterState, SchoolsState, words

Searched = TypeVar("Searched", SchoolsState, ScatterState)


def search_state(
    read: Callable[[str | None], Searched],
    search: str | None,
    typed: str | None,
    previous: str | None,
) -> tuple[Any, Any, Any]:
    """Address, search box and kept state, from whichever of the first two has changed.

    When the page opens, the address decides, as it does for Back and for a copied link.
    """
    address = read(search)
    asked = words(str(typed or ""))
    before = None if previous is None else read(previous)
    # A box without any value is one that was just drawn: only an emptied one says "nothing".
    is_typed = typed is not None and before is not None and asked != before.search
    state = replace(address, search=asked) if is_typed else address
    query = state.to_query()
    return (
        query if state != address else no_update,
        state.search if state.search != (typed or "") else no_update,
        query if query != previous else no_update,
    )
