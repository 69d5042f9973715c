"""Spending per pupil of five equal groups of pupils, from the lowest to the highest need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pages.format import money, share
from pages.theme import colour

Figure = dict[str, Any]
FIFTH_NAMES: Final = ("Lowest need", "2nd", "Middle", "4th", "Highest need")
_BROKEN: Final = ("Lowest<br>need", "2nd", "Middle", "4th", "Highest<br>need")


def fifth_bars(dollars: Sequence[float], needs: Sequence[float]) -> Figure:
    """Bars from zero with their dollars above and the mean need under each."""
    trace = {
        "type": "bar",
        "x": list(range(len(dollars))),
        "y": list(dollars),
        "width": 0.68,
        "marker": {"color": colour("blue")},
        "text": [money(value) for value in dollars],
        "textposition": "outside",
        "textfont": {"size": 12, "color": colour("text")},
        "cliponaxis": False,
        "customdata": [share(need) for need in needs],
        "hovertemplate": "$%{y:,.0f} per pupil<br>%{customdata} low-income<extra></extra>",
    }
    layout: Figure = {
        "margin": {"l": 4, "r": 4, "t": 26, "b": 84},
        "xaxis": {
            "tickmode": "array",
            "tickvals": list(range(len(dollars))),
            "ticktext": list(_BROKEN),
            "showgrid": False,
            "showline": True,
        },
        "yaxis": {"visible": False, "range": [0, max([*dollars, 1.0]) * 1.06]},
        "annotations": [*(_need(place, need) for place, need in enumerate(needs)), _WORDS],
        "meta": {"phone": {"xaxis": {"tickfont": {"size": 11}}}},
    }
    return {"data": [trace], "layout": layout}


def _need(place: int, need: float) -> Figure:
    return {
        "x": place,
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -38,
        "xanchor": "center",
        "text": share(need),
        "showarrow": False,
    }


_WORDS: Final[Figure] = {
    "xref": "paper",
    "yref": "paper",
    "x": 0.5,
    "y": 0,
    "yanchor": "top",
    "yshift": -58,
    "xanchor": "center",
    "text": "mean share of low-income pupils",
    "showarrow": False,
    "font": {"size": 12, "color": colour("text-2")},
}
