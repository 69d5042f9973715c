"""How many people, week by week, as bars from zero; the week that still runs is hatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pages.theme import colour

Figure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WeekBar:
    """One week from its Monday on."""

    monday: date
    people: int
    is_whole: bool


def week_bars(bars: Sequence[WeekBar]) -> Figure:
    """The bars with their numbers above; no axis is needed beside them."""
    names = [f"{bar.monday.day} {bar.monday:%b}" for bar in bars]
    top = max([bar.people for bar in bars] or [1]) or 1
    trace: Figure = {
        "type": "bar",
        "name": "People who looked",
        "x": names,
        "y": [bar.people for bar in bars],
        "width": 0.62,
        "marker": {
            "color": [colour("blue") if bar.is_whole else colour("blue", 0.42) for bar in bars],
            "line": {"color": colour("blue"), "width": [0 if b.is_whole else 1.25 for b in bars]},
        },
        "text": [str(bar.people) for bar in bars],
        "textposition": "outside",
        "textfont": {"size": 12, "color": colour("text")},
        "cliponaxis": False,
        "hovertemplate": "Week of %{x}: %{y} people<extra></extra>",
    }
    layout: Figure = {
        "margin": {"l": 4, "r": 4, "t": 26, "b": 30},
        "xaxis": {"type": "category", "showgrid": False, "showline": True},
        "yaxis": {"visible": False, "range": [0, top * 1.15]},
        "meta": {"phone": {"xaxis": {"nticks": 6, "tickangle": 0}}},
    }
    return {"data": [trace], "layout": layout}
