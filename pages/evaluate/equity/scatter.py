"""The card of spending on need, one mark a school."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.chart import chart
from pages.components.page_head import choice
from pages.components.sentence import Sentence, plain
from pages.components.table import Column, Phone, Row, table
from pages.evaluate.equity.words import RULE
from pages.evaluate.level_words import LEVELS, level_name
from pages.figures.need_scatter import Fitted, School, need_scatter
from pages.format import count, money, share

QUESTION: Final = "Do schools with more need spend more?"
_SHARE: Final = "Low-income pupils (share of all pupils)"
_RANK: Final = "Pupils in order of their school’s share of low-income pupils"


@dataclass(frozen=True, slots=True)
class NeedPicture:
    """Schools with both figures and their fit; `by_rank` spreads them evenly by their order."""

    sentence: Sentence
    schools: Sequence[School]
    fitted: Fitted | None
    by_rank: bool
    without_need: int
    method: str
    export: str


def scatter_card(view: NeedPicture) -> Component:
    """The scatter with its key, its rule and its rows."""
    picture = chart(
        "equity-need",
        need_scatter(view.schools, view.fitted, _RANK if view.by_rank else _SHARE),
        description=f"{QUESTION} {plain(view.sentence)}",
        rows=_rows(view.schools),
        height=430,
        phone_height=340,
    )
    method = f"{view.method} {RULE} Association, not cause."
    if view.by_rank:
        method += " The line is the same fit; the axis of ranks bends it."
    if view.without_need:
        method += f" {count(view.without_need)} without a share of low-income pupils not drawn."
    return card(
        QUESTION,
        view.sentence,
        [_key(view.schools), picture],
        method=method,
        menu=Menu(view.export, has_chart=True, card="equity-need"),
        tools=[_switch(view)],
    )


def _switch(view: NeedPicture) -> html.Div:
    links = [
        choice("By share", "axis=", is_current=not view.by_rank),
        choice("By rank", "axis=rank", is_current=view.by_rank),
    ]
    return html.Div(links, className="seg", role="group", **{"aria-label": "Axis of need"})


def _key(schools: Sequence[School]) -> html.Div:
    entries: list[Component] = []
    for level in LEVELS:
        number = sum(school.level == level for school in schools)
        if number:
            mark = html.I(className=f"shape {level}", **{"aria-hidden": "true"})
            entries.append(html.Span([mark, f"{level_name(level)} ({count(number)})"]))
    entries.append(html.Span("area: pupils", className="hat"))
    return html.Div(entries, className="key")


def _rows(schools: Sequence[School]) -> Component:
    columns = [
        Column("School"),
        Column("Level"),
        Column("Pupils", is_number=True),
        Column("Low-income", is_number=True, phone=Phone.KEEP),
        Column("$ per pupil", is_number=True, phone=Phone.KEEP),
    ]
    rows = [
        Row([one.name, level_name(one.level), count(one.pupils), share(one.need, 1),
             money(one.per_pupil)])
        for one in sorted(schools, key=lambda one: -one.need)
    ]  # fmt: skip
    return table(columns, rows, caption=QUESTION, look="c")
