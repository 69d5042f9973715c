"""Up to four schools side by side, each figure with that of its peers and of the district."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import Menu, card, row
from pages.components.chart import chart
from pages.components.figures import icon, missing
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import BasisCell, basis_bar, choice, page_head, print_button
from pages.components.sentence import Sentence, lead, plain
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.evaluate.track import key_entry
from pages.format import HIDDEN

QUESTION: Final = "How do these schools compare?"
_SHAPES: Final = ("elementary", "middle", "high", "k12")
"""Looks of marks, as levels have them elsewhere: colour and shape of the first to fourth school."""
_LETTERS: Final = "ABCD"


@dataclass(frozen=True, slots=True)
class CompareSchool:
    """One of the schools: its names, a line of facts, its profile, the address without it."""

    name: str
    short: str
    facts: str
    href: str
    without: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure written out, and that of the school's peers; `reason` where it is missing."""

    text: str
    peers: str = ""
    reason: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class CompareRow:
    """A measure: a cell for each school and the district's figure; `part` is its heading."""

    label: str
    cells: Sequence[Cell]
    district: str
    part: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of a card: its name, a small title where there are several, figure and height."""

    name: str
    figure: dict[str, Any]
    height: int
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CompareCard:
    """One question; `key` is lanes, stacks or paths."""

    question: str
    sentence: Sentence
    pictures: Sequence[Picture]
    rows: Sequence[CompareRow]
    key: str
    method: str
    export: str
    card: str = ""
    tools: Sequence[Component] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Everything the page shows. `offered` and `alike` are schools to add, with their addresses."""

    basis: Sequence[BasisCell]
    sentence: Sentence
    schools: Sequence[CompareSchool]
    offered: Sequence[tuple[str, str]]
    alike: Sequence[tuple[str, str]]
    notices: Sequence[tuple[str, str]]
    cards: Sequence[CompareCard]
    list_href: str
    source: str


def layout(**_: str) -> html.Div:
    """The frame; the schools stand in the address."""
    return page_frame(ids.Compare.URL, ids.Compare.BODY, 96, 60, 96, 60, 420, 520)


def compare_page(view: ComparePage) -> list[Component]:
    """Question, basis, schools, sentence, cards."""
    head = [
        page_head(
            QUESTION,
            crumbs=[("Home", "/"), ("Evaluate", ""), ("Schools", view.list_href), ("Compare", "")],
            actions=[print_button()],
        ),
        basis_bar(view.basis),
        _schools(view),
        *(_notice(title, text) for title, text in view.notices),
    ]
    if not view.schools:
        pick = dcc.Link("Pick them in the list", href=view.list_href, className="ctl")
        text = "Add two to four schools above, or tick them in the list of schools."
        return [*head, empty("No school is chosen.", text, pick), foot(view.source)]
    short = [school.short for school in view.schools]
    return [*head, lead(view.sentence), *(row(_card(one, short)) for one in view.cards),
            foot(view.source)]  # fmt: skip


def _notice(title: str, text: str) -> html.Div:
    return html.Div(
        [icon("info-circle"), html.Span([html.B(title), " ", text])], className="warnbar info",
        role="status",
    )  # fmt: skip


def _schools(view: ComparePage) -> html.Div:
    """The schools with their letters, what to add, and schools like the first one."""
    chips = [
        html.Div(
            [
                html.Span([_mark(place), html.B(_LETTERS[place], className="lt")], className="mk"),
                html.Span(
                    [dcc.Link(one.name, href=one.href), html.Span(one.facts, className="d")],
                    className="nm",
                ),
                html.A(icon("x-lg"), href=f"?{one.without}", className="x",
                       **{"data-query": one.without, "aria-label": f"Take {one.name} away"}),
            ],
            className="cmp-school",
        )
        for place, one in enumerate(view.schools)
    ]  # fmt: skip
    parts: list[Component] = [*chips]
    if view.offered:
        parts.append(_picker(view.offered))
    alike: list[Component] = []
    if view.alike and view.offered:
        links = [choice(name, query, is_current=False) for name, query in view.alike]
        alike = [html.P([html.Span("Alike in size and need:"), *links], className="cmp-alike")]
    return html.Div([html.Div(parts, className="cmp-schools"), *alike])


