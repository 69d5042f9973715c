"""Is everything set up? The kinds of records with their counts, and the steps of a new district."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card, row
from pages.components.figures import icon
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.page_head import page_head
from pages.components.sentence import Sentence, lead, strong
from pages.components.table import Column, Phone, Row, table
from pages.format import count, counted
from pages.words import label

PATH = "/configuration/set-up"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of setting up: what it is for, how far it is, where it is done."""

    name: str
    why: str
    count: int
    href: str

    @property
    def is_done(self) -> bool:
        """Whether there is at least one record."""
        return self.count > 0


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: its name, what it is, how many there are, where they are listed."""

    name: str
    about: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """What the reader may configure, by group of the menu, and the steps in their order."""

    district: str
    steps: Sequence[Step]
    groups: Sequence[tuple[str, Sequence[Kind]]]


def layout(**_: str) -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.Configure.URL, ids.Configure.BODY, 96, 280, 420)


def body(view: OverviewPage) -> list[Component]:
    """The whole page."""
    return [
        page_head("Is everything set up?", crumbs=[("Home", "/"), ("Configuration", "")]),
        lead(sentence(view)),
        *([row(_steps(view))] if view.steps else []),
        *(row(_group(name, kinds)) for name, kinds in view.groups),
        foot(f"{view.district}. Every change is reviewed first, and written to the audit log."),
    ]


def sentence(view: OverviewPage) -> Sentence:
    """How far the district is, and what comes next."""
    if not view.steps:
        kinds = sum(len(inside) for _, inside in view.groups)
        return [f"You may configure {counted(kinds, 'kind')} of records."]
    done = sum(step.is_done for step in view.steps)
    if done == len(view.steps):
        return [strong("Yes: every step is done"), "; each can be changed at any time."]
    following = next(step for step in view.steps if not step.is_done)
    words = f"{done} of {len(view.steps)} steps are done"
    return [strong(words), f"; next: {following.name[0].lower()}{following.name[1:]}."]


def _steps(view: OverviewPage) -> html.Section:
    items = [
        html.Li(
            [
                icon("check-circle-fill" if step.is_done else "circle"),
                html.Span(
                    [
                        dcc.Link(step.name, href=step.href, className="dig"),
                        html.Span(f" {step.why}", className="why"),
                    ]
                ),
                html.Span(count(step.count) if step.is_done else "to do", className="n"),
            ],
            className="done" if step.is_done else None,
        )
        for step in view.steps
    ]
    return card("What comes first?", body=html.Ol(items, className="setup"))


def _group(name: str, kinds: Sequence[Kind]) -> html.Section:
    columns = [
        Column("Records", width="280px"),
        Column("What they are", phone=Phone.WIDE),
        Column("How many", is_number=True, phone=Phone.KEEP, width="110px"),
    ]
    rows = [
        Row(
            [dcc.Link(label(one.name), href=one.href, className="dig"), one.about, count(one.count)]
        )
        for one in kinds
    ]
    return card(name, body=table(columns, rows, caption=f"Records of {name}"))
