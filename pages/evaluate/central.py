"""Central resources: which exact resources the district provides to each school."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import Menu, card, row
from pages.components.chart import chart
from pages.components.filters import search_box
from pages.components.foot import foot
from pages.components.notices import empty, skeleton
from pages.components.page_head import BasisCell, basis_bar, choice, export_link, page_head
from pages.components.page_head import print_button as printing
from pages.components.sentence import Sentence, lead, plain
from pages.components.strip import KeyFigure, figure_strip
from pages.components.table import Column, Phone, Row, table
from pages.evaluate.central_rows import (
    FOLDED,
    STEP_WORDS,
    Cell,
    Lost,
    PoolHead,
    SchoolLine,
    matrix,
    of_pool,
    of_school,
    pool_table,
)
from pages.evaluate.track import key_entry
from pages.figures.pool_bars import pool_bars
from pages.format import count, counted, money

QUESTION = "Which resources does the district provide to each school?"
UNITS = {"pupil": "Dollars per pupil", "dollars": "Dollars", "share": "Part of each resource"}
_SEARCH = "Find a school in the table"


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a pool; `href` opens its payments where the reader may see them."""

    account: str
    description: str
    place: str
    dollars: Decimal
    href: str


@dataclass(frozen=True, slots=True)
class SchoolView:
    """One school's pools beside the district's means."""

    line: SchoolLine
    sentence: Sentence
    export: str


@dataclass(frozen=True, slots=True)
class PoolView:
    """One pool's schools; `figure` draws them, `accounts` are its largest ones.

    `account_words` says how many accounts there are, or why none is listed.
    """

    pool: PoolHead
    lines: Sequence[tuple[SchoolLine, Cell]]
    sentence: Sentence
    figure: dict[str, Any]
    export: str
    accounts: Sequence[Account]
    account_words: Sentence
    account_export: str


@dataclass(frozen=True, slots=True)
class ShareView:
    """How one school's share of one pool comes about, step by step."""

    school: str
    pool: str
    sentence: Sentence
    steps: Sequence[tuple[str, str, str]]
    source: str
    export: str


@dataclass(frozen=True, slots=True)
class Without:
    """Why schools take no share of some pools, and which schools."""

    reason: str
    pools: str
    schools: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CentralPage:
    """Everything the page shows; `trouble` is a title and what to do where nothing is shared.

    `is_asked` says that the address names a school or a pool: their cards then come first.
    """

    basis: Sequence[BasisCell]
    choices: Sequence[BasisCell]
    sentence: Sentence
    figures: Sequence[tuple[str, str, str]]
    trouble: tuple[str, str] | None
    pools: Sequence[PoolHead]
    lines: Sequence[SchoolLine]
    mean: Decimal | None
    unit: str
    is_whole: bool
    search: str
    school: SchoolView | None
    pool: PoolView | None
    share: ShareView | None
    is_asked: bool
    lost: Sequence[Lost]
    without: Sequence[Without]
    method: str
    exports: tuple[str, str]
    source: str


def layout(**_: str) -> html.Div:
    """The frame: the search box stands in it so that it keeps its focus."""
    box = html.Div(search_box(ids.Central.SEARCH, _SEARCH), className="ln")
    return html.Div(
        [
            dcc.Location(id=ids.Central.URL, refresh=False),
            dcc.Store(id=ids.Central.STATE),
            html.Div(skeleton(96, 60, 60, 60, 96), id=ids.Central.HEAD),
            html.Div(box, className="builder"),
            html.Div(skeleton(620, 360), id=ids.Central.BODY),
        ]
    )


def head(view: CentralPage) -> list[Component]:
    """Breadcrumbs, question, basis, which school and resource, sentence, key figures."""
    actions = [] if view.trouble else [export_link(view.exports[0])]
    figures = [KeyFigure(label, value, note) for label, value, note in view.figures]
    strip = [figure_strip(figures, label="Key figures of central resources")] if figures else []
    return [
        page_head(
            QUESTION,
            crumbs=[("Home", "/"), ("Evaluate", ""), ("Central resources", "")],
            actions=[printing(), *actions],
        ),
        html.Div([basis_bar(view.basis), basis_bar(view.choices)], className="bases"),
        lead(view.sentence),
        *strip,
    ]


