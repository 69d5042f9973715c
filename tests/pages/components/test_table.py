"""Tables: headings, numbers to the right, foot, and what phones drop."""

from __future__ import annotations

import pytest
from dash import dcc, html

from pages.components.table import Column, Phone, Row, RowKind, table

COLUMNS = (
    Column("Bucket"),
    Column("Paid", "Spent", is_number=True),
    Column("Left", is_number=True, phone=Phone.KEEP, is_strong=True),
)


def drawn():
    rows = [
        Row(["You decide"], RowKind.GROUP),
        Row(["Books", "$1", "$2"], note="of $3"),
        Row(["All", "$1", "$2"], RowKind.TOTAL),
    ]
    return table(COLUMNS, rows, caption="Buckets of Ash")


def test_it_says_what_it_is():
    assert drawn().caption == "Buckets of Ash"


def test_headings_name_the_household_word_above_the_term():
    assert [column["head"] for column in drawn().columns] == [
        "Bucket",
        ("", {}, ("span", {"className": "th2"}, "Paid"), ("span", {"className": "th1"}, "Spent")),
        "Left",
    ]


def test_numbers_stand_right_and_phones_drop_what_is_minor():
    assert [(column.get("look"), column.get("cell")) for column in drawn().columns] == [
        (None, None),
        ("n x", "n x"),
        ("n", "n left"),
    ]


def test_a_wide_column_is_dropped_where_it_is_empty():
    wide = table([Column("A"), Column("", phone=Phone.WIDE)], [], caption="x").columns[1]
    assert (wide["cell"], wide["bare"]) == ("full bar", "x")


def test_rows_carry_kind_and_note_and_totals_are_the_foot():
    assert drawn().rows == [
        {"cells": ["You decide"], "kind": "grp"},
        {"cells": ["Books", "$1", "$2"], "note": "of $3"},
    ]
    assert drawn().foot == [{"cells": ["All", "$1", "$2"], "kind": "tt"}]


def test_cells_are_plain_data():
    cells = [
        dcc.Link("Ash", href="/ash"),
        html.Span(["a", html.B("b")], title="c"),
        html.I(html.B()),
        None,
    ]
    row = table([*COLUMNS, Column("")], [Row(cells)], caption="x").rows[0]["cells"]
    assert row == [
        ("a", {"href": "/ash", "data-page": "1"}, "Ash"),
        ("span", {"title": "c"}, "a", ("b", {}, "b")),
        ("i", {}, ("b", {})),
        "",
    ]


@pytest.mark.parametrize("needy", [dcc.Input(id="x"), html.Button("x", id="x"), dcc.Store(id="x")])
def test_a_component_that_callbacks_address_is_refused(needy):
    with pytest.raises(TypeError, match="cannot stand inside"):
        table(COLUMNS, [Row(["Books", needy, ""])], caption="x")


def test_a_row_of_the_wrong_length_is_a_mistake():
    with pytest.raises(ValueError, match="does not fit 3 columns"):
        table(COLUMNS, [Row(["Books", "$1"])], caption="x")


def test_a_long_table_says_how_many_rows_stand_open():
    rows = [Row([str(n), "$1", "$2"]) for n in range(40)]
    folded = table(COLUMNS, rows, caption="Checks", fold=12)
    assert (folded.fold, len(folded.rows)) == (12, 40)
    assert not hasattr(drawn(), "fold")
