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
    """One year; `is_open` marks a year that is not complete. Missing dollars leave a gap.

    `upper` is the part of the dollars that is drawn hatched, on top of the rest.
    """

    year: int
    dollars: float | None
    below: float | None = None
    is_open: bool = False
    upper: float | None = None


def year_bars(bars: Sequence[YearBar], words: str) -> Figure:
    """The bars; `words` say what is written under the years."""
    names = [fiscal_year(bar.year) for bar in bars]
    values = [bar.dollars for bar in bars]
    top = max([value for value in values if value is not None] or [1.0])
    floor = min([value for value in values if value is not None] or [0.0])
    is_stacked = any(bar.upper is not None for bar in bars)
    lower = [None if b.dollars is None else b.dollars - (b.upper or 0.0) for b in bars]
    width = 0.62 * min(1.0, len(bars) / 4)
    trace: Figure = {
        "type": "bar",
        "name": "Spent",
        "x": names,
        "y": lower,
        "width": width,
        "marker": {
            "color": [colour("blue", 0.42) if bar.is_open else colour("blue") for bar in bars],
            "line": {"color": colour("blue"), "width": [1.25 if b.is_open else 0 for b in bars]},
        },
        "text": ["" if bar.upper is not None else money_short(bar.dollars) for bar in bars],
        "textposition": "outside",
        "textfont": {"size": 12, "color": colour("text")},
        "cliponaxis": False,
        "hovertemplate": "%{x}: $%{y:,.0f}<extra></extra>",
    }
    layout: Figure = {
        "margin": {"l": 4, "r": 4, "t": 26, "b": 74},
        "xaxis": {"type": "category", "showgrid": False, "showline": True},
        "yaxis": {"visible": False, "range": [min(0.0, floor * 1.1), top * 1.06]},
        "annotations": [*_below(bars), _words(words)],
        "meta": {"phone": {"xaxis": {"tickfont": {"size": 11}}}},
    }
    if not is_stacked:
        return {"data": [trace], "layout": layout}
    layout["barmode"] = "stack"
    return {"data": [trace | {"name": "At the school"}, _upper(bars, names, width)],
            "layout": layout}  # fmt: skip


def _upper(bars: Sequence[YearBar], names: Sequence[str], width: float) -> Figure:
    """The hatched part, with the sum of both above it."""
    edge = colour("blue-edge")
    return {
        "type": "bar",
        "name": "Central share",
        "x": names,
        "y": [bar.upper for bar in bars],
        "width": width,
        "marker": {
            "color": colour("surface"),
            "line": {"color": edge, "width": 1},
            "pattern": {"shape": "/", "fgcolor": edge, "bgcolor": colour("surface"), "size": 6,
                        "solidity": 0.25},
        },
        "text": ["" if bar.upper is None else money_short(bar.dollars) for bar in bars],
        "textposition": "outside",
        "textfont": {"size": 12, "color": colour("text")},
        "cliponaxis": False,
        "hovertemplate": "%{x}, central share: $%{y:,.0f}<extra></extra>",
    }  # fmt: skip


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