def body(view: CentralPage) -> list[Component]:
    """The schools by resource, one school, one resource, how each is shared, who takes none."""
    if view.trouble:
        notice = card(QUESTION, body=empty(*view.trouble))
        return [row(notice), *_lost(view), foot(view.source)]
    accounts = _accounts(view) if view.is_asked else []
    one = [*_share(view), *_school(view), *_pool(view), *accounts]
    every = row(_matrix(view))
    parts = [*one, _folded(every, view)] if view.is_asked else [every, *one]
    return [*parts, *_lost(view), *_without(view), foot(view.source)]


def _folded(every: Component, view: CentralPage) -> Component:
    """The table of all schools under what was chosen: closed until it is opened or searched."""
    words = html.Summary("Every school and resource", className="ctl")
    return html.Details([words, every], open=bool(view.search), className="every")


def _matrix(view: CentralPage) -> Component:
    question = "What does each school get of each resource?"
    if not view.lines:
        text = f"No school has “{view.search}” in its name. Search for fewer letters."
        return card(question, body=empty("No school fits.", text))
    groups = [line.level for line in view.lines]
    tools: list[Component] = []
    if any(groups.count(level) > FOLDED for level in set(groups)):
        words, query = ("Fold long lists", "all=") if view.is_whole else ("Show all", "all=1")
        link = choice(words, query, is_current=False)
        link.className = "ctl quiet"
        tools = [link]
    tints = [
        html.Span([html.I(className=f"kx heat tint{place}", **{"aria-hidden": "true"}), words])
        for place, words in enumerate(STEP_WORDS)
    ]
    said = [
        f"{UNITS[view.unit]}; the tint sets dollars per pupil beside the district's mean for the ",
        "resource. A figure opens how it was reckoned; – where the school takes no share.",
    ]
    made = matrix(view.pools, view.lines, view.mean, unit=view.unit, is_whole=view.is_whole,
                  caption=question)  # fmt: skip
    return card(
        question,
        said,
        [html.Div(tints, className="key"), made],
        method=view.method,
        menu=Menu(view.exports[0], card="central-schools"),
        tools=tools,
    )


def _school(view: CentralPage) -> list[Component]:
    if view.school is None:
        return []
    line = view.school.line
    question = f"What does {line.name} get from the district?"
    made, taken = of_school(view.pools, line, question)
    shown = [(pool, cell) for pool, cell in taken if cell.per_pupil is not None]
    drawn: list[Component] = []
    if shown:
        figure = pool_bars(
            [pool.name for pool, _ in shown],
            [float(cell.per_pupil or 0) for _, cell in shown],
            [None if pool.mean is None else float(pool.mean) for pool, _ in shown],
        )
        key = [key_entry("bar", line.name), key_entry("tick", "district's mean per pupil")]
        drawn = [
            html.Div(key, className="key"),
            chart("central-school", figure,
                  description=f"{question} {plain(view.school.sentence)}",
                  height=40 + 34 * len(shown), phone_height=40 + 46 * len(shown)),
        ]  # fmt: skip
    made_card = card(
        question,
        view.school.sentence,
        [*drawn, made],
        method=view.method,
        menu=Menu(view.school.export, has_chart=bool(drawn), card="central-school"),
        tools=[_all_link(view)] if view.is_asked else [],
    )
    return [row(made_card)]


def _all_link(view: CentralPage) -> Component:
    link = choice("See all", "school=&pool=", is_current=not view.is_asked)
    link.className = "ctl quiet"
    return link


def _pool_link(pool: PoolHead) -> Component:
    link = choice("Open", f"pool={pool.code}", is_current=False)
    link.className = "ctl quiet"
    return link


