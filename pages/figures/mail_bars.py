"""How many people got mail, opened it and clicked in it, week by week: bars inside one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pages.theme import colour

Figure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class MailBar:
    """One week from its Monday on, in people."""

    monday: date
    mailed: int
    opened: int
    clicked: int


_PARTS: Final = (
    ("Got mail", "mailed", 0.74, "blue-soft"),
    ("Opened (estimate)", "opened", 0.5, "blue"),
    ("Clicked", "clicked", 0.24, "vermillion"),
)


def mail_bars(bars: Sequence[MailBar]) -> Figure:
    """Opened stands within mailed, and clicked within opened; the widest is the whole."""
    names = [f"{bar.monday.day} {bar.monday:%b}" for bar in bars]
    traces = [
        {
            "type": "bar",
            "name": name,
            "x": names,
            "y": [getattr(bar, part) for bar in bars],
            "width": width,
            "marker": {"color": colour(paint)},
            "hovertemplate": f"Week of %{{x}}: %{{y}} {name.lower()}<extra></extra>",
        }
        for name, part, width, paint in _PARTS
    ]
    # Whole people alone: at most five lines.
    step = max(1, -(-max([bar.mailed for bar in bars] or [0]) // 4))
    layout: Figure = {
        "barmode": "overlay",
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": 1.03, "yanchor": "bottom"},
        "margin": {"l": 28, "r": 8, "t": 40, "b": 30},
        "xaxis": {"type": "category", "showgrid": False, "showline": True, "nticks": 7},
        "yaxis": {"rangemode": "tozero", "tickformat": "d", "tick0": 0, "dtick": step},
        "meta": {"phone": {"margin": {"t": 84}, "xaxis": {"tickfont": {"size": 10}, "nticks": 5}}},
    }
    return {"data": traces, "layout": layout}
