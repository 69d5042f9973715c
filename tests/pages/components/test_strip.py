"""Equations of the strip: what stands on the screen adds up."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.components.strip import KeyFigure, equation_strip, figure_strip, written

CENTS = st.integers(-(10**11), 10**11).map(lambda cents: Decimal(cents).scaleb(-2))


def words(value):
    """The text of a value, its small cents included."""
    if isinstance(value, str):
        return value
    return value[0] + value[1].children


def read(value):
    """The number that a text says, without the code that wrote it."""
    text = words(value)
    sign = -1 if text.startswith("(") else 1
    return sign * Decimal(re.sub(r"[($,)]", "", text))


@given(CENTS, CENTS, CENTS)
def test_what_is_written_adds_up(spent, ordered, left):
    whole = spent + ordered + left
    shown = [read(value) for value in written(whole, spent, ordered, left)]
    assert shown[0] == sum(shown[1:])
    # Never further from the amount than half a dollar.
    for exact, seen in zip((whole, spent, ordered, left), shown, strict=True):
        assert abs(exact - seen) <= Decimal("0.5")


@pytest.mark.parametrize(
    ("amounts", "texts"),
    [
        # 862,982,220.57 + 61,976,259.75: the two halves would each go up.
        (("924958480.32", "862982220.57", None, "61976259.75"),
         ["$924,958,480.32", "$862,982,220.57", "–", "$61,976,259.75"]),
        (("100.20", "60.10", "0.00", "40.10"), ["$100", "$60", "$0", "$40"]),
        (("10.00", "10.50", "0.00", "-0.50"), ["$10", "$11", "$0", "($1)"]),
        (("100.40", None, None, None), ["$100", "–", "–", "–"]),
        ((None, "60.50", None, None), ["–", "$61", "–", "–"]),
    ],
)  # fmt: skip
def test_cents_stand_only_where_dollars_do_not_add_up(amounts, texts):
    given = [None if one is None else Decimal(one) for one in amounts]
    assert [words(value) for value in written(*given)] == texts


def test_the_strip_writes_its_own_terms():
    parts = [KeyFigure(name, Decimal(value)) for name, value in
             (("Have", "3.00"), ("Paid", "1.50"), ("Left", "1.50"))]  # fmt: skip
    drawn = str(equation_strip(parts[0], parts[1:2], parts[2], KeyFigure("End", "-"), label="Sum"))
    assert drawn.count("Small('.50')") == 2


def test_a_figure_opens_its_rows_and_a_missing_one_opens_none():
    cells = [KeyFigure("A", "$5", href="/rows"), KeyFigure("B", "–", href="/rows"),
             KeyFigure("C", "$0")]  # fmt: skip
    values = [cell.children[1].children for cell in figure_strip(cells, label="Three").children]
    assert values[0].href == "/rows"
    assert values[1:] == ["–", "$0"]
