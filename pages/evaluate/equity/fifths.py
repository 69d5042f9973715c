"""The card of fifths of pupils by need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.chart import chart
from pages.components.notices import empty
from pages.components.sentence import plain
from pages.components.table import Column, Phone, Row, table
from pages.evaluate.equity.words import fifths_sentence
from pages.figures.fifth_bars import FIFTH_NAMES, fifth_bars
from pages.format import count, money, share

QUESTION = "Does the pattern hold for every fifth of pupils?"


@dataclass(frozen=True, slots=True)
class Fifth:
    """A fifth of the pupils: their schools, mean need (0 to 1) and dollars per pupil."""

    pupils: float
    schools: int
    need: float
    dollars: float


@dataclass(frozen=True, slots=True)
class Fifths:
    """From the lowest to the highest need; `reason` says why there are none."""

    fifths: Sequence[Fifth]
    reason: str
    method: str
    export: str


def fifths_card(view: Fifths) -> Component:
    """Bars from zero, the need of each fifth below."""
    if not view.fifths:
        return card(QUESTION, body=empty("No fifths.", f"It {view.reason}."))
    words = fifths_sentence([one.dollars for one in view.fifths])
    picture = chart(
        "equity-fifths",
        fifth_bars([one.dollars for one in view.fifths], [one.need for one in view.fifths]),
        description=f"{QUESTION} {plain(words)}",
        rows=_rows(view),
        height=430,
        phone_height=320,
    )
    return card(
        QUESTION,
        words,
        picture,
        method=view.method,
        menu=Menu(view.export, has_chart=True, card="equity-fifths"),
    )


def _rows(view: Fifths) -> Component:
    columns = [
        Column("Fifth of pupils"),
        Column("Pupils", is_number=True),
        Column("Schools", is_number=True),
        Column("Low-income", is_number=True, phone=Phone.KEEP),
        Column("$ per pupil", is_number=True, phone=Phone.KEEP),
    ]
    rows = [
        Row([name, count(one.pupils), count(one.schools), share(one.need), money(one.dollars)])
        for name, one in zip(FIFTH_NAMES, view.fifths, strict=True)
    ]
    return table(columns, rows, caption=QUESTION, look="c")
