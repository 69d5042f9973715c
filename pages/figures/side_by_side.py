"""Up to four schools side by side: marks on lanes, stacked bars, lines over the years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pages.figures.axes import Axis, axis_layout
from pages.theme import colour

Figure = dict[str, Any]
LOOKS: Final = (
    ("blue", "circle"),
    ("vermillion", "diamond"),
    ("green", "square"),
    ("purple", "triangle-up"),
)
"""Colour and shape of the first to the fourth school."""
_HEAD: Final = 1.5
"""Lanes that the name of a measure takes."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One measure: a value of each school, of its peers, and of the district."""

    label: str
    values: Sequence[float | None]
    peers: Sequence[float | None]
    district: float | None


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar: dollars per pupil at the school and central, each state and local then federal."""

    name: str
    parts: tuple[float, float, float, float] | None
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class Path:
    """A school's values over the years; missing ones leave a gap."""

    name: str
    values: Sequence[float | None]


def lanes_height(lanes: int, schools: int) -> int:
    """The height of the picture in pixels."""
    return round(lanes * (schools + _HEAD) * 17 + 54)


def side_by_side(lanes: Sequence[Lane], names: Sequence[str], axis: Axis) -> Figure:
    """Measures below each other, a lane for each school: filled the school, hollow its peers."""
    pitch = len(names) + _HEAD
    starts = [-place * pitch for place in range(len(lanes))]
    traces: list[Figure] = [_links(lanes, starts, axis), _district(lanes, starts, len(names), axis)]
    for place, name in enumerate(names):
        heights = [start - _HEAD - place for start in starts]
        traces.append(_peer_marks(lanes, heights, place, name, axis))
        traces.append(_own_marks(lanes, heights, place, name, axis))
    every = [
        value * axis.scale
        for lane in lanes
        for value in (*lane.values, *lane.peers, lane.district)
        if value is not None
    ]
    x_axis = axis_layout(axis, [0.0, *every], is_upright=False)
    x_axis |= {"showgrid": True, "title": {"text": axis.words}}
    layout = {
        "margin": {"l": 8, "r": 12, "t": 4, "b": 44},
        "xaxis": x_axis,
        "yaxis": {"visible": False, "range": [-len(lanes) * pitch + 0.4, 0.6]},
        "annotations": [
            _heading(lane.label, start) for lane, start in zip(lanes, starts, strict=True)
        ],
    }
    return {"data": [trace for trace in traces if trace["x"]], "layout": layout}


def _heading(label: str, height: float) -> Figure:
    return {
        "xref": "paper", "x": 0, "y": height, "xanchor": "left", "yanchor": "middle",
        "yshift": -6, "text": label, "showarrow": False, "bgcolor": colour("surface", 0.8),
        "font": {"size": 12, "color": colour("text-2")},
    }  # fmt: skip


def _links(lanes: Sequence[Lane], starts: Sequence[float], axis: Axis) -> Figure:
    """From the peers to the school, so that the difference can be seen."""
    x: list[float | None] = []
    y: list[float | None] = []
    for lane, start in zip(lanes, starts, strict=True):
        for place, (own, peers) in enumerate(zip(lane.values, lane.peers, strict=True)):
            if own is not None and peers is not None:
                x += [own * axis.scale, peers * axis.scale, None]
                y += [start - _HEAD - place] * 2 + [None]
    line = {"color": colour("line-strong"), "width": 2}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line,
            "hoverinfo": "skip"}  # fmt: skip


def _district(lanes: Sequence[Lane], starts: Sequence[float], schools: int, axis: Axis) -> Figure:
    x: list[float | None] = []
    y: list[float | None] = []
    for lane, start in zip(lanes, starts, strict=True):
        if lane.district is not None:
            x += [lane.district * axis.scale] * 2 + [None]
            y += [start - _HEAD + 0.5, start - _HEAD - schools + 0.5, None]
    line = {"color": colour("text-2"), "width": 1.5, "dash": "dot"}
    return {"type": "scatter", "mode": "lines", "name": "District", "x": x, "y": y, "line": line,
            "hoverinfo": "skip"}  # fmt: skip


def _peer_marks(
    lanes: Sequence[Lane], heights: Sequence[float], place: int, name: str, axis: Axis
) -> Figure:
    known = [(lane, value, y) for lane, y in zip(lanes, heights, strict=True)
             if (value := lane.peers[place]) is not None]  # fmt: skip
    tone, shape = LOOKS[place]
    return {
        "type": "scatter", "mode": "markers", "name": f"Peers of {name}",
        "x": [value * axis.scale for _, value, _ in known],
        "y": [y for _, _, y in known],
        "text": [_hover(f"Peers of {name}", lane, value, axis) for lane, value, _ in known],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": shape, "size": 8, "color": colour("surface"),
                   "line": {"color": colour(tone), "width": 1.5}},
    }  # fmt: skip


def _own_marks(
    lanes: Sequence[Lane], heights: Sequence[float], place: int, name: str, axis: Axis
) -> Figure:
    known = [(lane, value, y) for lane, y in zip(lanes, heights, strict=True)
             if (value := lane.values[place]) is not None]  # fmt: skip
    tone, shape = LOOKS[place]
    return {
        "type": "scatter", "mode": "markers", "name": name,
        "x": [value * axis.scale for _, value, _ in known],
        "y": [y for _, _, y in known],
        "text": [_hover(name, lane, value, axis) for lane, value, _ in known],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": shape, "size": 12, "color": colour(tone)},
    }  # fmt: skip


