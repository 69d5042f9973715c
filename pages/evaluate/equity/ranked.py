"""The card of schools by spending per pupil within their level, need beside each bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.drawn import Node, element, link
from pages.components.page_head import choice
from pages.components.sentence import Sentence, strong
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.evaluate.level_words import level_name, schools_of
from pages.evaluate.track import position
from pages.format import HIDDEN, count, counted, money, share

QUESTION = "Which schools spend most and least per pupil?"
FOLDED: Final = 15
_ENDS: Final = 7
_BESIDE: Final = 10
_LONG: Final = 24


@dataclass(frozen=True, slots=True)
class RankedSchool:
    """One bar: dollars per pupil booked at the school, and its share of central services."""

    name: str
    href: str
    site: float
    central: float | None
    need: float | None
    is_need_hidden: bool = False

    @property
    def whole(self) -> float:
        """Both parts."""
        return self.site + (self.central or 0.0)


@dataclass(frozen=True, slots=True)
class RankedLevel:
    """The schools of a level, the highest spending first, and their pupil-weighted mean.

    Of a folded list `schools` are those of both ends and `between` counts the others.
    """

    level: str
    schools: Sequence[RankedSchool]
    mean: float
    between: int = 0

    @property
    def count(self) -> int:
        """All its schools."""
        return len(self.schools) + self.between


@dataclass(frozen=True, slots=True)
class Ranked:
    """Levels in order; `is_all` shows long lists whole. `shown` names the dollars of the column."""

    levels: Sequence[RankedLevel]
    is_all: bool
    shown: str
    method: str
    export: str

    @property
    def top(self) -> float:
        """The longest bar of the page: all levels share one scale."""
        return max((one.whole for level in self.levels for one in level.schools), default=1.0)

    @property
    def has_central(self) -> bool:
        """Whether central shares are drawn."""
        return any(one.central is not None for level in self.levels for one in level.schools)

    @property
    def is_long(self) -> bool:
        """Whether a level has more schools than a folded list shows."""
        return any(level.count > FOLDED for level in self.levels)


def ends_of(schools: int, levels: int) -> int:
    """How many schools a folded list shows at each end; 0 where it is short enough to be whole."""
    if schools <= FOLDED:
        return 0
    # Beside other levels a long list is as long as they are.
    return _BESIDE if schools > _LONG and levels > 1 else _ENDS


def ranked_card(view: Ranked) -> Component:
    """The levels in two columns, the longest first."""
    tables = [_level(level, view) for level in view.levels]
    first, rest = tables[:1], tables[1:]
    columns = [html.Div(first), html.Div(rest)] if rest else first
    tools = []
    if view.is_long:
        fold = choice(
            "Fold long lists" if view.is_all else "Show all schools",
            "all=" if view.is_all else "all=1",
            is_current=False,
        )
        fold.className = "ctl quiet"
        tools = [fold]
    return card(
        QUESTION,
        sentence(view),
        [_key(view), html.Div(columns, className="ranked cols-2" if rest else "ranked")],
        method=view.method,
        menu=Menu(view.export, card="equity-ranked"),
        tools=tools,
    )


def sentence(view: Ranked) -> Sentence:
    """From the lowest to the highest school of the largest level."""
    level = max(view.levels, key=lambda one: one.count, default=None)
    if level is None or level.count < 2:  # noqa: PLR2004 - no range
        return ["Too few schools to rank."]
    order = sorted(level.schools, key=lambda one: one.whole)
    return [
        f"Among {schools_of(level.level)}, it runs from ",
        strong(money(order[0].whole)),
        f" per pupil at {order[0].name} to ",
        strong(money(order[-1].whole)),
        f" at {order[-1].name}.",
    ]


def _key(view: Ranked) -> html.Div:
    entries = [html.Span([html.I(className="kx site"), "Booked at the school"])]
    if view.has_central:
        entries.append(html.Span([html.I(className="kx central"), "Share of central services"]))
    entries.append(html.Span([html.I(className="kx dot"), "Low-income pupils, 0 to 100%"]))
    return html.Div(entries, className="key")


def _level(level: RankedLevel, view: Ranked) -> html.Div:
    count_words = counted(level.count, "school")
    head = html.H3(
        [level_name(level.level), html.Span(f"{count_words}, mean {money(level.mean)}")],
        className="rank-h",
    )
    columns = [
        Column("School"),
        Column("", width="38%", phone=Phone.WIDE),
        Column(view.shown, is_number=True, phone=Phone.KEEP),
        Column("Need", is_number=True, phone=Phone.KEEP),
    ]
    caption = f"{level_name(level.level)} schools by spending per pupil"
    return html.Div([head, table(columns, _rows(level, view), caption=caption, look="rank")])


def _rows(level: RankedLevel, view: Ranked) -> list[Row]:
    top = view.top
    rows = [_row(one, top) for one in level.schools]
    if level.between:
        words = f"{count(level.between)} schools between: show all"
        fold = Row([choice(words, "all=1", is_current=False)], RowKind.GROUP)
        rows.insert(len(rows) // 2, fold)
    return rows


def _row(one: RankedSchool, top: float) -> Row:
    parts = [element("span", className="site", style={"width": position(one.site, 0, top)})]
    if one.central:
        width = {"width": position(one.central, 0, top)}
        parts.append(element("span", className="central", style=width))
    bar = element("div", *parts, className="rbar", aria_hidden="true")
    return Row([link(one.name, one.href), bar, money(one.whole), _need(one)])


def _need(one: RankedSchool) -> Node:
    words = HIDDEN if one.is_need_hidden else share(one.need)
    marks = [element("i", style={"left": position(one.need, 0, 1)})] if one.need is not None else []
    line = element("span", *marks, className="ntrack", aria_hidden="true")
    return element("span", line, element("span", words), className="nwrap")