def _picker(offered: Sequence[tuple[str, str]]) -> html.Details:
    find = html.Div(
        [
            html.Label("Find a school", htmlFor="compare-find", className="vh"),
            dcc.Input(id="compare-find", type="search", placeholder="Find a school",
                      autoComplete="off"),
        ],
        className="menu-find",
        **{"data-find": "1"},
    )  # fmt: skip
    links = [choice(name, query, is_current=False) for name, query in offered]
    return html.Details(
        [
            html.Summary([icon("plus-lg"), "Add a school"], className="ctl"),
            html.Div([find, *links], className="menu-list wide"),
        ],
        className="menu start cmp-add",
    )


def _mark(place: int) -> html.I:
    return html.I(className=f"shape {_SHAPES[place]}", **{"aria-hidden": "true"})


def _card(view: CompareCard, names: Sequence[str]) -> Component:
    if view.empty:
        body = empty("Nothing to compare here.", view.empty)
        return card(view.question, body=body, tools=view.tools)
    pictures: list[Component] = [_picture(one, view) for one in view.pictures]
    is_pair = view.key != "paths" and bool(pictures)
    shown = pictures
    if len(pictures) > 1:
        shown = [html.Div(pictures, className="res4")]
    both = [*shown, _table(view, names)]
    return card(
        view.question,
        view.sentence,
        [_key(view, names), html.Div(both, className="cmp-pair") if is_pair else html.Div(both)],
        method=view.method,
        menu=Menu(view.export, has_chart=bool(pictures), card=view.card),
        tools=view.tools,
    )


def _picture(one: Picture, view: CompareCard) -> Component:
    words = f"{one.title or view.question} {plain(view.sentence)}"
    drawn = chart(one.name, one.figure, description=words, height=one.height,
                  phone_height=one.height)  # fmt: skip
    if not one.title:
        return drawn
    return html.Div([html.H3(one.title), html.P(one.note), drawn])


def _key(view: CompareCard, names: Sequence[str]) -> html.Div:
    entries: list[Component] = []
    if view.key == "stacks":
        entries = [
            key_entry("own-local", "state and local"),
            key_entry("own-federal", "federal"),
            key_entry("central-any", "hatched: share of central cost"),
            html.Span("thin bar: its peers", className="hat"),
        ]
        return html.Div(entries, className="key")
    entries += [
        html.Span([_mark(place), html.B(_LETTERS[place], className="lt"), name])
        for place, name in enumerate(names)
    ]
    if view.key == "lanes":
        entries.append(html.Span("hollow: its five peers", className="hat"))
        entries.append(key_entry("dash", "district"))
    if view.key == "paths":
        entries.append(key_entry("dash", "district"))
    return html.Div(entries, className="key")


def _table(view: CompareCard, names: Sequence[str]) -> Component:
    columns = [
        Column("Measure"),
        *(
            Column(name, is_number=True, phone=Phone.KEEP, head=_heading(place, name))
            for place, name in enumerate(names)
        ),
        Column("District", is_number=True, phone=Phone.KEEP),
    ]
    rows: list[Row] = []
    part = ""
    for line in view.rows:
        if line.part != part and line.part:
            rows.append(Row([line.part], RowKind.GROUP))
        part = line.part
        label: Any = html.B(line.label) if line.is_total else line.label
        cells = [_cell(cell, is_total=line.is_total) for cell in line.cells]
        rows.append(Row([label, *cells, html.Span(line.district, className="hat")]))
    return table(columns, rows, caption=view.question, look=f"c cmp n{len(names)}")


def _heading(place: int, name: str) -> html.Span:
    letter = html.Span(_LETTERS[place], className="lt", **{"aria-hidden": "true"})
    return html.Span([_mark(place), letter, html.Span(name, className="nm")], className="cmp-h")


def _cell(cell: Cell, *, is_total: bool) -> html.Span:
    value: Any = cell.text
    if cell.is_hidden:
        value = html.Span(HIDDEN, title=cell.reason)
    elif cell.reason:
        value = missing(cell.reason)
    shown = html.B(value) if is_total else value
    if not cell.peers:
        return html.Span(shown)
    peers = html.Span([html.Span("peers ", className="pw"), cell.peers], className="d")
    return html.Span([shown, peers])
