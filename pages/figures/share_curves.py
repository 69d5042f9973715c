"""Cumulative shares of dollars against cumulative shares of pupils, beside the equal line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pages.theme import colour

Figure = dict[str, Any]
_DASHES: Final = ("solid", "dash")
_COLOURS: Final = ("blue", "vermillion")


@dataclass(frozen=True, slots=True)
class ShareCurve:
    """A curve from 0 to 1 both ways, and the words that stand beside it."""

    words: str
    across: Sequence[float]
    up: Sequence[float]


def share_curves(curves: Sequence[ShareCurve]) -> Figure:
    """The curves, each with its words at its widest distance from the equal line."""
    equal = {
        "type": "scatter",
        "mode": "lines",
        "x": [0, 100],
        "y": [0, 100],
        "line": {"color": colour("axis"), "width": 1.25},
        "hoverinfo": "skip",
    }
    lines = [_line(curve, place) for place, curve in enumerate(curves)]
    axis: Figure = {"range": [0, 100.5], "ticksuffix": "%", "dtick": 20, "showline": True}
    layout: Figure = {
        "margin": {"l": 52, "r": 16, "t": 12, "b": 48},
        "xaxis": {**axis, "showgrid": False, "title": {"text": "Share of pupils"}},
        "yaxis": {**axis, "title": {"text": "Share of dollars"}},
        "annotations": [
            {"x": 50, "y": 50, "text": "equal", "showarrow": False, "xanchor": "right",
             "yanchor": "bottom", "font": {"color": colour("text-2")}},
            *(_words(curve, place) for place, curve in enumerate(curves)),
        ],
    }  # fmt: skip
    return {"data": [equal, *lines], "layout": layout}


def _line(curve: ShareCurve, place: int) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": curve.words,
        "x": [value * 100 for value in curve.across],
        "y": [value * 100 for value in curve.up],
        "line": {"color": colour(_COLOURS[place]), "width": 2, "dash": _DASHES[place]},
        "hovertemplate": "%{x:.0f}% of pupils have %{y:.1f}% of dollars<extra></extra>",
    }


def _words(curve: ShareCurve, place: int) -> Figure:
    """Beside the curve at two thirds of its way, the second one lower and further right."""
    target = 0.45 + 0.27 * place
    near = min(range(len(curve.across)), key=lambda i: abs(curve.across[i] - target))
    return {
        "x": curve.across[near] * 100,
        "y": curve.up[near] * 100,
        "text": curve.words,
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": colour("axis"),
        "ax": 46,
        "ay": 34 + 14 * place,
        "xanchor": "left",
        "font": {"size": 12, "color": colour("text")},
    }
