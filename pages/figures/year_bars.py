"""Dollars by year as bars from zero, with a second figure written under each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pages.format import MISSING, fiscal_year, money, money_short
from pages.theme import colour

Figure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class YearBar:
    """One year; `is_open` marks a year that is not complete. Missing dollars leave a gap."""

    year: int
    dollars: float | None
    below: float | None = None
    is_open: bool = False


def year_bars(bars: Sequence[YearBar], words: str) -> Figure:
    """The bars; `words` say what is written under the years."""
    names = [fiscal_year(bar.year) for bar in bars]
    values = [bar.dollars for bar in bars]
    top = max([value for value in values if value is not None] or [1.0])
    floor = min([value for value in values if value is not None] or [0.0])
    trace = {
        "type": "bar",
        "name": "Spent",
        "x": names,
        "y": values,
        "width": 0.62 * min(1.0, len(bars) / 4),
        "marker": {
            "color": [colour("blue", 0.42) if bar.is_open else colour("blue") for bar in bars],
            "line": {"color": colour("blue"), "width": [1.25 if b.is_open else 0 for b in bars]},
        },
        "text": [money_short(value) for value in values],
        "textposition": "outside",
        "textfont": {"size": 12, "color": colour("text")},
        "cliponaxis": False,
        "hovertemplate": "%{x}: $%{y:,.0f}<extra></extra>",
    }
    layout = {
        "margin": {"l": 4, "r": 4, "t": 26, "b": 74},
        "xaxis": {"type": "category", "showgrid": False, "showline": True},
        "yaxis": {"visible": False, "range": [min(0.0, floor * 1.1), top * 1.06]},
        "annotations": [*_below(bars), _words(words)],
        "meta": {"phone": {"xaxis": {"tickfont": {"size": 11}}}},
    }
    return {"data": [trace], "layout": layout}


def _below(bars: Sequence[YearBar]) -> list[Figure]:
    return [
        {
            "x": place,
            "y": 0,
            "yref": "paper",
            "yanchor": "top",
            "yshift": -24,
            "xanchor": "center",
            "text": MISSING if bar.below is None else money(bar.below),
            "showarrow": False,
        }
        for place, bar in enumerate(bars)
    ]


def _words(words: str) -> Figure:
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0,
        "yanchor": "top",
        "yshift": -46,
        "xanchor": "center",
        "text": words,
        "showarrow": False,
        "font": {"size": 12, "color": colour("text-2")},
    }
