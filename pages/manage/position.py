"""Current, Staffing, one position: who sits in it, who pays, and how its cost comes about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card, row
from pages.components.figures import icon, opened
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import page_head, print_button
from pages.components.sentence import Sentence, lead
from pages.components.strip import KeyFigure, figure_strip
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.manage.staffing import PATH as LISTS_PATH
from pages.words import Name

PATH: Final = "/current/position"


@dataclass(frozen=True, slots=True)
class FlagView:
    """The mark of the position as texts, and whether the reader may change it."""

    expected: str
    note: str
    is_set: bool
    version: int
    may_change: bool


@dataclass(frozen=True, slots=True)
class PositionPage:
    """One position; every cell is text already. Rows of cost are missing without the right.

    Rows of accounts end with the address of what was spent from them.
    """

    code: str
    job: str
    back: str
    sentence: Sentence
    figures: Sequence[KeyFigure]
    people: Sequence[Sequence[str]]
    funding: Sequence[Sequence[str]]
    cost: Sequence[Sequence[str]] | None
    cost_total: str
    cost_words: Sentence
    accounts: Sequence[Sequence[str]]
    flag: FlagView
    method: str


def layout() -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.Position.URL, ids.Position.BODY, 96, 104, 240, 320)


def body(view: PositionPage) -> list[Component]:
    """The whole page."""
    crumbs = [("Home", "/"), ("Current", ""), ("Staffing", view.back), (view.code, "")]
    return [
        page_head(
            f"{view.job} {view.code}: who sits in it, and who pays?",
            crumbs=crumbs,
            actions=[print_button()],
        ),
        lead(view.sentence),
        figure_strip(view.figures, label="The position in figures"),
        row(_people(view), _funding(view), look="c-3-2"),
        *([row(_cost(view), _accounts(view), look="c-3-2")] if view.cost is not None else []),
        row(_flag(view.flag)),
        foot(view.method),
    ]


def missing() -> list[Component]:
    """The address names no position that the reader may see."""
    back = dcc.Link("See every position", href=LISTS_PATH, className="ctl")
    crumbs = [("Home", "/"), ("Current", ""), ("Staffing", LISTS_PATH), ("Position", "")]
    return [
        page_head("Who sits in this position?", crumbs=crumbs),
        empty(
            "There is no such position.", "It may have ended, or it is not of your budgets.", back
        ),
    ]


def _people(view: PositionPage) -> Component:
    columns = [
        Column("Employee", is_given=True),
        Column("FTE", is_number=True, phone=Phone.KEEP),
        Column("From"),
        Column("Until"),
        Column("Paid by", phone=Phone.WIDE),
    ]
    rows = [Row(list(cells)) for cells in view.people]
    shown = (
        table(columns, rows, caption="People in the position")
        if rows
        else empty("Nobody sits in it.", "Its whole FTE is vacant on this day.")
    )
    return card("Who sits in it?", body=shown)


def _funding(view: PositionPage) -> Component:
    columns = [
        Column("Account"),
        Column("For", phone=Phone.WIDE),
        Column("Share", is_number=True, phone=Phone.KEEP),
    ]
    rows = [Row(_opening(cells)) for cells in view.funding]
    shown = (
        table(columns, rows, caption="Accounts that pay")
        if rows
        else empty("No account is named.", "Its cost cannot be placed until one is.")
    )
    words = "Accounts of a person stand in for those of the position, for that person."
    return card("Who pays?", body=shown, method=words)


def _opening(cells: Sequence[str]) -> list[Any]:
    """Cells whose first one opens the address at their end."""
    first, *others, href = cells
    return [opened(first, href), *others]


def _cost(view: PositionPage) -> Component:
    columns = [
        Column("For"),
        Column("Reckoned", phone=Phone.WIDE),
        Column("Object"),
        Column("Dollars a year", is_number=True, phone=Phone.KEEP),
    ]
    rows = [Row(list(cells)) for cells in view.cost or ()]
    total = Row(["Cost a year", "", "", view.cost_total], RowKind.TOTAL)
    shown = (
        table(columns, [*rows, total], caption="Pay and benefits line by line")
        if rows
        else empty("There is nothing to reckon.", "Nobody with pay sits in it on this day.")
    )
    return card("How does its cost come about?", view.cost_words, shown)


def _accounts(view: PositionPage) -> Component:
    columns = [
        Column("Account"),
        Column("Object", phone=Phone.WIDE),
        Column("Dollars a year", is_number=True, phone=Phone.KEEP),
    ]
    rows = [Row(_opening(cells)) for cells in view.accounts]
    total = Row(["All accounts", "", view.cost_total], RowKind.TOTAL)
    shown = (
        table(columns, [*rows, total], caption="Cost by account and object")
        if rows
        else empty("No cost to place.", "Accounts carry the cost of people with pay.")
    )
    method = "Each line is shared by itself in whole cents; the parts add up to it exactly."
    return card("Which accounts carry it?", body=shown, method=method)


def _flag(view: FlagView) -> Component:
    words: Sentence = ["A mark is for checking and changes no total."]
    if not view.may_change:
        shown = (
            [
                html.P([html.B("Expected FTE: "), view.expected or "not said"]),
                html.P(Name(view.note)),
            ]
            if view.is_set
            else empty("It is not marked.", "Whoever may mark positions can do so here.")
        )
        return card("Is something wrong with it?", words, shown)
    return card("Is something wrong with it?", words, _form(view))


def _form(view: FlagView) -> list[Component]:
    name = ids.Position
    clear = (
        [html.Button([icon("x-lg"), "Take the mark away"], id=name.CLEAR, type="button",
                     className="ctl", n_clicks=0)]
        if view.is_set
        else []
    )  # fmt: skip
    keep = "Change the mark" if view.is_set else "Mark for checking"
    return [
        dcc.Store(id=name.VERSION, data=view.version),
        html.Div(
            [
                _labelled("Expected FTE", "Three decimals at most; may stay empty.",
                          dbc.Input(id=name.EXPECTED, type="text", inputmode="decimal",
                                    value=view.expected, autocomplete="off", maxlength=12)),
                _labelled("Note", "What is to be checked, in at most 255 characters.",
                          dbc.Input(id=name.NOTE, type="text", value=view.note,
                                    autocomplete="off", maxlength=255)),
            ],
            className="fields",
        ),
        html.Div(
            [
                html.Button([icon("flag"), keep], id=name.KEEP, type="button",
                            className="ctl primary", n_clicks=0),
                *clear,
            ],
            className="ln acts",
        ),
        html.Div(id=name.ANSWER, role="status"),
    ]  # fmt: skip


def _labelled(label: str, hint: str, box: Component) -> html.Label:
    return html.Label([html.Span(label, className="lb"), box, html.Span(hint, className="hint")])
