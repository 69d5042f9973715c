"""Tables as plain data: tabular figures, money to the right, foldable to cards on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from pages.components.drawn import Content, Drawn, Node, element, given, node
from pages.words import label

FOLD: Final = 12
"""So many rows of a long table stand open; the others are shown when asked for."""


class Phone(StrEnum):
    """What a column does on a phone."""

    DROP = "x"
    KEEP = ""
    WIDE = "full bar"


class RowKind(StrEnum):
    """What a row is."""

    PLAIN = ""
    GROUP = "grp"
    SUBTOTAL = "st"
    TOTAL = "tt"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the household word, under it the finance term, and how it behaves.

    `head` stands in place of the label, as a link that sorts; `sorted` is ascending or descending
    where the rows are in the order of this column. What stands in a column that `is_given` was
    written by somebody: it is never renamed.
    """

    label: str
    term: str = ""
    is_number: bool = False
    phone: Phone = Phone.DROP
    is_strong: bool = False
    width: str = ""
    head: Content = None
    sorted: str = ""
    is_given: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row. The first cell names it; `note` is the small line that only phones show."""

    cells: Sequence[Content]
    kind: RowKind = RowKind.PLAIN
    note: Content = None


class Table(Drawn):
    """Rows as the browser gets them (`assets/20-table.js`); columns say how their cells look.

    `later` draws them when what they stand in is no longer hidden; beyond `fold` of them they are
    shown when asked for.
    """

    _type = "Table"
    _prop_names: Final = ("caption", "look", "columns", "rows", "foot", "later", "fold")


def table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    caption: str,
    look: str = "c stack",
    fold: int = 0,
) -> Table:
    """A table with a hidden caption. Rows of kind TOTAL at the end become its foot.

    `look` takes the classes `c` (close rows), `roomy`, `stack` (cards on a phone), `bk`. Where
    there are far more rows than `fold`, the others are shown when asked for.
    """
    # The first column names the row and is never dropped.
    headed = [replace(columns[0], phone=Phone.KEEP), *columns[1:]]
    return Table(
        caption=caption,
        look=look,
        columns=[_column(column) for column in headed],
        rows=[_row(row, columns) for row in rows if row.kind is not RowKind.TOTAL],
        foot=[_row(row, columns) for row in rows if row.kind is RowKind.TOTAL],
        **({"fold": fold} if fold else {}),
    )


def _column(column: Column) -> dict[str, Any]:
    """Heading and classes: of the heading, of cells, and of cells without content."""
    shape = _shape(column)
    strong = ["left"] if column.is_strong else []
    bare = _shape(replace(column, phone=Phone.DROP)) if column.phone is Phone.WIDE else shape
    made = {
        "head": _words(column),
        "look": " ".join(shape),
        "cell": " ".join([*shape, *strong]),
        "bare": " ".join([*bare, *strong]),
        "width": column.width,
        "sort": column.sorted,
    }
    return {name: value for name, value in made.items() if value}


def _words(column: Column) -> Node:
    if column.head is not None:
        return node(column.head)
    if column.term:
        terms = [element("span", label(column.label), className="th2")]
        return node([*terms, element("span", label(column.term), className="th1")])
    return label(column.label) or element("span", "Picture", className="vh")


def _row(row: Row, columns: Sequence[Column]) -> dict[str, Any]:
    """The cells of a row; kind and note only where there are any."""
    if row.kind is not RowKind.GROUP and len(row.cells) != len(columns):
        raise ValueError(f"a row of {len(row.cells)} cells does not fit {len(columns)} columns")
    cells = [
        given(node(cell)) if column.is_given else node(cell)
        for cell, column in zip(row.cells, columns, strict=False)
    ]
    made: dict[str, Any] = {"cells": cells}
    if row.kind is not RowKind.PLAIN:
        made["kind"] = str(row.kind)
    if row.note is not None:
        made["note"] = node(row.note)
    return made


def _shape(column: Column) -> list[str]:
    """The classes that heading and cells share: numbers to the right, dropped on a phone."""
    return [name for name in ("n" if column.is_number else "", str(column.phone)) if name]
