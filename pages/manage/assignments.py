"""Current, Staffing, assignments: tick those that end, review, confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card
from pages.components.figures import icon
from pages.components.sentence import Sentence
from pages.components.table import Column, Phone, Row, table
from pages.format import counted
from pages.manage.rows import RowsIds, frame

PATH: Final = "/current/assignments"
IDS: Final = RowsIds(
    url=ids.Assignments.URL,
    state=ids.Assignments.STATE,
    search=ids.Assignments.SEARCH,
    head=ids.Assignments.HEAD,
    tools=ids.Assignments.TOOLS,
    body=ids.Assignments.BODY,
    grid=ids.Assignments.GRID,
)


@dataclass(frozen=True, slots=True)
class EndingView:
    """One assignment in the review: who, where, until when now, and why it cannot end so."""

    name: str
    position: str
    before: str
    problem: str


def layout() -> html.Div:
    """The frame; callbacks fill it."""
    return frame(IDS, "Search person, number or position")


def form(last_day: str) -> list[Component]:
    """The last day and the way to the review, below the grid."""
    name = ids.Assignments
    box = dbc.Input(id=name.LAST_DAY, type="text", value=last_day, autocomplete="off",
                    maxlength=10, placeholder="2027-06-30")  # fmt: skip
    day = html.Label(
        [
            html.Span("Last day", className="lb"),
            box,
            html.Span("Year, month, day: 2027-06-30.", className="hint"),
        ]
    )
    review = html.Button(
        [icon("list-check"), "Review what would end"], id=name.REVIEW, type="button",
        className="ctl primary", n_clicks=0,
    )  # fmt: skip
    words: Sentence = ["Tick assignments above; nothing ends before it is confirmed."]
    return [
        card(
            "Which of them end?",
            words,
            [
                html.Div(day, className="fields"),
                html.Div(review, className="ln acts"),
                html.Div(id=name.ANSWER, **{"aria-live": "polite"}),
                dcc.Store(id=name.REVIEWED),
            ],
        )
    ]


def reviewed(endings: Sequence[EndingView], last_day: str) -> list[Component]:
    """What would change; Confirm stands there only where nothing is wrong."""
    wrong = [one for one in endings if one.problem]
    columns = [
        Column("Employee", is_given=True),
        Column("Position", phone=Phone.KEEP),
        Column("Until now"),
        Column("Then", phone=Phone.WIDE),
    ]
    rows = [
        Row([one.name, one.position, one.before, one.problem or f"until {last_day}"])
        for one in endings
    ]
    many = counted(len(endings), "assignment")
    parts: list[Component] = [
        html.P([html.B(f"{many} would end on {last_day}"), ". Nothing is saved yet."]),
        table(columns, rows, caption="What would end"),
    ]
    if wrong:
        parts.append(html.P(f"{counted(len(wrong), 'assignment')} cannot end so: untick or choose "
                            "another day.", className="bad", role="alert"))  # fmt: skip
        return parts
    confirm = html.Button(
        [icon("check-lg"), f"Confirm: end {many}"], id=ids.Assignments.CONFIRM, type="button",
        className="ctl primary", n_clicks=0,
    )  # fmt: skip
    return [*parts, html.Div(confirm, className="ln acts")]


def ended(many: int, last_day: str) -> html.P:
    """They have ended."""
    words = [html.B(counted(many, "assignment")), f" ended on {last_day}."]
    return html.P([icon("check-circle"), " ", *words], role="status")


def refused(text: str) -> html.P:
    """Why nothing was done."""
    return html.P(text, className="bad", role="alert")
