"""Who may sign in? Everybody of the district, what they may open, and since when not any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import dcc, html
from dash.development.base_component import Component

from pages import account_ids as ids
from pages.components.card import card, row
from pages.components.figures import icon
from pages.components.filters import Choice, choices, search_box
from pages.components.foot import foot
from pages.components.notices import empty, skeleton
from pages.components.page_head import page_head
from pages.components.sentence import Sentence, lead, strong
from pages.components.table import Column, Phone, Row, table
from pages.configure.overview import PATH
from pages.format import counted, listed, moment

STATES = ("active", "invited", "deactivated")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person: what may be opened, in words, and where the account is."""

    name: str
    email: str
    access: str
    state: str
    last_sign_in: datetime | None
    href: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The people who fit; `counts` are of everybody, by state."""

    rows: Sequence[PersonLine]
    counts: dict[str, int]
    search: str
    state: str
    invite_href: str


def layout(**_: str) -> html.Div:
    """The frame: the search box stands in it so that it keeps its focus."""
    box = html.Div(search_box(ids.People.SEARCH, "Find a name, an address"), className="ln")
    return html.Div(
        [
            dcc.Location(id=ids.People.URL, refresh=False),
            dcc.Store(id=ids.People.STATE),
            page_head(
                "Who may sign in?",
                crumbs=[("Home", "/"), ("Configuration", PATH), ("People", "")],
            ),
            html.Div(box, className="builder"),
            html.Div(skeleton(96, 480), id=ids.People.BODY),
        ]
    )


def body(view: PeoplePage) -> list[Component]:
    """A sentence, the filter and the people."""
    options = [("Everybody", "state="), *((one.capitalize(), f"state={one}") for one in STATES)]
    chosen = view.state.capitalize() or "Everybody"
    invite = dcc.Link([icon("person-plus"), "Invite a person"], href=view.invite_href,
                      className="ctl primary")  # fmt: skip
    return [
        lead(sentence(view)),
        html.Div([*choices([Choice("State", chosen, options)]), invite], className="ln acts"),
        row(card("Who are they?", body=_people(view))),
        foot("Invited people choose their own password, by a link that works once."),
    ]


def sentence(view: PeoplePage) -> Sentence:
    """How many people there are, and how many of them may sign in."""
    total = sum(view.counts.values())
    if not total:
        return ["Nobody may sign in yet: invite the first person."]
    parts = [f"{view.counts[one]} {one}" for one in STATES if view.counts.get(one)]
    people = counted(total, "person", "people")
    return [strong(f"{people} of this district"), f": {listed(parts)}."]


def _people(view: PeoplePage) -> Component:
    if not view.rows:
        return empty("Nobody fits.", "Search for fewer letters, or look at everybody.")
    columns = [
        Column("Person", width="240px"),
        Column("E-mail", phone=Phone.WIDE),
        Column("May open", phone=Phone.WIDE),
        Column("Account", phone=Phone.KEEP, width="130px"),
        Column("Last signed in (UTC)", width="180px"),
    ]
    rows = [
        Row(
            [
                dcc.Link(one.name, href=one.href, className="dig"),
                one.email,
                one.access,
                one.state.capitalize(),
                moment(one.last_sign_in) if one.last_sign_in else "Never",
            ]
        )
        for one in view.rows
    ]
    return table(columns, rows, caption="People")
