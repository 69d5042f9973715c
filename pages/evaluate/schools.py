"""The list of schools: what each gets, how many pupils it has, with what needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import Menu, card
from pages.components.drawn import Node, element, link, node
from pages.components.figures import icon, missing
from pages.components.filters import search_box
from pages.components.foot import foot
from pages.components.notices import empty, skeleton
from pages.components.page_head import BasisCell, basis_bar, choice, page_head, print_button
from pages.components.sentence import Part, Sentence, lead, strong
from pages.components.table import Column, Phone, Row, table
from pages.evaluate.level_words import level_name, schools_of
from pages.evaluate.track import bar
from pages.format import HIDDEN, count, counted, listed, money, share
from pages.words import label

QUESTION = "Which school gets what?"
SORTS = {
    "name": "School",
    "level": "Level",
    "pupils": "Pupils",
    "need": "Low-income",
    "learners": "English learners",
    "disabilities": "Disabilities",
    "spent": "Spent",
    "dollars": "$ per pupil",
    "rank": "Rank",
}
FOLDED = 150
"""A longer list shows its first hundred schools until all are asked for."""
_FIRST = 100
_WORDS = ("name", "level")
_EMPTY_BOX, _FULL_BOX = (node(icon(name)) for name in ("square", "check-square-fill"))


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """One school of the list; `hidden` names the figures that are withheld.

    `toggle` is the change of the address that picks the school for comparison or lets it go; empty
    where four are picked already.
    """

    name: str
    href: str
    level: str
    pupils: float | None
    needs: tuple[float | None, float | None, float | None]
    hidden: frozenset[str]
    spent: Decimal | None
    per_pupil: Decimal | None
    rank: int | None
    ranked: int
    reason: str
    toggle: str = ""
    is_picked: bool = False


@dataclass(frozen=True, slots=True)
class SchoolsPage:
    """The list, in its order. `every` counts the schools before the search.

    `picked` names the schools picked for comparison, `compare_href` sets them side by side.
    `is_all` shows a long list whole.
    """

    basis: Sequence[BasisCell]
    level: str
    schools: Sequence[SchoolLine]
    every: int
    mean: Decimal | None
    search: str
    sort: str
    is_descending: bool
    method: str
    export: str
    source: str
    picked: Sequence[str] = ()
    compare_href: str = ""
    is_all: bool = False

    @property
    def shown(self) -> Sequence[SchoolLine]:
        """The schools of the list in view: all of a short one, the first hundred of a long one."""
        return self.schools if self.is_all or len(self.schools) <= FOLDED else self.schools[:_FIRST]


def layout(**_: str) -> html.Div:
    """The frame: the search box stands in it so that it keeps its focus."""
    box = html.Div(search_box(ids.Schools.SEARCH, "Find a school"), className="ln")
    return html.Div(
        [
            dcc.Location(id=ids.Schools.URL, refresh=False),
            dcc.Store(id=ids.Schools.STATE),
            html.Div(skeleton(96, 60, 60), id=ids.Schools.HEAD),
            html.Div(box, className="builder"),
            html.Div(skeleton(720), id=ids.Schools.BODY),
        ]
    )


def head(view: SchoolsPage) -> list[Component]:
    """Breadcrumbs, question, basis, sentence."""
    return [
        page_head(
            QUESTION,
            crumbs=[("Home", "/"), ("Evaluate", ""), ("Schools", "")],
            actions=[print_button()],
        ),
        basis_bar(view.basis),
        lead(sentence(view)),
    ]


def body(view: SchoolsPage) -> list[Component]:
    """The list as one card."""
    question = f"What do {schools_of(view.level)} spend per pupil?"
    if not view.schools:
        text = f"No school's name or code has “{view.search}” in it. Search for fewer letters."
        content: Component = card(question, body=empty("No school fits.", text))
    else:
        content = card(
            question,
            _found(view),
            [_table(view, question), *_unfold(view)],
            method=view.method,
            menu=Menu(view.export, card="schools"),
        )
    return [*_picked(view), html.Div(content, className="row-c"), foot(view.source)]


def _picked(view: SchoolsPage) -> list[Component]:
    """The schools picked for comparison, and the way there."""
    if not view.picked:
        return []
    one = len(view.picked) == 1
    words = f"{counted(len(view.picked), 'school')} picked: {listed(list(view.picked))}."
    more = " Pick up to three more." if one else ""
    return [
        html.Div(
            [
                html.Span([words, more]),
                dcc.Link("Compare side by side", href=view.compare_href, className="ctl"),
                html.A("Clear", href="?pick=", className="ctl quiet", **{"data-query": "pick="}),
            ],
            className="pick-bar",
            role="status",
        )
    ]


def _toggle(line: SchoolLine) -> Node:
    """Picks a school for comparison, or lets it go."""
    words = f"Compare {line.name}"
    if not line.toggle:
        why = f"{words}: four schools are picked already"
        return element("button", _EMPTY_BOX, type="button", className="pick", disabled=True,
                       title=why, aria_label=why)  # fmt: skip
    return element(
        "button",
        _FULL_BOX if line.is_picked else _EMPTY_BOX,
        type="button",
        className="pick",
        title=words,
        aria_label=words,
        aria_pressed="true" if line.is_picked else "false",
        **{"data-query": line.toggle},
    )


def sentence(view: SchoolsPage) -> Sentence:
    """From the lowest to the highest spending per pupil, and the mean."""
    known = [line for line in view.schools if line.per_pupil is not None]
    if len(known) < 2 or view.mean is None:  # noqa: PLR2004 - no range
        return [f"{counted(view.every, 'school')}; too few have spending and pupils to compare."]
    low = min(known, key=lambda line: line.per_pupil or Decimal(0))
    high = max(known, key=lambda line: line.per_pupil or Decimal(0))
    words: list[Part | str] = [
        f"{schools_of(view.level).capitalize()} spend from ",
        strong(money(low.per_pupil)),
        f" per pupil at {low.name} to ",
        strong(money(high.per_pupil)),
        f" at {high.name}; ",
        f"over all their pupils it is {money(view.mean)}.",
    ]
    return words


def _found(view: SchoolsPage) -> Sentence:
    lacking = sum(line.per_pupil is None for line in view.schools)
    words = counted(len(view.schools), "school")
    if view.search:
        words = f"{words} of {count(view.every)} {'has' if len(view.schools) == 1 else 'have'} "
        words += f"“{view.search}” in the name"
    words += f"; {count(lacking)} without a figure per pupil." if lacking else "."
    if len(view.shown) < len(view.schools):
        words += f" The first {count(len(view.shown))} are listed."
    return [words]


def _unfold(view: SchoolsPage) -> list[Component]:
    """The way from the first schools of a long list to all of them, and back."""
    if len(view.schools) <= FOLDED:
        return []
    words = f"Show all {count(len(view.schools))} schools"
    link = choice(
        f"List the first {count(_FIRST)} only" if view.is_all else words,
        "all=" if view.is_all else "all=1",
        is_current=False,
    )
    link.className = "ctl wide"
    return [html.P(link, className="unfold")]


def _table(view: SchoolsPage, question: str) -> Component:
    top = max((float(line.per_pupil) for line in view.schools if line.per_pupil), default=1.0)
    mean = None if view.mean is None else float(view.mean)
    return table(
        [*_columns(view)],
        [_row(line, top, mean) for line in view.shown],
        caption=question,
        look="c stack schools every-school",
    )


def _columns(view: SchoolsPage) -> list[Column]:
    phone = {"name": Phone.KEEP, "dollars": Phone.KEEP}
    made = [
        Column(
            words,
            is_number=key not in _WORDS,
            phone=phone.get(key, Phone.DROP),
            head=_sorter(key, words, view),
            sorted=("descending" if view.is_descending else "ascending")
            if key == view.sort
            else "",
        )
        for key, words in SORTS.items()
    ]
    picture = Column("", width="13%", phone=Phone.WIDE)
    return [*made[:7], picture, *made[7:]]


def _sorter(key: str, words: str, view: SchoolsPage) -> Component:
    """A link that sorts by the column; asked again, the other way round."""
    is_here = key == view.sort
    starts_down = key not in (*_WORDS, "rank")
    is_down = not view.is_descending if is_here else starts_down
    query = f"sort={'' if key == 'name' else key}&down={'1' if is_down else ''}"
    shown = label(words)
    sorter = choice(shown, query, is_current=is_here)
    sorter.className = "sorter"
    if is_here:
        sorter.children = [
            shown,
            icon("caret-down-fill" if view.is_descending else "caret-up-fill"),
        ]
    return sorter


def _row(line: SchoolLine, top: float, mean: float | None) -> Row:
    own = None if line.per_pupil is None else float(line.per_pupil)
    need = [
        HIDDEN if name in line.hidden else share(value)
        for name, value in zip(("frl", "ell", "sped"), line.needs, strict=True)
    ]
    pupils = HIDDEN if "pupils" in line.hidden else count(line.pupils)
    per_pupil = missing(line.reason) if line.per_pupil is None else money(line.per_pupil)
    place = "" if line.rank is None else f"{count(line.rank)} of {count(line.ranked)}"
    return Row(
        [
            element("span", _toggle(line), link(line.name, line.href), className="pick-name"),
            level_name(line.level),
            pupils,
            *need,
            money(line.spent),
            bar(own, high=top * 1.03, mark=mean),
            per_pupil,
            place,
        ],
        note=f"{level_name(line.level)}, {pupils} pupils, {need[0]} low-income",
    )
