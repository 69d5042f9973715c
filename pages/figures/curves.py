"""Cumulative shares: dollars over pupils, ranked by spending or by need, beside the diagonal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pages.theme import colour

Figure = dict[str, Any]
_DASHES: Final = ("solid", "dash")
_COLOURS: Final = ("blue", "vermillion")
_LABEL_AT: Final = 0.58


@dataclass(frozen=True, slots=True)
class SharesCurve:
    """A curve: its words and its points, shares from 0 to 1."""

    words: str
    across: Sequence[float]
    up: Sequence[float]


def shares_curves(
    curves: Sequence[SharesCurve], units: str = "pupils", amounts: str = "dollars"
) -> Figure:
    """The curves with their own words; the straight line is the same for every unit.

    `units` are what is counted across: pupils, or schools where each counts once; `amounts` what
    is summed upwards.
    """
    diagonal = {
        "type": "scatter",
        "mode": "lines",
        "x": [0, 100],
        "y": [0, 100],
        "line": {"color": colour("muted-mark"), "width": 1},
        "hoverinfo": "skip",
    }
    return {
        "data": [diagonal, *(_trace(c, place, units, amounts) for place, c in enumerate(curves))],
        "layout": {
            "margin": {"l": 52, "r": 16, "t": 12, "b": 46},
            "annotations": [_words(curve, place) for place, curve in enumerate(curves)],
            "xaxis": {
                "range": [0, 100],
                "ticksuffix": "%",
                "showgrid": False,
                "showline": True,
                "title": {"text": f"share of {units}, ranked from the lowest"},
            },
            "yaxis": {
                "range": [0, 100],
                "ticksuffix": "%",
                "title": {"text": f"share of {amounts}"},
            },
        },
    }


def _trace(curve: SharesCurve, place: int, units: str, amounts: str) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": curve.words,
        "x": [100 * one for one in curve.across],
        "y": [100 * one for one in curve.up],
        "line": {"color": colour(_COLOURS[place]), "width": 2, "dash": _DASHES[place]},
        "hovertemplate": f"%{{x:.0f}}% of {units} have %{{y:.1f}}% of {amounts}<extra></extra>",
    }


def _words(curve: SharesCurve, place: int) -> Figure:
    """The curve's name below it, at different heights so that two never lie on each other."""
    return {
        "x": 100 * _LABEL_AT,
        "y": 22 - 9 * place,
        "text": f"{'— ' if place == 0 else '- - '}{curve.words}",
        "font": {"size": 12, "color": colour(_COLOURS[place])},
        "xanchor": "left",
    }
