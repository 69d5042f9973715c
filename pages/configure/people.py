"""Who may sign in? Everybody of the district, what they may open, and since when not any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from pages import account_ids as ids
from pages.account_state import PeopleState
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
from pages.words import label

STATES: Final = ("active", "invited", "deactivated")
PRODUCTS: Final = ("manage", "allocate", "budget", "evaluate")
EVERYTHING: Final = "everything"
LEVELS: Final = {"admin": "Admin", "view": "Single budget", "none": "None"}
SEEN: Final[dict[str, tuple[str, int | None]]] = {
    "never": ("Never", None),
    "30": ("Not in 30 days", 30),
    "90": ("Not in 90 days", 90),
}
"""Words and days of the choices about the last sign-in; without days nobody signed in yet."""
SORTS: Final = {
    "name": "Person",
    "email": "E-mail",
    "access": "May open",
    "state": "Account",
    "last": "Last signed in (UTC)",
}
PAGE: Final = "/configuration/people"
INVITE: Final = "/configuration/record?entity=district_user"


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
    """The people who fit what is asked; `counts` are of everybody, by state."""

    rows: Sequence[PersonLine]
    counts: dict[str, int]
    asked: PeopleState


def layout(**_: str) -> html.Div:
    """The frame: the search box stands in it so that it keeps its focus."""
    box = html.Div(search_box(ids.People.SEARCH, "Find a name, an address"), className="ln")
    invite = dcc.Link([icon("person-plus"), "Invite a person"], href=INVITE,
                      className="ctl primary")  # fmt: skip
    return html.Div(
        [
            dcc.Location(id=ids.People.URL, refresh=False),
            dcc.Store(id=ids.People.STATE),
            dcc.Download(id=ids.People.FILE),
            page_head(
                "Who may sign in?",
                crumbs=[("Home", "/"), ("Configuration", PATH), ("People", "")],
                actions=[invite],
            ),
            html.Div(box, className="builder"),
            html.Div(skeleton(96, 480), id=ids.People.BODY, className="answer"),
        ],
        className="asked",
    )


def body(view: PeoplePage) -> list[Component]:
    """A sentence, the filter and the people."""
    return [
        lead(sentence(view)),
        html.Div(choices(_choices(view.asked)), className="ln acts"),
        row(card("Who are they?", _found(view), _people(view), tools=_files(view))),
        foot("Invited people choose their own password, by a link that works once."),
    ]


def _choices(asked: PeopleState) -> list[Choice]:
    """State, product, level and last sign-in, each with a way back to everybody."""
    products = {one: one.capitalize() for one in PRODUCTS} | {EVERYTHING: "Everything"}
    menus = (
        ("State", "state", {one: one.capitalize() for one in STATES}, asked.state),
        ("May open", "product", products, asked.product),
        ("Level", "level", LEVELS, asked.level),
        ("Signed in", "seen", {key: words for key, (words, _) in SEEN.items()}, asked.seen),
    )
    return [
        Choice(
            label,
            known.get(chosen or "", "Any"),
            [("Any", f"{key}="), *((words, f"{key}={value}") for value, words in known.items())],
        )
        for label, key, known, chosen in menus
    ]


def _found(view: PeoplePage) -> Sentence:
    """How many of everybody fit, where anything is asked for."""
    total = sum(view.counts.values())
    if len(view.rows) == total or not view.rows:
        return []
    return [strong(f"{len(view.rows)} of {counted(total, 'person', 'people')}"), " fit."]


def _files(view: PeoplePage) -> list[Component]:
    """The people on screen as a file, where there are some."""
    if not view.rows:
        return []
    return [
        html.Button([icon(picture), words], id=identity, type="button", className="ctl", n_clicks=0)
        for words, identity, picture in (
            ("CSV", ids.People.CSV, "filetype-csv"),
            ("XLSX", ids.People.XLSX, "file-earmark-spreadsheet"),
        )
    ]


def _column(key: str, asked: PeopleState, *, phone: Phone = Phone.DROP, width: str = "") -> Column:
    """A column whose heading sorts by it; asked again, the other way round."""
    is_here = key == (asked.sort or "name")
    is_down = is_here and not asked.down
    query = replace(asked, sort=key, down=is_down).to_query()
    standing = ("descending" if asked.down else "ascending") if is_here else ""
    picture = {"descending": "caret-down-fill", "ascending": "caret-up-fill"}.get(standing)
    words = label(SORTS[key])
    head = dcc.Link([words, icon(picture)] if picture else words, href=f"{PAGE}{query}",
                    className="sorter")  # fmt: skip
    return Column(words, phone=phone, width=width, head=head, sorted=standing)


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
        _column("name", view.asked, width="19%"),
        _column("email", view.asked, phone=Phone.WIDE, width="24%"),
        _column("access", view.asked, phone=Phone.WIDE),
        _column("state", view.asked, phone=Phone.KEEP, width="90px"),
        _column("last", view.asked, width="17%"),
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
