"""Numbers read from cells, and round steps of axes."""

from __future__ import annotations

import pytest
from pptx.util import Inches

from exports.charts import _axis, bars_of, figure_in
from exports.deck_table import column_widths, first_page
from exports.slides import Axis, Form, Heading, Row, RowKind, Table


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("$1,234", 1234.0),
        ("($1,234)", -1234.0),
        ("58.3%", 58.3),
        ("−2", -2.0),
        ("+16.5%", 16.5),
        ("–", None),
        ("*", None),
        ("", None),
        ("12 of 34", None),
        ("$1.2M", None),
    ],
)
def test_a_cell_is_a_number_or_none(text, number):
    assert figure_in(text) == number


def test_bars_leave_out_totals_and_draw_nothing_for_hidden_cells():
    table = Table(
        [Heading("Level"), Heading("Now", is_number=True), Heading("Then", is_number=True)],
        [Row(["High\n3 schools", "$12", "*"]), Row(["Other", "*", "–"]),
         Row(["Middle", "$9", "$8"]), Row(["All", "$12", ""], RowKind.TOTAL)],
    )  # fmt: skip
    chart = bars_of(table, (1, 2), 0, "")
    assert chart.categories == ["High", "Middle"], "a row without any figure stays in the table"
    assert [one.values for one in chart.series] == [[12.0, 9.0], [None, 8.0]]


def test_a_long_table_keeps_its_totals_on_the_first_page():
    rows = [Row([f"Line {number}", "$1"]) for number in range(60)]
    table = Table([Heading("Where"), Heading("Dollars", is_number=True)],
                  [*rows, Row(["The ledger", "$60"], RowKind.TOTAL)])  # fmt: skip
    first = first_page(table, Inches(12), Inches(4))
    assert first.rows[-1].cells[0] == "The ledger"
    assert first.rows[0].cells[0] == "Line 0"
    assert 5 < len(first.rows) < 20
    short = Table(table.headings, table.rows[-3:])
    assert first_page(short, Inches(12), Inches(4)).rows == short.rows


def test_words_of_a_wide_table_are_not_broken():
    """Thirteen columns: the figures need little, the first column and some headings much."""
    heads = ["Campus", *(f"Transport and more {number}" for number in range(12))]
    rows = [Row(["Grass Valley Elementary of the hills", *["$13,744"] * 12])]
    widths = column_widths(Table([Heading(one) for one in heads], rows), Inches(12.1))
    assert sum(widths) <= Inches(12.1)
    letter = Inches(0.085) * 9 / 11
    assert all(width >= len("Transport") * letter for width in widths[1:])
    assert widths[0] >= len("Elementary") * letter


def test_a_table_without_a_figure_has_no_chart():
    assert bars_of(Table([Heading("A"), Heading("B")], [Row(["x", "*"])]), (1,), 0, "") is None


@pytest.mark.parametrize(
    ("low", "high", "start", "expected"),
    [
        (4000.0, 25490.0, "the axis starts at $4,000", (4000.0, 4000.0)),
        (17.0, 103.0, "", (10.0, 10.0)),
        (6000.0, 26272.0, "the axis starts at $6,000", (6000.0, 3000.0)),
    ],
)
def test_axes_start_on_a_round_step(low, high, start, expected):
    assert Axis(low=low, high=high, start=start).steps() == expected


@pytest.mark.parametrize("axis", [{"tickprefix": "$"}, {"tickprefix": "", "tickformat": "$~s"}])
def test_an_axis_of_dollars_is_one_however_its_ticks_are_written(axis):
    assert _axis(axis).form is Form.MONEY
    assert _axis({"tickformat": "~s"}).form is Form.NUMBER
