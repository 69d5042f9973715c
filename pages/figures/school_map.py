"""Schools as marks on a plain map: no tiles, miles both ways, a scale bar and the outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

from pages.format import count
from pages.theme import LEVEL_SHAPES, colour

Figure = dict[str, Any]
_LEVELS: Final = ("other", "k12", "high", "middle", "elementary")
_LARGEST: Final = 30
_SMALLEST: Final = 7
_ROOM: Final = 0.09


@dataclass(frozen=True, slots=True)
class Spot:
    """One school: miles east and north, pupils, the value of its colour; `label` is written."""

    name: str
    level: str
    x: float
    y: float
    pupils: float | None
    value: float | None
    hover: Sequence[str]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Colouring:
    """What the colour tells: its words, how numbers are written, and whether it is need."""

    words: str
    prefix: str = ""
    suffix: str = ""
    scale: float = 1.0
    is_need: bool = False


def school_map(
    spots: Sequence[Spot],
    colouring: Colouring,
    bar: float,
    outline: Sequence[Sequence[tuple[float, float]]] = (),
) -> Figure:
    """The map; `bar` is the length of the scale bar in miles, `outline` rings in miles."""
    x_range, y_range = _extent(spots, outline)
    # The ground fills the card; its squares are as wide as the scale bar.
    plain = {
        "fixedrange": False,
        "constrain": "range",
        "showgrid": True,
        "dtick": bar,
        "showticklabels": False,
        "ticks": "",
        "zeroline": False,
        "showline": False,
    }
    layout: Figure = {
        "margin": {"l": 8, "r": 84, "t": 8, "b": 8},
        "dragmode": "pan",
        "plot_bgcolor": colour("sunken"),
        "xaxis": {**plain, "range": x_range},
        "yaxis": {**plain, "range": y_range, "scaleanchor": "x", "scaleratio": 1},
        "shapes": _bar(bar, x_range, y_range),
        "annotations": [*_labels(spots, x_range), _bar_words(bar, x_range, y_range)],
        "coloraxis": _shades(colouring),
    }
    # On a phone a finger scrolls the page, and names would cover the marks.
    layout["meta"] = {
        "phone": {
            "dragmode": False,
            "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
            "annotations": [_bar_words(bar, x_range, y_range)],
            "coloraxis": {"showscale": False},
        }
    }
    largest = max((spot.pupils for spot in spots if spot.pupils), default=0.0)
    traces = [
        _trace(level, own, largest, colouring, is_known=is_known)
        for is_known in (False, True)
        for level in _LEVELS
        if (own := [s for s in spots if s.level == level and (s.value is not None) is is_known])
    ]
    return {"data": [*_outline(outline), *traces], "layout": layout}


def _extent(
    spots: Sequence[Spot], outline: Sequence[Sequence[tuple[float, float]]]
) -> tuple[list[float], list[float]]:
    across = [spot.x for spot in spots] + [x for ring in outline for x, _ in ring]
    up = [spot.y for spot in spots] + [y for ring in outline for _, y in ring]
    x_range, y_range = _padded(across), _padded(up)
    # The scale bar stands below the southernmost mark.
    return x_range, [y_range[0] - (y_range[1] - y_range[0]) * 0.07, y_range[1]]


def _padded(values: Sequence[float]) -> list[float]:
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * _ROOM or 0.5
    return [low - room, high + room]


def _trace(
    level: str, spots: Sequence[Spot], largest: float, colouring: Colouring, *, is_known: bool
) -> Figure:
    ordered = sorted(spots, key=lambda spot: -(spot.pupils or 0.0))
    marker: Figure = {
        "symbol": LEVEL_SHAPES[level],
        "size": [_size(spot, largest) for spot in ordered],
        "opacity": 1,
        "line": {"color": colour("text-2"), "width": 1},
    }
    if is_known:
        values = [(spot.value or 0.0) * colouring.scale for spot in ordered]
        marker |= {"color": values, "coloraxis": "coloraxis"}
    else:
        marker |= {"color": colour("surface")}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": level,
        "x": [spot.x for spot in ordered],
        "y": [spot.y for spot in ordered],
        "text": ["<br>".join([f"<b>{spot.name}</b>", *spot.hover]) for spot in ordered],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": marker,
    }


def _size(spot: Spot, largest: float) -> float:
    if not largest or not spot.pupils:
        return float(_SMALLEST)
    return max(float(_SMALLEST), _LARGEST * sqrt(spot.pupils / largest))


def _outline(rings: Sequence[Sequence[tuple[float, float]]]) -> list[Figure]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "outline",
            "x": [x for x, _ in ring],
            "y": [y for _, y in ring],
            "line": {"color": colour("axis"), "width": 1.25},
            "fill": "toself",
            "fillcolor": colour("surface"),
            "hoverinfo": "skip",
        }
        for ring in rings
    ]


def _labels(spots: Sequence[Spot], x_range: Sequence[float]) -> list[Figure]:
    middle = (x_range[0] + x_range[1]) / 2
    return [
        {
            "x": spot.x,
            "y": spot.y,
            "text": spot.label,
            "xanchor": "right" if spot.x > middle else "left",
            "xshift": -16 if spot.x > middle else 16,
        }
        for spot in spots
        if spot.label
    ]


def _bar(bar: float, x_range: Sequence[float], y_range: Sequence[float]) -> list[Figure]:
    line = {"color": colour("text-2"), "width": 2}
    low = y_range[0] + (y_range[1] - y_range[0]) * 0.02
    start = x_range[0] + (x_range[1] - x_range[0]) * 0.02
    tick = (y_range[1] - y_range[0]) * 0.008
    ends = ((start, low, start + bar, low), (start, low - tick, start, low + tick),
            (start + bar, low - tick, start + bar, low + tick))  # fmt: skip
    return [
        {"type": "line", "x0": a, "y0": b, "x1": c, "y1": d, "line": line} for a, b, c, d in ends
    ]


def _bar_words(bar: float, x_range: Sequence[float], y_range: Sequence[float]) -> Figure:
    unit = "mile" if bar == 1 else "miles"
    return {
        "x": x_range[0] + (x_range[1] - x_range[0]) * 0.02 + bar / 2,
        "y": y_range[0] + (y_range[1] - y_range[0]) * 0.02,
        "text": f"{count(bar, 0 if bar >= 1 else 1)} {unit}",
        "xanchor": "center",
        "yanchor": "bottom",
        "yshift": 3,
        "font": {"size": 11, "color": colour("text-2")},
    }


def _shades(colouring: Colouring) -> Figure:
    """Cividis for need, as everywhere; one hue for all other measures, light to strong."""
    single = [[0, colour("blue-soft")], [0.5, colour("blue-edge")], [1, colour("text")]]
    return {
        "colorscale": "Cividis" if colouring.is_need else single,
        "colorbar": {
            "thickness": 10,
            "len": 0.7,
            "outlinewidth": 0,
            "tickprefix": colouring.prefix,
            "ticksuffix": colouring.suffix,
            "tickfont": {"size": 11, "color": colour("text-3")},
            "title": {"text": colouring.words, "side": "right", "font": {"size": 11}},
        },
    }
