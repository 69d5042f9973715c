"""Tables: headings, numbers to the right, foot, and what phones drop."""

from __future__ import annotations

import pytest

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


def every(kind):
    return [one for one in drawn()._traverse() if type(one).__name__ == kind]


def test_it_says_what_it_is():
    assert every("Caption")[0].children == "Buckets of Ash"


def test_headings_say_what_they_head():
    scopes = [heading.scope for heading in every("Th")]
    assert scopes == ["col", "col", "col", "rowgroup", "row", "row"]


def test_a_group_spans_the_table():
    group = every("Tbody")[0].children[0]
    assert group.children.colSpan == 3


def test_numbers_stand_right_and_phones_drop_what_is_minor():
    looks = [cell.className for cell in every("Td")]
    assert looks == ["n x", "n left", "full only-m note", "n x", "n left"]


def test_headings_go_with_their_cells():
    assert [heading.className for heading in every("Th")[:3]] == [None, "n x", "n"]


def test_totals_are_the_foot():
    assert len(every("Tfoot")[0].children) == 1


def test_a_row_of_the_wrong_length_is_a_mistake():
    with pytest.raises(ValueError, match="zip"):
        table(COLUMNS, [Row(["Books", "$1"])], caption="x")
