"""Tables as HTML rows: tabular figures, money to the right, foldable to cards on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from dash import html

Content = Any
"""Text, a number already written as text, a component, or a list of these."""


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
    where the rows are in the order of this column.
    """

    label: str
    term: str = ""
    is_number: bool = False
    phone: Phone = Phone.DROP
    is_strong: bool = False
    width: str = ""
    head: Content = None
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. The first cell names it; `note` is the small line that only phones show."""

    cells: Sequence[Content]
    kind: RowKind = RowKind.PLAIN
    note: Content = None


def table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    caption: str,
    look: str = "c stack",
) -> html.Div:
    """A table with a hidden caption. Rows of kind TOTAL at the end become its foot.

    `look` takes the classes `c` (close rows), `roomy`, `stack` (cards on a phone), `bk`.
    """
    body = [row for row in rows if row.kind is not RowKind.TOTAL]
    foot = [row for row in rows if row.kind is RowKind.TOTAL]
    parts = [
        html.Caption(caption, className="vh"),
        html.Thead(html.Tr(_headings(columns), role="row"), role="rowgroup"),
        html.Tbody([_row(columns, row) for row in body], role="rowgroup"),
    ]
    if foot:
        parts.append(html.Tfoot([_row(columns, row) for row in foot], role="rowgroup"))
    # The roles repeat what the elements say, because folding on phones would take it from them.
    return html.Div(html.Table(parts, className=f"t {look}", role="table"), className="scroll")


def _headings(columns: Sequence[Column]) -> list[html.Th]:
    """The first column names the row and is never dropped."""
    return [_heading(replace(columns[0], phone=Phone.KEEP)), *map(_heading, columns[1:])]


def _heading(column: Column) -> html.Th:
    words: Content = column.label or html.Span("Picture", className="vh")
    if column.term:
        words = [
            html.Span(column.label, className="th2"),
            html.Span(column.term, className="th1"),
        ]
    if column.head is not None:
        words = column.head
    order = {"aria-sort": column.sorted} if column.sorted else {}
    return html.Th(
        words,
        scope="col",
        role="columnheader",
        className=" ".join(_shape(column)) or None,
        style={"width": column.width} if column.width else None,
        **order,
    )


def _row(columns: Sequence[Column], row: Row) -> html.Tr:
    if row.kind is RowKind.GROUP:
        return _group(columns, row)
    cells: list[Content] = [html.Th(row.cells[0], scope="row", role="rowheader")]
    for column, content in zip(columns[1:], row.cells[1:], strict=True):
        cells.append(html.Td(content, className=_look(column, content), role="cell"))
    if row.note is not None:
        cells.append(html.Td(row.note, className="full only-m note", role="cell"))
    return html.Tr(cells, className=row.kind or None, role="row")


def _group(columns: Sequence[Column], row: Row) -> html.Tr:
    heading = html.Th(row.cells[0], colSpan=len(columns), scope="rowgroup", role="rowheader")
    return html.Tr(heading, className="grp", role="row")


def _look(column: Column, content: Content) -> str | None:
    phone = Phone.DROP if content in ("", None) and column.phone is Phone.WIDE else column.phone
    names = [*_shape(column, phone), *(["left"] if column.is_strong else [])]
    return " ".join(names) or None


def _shape(column: Column, phone: Phone | None = None) -> list[str]:
    """The classes that heading and cells share: numbers to the right, dropped on a phone."""
    chosen = column.phone if phone is None else phone
    return [name for name in ("n" if column.is_number else "", str(chosen)) if name]
