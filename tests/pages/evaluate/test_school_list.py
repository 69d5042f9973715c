"""The list of schools when it is long: the first hundred, until all are asked for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from dash import html

from pages.evaluate.schools import FOLDED, SchoolLine, SchoolsPage, body

LINES = [
    SchoolLine(
        f"School {number:03d}", f"/evaluate/schools/{number}", "high", 100.0, (0.5, 0.1, 0.1),
        frozenset(), Decimal(1000), Decimal(10), number, 200, "",
    )
    for number in range(1, 201)
]  # fmt: skip
PAGE = SchoolsPage(
    basis=[], level="", schools=LINES, every=200, mean=Decimal(10), search="", sort="name",
    is_descending=False, method="", export="", source="",
)  # fmt: skip


def drawn(view: SchoolsPage) -> str:
    return str(html.Div(body(view)))


def rows(view: SchoolsPage) -> int:
    page = html.Div(body(view))
    return sum(len(one.rows) for one in page._traverse() if type(one).__name__ == "Table")


@pytest.mark.parametrize(("schools", "is_all", "listed"), [
    (200, False, 100), (200, True, 200), (FOLDED, False, FOLDED), (FOLDED + 1, False, 100),
])  # fmt: skip
def test_a_long_list_shows_its_first_hundred(schools, is_all, listed):
    assert rows(replace(PAGE, schools=LINES[:schools], is_all=is_all)) == listed


def test_what_is_not_listed_is_said_and_one_step_away():
    folded = drawn(PAGE)
    assert "200 schools. The first 100 are listed." in folded
    assert "Show all 200 schools" in folded
    assert "all=1" in folded
    whole = drawn(replace(PAGE, is_all=True))
    assert "List the first 100 only" in whole
    assert "are listed" not in whole


def test_a_short_list_has_nothing_to_unfold():
    short = drawn(replace(PAGE, schools=LINES[:FOLDED]))
    assert "unfold" not in short
    assert "are listed" not in short