def _pool(view: CentralPage) -> list[Component]:
    if view.pool is None:
        return []
    one = view.pool
    question = f"Who gets {one.pool.name}?"
    key = [key_entry("bar", "dollars per pupil, from zero"), key_entry("tick", "district's mean")]
    rows = of_pool(one.pool, one.lines, is_whole=view.is_whole, caption=question)
    # Beside the table of all schools the picture alone will do; its menu opens the rows.
    drawn = chart(
        "central-pool", one.figure, description=f"{question} {plain(one.sentence)}",
        rows=None if view.is_asked else rows, height=250, phone_height=220,
    )  # fmt: skip
    shown = [html.Div(key, className="key"), rows] if view.is_asked else []
    made = card(
        question,
        one.sentence,
        [drawn, *shown],
        method=f"{view.method} Why this driver: {one.pool.source}.",
        menu=Menu(one.export, has_chart=True, card="central-pool"),
        tools=[_all_link(view) if view.is_asked else _pool_link(one.pool)],
    )
    return [row(made)]


def _accounts(view: CentralPage) -> list[Component]:
    """The largest accounts of the chosen pool, each opening its payments."""
    if view.pool is None:
        return []
    one = view.pool
    columns = [Column("Account"), Column("What it is", is_given=True), Column("Held at"),
               Column("Dollars", is_number=True, phone=Phone.KEEP)]  # fmt: skip
    rows = [
        Row([dcc.Link(entry.account, href=entry.href, className="dig") if entry.href
             else entry.account, entry.description, entry.place, money(entry.dollars, cents=True)],
            note=f"{entry.description}; {entry.place}")
        for entry in one.accounts
    ]  # fmt: skip
    question = f"What is {one.pool.name} spent on?"
    content = table(columns, rows, caption=question, look="c stack") if rows else None
    menu = Menu(one.account_export) if one.account_export else None
    return [row(card(question, one.account_words, content, menu=menu))]


def _share(view: CentralPage) -> list[Component]:
    if view.share is None:
        return []
    one = view.share
    question = f"How is {one.school}'s share of {one.pool} reckoned?"
    strip = [KeyFigure(label, value, note) for label, value, note in one.steps]
    content = html.Div(figure_strip(strip, label=question), className="steps") if strip else None
    return [
        row(
            card(
                question,
                one.sentence,
                content,
                method=f"Why this driver: {one.source}.",
                menu=Menu(one.export),
                tools=[_all_link(view)],
            )
        )
    ]


def _lost(view: CentralPage) -> list[Component]:
    if not view.pools and not view.lost:
        return []
    question = "How is each resource shared?"
    if view.lost:
        lost = sum((one.dollars for one in view.lost), Decimal(0))
        words: Sentence = [f"{money(lost)} reaches no school; each with its reason."]
    else:
        words = ["Every resource reaches schools; the dollars open the accounts behind them."]
    made = pool_table(view.pools, view.lost, question)
    note = "For each: dollars for one unit of what the resource follows."
    return [
        row(
            card(
                question,
                words,
                made,
                method=note,
                menu=Menu(view.exports[1], card="central-shared"),
            )
        )
    ]


def _without(view: CentralPage) -> list[Component]:
    question = "Who takes no share, and why?"
    if not view.without:
        return [row(card(question, ["Every school takes a share of every resource."]))]
    entries = [
        html.Li(
            [
                html.B(f"{one.pools}: {one.reason} ({count(len(one.schools))})"),
                html.Span(_linked(one.schools)),
            ]
        )
        for one in view.without
    ]
    places = {href for one in view.without for _, href in one.schools}
    words = [f"{counted(len(places), 'school')}, each with its reason; others bear the dollars."]
    return [row(card(question, words, html.Ul(entries, className="outs")))]


def _linked(schools: Sequence[tuple[str, str]]) -> list[Component | str]:
    words: list[Component | str] = []
    for name, href in schools:
        words += [*([", "] if words else []), dcc.Link(name, href=href)]
    return words
