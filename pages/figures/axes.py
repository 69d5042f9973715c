"""Axes of any measure: where they start, where their ticks stand, how values are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any, Final

Figure = dict[str, Any]
_TICKS: Final = 7
_ROOM: Final = 0.06
_UPRIGHT_ROOM: Final = 0.13
"""The upper corners carry the words of the quadrants."""
_NEAR_ZERO: Final = 0.15
"""An axis starts at 0 where its lowest value lies this near, as a part of the whole width."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A measure along an axis: its words, and how a value of it is written.

    `scale` turns values into what the axis counts: 100 for shares of 1.
    """

    words: str
    write: Callable[[float], str]
    scale: float = 1.0
    prefix: str = ""
    suffix: str = ""
    top: float | None = None


def axis_layout(axis: Axis, values: Sequence[float], *, is_upright: bool) -> Figure:
    """Range and ticks around values that are scaled already."""
    low, high, step = span(values, axis.top, room=_UPRIGHT_ROOM if is_upright else _ROOM)
    written = "~s" if step >= 1000 else ",~f"  # noqa: PLR2004 - thousands as 2k
    # A prefix would stand before the sign; as a part of the format it stands after it: -$2k.
    is_signed = low < 0 and axis.prefix == "$"
    layout: Figure = {
        "range": [low, high],
        "dtick": step,
        "tick0": 0,
        "tickprefix": "" if is_signed else axis.prefix,
        "ticksuffix": axis.suffix,
        "tickformat": f"${written}" if is_signed else written,
    }
    if is_upright:
        return layout
    start = "" if low == 0 else f"; the axis starts at {axis.write(low / axis.scale)}"
    return layout | {
        "showgrid": False,
        "showline": True,
        "ticks": "outside",
        "ticklen": 4,
        "title": {"text": f"{axis.words}{start}"},
    }


def span(
    values: Sequence[float], top: float | None = None, *, room: float = 0.06
) -> tuple[float, float, float]:
    """The ends of the axis and the step of its ticks; `top` is what values cannot pass.

    `room` is left free beyond the highest value, as a part of the width.
    """
    known = list(values) or [0.0, 1.0]
    low, high = min(known), max(known)
    width = high - low or abs(high) or 1.0
    step = _step(width)
    # Half a step below the lowest value: a whole one would leave the axis empty.
    start = floor((low - width * 0.04) / step * 2) / 2 * step
    if low >= 0 and (start < 0 or low <= width * _NEAR_ZERO):
        start = 0.0
    end = high + width * room
    if top is not None and end > top:
        end = top * (1 + room / 2)
    return float(start), float(max(end, start + step)), step


def _step(width: float) -> float:
    """A step of 1, 2, 4 or 5 by powers of ten that gives at most seven ticks."""
    steps = [unit * 10.0**power for power in range(-4, 10) for unit in (1, 2, 4, 5)]
    return next((step for step in steps if ceil(width / step) <= _TICKS), steps[-1])
