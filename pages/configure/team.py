"""Who works in this budget? The people of a team with their roles, and the change of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages import account_ids as ids
from pages.components.card import card, row
from pages.components.figures import icon
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import page_head
from pages.components.sentence import Sentence, lead, strong
from pages.components.table import Column, Phone, Row, table

REMOVE: Final = "-"
"""Chosen in place of a role, takes the person out of the team."""


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One person of the team."""

    name: str
    email: str
    role: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class TeamPage:
    """A budget's team; people and roles are choices (value, words)."""

    code: str
    name: str
    members: Sequence[TeamLine]
    people: Sequence[tuple[str, str]]
    roles: Sequence[tuple[str, str]]
    chosen: tuple[str, str] = ("", "")


def layout(**_: str) -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.Team.URL, ids.Team.BODY, 96, 320)


def body(view: TeamPage, said: Component | None = None) -> list[Component]:
    """The team and the form; `said` is the review, or what a change came to."""
    crumbs = [("Home", "/"), ("Money", "/current/money"), (f"Team of {view.name}", "")]
    return [
        page_head(f"Who works in {view.name}?", crumbs=crumbs, sub=f"Budget {view.code}"),
        lead(sentence(view)),
        html.Div(
            [
                row(card("Who are they?", body=_members(view))),
                row(card("Who joins, changes, leaves?", body=_form(view))),
                html.Div(said, **{"aria-live": "polite"}),
            ],
            className="form-c",
        ),
        foot("A change acts on the next request of the person, and is written to the audit log."),
    ]


def closed() -> list[Component]:
    """No such budget, or not the reader's to manage: both look the same."""
    return [
        page_head("Who works in this budget?", crumbs=[("Home", "/"), ("Team", "")]),
        empty("There is no team here that you manage.",
              "The person who manages users in your district can open it."),
    ]  # fmt: skip


def sentence(view: TeamPage) -> Sentence:
    """How many people there are, and who cannot sign in."""
    if not view.members:
        return [strong("Nobody yet"), ": only those who see the whole district see this budget."]
    gone = sum(not one.is_active for one in view.members)
    if len(view.members) == 1:
        held = f" works in this budget, as {view.members[0].role}"
        return [strong("1 person"), f"{held}, and cannot sign in." if gone else f"{held}."]
    roles = Counter(one.role for one in view.members)
    held = ", ".join(f"{count} as {role}" for role, count in roles.most_common())
    rest = f" {gone} of them cannot sign in." if gone else ""
    return [strong(f"{len(view.members)} people"), f" work in this budget: {held}.{rest}"]


def review(person: str, before: str, after: str, problems: Sequence[str]) -> Component:
    """What a change would do; nothing is saved before it is confirmed."""
    if problems:
        return card("What must be mended?", body=html.Ul([html.Li(one) for one in problems]))
    if before == after:
        return card("What would change?", ["Nothing: the person holds this role already."])
    columns = [Column("Person", width="260px"), Column("Now", phone=Phone.WIDE),
               Column("Then", phone=Phone.WIDE)]  # fmt: skip
    now = html.Del(before) if before else "No role"
    rows = [Row([person, now, html.B(after or "Not in the team")])]
    button = html.Button("Confirm and Save", id=ids.team_do("confirm"), type="button",
                         className="ctl primary", n_clicks=0)  # fmt: skip
    content = [table(columns, rows, caption="The change"), html.Div(button, className="ln acts")]
    return card("What would change?", ["Nothing is saved yet."], content)


def _members(view: TeamPage) -> Component:
    if not view.members:
        return empty("The team is empty.", "Add the first person below.")
    columns = [
        Column("Person", width="260px"),
        Column("E-mail", phone=Phone.WIDE),
        Column("Role", phone=Phone.KEEP),
        Column("Account", phone=Phone.KEEP, width="130px"),
    ]
    rows = [
        Row([one.name, one.email, one.role, "Active" if one.is_active else "Deactivated"])
        for one in view.members
    ]
    return table(columns, rows, caption="Team")


def _form(view: TeamPage) -> Component:
    if not view.people or not view.roles:
        return empty("Nobody can be added yet.", "People and roles are made in Configuration.")
    person, role = view.chosen
    roles = [*view.roles, (REMOVE, "No role: leaves the team")]
    button = html.Button("Review", id=ids.team_do("review"), type="button",
                         className="ctl primary", n_clicks=0)  # fmt: skip
    fields = [
        _select("email", "Person", view.people, person),
        _select("role", "Role", roles, role),
    ]
    return html.Div([html.Div(fields, className="fields"), html.Div(button, className="ln acts")])


def _select(name: str, label: str, choices: Sequence[tuple[str, str]], value: str) -> html.Label:
    offered = [{"value": one, "label": words} for one, words in choices]
    field = dbc.Select(id={"type": ids.Team.FIELD, "name": name}, options=offered, value=value,
                       placeholder=f"Choose a {label.lower()}")  # fmt: skip
    return html.Label([html.Span(label, className="lb"), field])


def team_link(href: str) -> dcc.Link:
    """The way here from the record of a budget."""
    return dcc.Link([icon("people"), "Team Access"], href=href, className="ctl")
