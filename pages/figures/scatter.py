"""Any two measures of schools: marks by level, means, quadrants and the fit where it says much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any, Final

from pages.figures.axes import Axis, axis_layout
from pages.figures.need_scatter import Pattern
from pages.theme import LEVEL_COLOURS, LEVEL_SHAPES, colour

Figure = dict[str, Any]
_LEVELS: Final = ("other", "k12", "high", "middle", "elementary")
_LARGEST: Final = 34
_ALIKE: Final = 11
_FILL: Final = 0.42
_FAINT: Final = 0.12


@dataclass(frozen=True, slots=True)
class Mark:
    """One school. `size` and `shade` are values of measures; `hover` are the lines that say all.

    `label` is written beside the mark; `is_found` marks what is searched for.
    """

    name: str
    level: str
    x: float
    y: float
    size: float | None
    shade: float | None
    hover: Sequence[str]
    label: str = ""
    is_found: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """The fit along x with its band, and what it means in two short lines."""

    pattern: Pattern
    x: Sequence[float]
    middle: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    meaning: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shading:
    """The measure of the marks' colour: its name, and whether it is a share."""

    words: str
    is_share: bool


@dataclass(frozen=True, slots=True)
class Plane:
    """Axes, the lines of both means, and the words of the four quadrants.

    Quadrants go from the upper left to the upper right, then lower left and lower right.
    """

    x: Axis
    y: Axis
    means: tuple[float, float] | None = None
    quadrants: tuple[str, str, str, str] | None = None


def scatter(
    marks: Sequence[Mark], plane: Plane, trend: Trend | None, shading: Shading | None = None
) -> Figure:
    """The scatter; areas are the size measure, large marks lie below small ones."""
    drawn = trend if trend is not None and trend.pattern is not Pattern.NONE else None
    marks = [replace(m, x=m.x * plane.x.scale, y=m.y * plane.y.scale) for m in marks]
    largest = max((mark.size for mark in marks if mark.size), default=0.0)
    is_searched = any(mark.is_found for mark in marks)
    traces = [
        _trace(level, own, largest, shading if is_known else None, is_searched)
        for level in _LEVELS
        for is_known in (False, True)
        if (own := [m for m in marks if m.level == level and _is_shaded(m, shading) is is_known])
    ]
    if shading:
        traces = [trace if "coloraxis" in trace["marker"] else _hollow(trace) for trace in traces]
    x_axis = axis_layout(plane.x, [mark.x for mark in marks], is_upright=False)
    ends = [] if drawn is None else [drawn.middle[0], drawn.middle[-1]]
    heights = [mark.y for mark in marks] + [end * plane.y.scale for end in ends]
    y_axis = axis_layout(plane.y, heights, is_upright=True)
    layout: Figure = {
        "dragmode": False,
        "margin": {"l": 58, "r": 92 if shading else 16, "t": 32, "b": 46},
        "xaxis": x_axis,
        "yaxis": y_axis,
        "shapes": _means(plane),
        "annotations": [
            *_quadrants(plane),
            *(_meaning(drawn, plane) if drawn else []),
            *_labels(marks, x_axis["range"], largest),
            _upright_words(plane.y, y_axis["range"][0]),
        ],
    }
    if shading:
        layout["coloraxis"] = _shades(shading)
    phone = [
        _broken(_upright_words(plane.y, y_axis["range"][0])),
        *_labels(_found(marks), x_axis["range"], largest),
    ]
    title = _broken({"text": x_axis["title"]["text"]})
    layout["meta"] = {
        "phone": {
            "margin": {"l": 50, "r": 8, "t": 56, "b": 64},
            "annotations": phone,
            "coloraxis": {"showscale": False},
            "xaxis": {"title": title},
        }
    }
    found = _rings(_found(marks), largest)
    lines = _fit(drawn, plane) if drawn else []
    return {"data": [*lines, *traces, *found], "layout": layout}


def _broken(words: Figure) -> Figure:
    """Long words of an axis on lines of their own, for narrow screens."""
    text = words["text"].replace("; ", "<br>").replace(", beyond", "<br>beyond")
    return words | {"text": text, "align": "left"} if "xref" in words else {"text": text}


def _found(marks: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.is_found]


def _size(mark: Mark, largest: float) -> float:
    """The diameter in pixels, so that areas follow the measure."""
    if not largest:
        return float(_ALIKE)
    return max(5.0, _LARGEST * sqrt(max(mark.size or 0.0, 0.0) / largest))


def _is_shaded(mark: Mark, shading: Shading | None) -> bool:
    return shading is not None and mark.shade is not None


def _hollow(trace: Figure) -> Figure:
    """Marks whose colour is not known: an outline only."""
    line = {"color": colour("slate"), "width": 1.25}
    return trace | {"marker": trace["marker"] | {"color": colour("surface"), "line": line}}


