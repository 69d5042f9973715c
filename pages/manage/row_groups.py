"""Rows by group: a line with subtotals for each value, which opens to its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from pages.components.drawn import Content, element, link
from pages.components.figures import icon
from pages.components.grid import GridColumn
from pages.components.notices import empty
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import count
from pages.words import label

MOST_GROUPS: Final = 300
MOST_ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class RowInGroup:
    """One row below its group: what it is, a second line, its texts by column, what it opens."""

    title: str
    detail: str
    cells: Mapping[str, str]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One value of the field: how many rows, subtotals by column, and the address that toggles it.

    `rows` are given where the group is open; `every` is the address of all its rows as a list.
    """

    title: str
    detail: str
    row_count: int
    cells: Mapping[str, str]
    toggle: str = ""
    is_open: bool = False
    every: str = ""
    rows: Sequence[RowInGroup] = field(default=())


@dataclass(frozen=True, slots=True)
class Grouped:
    """All groups of a page; `hidden` are those beyond what one page shows.

    `columns` stand in place of those of the page.
    """

    field: str
    noun: str
    groups: Sequence[Group]
    hidden: int = 0
    columns: Sequence[GridColumn] = ()


def grouped(
    view: Grouped,
    columns: Sequence[GridColumn],
    total: Mapping[str, str],
    wanted: Sequence[str] = (),
) -> list[Component]:
    """The groups as one table, with the total of the whole result below.

    In the rows of open groups the `wanted` words are marked, as in the grid.
    """
    offered = view.columns or columns
    figures = [column for column in offered if column.is_number and _is_summed(column, view)]
    # Phones have room for one figure.
    kept = {one.field for one in figures if one.stays} or {one.field for one in figures[:1]}
    if not view.groups:
        return [empty("No group fits.", "Take a filter away or choose another year above.")]
    rows = [made for group in view.groups for made in _rows(group, figures, view, wanted)]
    if total:
        rows.append(Row(["All", "", *(total.get(one.field, "") for one in figures)], RowKind.TOTAL))
    shown = table(
        [
            Column(view.field, phone=Phone.KEEP, is_given=True),
            Column(view.noun.capitalize(), is_number=True),
            *(
                Column(
                    one.label, is_number=True, phone=Phone.KEEP if one.field in kept else Phone.DROP
                )
                for one in figures
            ),
        ],
        rows,
        caption=label(f"Rows by {view.field}"),
    )
    return [html.Div(shown, className="qcard grouped")]


def unnamed(field: str) -> str:
    """The name of the rows that have no value of the field: `No vendor`, `No PO number`."""
    words = [one if any(letter.isupper() for letter in one[1:]) else one.lower()
             for one in field.split()]  # fmt: skip
    return label(f"No {' '.join(words)}")


def about(view: Grouped) -> str:
    """What to know about the groups, to stand before the note of the page."""
    more = f"{count(view.hidden)} more groups are in the download. " if view.hidden else ""
    return f"{more}A group opens to its first {MOST_ROWS} rows. "


def _is_summed(column: GridColumn, view: Grouped) -> bool:
    return any(column.field in group.cells for group in view.groups)


def _rows(
    group: Group, figures: Sequence[GridColumn], view: Grouped, wanted: Sequence[str]
) -> list[Row]:
    cells = [group.cells.get(one.field, "") for one in figures]
    head = Row([_title(group, view.field), count(group.row_count), *cells], RowKind.SUBTOTAL)
    if not group.is_open:
        return [head]
    inside = [
        Row(
            [
                element(
                    "span",
                    _named(one, wanted),
                    element("small", marked(one.detail, wanted)),
                    className="in-group named",
                ),
                "",
                *(one.cells.get(figure.field, "") for figure in figures),
            ]
        )
        for one in group.rows
    ]
    rest = Row([_rest(group, view.noun), "", *([""] * len(figures))])
    return [head, *inside, rest]


def _named(one: RowInGroup, wanted: Sequence[str]) -> Content:
    title = marked(one.title, wanted)
    return link(title, one.href, className="dig") if one.href and one.title else title


def marked(text: str, wanted: Sequence[str]) -> Content:
    """The text with every one of the words marked, in whatever letters it stands there."""
    longest = sorted(filter(None, wanted), key=len, reverse=True)
    if not longest:
        return text
    parts = re.split(f"({'|'.join(map(re.escape, longest))})", text, flags=re.IGNORECASE)
    return [element("mark", part) if place % 2 else part for place, part in enumerate(parts)]


def _rest(group: Group, noun: str) -> Component:
    return html.A(
        f"All {count(group.row_count)} {noun} as a list",
        href=f"?{group.every}",
        className="in-group dig",
        **{"data-query": group.every},
    )


def _title(group: Group, field: str) -> Component | html.Span:
    words = [
        html.B(group.title or unnamed(field)),
        *([html.Small(group.detail)] if group.detail else []),
    ]
    if not group.toggle:
        return html.Span(words, className="group-name")
    return html.A(
        [icon("chevron-down" if group.is_open else "chevron-right"), *words],
        href=f"?{group.toggle}",
        className="group-name",
        **{
            "data-query": group.toggle,
            "data-stay": "1",
            "aria-expanded": "true" if group.is_open else "false",
            "role": "button",
        },
    )


def query(**keys: str) -> str:
    """Keys of an address, empty ones too: they take the key away."""
    return urlencode(keys)
