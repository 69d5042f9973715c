"""What one school gets of each resource, as bars with the district's mean as an upright mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pages.format import money
from pages.theme import colour

Figure = dict[str, Any]
_WIDE: Final = 24
_NARROW: Final = 17
"""Letters of a name on one line of the axis, on a desk and on a phone."""
_FIGURE: Final = 0.09
"""About the width of a figure, as a part of the axis."""


def pool_bars(
    names: Sequence[str], values: Sequence[float], means: Sequence[float | None]
) -> Figure:
    """Horizontal bars from zero in the given order, the first on top; `means` are the marks."""
    places = list(range(len(names)))
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": places,
        "x": list(values),
        "width": 0.56,
        "marker": {"color": colour("blue")},
        "customdata": list(names),
        "hovertemplate": "<b>%{customdata}</b><br>$%{x:,.0f} per pupil<extra></extra>",
    }
    known = [(place, mean) for place, mean in zip(places, means, strict=True) if mean is not None]
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": [mean for _, mean in known],
        "y": [place for place, _ in known],
        "marker": {
            "symbol": "line-ns-open",
            "size": 20,
            "color": colour("text"),
            "line": {"width": 1.5, "color": colour("text")},
        },
        "cliponaxis": False,
        "hovertemplate": "district's mean: $%{x:,.0f} per pupil<extra></extra>",
    }
    top = max([*values, *(mean for _, mean in known), 1.0])
    low = min([*values, 0.0])
    layout: Figure = {
        "margin": {"l": 190, "r": 64, "t": 4, "b": 28},
        "xaxis": {"range": [low * 1.1, top * 1.04], "tickprefix": "$", "tickformat": ",",
                  "nticks": 6, "showgrid": True},
        "yaxis": {
            "tickmode": "array",
            "tickvals": places,
            "ticktext": [_wrapped(name, _WIDE) for name in names],
            "range": [len(names) - 0.4, -0.6],
            "ticklabelstandoff": 8,
            "showgrid": False,
            "zeroline": False,
        },
        "annotations": [
            _figure(place, value, _end(value, mean, top))
            for place, value, mean in zip(places, values, means, strict=True)
        ],
        "meta": {"phone": {"margin": {"l": 116, "r": 52, "t": 4, "b": 28},
                           "xaxis": {"nticks": 3},
                           "yaxis": {"tickfont": {"size": 11},
                                     "ticktext": [_wrapped(name, _NARROW) for name in names]}}},
    }  # fmt: skip
    return {"data": [bars, marks], "layout": layout}


def _end(value: float, mean: float | None, top: float) -> float:
    """Where the bar's figure begins: beyond the mark where the figure would cover it."""
    is_near = mean is not None and value <= mean <= value + top * _FIGURE
    return mean if is_near and mean is not None else value


def _figure(place: int, value: float, end: float) -> Figure:
    """The bar's figure at its end, on a ground of its own."""
    return {
        "x": end,
        "y": place,
        "text": money(value),
        "showarrow": False,
        "xanchor": "left",
        "xshift": 4,
        "borderpad": 1,
        "bgcolor": colour("surface"),
        "font": {"size": 12, "color": colour("text")},
    }


def _wrapped(name: str, width: int) -> str:
    """A name over as many lines as it needs; words are never cut."""
    lines = [""]
    for word in name.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = joined
    return "<br>".join(lines)
