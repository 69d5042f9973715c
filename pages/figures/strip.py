"""Every school of a level on one line by spending per pupil, peers and the school itself marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor
from typing import Any, Final

from pages.format import money
from pages.theme import colour

Figure = dict[str, Any]
_ROWS: Final = 5
_UP: Final = -46
_DOWN: Final = 46
_TOP: Final = -78
_NEAR_END: Final = 0.3
"""So near an end, as a part of the width, half a name may stick out of a narrow picture."""
_PIXELS: Final = 1070
_TABLET_PIXELS: Final = 640
_WIDTHS: Final = 64
"""So many dots fit beside each other; closer ones move to another row."""


class Role(StrEnum):
    """What a dot is."""

    OTHER = "other"
    PEER = "peer"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Dot:
    """One school."""

    name: str
    value: float
    role: Role = Role.OTHER


def strip(dots: Sequence[Dot], median: float | None, words: str) -> Figure:
    """The strip; `words` name the axis and say how many schools there are."""
    values = [dot.value for dot in dots] or [0.0]
    placed = swarm(dots, (max(values) - min(values) or 1.0) / _WIDTHS)
    low = _start(min(values), max(values))
    high = max(values) + ((max(values) - low) or 1.0) * 0.03
    reach = max([abs(row) for _, row in placed] or [0]) + 0.7
    edge = max(reach, 5.0) + 2.2
    layout: Figure = {
        "margin": {"l": 8, "r": 14, "t": 6, "b": 46},
        "xaxis": {
            "range": [low, high],
            "tickprefix": "$",
            "tickformat": "~s",
            "nticks": 9,
            "showgrid": False,
            "showline": True,
            "ticks": "outside",
            "ticklen": 4,
            "title": {"text": f"{words}; the axis starts at {money(low)}"},
        },
        "yaxis": {"visible": False, "range": [-edge, edge]},
        "annotations": _labels(placed, low, high, _PIXELS),
        "shapes": [] if median is None else [_median_line(median, edge)],
        "meta": {
            "phone": {
                "annotations": _own_label(placed, low, high),
                "xaxis": {"nticks": 5, "title": {"text": f"$ per pupil, from {money(low)}"}},
            },
            "tablet": {"annotations": _labels(placed, low, high, _TABLET_PIXELS)},
        },
    }
    if median is not None:
        for part in (layout, layout["meta"]["tablet"]):
            part["annotations"].append(_median_words(median, edge))
    traces = [_marks([p for p in placed if p[0].role is role], role) for role in Role]
    return {"data": [trace for trace in traces if trace["x"]], "layout": layout}


def swarm(dots: Sequence[Dot], width: float) -> list[tuple[Dot, int]]:
    """Each dot with its row: the school itself in the middle, others in the nearest free row."""
    order = sorted(dots, key=lambda dot: (dot.role is not Role.OWN, dot.role is Role.OTHER))
    taken: list[tuple[float, int]] = []
    placed = []
    for dot in order:
        row = _free_row(dot.value, taken, width)
        taken.append((dot.value, row))
        placed.append((dot, row))
    return placed


def _free_row(value: float, taken: Sequence[tuple[float, int]], width: float) -> int:
    rows = [sign * step for step in range(_ROWS + 1) for sign in ((1, -1) if step else (1,))]
    for row in rows:
        if all(other != row or abs(place - value) >= width for place, other in taken):
            return row
    return rows[-1]


def _marks(placed: Sequence[tuple[Dot, int]], role: Role) -> Figure:
    size, fill, edge, line = {
        Role.OTHER: (9, colour("slate", 0.28), "slate", 1.2),
        Role.PEER: (11, colour("surface"), "blue", 2.2),
        Role.OWN: (14, colour("blue"), "surface", 1.5),
    }[role]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": str(role),
        "x": [dot.value for dot, _ in placed],
        "y": [row for _, row in placed],
        "text": [dot.name for dot, _ in placed],
        "cliponaxis": False,
        "marker": {
            "size": size,
            "color": fill,
            "opacity": 1,
            "line": {"color": colour(edge), "width": line},
        },
        "hovertemplate": "<b>%{text}</b><br>$%{x:,.0f} per pupil<extra></extra>",
    }


def _labels(placed: Sequence[tuple[Dot, int]], low: float, high: float, width: int) -> list[Figure]:
    """Names of the peers above and below, moved aside where neighbours would meet.

    `width` is that of the picture in pixels.
    """
    peers = [entry for entry in placed if entry[0].role is Role.PEER]
    places = {dot.name: (dot.value - low) / (high - low) * width for dot, _ in placed}
    own = next((places[dot.name] for dot, _ in placed if dot.role is Role.OWN), -1e9)
    reached = {_UP: -1e9, _DOWN: -1e9}
    labels = []
    for dot, row in sorted(peers, key=lambda entry: entry[0].value):
        place, half = places[dot.name], len(dot.name) * 3.4
        starts = {side: max(place - half, end + 12) for side, end in reached.items()}
        if starts[_UP] - 8 < own < starts[_UP] + 2 * half + 8:
            # The line to the school's own name goes up here: keep clear of it.
            left = own - 8 - 2 * half
            starts[_UP] = left if place < own and left > reached[_UP] + 12 else own + 8
        fitting = [side for side, start in starts.items() if start + 2 * half <= width]
        if not fitting:
            continue  # The table below the picture names it.
        side = min(fitting, key=lambda key: abs(starts[key] + half - place))
        reached[side] = starts[side] + 2 * half
        labels.append(_label(dot, row, dot.name, side, round(starts[side] + half - place)))
    return labels + _own_label(placed, low, high)


def _own_label(placed: Sequence[tuple[Dot, int]], low: float, high: float) -> list[Figure]:
    """The school's own name; near an end it grows inwards, lest narrow pictures cut it."""
    return [
        _label(dot, row, f"<b>{dot.name}</b>", _TOP, 0)
        | {"font": {"size": 13, "color": colour("text")}, "xanchor": _inwards(dot, low, high)}
        for dot, row in placed
        if dot.role is Role.OWN
    ]


def _inwards(dot: Dot, low: float, high: float) -> str:
    part = (dot.value - low) / (high - low)
    return "left" if part < _NEAR_END else "right" if part > 1 - _NEAR_END else "center"


def _label(dot: Dot, row: int, text: str, up: int, aside: int) -> Figure:
    return {
        "x": dot.value,
        "y": row,
        "text": text,
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": colour("axis"),
        "standoff": 7,
        "ax": aside,
        "ay": up,
        "xanchor": "center",
    }


def _median_line(median: float, edge: float) -> Figure:
    line = {"color": colour("axis"), "width": 1, "dash": "dot"}
    return {"type": "line", "x0": median, "x1": median, "y0": -edge, "y1": edge, "line": line}


def _median_words(median: float, edge: float) -> Figure:
    return {
        "x": median,
        "y": -edge,
        "text": f"median {money(median)}",
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": 5,
        "font": {"size": 12, "color": colour("text-3")},
    }


def _start(low: float, high: float) -> float:
    """The axis starts at a whole thousand (or two) below the lowest value."""
    step = 2000 if high - low > 8000 else 1000  # noqa: PLR2004 - dollars
    return float(max(0, floor((low - (high - low) * 0.03) / step) * step))