def _hover(name: str, lane: Lane, value: float, axis: Axis) -> str:
    words = f"<b>{name}</b><br>{lane.label}: {axis.write(value)}"
    if lane.district is not None:
        words += f"<br>District: {axis.write(lane.district)}"
    return words


def stacks(bars: Sequence[Stack], write: Callable[[float], str]) -> Figure:
    """Bars from zero: solid at the school, hatched central; colour tells the source."""
    names = [bar.name for bar in bars]
    looks = (
        ("At the school, state and local", "blue", False),
        ("At the school, federal", "vermillion", False),
        ("Central, state and local", "blue", True),
        ("Central, federal", "vermillion", True),
    )
    traces = [
        _stack(bars, names, place, look) for place, look in enumerate(looks)
        if any(bar.parts is not None and bar.parts[place] for bar in bars)
    ]  # fmt: skip
    totals = [None if bar.parts is None else sum(bar.parts) for bar in bars]
    top = max((total for total in totals if total is not None), default=1.0)
    layout = {
        "barmode": "stack",
        "meta": {"phone": {"xaxis": {"range": [0, top * 1.3]}}},
        "margin": {"l": 8, "r": 8, "t": 4, "b": 30},
        "xaxis": {"range": [0, top * 1.14], "tickprefix": "$", "tickformat": "~s",
                  "showgrid": True},
        "yaxis": {"type": "category", "categoryorder": "array", "categoryarray": names[::-1],
                  "showticklabels": False},
        "annotations": [
            *({"x": total or 0, "y": name, "xanchor": "left", "xshift": 6, "showarrow": False,
               "text": f"<b>{write(total)}</b>" if total is not None else "–"}
              for name, total in zip(names, totals, strict=True)),
            *({"xref": "paper", "x": 0, "y": name, "xanchor": "left", "yshift": 20,
               "showarrow": False, "text": name, "font": {"size": 12, "color": colour("text-2")}}
              for name in names),
        ],
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def _stack(
    bars: Sequence[Stack], names: Sequence[str], place: int, look: tuple[str, str, bool]
) -> Figure:
    words, tone, is_hatched = look
    strength = [1.0 if bar.is_own else 0.5 for bar in bars]
    marker: Figure = {
        "color": [colour(tone, part) for part in strength],
        "line": {"color": colour("surface"), "width": 1},
    }
    if is_hatched:
        marker = {
            "color": colour("surface"),
            "line": {"color": colour(tone), "width": 1},
            "pattern": {"shape": "/", "fgcolor": colour(tone), "bgcolor": colour("surface"),
                        "size": 6, "solidity": 0.25},
        }  # fmt: skip
    return {
        "type": "bar", "orientation": "h", "name": words, "y": list(names),
        "x": [None if bar.parts is None else bar.parts[place] for bar in bars],
        "width": [0.5 if bar.is_own else 0.26 for bar in bars],
        "marker": marker,
        "hovertemplate": f"%{{y}}<br>{words}: $%{{x:,.0f}}<extra></extra>",
    }  # fmt: skip


def paths(
    years: Sequence[int],
    schools: Sequence[Path],
    district: Sequence[float | None],
    write: Callable[[float], str],
    *,
    starts_at_zero: bool,
) -> Figure:
    """A line for each school and a dashed one for the district, over years that occur."""
    known = [v for path in schools for v in path.values if v is not None]
    known += [value for value in district if value is not None]
    known = known or [0.0, 1.0]
    room = (max(known) - min(known) or abs(max(known)) or 1.0) * 0.18
    low = 0.0 if starts_at_zero else min(known) - room
    ticks = _ticks(low, max(known) + room)
    traces = [_path(years, "District", district, write, None)]
    traces += [_path(years, one.name, one.values, write, i) for i, one in enumerate(schools)]
    layout = {
        "margin": {"l": 52, "r": 12, "t": 10, "b": 26},
        "xaxis": {"tickvals": list(years), "ticktext": [str(year) for year in years],
                  "range": [min(years) - 0.3, max(years) + 0.3], "showgrid": False,
                  "showline": True},
        "yaxis": {"range": [low, max(known) + room], "tickvals": ticks,
                  "ticktext": [write(tick) for tick in ticks], "zeroline": False},
        "hovermode": "closest",
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def _path(
    years: Sequence[int],
    name: str,
    values: Sequence[float | None],
    write: Callable[[float], str],
    place: int | None,
) -> Figure:
    tone, shape = ("slate", "circle") if place is None else LOOKS[place]
    line = {"color": colour(tone), "width": 2 if place is None else 2.25}
    made: Figure = {
        "type": "scatter",
        "mode": "lines" if place is None else "lines+markers",
        "name": name,
        "x": list(years),
        "y": list(values),
        "text": ["" if value is None else write(value) for value in values],
        "connectgaps": False,
        "line": line | ({"dash": "dash"} if place is None else {}),
        "hovertemplate": f"{name}, %{{x}}: %{{text}}<extra></extra>",
    }
    return made if place is None else made | {"marker": {"size": 9, "symbol": shape}}


def _ticks(low: float, high: float) -> list[float]:
    """About four round steps between the ends."""
    steps = [unit * 10.0**power for power in range(-4, 7) for unit in (1, 2, 5)]
    step = next((step for step in steps if (high - low) / step <= 5), steps[-1])  # noqa: PLR2004
    first = -(-low // step)
    return [(first + place) * step for place in range(6) if (first + place) * step <= high]
