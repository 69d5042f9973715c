"""Schools ranked by what a program costs per pupil, grouped by level, outcomes as dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from pages.components.drawn import Node, element, link
from pages.components.figures import missing, opened
from pages.components.page_head import choice
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.evaluate.level_words import LEVELS, level_name
from pages.evaluate.track import bar, position
from pages.format import HIDDEN, count, counted, money

FOLDED: Final = 15
_TOP: Final = 9
_BOTTOM: Final = 3


@dataclass(frozen=True, slots=True)
class OutcomeCell:
    """A school's value of an outcome: a number to place, its text, or why there is none."""

    value: float | None
    text: str
    reason: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """A school with the program. `spent_href` opens its accounts where the reader may."""

    name: str
    href: str
    level: str
    cost: float
    cost_text: str
    dollars: Decimal | None
    spent_href: str
    pupils: float | None
    outcomes: Sequence[OutcomeCell]


@dataclass(frozen=True, slots=True)
class OutcomeColumn:
    """An outcome: its words, the ends of its dots, and the mean of schools with the program."""

    label: str
    low: float
    high: float
    mean: float | None


def ranked(
    rows: Sequence[ProgramRow],
    outcomes: Sequence[OutcomeColumn],
    *,
    per: str,
    money_word: str,
    caption: str,
    is_whole: bool,
) -> html.Div:
    """The ranking; long levels fold to their ends unless `is_whole`."""
    top = max((row.cost for row in rows), default=1.0) or 1.0
    columns = [
        Column("School", width="200px"),
        Column("", phone=Phone.WIDE),
        Column(f"$ {per}", is_number=True, phone=Phone.KEEP),
        Column(money_word, is_number=True),
        Column("Pupils", is_number=True),
    ]
    for outcome in outcomes:
        columns += [Column("", width="14%"), Column(outcome.label, is_number=True)]
    made: list[Row] = []
    for level in LEVELS:
        own = sorted((r for r in rows if r.level == level), key=lambda r: (-r.cost, r.name))
        if own:
            head = [level_name(level), html.Span(counted(len(own), "school"), className="term")]
            made.append(Row([head], RowKind.GROUP))
            made += _rows(own, outcomes, top, len(columns), is_whole=is_whole)
    listed = table(columns, made, caption=caption, look="c stack schools prog")
    folded = any(sum(r.level == level for r in rows) > FOLDED for level in LEVELS)
    if not folded:
        return html.Div(listed)
    text = "Show fewer" if is_whole else f"Show all {counted(len(rows), 'school')}"
    more = choice(text, "every=" if is_whole else "every=1", is_current=False)
    more.className = "ctl more"
    return html.Div([listed, more])


def _rows(
    own: Sequence[ProgramRow],
    outcomes: Sequence[OutcomeColumn],
    top: float,
    width: int,
    *,
    is_whole: bool,
) -> list[Row]:
    if is_whole or len(own) <= FOLDED:
        return [_row(row, outcomes, top) for row in own]
    between = f"{counted(len(own) - _TOP - _BOTTOM, 'school')} between"
    gap = Row([html.Span(between, className="hat"), *[""] * (width - 1)])
    return [
        *(_row(row, outcomes, top) for row in own[:_TOP]),
        gap,
        *(_row(row, outcomes, top) for row in own[-_BOTTOM:]),
    ]


def _row(row: ProgramRow, outcomes: Sequence[OutcomeColumn], top: float) -> Row:
    cells: list[Any] = [
        link(row.name, row.href),
        bar(row.cost, high=top * 1.03),
        row.cost_text,
        opened(money(row.dollars), row.spent_href),
        count(row.pupils),
    ]
    notes = [f"{money(row.dollars)}, {count(row.pupils)} pupils"]
    for outcome, cell in zip(outcomes, row.outcomes, strict=True):
        cells += [dot(cell.value, outcome), _written(cell)]
        text = HIDDEN if cell.is_hidden else cell.text if cell.value is not None else "–"
        notes.append(f"{outcome.label}: {text}")
    return Row(cells, note="; ".join(notes))


def _written(cell: OutcomeCell) -> Component | str:
    if cell.is_hidden:
        return HIDDEN
    return missing(cell.reason) if cell.value is None else cell.text


def dot(value: float | None, outcome: OutcomeColumn) -> Node:
    """A value as a dot between the lowest and the highest, the mean an upright mark."""
    parts = [element("span", className="line")]
    for at, look in ((outcome.mean, "tick"), (value, "grey")):
        if at is not None:
            place = position(at, outcome.low, outcome.high)
            parts.append(element("span", className=look, style={"left": place}))
    return element("div", *parts, className="track", aria_hidden="true")
