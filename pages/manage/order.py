"""Current, Purchase orders, one order: its lines by account, and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import Menu, card, quiet_link, row
from pages.components.figures import marked, opened
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import page_head, print_button
from pages.components.sentence import Sentence, lead
from pages.components.strip import KeyFigure, figure_strip
from pages.components.table import Column, Phone, Row, RowKind, table

PATH: Final = "/current/order"
LIST_PATH: Final = "/current/purchase-orders"
_FOLD: Final = 40
_EVENTS: Final = "c stack order-events"
_LINES: Final = "c stack order-lines"
_GIVE_UP: Final = "Cancel what is no longer needed and the money comes back."


@dataclass(frozen=True, slots=True)
class LineView:
    """One line on one account as texts; `href` opens what was booked on the account.

    `texts` are what is written on it under the headings of the page.
    """

    line: str
    account: str
    title: str
    href: str
    texts: Sequence[str]
    terms: Sequence[str]


@dataclass(frozen=True, slots=True)
class EventView:
    """One event as texts: day, what it was, the writing beside it, account and amounts."""

    day: str
    what: str
    text: str
    account: str
    bill: str
    ordered: str
    paid: str
    open: str
    origin: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One order; every cell is text already. `waits` says that it is open for too long.

    `headings` are those of what differs from line to line.
    """

    number: str
    facts: str
    back: str
    sentence: Sentence
    waits: str
    figures: Sequence[KeyFigure]
    headings: Sequence[str]
    lines: Sequence[LineView]
    totals: Sequence[str]
    lines_export: str
    events: Sequence[EventView]
    hidden: int
    events_words: Sentence
    events_method: str
    events_href: str
    method: str


def layout() -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.Order.URL, ids.Order.BODY, 96, 104, 240, 320)


def body(view: OrderPage) -> list[Component]:
    """The whole page."""
    crumbs = [("Home", "/"), ("Current", ""), ("Purchase orders", view.back), (view.number, "")]
    waits = [html.P([marked(view.waits, "clock-history", "warn"), f" {_GIVE_UP}"])]
    return [
        page_head(
            f"What became of order {view.number}?",
            crumbs=crumbs,
            actions=[print_button()],
            sub=view.facts,
        ),
        lead(view.sentence),
        *(waits if view.waits else []),
        figure_strip(view.figures, label="The order in figures"),
        row(_events(view)),
        row(_lines(view)),
        foot(view.method),
    ]


def missing() -> list[Component]:
    """The address names no order that the reader may see."""
    back = dcc.Link("See every order", href=LIST_PATH, className="ctl")
    crumbs = [("Home", "/"), ("Current", ""), ("Purchase orders", LIST_PATH), ("Order", "")]
    return [
        page_head("What became of this order?", crumbs=crumbs),
        empty(
            "There is no such order.",
            "It may stand in another fiscal year, be booked on accounts that are not yours, or its "
            "number may be mistyped.",
            back,
        ),
    ]


def _events(view: OrderPage) -> Component:
    question = "What happened to it?"
    if not view.events:
        return card(question, body=empty("No event is loaded.", view.events_method))
    # With one account the lines below say which; a column would repeat it in every row.
    several = len({one.account for one in view.events}) > 1
    columns = [
        Column("Day", width="108px"),
        Column("Event", width="148px"),
        Column("As written", phone=Phone.WIDE, is_given=True),
        *([Column("Account")] if several else []),
        Column("Bill", is_given=True),
        Column("Put on order", "encumbered", is_number=True),
        Column("Paid", "spent", is_number=True),
        Column("Still open then", is_number=True, phone=Phone.KEEP, is_strong=True),
        Column("File and line", is_given=True),
    ]
    rows = [
        Row(
            [one.day, one.what, one.text, *([one.account] if several else []), one.bill,
             one.ordered, one.paid, one.open, one.origin],
            note=html.Span([one.what, " ", one.paid or one.ordered]),
        )
        for one in view.events
    ]  # fmt: skip
    more = f" The first {len(rows)} of {len(rows) + view.hidden} stand here." if view.hidden else ""
    return card(
        question,
        view.events_words,
        table(
            columns, rows, caption="Events of the order, the oldest first", look=_EVENTS, fold=_FOLD
        ),
        method=f"{view.events_method}{more}",
        tools=[quiet_link("As a list", view.events_href)],
    )


def _lines(view: OrderPage) -> Component:
    columns = [
        Column("Line"),
        Column("Account", phone=Phone.KEEP),
        Column("Title", phone=Phone.WIDE, is_given=True),
        *(Column(heading, is_given=True) for heading in view.headings),
        Column("Ordered", is_number=True),
        Column("Changed", is_number=True),
        Column("Relieved", is_number=True),
        Column("Cancelled", is_number=True),
        Column("Still open", is_number=True, phone=Phone.KEEP, is_strong=True),
    ]
    rows = [
        Row([one.line, opened(one.account, one.href), one.title, *one.texts, *one.terms])
        for one in view.lines
    ]
    blank = ["" for _ in view.headings]
    rows.append(Row(["All lines", "", "", *blank, *view.totals], RowKind.TOTAL))
    return card(
        "Which lines and accounts does it have?",
        body=table(columns, rows, caption="Lines of the order by account", look=_LINES, fold=_FOLD),
        method="Still open is ordered and changed, less relieved by bills, less cancelled. Lines "
        "on accounts that you may not see are left out.",
        menu=Menu(view.lines_export),
    )
