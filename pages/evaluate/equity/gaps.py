"""The card of schools that differ most from what need predicts, and of the schools left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.drawn import Node, element, link
from pages.components.figures import missing
from pages.components.notices import empty
from pages.components.sentence import Part, Sentence, strong
from pages.components.table import Column, Phone, Row, table
from pages.evaluate.level_words import pupils_words
from pages.evaluate.track import position
from pages.format import HIDDEN, count, counted, money, money_change, rounded

QUESTION: Final = "Which schools differ most from what need predicts?"
LEFT_OUT: Final = "Which schools are left out, and why?"
SHOWN: Final = 10
_MANY: Final = 2


@dataclass(frozen=True, slots=True)
class GapSchool:
    """One school: dollars per pupil less what its level and need predict."""

    name: str
    href: str
    level: str
    pupils: float
    gap: float
    is_by_need: bool


@dataclass(frozen=True)
class Gaps:
    """Schools with a prediction: all, or at least those of both ends."""

    schools: Sequence[GapSchool]
    method: str
    export: str

    @cached_property
    def above(self) -> list[GapSchool]:
        """The schools furthest above, furthest first."""
        return [one for one in self._order[:SHOWN] if rounded(one.gap) > 0]

    @cached_property
    def below(self) -> list[GapSchool]:
        """The schools furthest below, furthest last."""
        return [one for one in self._order[-SHOWN:] if rounded(one.gap) < 0]

    @cached_property
    def _order(self) -> list[GapSchool]:
        return sorted(self.schools, key=lambda one: -one.gap)


def gaps_card(view: Gaps) -> Component:
    """Marks right and left of what is predicted."""
    if len(view.schools) < _MANY:
        return card(QUESTION, body=empty("Nothing to compare.", "Too few schools on this basis."))
    reach = max(abs(one.gap) for one in view.schools) or 1.0
    head = html.Div(
        [html.Span("less than predicted"), html.Span("more than predicted")],
        className="gaphead",
        **{"aria-hidden": "true"},
    )
    rows = [_line(one, reach) for one in [*view.above, *view.below]]
    return card(
        QUESTION,
        sentence(view),
        [head, html.Ul(rows, className="gaps")],
        method=view.method,
        menu=Menu(view.export, card="equity-gaps"),
    )


def sentence(view: Gaps) -> Sentence:
    """The furthest schools, and how large those at both ends are."""
    above, below = view.above, view.below
    if not above and not below:
        return [_none_apart(view)]
    if not above or not below:
        return _one_side(above[0] if above else below[-1])
    most, least = above[0], below[-1]
    is_alike = most.is_by_need == least.is_by_need
    than = f"per pupil than {_predicted(least, 'their')}" if is_alike else (
        f"than {_predicted(least, 'its')}"
    )  # fmt: skip
    words: list[Part | str] = [
        f"{most.name} spends ",
        strong(f"{money(most.gap)} more"),
        "" if is_alike else f" per pupil than {_predicted(most, 'its')}",
        f" and {least.name} ",
        strong(f"{money(-least.gap)} less"),
        f" {than}.",
    ]
    sizes = [sum(one.pupils for one in part) / len(part) for part in (above, below)]
    ends = (
        f" The {count(len(above))} furthest above have {pupils_words(sizes[0])} on average, the "
        f"{count(len(below))} furthest below {count(sizes[1])}."
    )
    return [*words, ends]


def _predicted(one: GapSchool, whose: str) -> str:
    """What a school is measured against: the line of need, or the mean where no line is clear."""
    if one.is_by_need:
        return f"schools of {whose} level and need"
    return f"the mean of {whose} level"


def _one_side(one: GapSchool) -> Sentence:
    more, other = ("more", "less") if one.gap > 0 else ("less", "more")
    return [
        f"{one.name} spends ",
        strong(f"{money(abs(one.gap))} {more}"),
        f" per pupil than {_predicted(one, 'its')}; no school spends {other} than predicted.",
    ]


def _none_apart(view: Gaps) -> str:
    kinds = {one.is_by_need for one in view.schools}
    if kinds == {True}:
        return "Schools lie where their level and need predict."
    if kinds == {False}:
        return "Schools lie at the mean of their level."
    return "Schools lie where their level and need predict, or at the mean of their level."


def _line(one: GapSchool, reach: float) -> Node:
    half = position(abs(one.gap), 0, reach * 1.45)
    side = "left" if one.gap > 0 else "right"
    bar = element("span", className="bar", style={"width": half})
    place = {side: f"calc({half} + 9px)"}
    words = element("span", money_change(one.gap), className="v", style=place)
    return element(
        "li",
        link(one.name, one.href, className="nm"),
        element("span", bar, element("i", style={side: half}), words, className="half"),
        className="up" if one.gap > 0 else "down",
    )


@dataclass(frozen=True, slots=True)
class OutSchool:
    """A school that is not compared and why; figures are missing where they may not be shown."""

    name: str
    href: str
    level: str
    reason: str
    pupils: float | None
    dollars: float | None
    is_hidden: bool = False


def left_out_card(schools: Sequence[OutSchool], export: str) -> Component:
    """Every school that is not compared, with its reason."""
    columns = [
        Column("School"),
        Column("Why", phone=Phone.KEEP),
        Column("Pupils", is_number=True, phone=Phone.KEEP),
        Column("$ per pupil", is_number=True),
    ]
    rows = [
        Row(
            [
                link(one.name, one.href),
                one.reason,
                _figure(one, None if one.pupils is None else count(one.pupils)),
                _figure(one, None if one.dollars is None else money(one.dollars)),
            ]
        )
        for one in schools
    ]
    known = sum(one.pupils or 0 for one in schools)
    words = f"{counted(len(schools), 'school')} with {pupils_words(known)} shown are not compared."
    return card(
        LEFT_OUT,
        [words],
        table(columns, rows, caption=LEFT_OUT, look="c ph4 outs-t"),
        method="Special, alternative and adult programs differ in kind from the schools of a "
        "level; small schools are left out only by choice above.",
        menu=Menu(export, card="equity-left-out"),
    )


def _figure(one: OutSchool, text: str | None) -> Component | str:
    if text is not None:
        return text
    return HIDDEN if one.is_hidden else missing(one.reason)
