"""A school's result over the years, the mean of its level and the range of most schools."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pages.theme import colour

Figure = dict[str, Any]
_ROOM: Final = 0.2
_FLOOR: Final = 0.2
"""Below this part of the height a value is written above its point."""


@dataclass(frozen=True, slots=True)
class ResultYear:
    """One year: the school's value, the level's pupil-weighted mean, its 10th and 90th percentile.

    Missing values leave a gap.
    """

    year: int
    own: float | None
    mean: float | None
    low: float | None
    high: float | None


def result_years(
    years: Sequence[ResultYear],
    write: Callable[[float], str],
    write_tick: Callable[[float], str],
    *,
    starts_at_zero: bool,
) -> Figure:
    """The picture of one result; `write` turns a value into text, `write_tick` one of the axis."""
    names = [year.year for year in years]
    bottom, top = _span(years, starts_at_zero=starts_at_zero)
    ticks = _ticks(bottom, top)
    layout = {
        "margin": {"l": 44, "r": 16, "t": 14, "b": 26},
        "xaxis": {
            "tickvals": names,
            "ticktext": [str(name) for name in names],
            "range": [min(names) - 0.28, max(names) + 0.28],
            "showgrid": False,
            "showline": True,
        },
        "yaxis": {
            "range": [bottom, top],
            "tickvals": ticks,
            "ticktext": [write_tick(tick) for tick in ticks],
            "zeroline": False,
        },
        "annotations": _labels(years, write, bottom, top),
        "hovermode": "x",
    }
    return {"data": [*_band(years), _mean(years, write), _own(years, write)], "layout": layout}


def _band(years: Sequence[ResultYear]) -> list[Figure]:
    known = [year for year in years if year.low is not None and year.high is not None]
    if not known:
        return []
    along = [year.year for year in known]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [*along, *reversed(along)],
            "y": [*(y.high for y in known), *reversed([y.low for y in known])],
            "fill": "toself",
            "fillcolor": colour("band"),
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
    ]


def _mean(years: Sequence[ResultYear], write: Callable[[float], str]) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "mean",
        "x": [year.year for year in years],
        "y": [year.mean for year in years],
        "text": ["" if year.mean is None else write(year.mean) for year in years],
        "line": {"color": colour("slate"), "width": 2, "dash": "dash"},
        "hovertemplate": "mean %{text}<extra></extra>",
    }


def _own(years: Sequence[ResultYear], write: Callable[[float], str]) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": "school",
        "x": [year.year for year in years],
        "y": [year.own for year in years],
        "text": ["" if year.own is None else write(year.own) for year in years],
        "connectgaps": False,
        "line": {"color": colour("blue"), "width": 2.5},
        "marker": {"size": 8, "color": colour("blue")},
        "hovertemplate": "school %{text}<extra></extra>",
    }


def _labels(
    years: Sequence[ResultYear], write: Callable[[float], str], bottom: float, top: float
) -> list[Figure]:
    """Values beside their points: away from the mean, but never on the axis or its scale."""
    floor = bottom + (top - bottom) * _FLOOR
    first = min(year.year for year in years)
    return [
        {
            "x": year.year,
            "y": year.own,
            "text": write(year.own),
            "showarrow": False,
            "xanchor": "left" if year.year == first else "center",
            "xshift": -8 if year.year == first else 0,
            "yshift": -15 if year.own > floor and _is_below(year) else 15,
        }
        for year in years
        if year.own is not None
    ]


def _is_below(year: ResultYear) -> bool:
    return year.own is not None and year.mean is not None and year.own < year.mean


def _span(years: Sequence[ResultYear], *, starts_at_zero: bool) -> tuple[float, float]:
    values = [
        value
        for year in years
        for value in (year.own, year.mean, year.low, year.high)
        if value is not None
    ] or [0.0, 1.0]
    room = (max(values) - min(values) or abs(max(values)) or 1.0) * _ROOM
    return (0.0 if starts_at_zero else min(values) - room), max(values) + room


def _ticks(bottom: float, top: float) -> list[float]:
    """About four whole steps between the ends."""
    width = top - bottom
    steps = [unit * 10.0**power for power in range(-4, 5) for unit in (1, 2, 5)]
    step = next((step for step in steps if width / step <= 5), steps[-1])  # noqa: PLR2004
    first = -(-bottom // step)
    return [(first + place) * step for place in range(6) if (first + place) * step <= top]