def _trace(
    level: str,
    marks: Sequence[Mark],
    largest: float,
    shading: Shading | None,
    is_searched: bool,  # noqa: FBT001 - one of five facts about the trace
) -> Figure:
    ordered = sorted(marks, key=lambda mark: -(mark.size or 0.0))
    name = LEVEL_COLOURS[level]
    fills: Any = [
        colour(name, _FAINT if is_searched and not mark.is_found else _FILL) for mark in ordered
    ]
    edges: Any = [
        colour(name, 0.35) if is_searched and not mark.is_found else colour(name)
        for mark in ordered
    ]
    marker: Figure = {
        "symbol": LEVEL_SHAPES[level],
        "size": [_size(mark, largest) for mark in ordered],
        "color": fills,
        "opacity": 1,
        "line": {"color": edges, "width": 1.25},
    }
    if shading:
        scale = 100 if shading.is_share else 1
        shades = [None if mark.shade is None else mark.shade * scale for mark in ordered]
        line = {"color": colour("text-2"), "width": 1}
        faint = [0.25 if is_searched and not mark.is_found else 1 for mark in ordered]
        marker |= {"color": shades, "coloraxis": "coloraxis", "line": line, "opacity": faint}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": level,
        "x": [mark.x for mark in ordered],
        "y": [mark.y for mark in ordered],
        "customdata": [mark.code for mark in ordered],
        "text": ["<br>".join([f"<b>{mark.name}</b>", *mark.hover]) for mark in ordered],
        "marker": marker,
        "hovertemplate": "%{text}<extra></extra>",
    }


def _rings(marks: Sequence[Mark], largest: float) -> list[Figure]:
    if not marks:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "found",
            "x": [mark.x for mark in marks],
            "y": [mark.y for mark in marks],
            "hoverinfo": "skip",
            "marker": {
                "symbol": "circle-open",
                "size": [_size(mark, largest) + 9 for mark in marks],
                "color": colour("text"),
                "line": {"width": 2},
            },
        }
    ]


def _fit(trend: Trend, plane: Plane) -> list[Figure]:
    along = [value * plane.x.scale for value in trend.x]
    middle, low, high = (
        [value * plane.y.scale for value in edge] for edge in (trend.middle, trend.low, trend.high)
    )
    band = {
        "type": "scatter",
        "mode": "lines",
        "x": [*along, *reversed(along)],
        "y": [*high, *reversed(low)],
        "fill": "toself",
        "fillcolor": colour("band"),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    dash = "solid" if trend.pattern is Pattern.CLEAR else "dot"
    line = {
        "type": "scatter",
        "mode": "lines",
        "name": "fit",
        "x": along,
        "y": middle,
        "line": {"color": colour("fitline"), "width": 2, "dash": dash},
        "hoverinfo": "skip",
    }
    return [band, line]


def _meaning(trend: Trend, plane: Plane) -> list[Figure]:
    """What the line means, above its lower end: there the fewest marks lie."""
    rises = trend.middle[-1] > trend.middle[0]
    place = len(trend.x) // 6 if rises else len(trend.x) * 4 // 5
    bold, rest = trend.meaning
    return [
        {
            "x": trend.x[place] * plane.x.scale,
            "y": trend.middle[place] * plane.y.scale,
            "text": f"<b>{bold}</b><br>{rest}",
            "showarrow": True,
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": colour("axis"),
            "ax": 0,
            "ay": -74,
            "bgcolor": colour("surface", 0.86),
            "standoff": 3,
            "align": "left",
            "xanchor": "center",
        }
    ]


def _means(plane: Plane) -> list[Figure]:
    if plane.means is None:
        return []
    line = {"color": colour("axis"), "width": 1.25, "dash": "dash"}
    across, up = plane.means[0] * plane.x.scale, plane.means[1] * plane.y.scale
    return [
        {"type": "line", "yref": "paper", "x0": across, "x1": across, "y0": 0, "y1": 1,
         "line": line, "layer": "below"},
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": up, "y1": up,
         "line": line, "layer": "below"},
    ]  # fmt: skip


def _quadrants(plane: Plane) -> list[Figure]:
    if plane.quadrants is None:
        return []
    corners = ((0, 1), (1, 1), (0, 0), (1, 0))
    return [
        {
            "xref": "paper",
            "yref": "paper",
            "x": x,
            "y": y,
            "xanchor": "right" if x else "left",
            "yanchor": "top" if y else "bottom",
            "xshift": -6 if x else 6,
            "yshift": -4 if y else 4,
            "align": "right" if x else "left",
            "text": words,
            "showarrow": False,
            "font": {"size": 11, "color": colour("text-3")},
        }
        for (x, y), words in zip(corners, plane.quadrants, strict=True)
    ]


def _labels(marks: Sequence[Mark], span: Sequence[float], largest: float) -> list[Figure]:
    """Names beside marks, to the left of those in the right half."""
    middle = (span[0] + span[1]) / 2
    return [
        {
            "x": mark.x,
            "y": mark.y,
            "text": f"<b>{mark.label}</b>" if mark.is_found else mark.label,
            "showarrow": False,
            "xanchor": "right" if mark.x > middle else "left",
            "xshift": (-1 if mark.x > middle else 1) * (_size(mark, largest) / 2 + 5),
        }
        for mark in marks
        if mark.label
    ]


def _upright_words(axis: Axis, low: float) -> Figure:
    """The name of the upright axis lies above it, with where it starts."""
    start = "" if low == 0 else f"; the axis starts at {axis.write(low / axis.scale)}"
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "text": f"{axis.words}{start}",
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": -52,
        "yshift": 10,
        "font": {"size": 12, "color": colour("text-2")},
    }


def _shades(shading: Shading) -> Figure:
    return {
        "colorscale": "Cividis",
        "colorbar": {
            "thickness": 10,
            "len": 0.7,
            "outlinewidth": 0,
            "ticksuffix": "%" if shading.is_share else "",
            "tickfont": {"size": 11, "color": colour("text-3")},
            "title": {"text": shading.words, "side": "right", "font": {"size": 11}},
        },
    }
