"""The card of spending per pupil by level, this year and the year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.figures import missing, named
from pages.components.notices import empty
from pages.components.sentence import Sentence
from pages.components.table import Column, Phone, Row, table
from pages.format import counted, fiscal_year, money, share, share_change, upper


@dataclass(frozen=True, slots=True)
class LevelYears:
    """Spending per pupil of a level in two years; `before` is missing where not loaded."""

    name: str
    schools: int
    pupils: str
    before: Decimal | None
    now: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """Relative change on the year before."""
        if not self.before or self.now is None:
            return None
        return self.now / self.before - 1


def level_card(levels: Sequence[LevelYears], funds: str, year: int, export: str) -> Component:
    """What schools spend per pupil by level, against the year before."""
    question = "What do schools spend per pupil?"
    if not levels:
        notice = empty("No figure per pupil.", "Pupils or spending of this year are not loaded.")
        return card(question, body=notice)
    low, high = _lane(levels)
    rows = [
        Row(
            [
                named(level.name, f"{counted(level.schools, 'school')}, {level.pupils} pupils"),
                _dots(level, low, high),
                missing(f"{fiscal_year(year - 1)} is not loaded")
                if level.before is None
                else money(level.before),
                money(level.now),
                share_change(level.change),
            ]
        )
        for level in levels
    ]
    columns = [
        Column("Level"),
        Column("", width="30%", phone=Phone.WIDE),
        Column(fiscal_year(year - 1), is_number=True),
        Column(fiscal_year(year), is_number=True, phone=Phone.KEEP),
        Column("Change", is_number=True),
    ]
    key = html.Div(
        [
            html.Span([html.I(className="round was"), fiscal_year(year - 1)]),
            html.Span([html.I(className="round now"), fiscal_year(year)]),
        ],
        className="key",
    )
    method = (
        f"{upper(funds)}, actual, booked at the school, pupil-weighted, current dollars. "
        f"The lanes start at {money(low)}."
    )
    return card(
        question,
        level_words(levels),
        [key, table(columns, rows, caption=question, look="c stack roomy")],
        method=method,
        menu=Menu(export, card="home-levels"),
    )


def level_words(levels: Sequence[LevelYears]) -> Sentence:
    """Which level spends most, and how spending moved."""
    single = [level for level in levels if level.now is not None and not _is_sum(level)]
    if not single:
        return ["No level has a figure per pupil."]
    top = max(single, key=lambda level: level.now or Decimal(0))
    words = f"{top.name} schools spend most, {money(top.now)}."
    changes = [level.change for level in single if level.change is not None]
    if not changes:
        return [f"{words} The year before is not loaded."]
    low, high = min(changes), max(changes)
    if low > 0:
        return [f"{words} Spending rose at every level, by {share(low)} to {share(high)}."]
    if high < 0:
        return [f"{words} Spending fell at every level, by {share(-high)} to {share(-low)}."]
    return [f"{words} Changes run from {share_change(low, 0)} to {share_change(high, 0)}."]


def _lane(levels: Sequence[LevelYears]) -> tuple[Decimal, Decimal]:
    values = [v for level in levels for v in (level.before, level.now) if v is not None]
    low, high = min(values), max(values)
    start = (low - (high - low) / 5) // 200 * 200
    return max(start, Decimal(0)), high + (high - low) / 10 + 1


def _dots(level: LevelYears, low: Decimal, high: Decimal) -> html.Div:
    def place(value: Decimal) -> str:
        return f"{(value - low) / (high - low) * 100:.2f}%"

    parts = []
    if level.before is not None and level.now is not None:
        ends = sorted((level.before, level.now))
        width = f"{(ends[1] - ends[0]) / (high - low) * 100:.2f}%"
        parts.append(html.Span(className="span", style={"left": place(ends[0]), "width": width}))
    if level.before is not None:
        parts.append(html.Span(className="was-dot", style={"left": place(level.before)}))
    if level.now is not None:
        parts.append(html.Span(className="now-dot", style={"left": place(level.now)}))
    return html.Div(parts, className="lane", **{"aria-hidden": "true"})


def _is_sum(level: LevelYears) -> bool:
    return level.name.startswith("All")
