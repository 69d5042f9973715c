"""Current, one budget: what is set about it, which accounts it holds, who works in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card, quiet_link, row
from pages.components.figures import opened
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import page_head, print_button
from pages.components.sentence import Sentence, lead
from pages.components.table import Column, Phone, Row, table
from pages.format import counted, day
from pages.manage.bucket.details import Line, scope_chips
from pages.manage.bucket.tabs import Tab, tabs
from pages.words import Name

PATH: Final = "/current/budget"
AUTONOMY: Final = {
    "view_only": "View only: the district plans, its owners look.",
    "discretionary": "Discretionary: its owners plan what is not locked.",
    "all": "All: its owners plan everything that their roles allow.",
}


@dataclass(frozen=True, slots=True)
class ReachView:
    """Accounts of one kind as texts: what they are, how many, budgeted, spent; and their list."""

    kind: str
    accounts: str
    budget: str
    spent: str
    href: str


@dataclass(frozen=True, slots=True)
class BudgetView:
    """One budget. `team` is missing for whoever may not manage it."""

    code: str
    name: str
    role: str
    organization: str
    autonomy: str
    is_active: bool
    lines: Sequence[Line]
    reach: Sequence[ReachView]
    team: Sequence[tuple[str, str, str]] | None
    team_href: str
    record_href: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note beside a bucket of the budget, which it opens."""

    bucket: str
    href: str
    text: str
    writer: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class DetailsPage:
    """The budgets of the place, and the notes beside their buckets."""

    place: str
    sentence: Sentence
    tabs: Sequence[Tab]
    current: str
    budgets: Sequence[BudgetView]
    notes: Sequence[NoteLine] | None
    method: str


def layout() -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.BudgetDetails.URL, ids.BudgetDetails.BODY, 96, 60, 240, 240)


def body(view: DetailsPage) -> list[Component]:
    """The whole page."""
    crumbs = [("Home", "/"), ("Current", ""), (Name(view.place), "")]
    return [
        page_head(f"What makes the budget of {view.place}?", crumbs=crumbs,
                  actions=[print_button()]),
        tabs(view.tabs, view.current, "Budget"),
        lead(view.sentence),
        *(row(_facts(one), _accounts(one), look="c-3-2") for one in view.budgets),
        *_people_and_notes(view),
        foot(view.method),
    ]  # fmt: skip


def missing() -> list[Component]:
    """No budget is looked at."""
    crumbs = [("Home", "/"), ("Current", ""), ("Budget", "")]
    return [
        page_head("What makes this budget?", crumbs=crumbs),
        empty("No budget is chosen.", "Choose one above, under Budget.",
              dcc.Link("See the money", href="/current/money", className="ctl")),
    ]  # fmt: skip


def _people_and_notes(view: DetailsPage) -> list[Component]:
    """Who works in it beside what was noted; several budgets have a row for each team."""
    teams = [_team(one) for one in view.budgets]
    noted = [] if view.notes is None else [_notes(view.notes)]
    if len(teams) == 1:
        return [row(teams[0], *noted)]
    return [*(row(team) for team in teams), *(row(one) for one in noted)]


def _facts(view: BudgetView) -> Component:
    rows = [
        ("Budget", f"{view.code} {view.name}"),
        ("Organization", view.organization or "None named"),
        ("Planning", AUTONOMY.get(view.autonomy, view.autonomy)),
        ("Your role", view.role or "You see it as whoever sees the whole district."),
        ("State", "Active" if view.is_active else "No longer used"),
    ]
    columns = [Column("What", width="140px"), Column("Set to", phone=Phone.WIDE, is_given=True)]
    tools = [quiet_link("Change it", view.record_href)] if view.record_href else []
    return card(
        "What is set about it?",
        body=table(columns, [Row(list(one)) for one in rows], caption="The budget as recorded"),
        tools=tools,
    )


def _accounts(view: BudgetView) -> Component:
    columns = [
        Column("Kind"),
        Column("Accounts", is_number=True, phone=Phone.KEEP),
        Column("Budgeted", is_number=True),
        Column("Spent or received", is_number=True),
    ]
    rows = [
        Row([one.kind, opened(one.accounts, one.href), one.budget, one.spent]) for one in view.reach
    ]
    found = (
        table(columns, rows, caption="Accounts of the budget")
        if rows
        else empty("It holds no account with a figure in this year.",
                   "Its lines may name codes that are no longer used." if view.lines
                   else "It has no lines yet: whoever sets up budgets adds them.")
    )  # fmt: skip
    return card(
        "Which accounts does it hold?",
        body=[html.Div(scope_chips(view.lines), className="scope-rows"), found],
        method="One field: any line that says what is, and every line that says what is not. "
        "Different fields: all of them. Accounts with a figure in the year are counted.",
    )


def _team(view: BudgetView) -> Component:
    question = "Who works in it?"
    if view.team is None:
        return card(question, body=empty(
            "You do not manage its team.", "Whoever does can say who is in it."
        ))  # fmt: skip
    columns = [Column("Person", is_given=True), Column("Role", phone=Phone.KEEP),
               Column("Account", phone=Phone.KEEP)]  # fmt: skip
    rows = [Row(list(one)) for one in view.team]
    shown = (
        table(columns, rows, caption="Team")
        if rows
        else empty("The team is empty.", "Add the first person on the page of the team.")
    )
    return card(
        question,
        [f"{counted(len(rows), 'person', 'people')}."],
        shown,
        tools=[quiet_link("Change the team", view.team_href)],
    )


def _notes(found: Sequence[NoteLine]) -> Component:
    question = "What was noted?"
    if not found:
        return card(question, body=empty(
            "No note stands beside its buckets.", "Open a bucket and write under My note."
        ))  # fmt: skip
    columns = [Column("Bucket", is_given=True), Column("Note", phone=Phone.WIDE, is_given=True),
               Column("Written by"), Column("Day")]  # fmt: skip
    rows = [
        Row([opened(one.bucket, one.href), one.text, one.writer, day(one.changed)]) for one in found
    ]
    return card(
        question,
        body=table(columns, rows, caption="Notes beside the buckets of the budget"),
        method="Your own notes, and those that the team shares. They stay in the next year.",
    )
