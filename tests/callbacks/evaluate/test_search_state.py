"""The box of free text and the address: whichever changed decides, and no letter is lost."""

from __future__ import annotations

import pytest
from dash import no_update

from callbacks.evaluate.search_state import search_state
from pages.state import SchoolsState

SAME = no_update


@pytest.mark.parametrize(
    ("search", "typed", "previous", "answer"),
    [
        # A copied link opens: the box, just drawn, takes the word of the address.
        ("?search=elm", None, None, (SAME, "elm", "search=elm")),
        # Somebody types before the page has answered for the first time.
        ("", "elm", None, ("search=elm", SAME, "search=elm")),
        ("?sort=need", "elm", None, ("sort=need&search=elm", SAME, "sort=need&search=elm")),
        # Typing goes on while the answer to the first letters is on its way.
        ("?search=e", "elm", "search=e", ("search=elm", SAME, "search=elm")),
        # Back: the address went, the box holds what it held.
        ("", "elm", "search=elm", (SAME, "", "")),
        # The box is emptied.
        ("?search=elm", "", "search=elm", ("", SAME, "")),
    ],
)
def test_what_changed_decides(search, typed, previous, answer):
    found = search_state(SchoolsState.from_query, search, typed, previous)
    assert tuple(_plain(part) for part in found) == answer


def _plain(part):
    return part if part is no_update else str(part).lstrip("?")
