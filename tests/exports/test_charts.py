"""Numbers read from cells, and round steps of axes."""

from __future__ import annotations

import pytest

from exports.charts import _axis, bars_of, figure_in
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
        [Heading("Level"), Heading("Now", is_number=True)],
        [Row(["High\n3 schools", "$12"]), Row(["Other", "*"]), Row(["All", "$12"], RowKind.TOTAL)],
    )
    chart = bars_of(table, (1,), 0, "")
    assert chart.categories == ["High", "Other"]
    assert chart.series[0].values == [12.0, None]


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
