"""Spending per pupil on need: one mark a school, the fit with its band where there is a pattern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor
from typing import Any, Final

from pages.format import money, money_change
from pages.theme import LEVEL_COLOURS, LEVEL_SHAPES, colour

Figure = dict[str, Any]
_LEVELS: Final = ("other", "k12", "high", "middle", "elementary")
_LARGEST: Final = 34
_FILL: Final = 0.42
_MIDDLE: Final = 50.0
_NEEDY: Final = 0.95
_CROWD: Final = 1 / 3


class Pattern(StrEnum):
    """How much a fit says: solid line, dotted line, no line."""

    CLEAR = "clear"
    WEAK = "weak"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class School:
    """One mark. `need` is a share of 1, `label` is written beside it where not empty.

    `place` stands for the need on a rank axis: the share of pupils in less needy schools.
    """

    name: str
    level: str
    pupils: float
    need: float
    per_pupil: float
    label: str = ""
    place: float | None = None

    @property
    def across(self) -> float:
        """Where the mark stands, in percent."""
        return (self.need if self.place is None else self.place) * 100


@dataclass(frozen=True, slots=True)
class Fitted:
    """The fit along `need`, with its band; `slope` is dollars for the whole of need, 0 to 1.

    On a rank axis `need` holds the ranks: the same fit, bent by the axis.
    """

    pattern: Pattern
    slope: float
    need: Sequence[float]
    middle: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


def need_scatter(schools: Sequence[School], fitted: Fitted | None, need_words: str) -> Figure:
    """The scatter; areas are pupils, large schools lie below small ones."""
    is_drawn = fitted is not None and fitted.pattern is not Pattern.NONE
    line = _fit(fitted) if is_drawn and fitted else []
    largest = max((school.pupils for school in schools), default=1.0)
    marks = [
        _marks(level, [school for school in schools if school.level == level], largest)
        for level in _LEVELS
    ]
    low, high, step = _span(schools)
    needs = [school.across for school in schools] or [0.0, 100.0]
    layout: Figure = {
        "margin": {"l": 50, "r": 16, "t": 30, "b": 46},
        "annotations": [
            *_labels(schools),
            *(_meaning(fitted) if is_drawn and fitted else []),
            *_crowd(schools),
        ],
        "xaxis": {
            "range": [max(-2.0, floor(min(needs) / 10) * 10 - 3.0), min(103.0, max(needs) + 4)],
            "ticksuffix": "%",
            "showgrid": False,
            "showline": True,
            "ticks": "outside",
            "ticklen": 4,
            "title": {"text": need_words},
        },
        "yaxis": {
            "range": [low, high],
            "tickprefix": "$",
            "tickformat": "~s",
            "tick0": 0,
            "dtick": step,
        },
        "meta": {"phone": {"margin": {"l": 46, "r": 8}, "annotations": []}},
    }
    layout["annotations"].append(_axis_words(low))
    return {"data": [*line, *(trace for trace in marks if trace)], "layout": layout}


def _marks(level: str, schools: Sequence[School], largest: float) -> Figure | None:
    if not schools:
        return None
    ordered = sorted(schools, key=lambda school: -school.pupils)
    name = LEVEL_COLOURS[level]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": level,
        "x": [school.across for school in ordered],
        "y": [school.per_pupil for school in ordered],
        "text": [school.name for school in ordered],
        "customdata": [[school.pupils, school.need * 100] for school in ordered],
        "marker": {
            "symbol": LEVEL_SHAPES[level],
            "size": [school.pupils for school in ordered],
            "sizemode": "area",
            "sizeref": 2 * largest / _LARGEST**2,
            "sizemin": 3.5,
            "color": colour(name, _FILL),
            "opacity": 1,
            "line": {"color": colour(name), "width": 1.25},
        },
        "hovertemplate": "<b>%{text}</b><br>$%{y:,.0f} per pupil<br>"
        "%{customdata[1]:.1f}% low-income<br>%{customdata[0]:,.0f} pupils<extra></extra>",
    }


def _fit(fitted: Fitted) -> list[Figure]:
    along = [need * 100 for need in fitted.need]
    band = {
        "type": "scatter",
        "mode": "lines",
        "x": [*along, *reversed(along)],
        "y": [*fitted.high, *reversed(fitted.low)],
        "fill": "toself",
        "fillcolor": colour("band"),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    dash = "solid" if fitted.pattern is Pattern.CLEAR else "dot"
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": along,
        "y": list(fitted.middle),
        "line": {"color": colour("fitline"), "width": 2, "dash": dash},
        "hoverinfo": "skip",
    }
    return [band, line]


def _meaning(fitted: Fitted) -> list[Figure]:
    """What the line means, written above its left part."""
    place = len(fitted.need) // 5
    text = f"<b>{money_change(fitted.slope / 10)} per pupil</b><br>for each 10 points of need"
    return [
        {
            "x": fitted.need[place] * 100,
            "y": fitted.middle[place],
            "text": text,
            "showarrow": True,
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": colour("axis"),
            "ax": 0,
            "ay": -74,
            "standoff": 3,
            "align": "left",
            "xanchor": "center",
        }
    ]


def _labels(schools: Sequence[School]) -> list[Figure]:
    return [
        {
            "x": school.across,
            "y": school.per_pupil,
            "text": school.label,
            "showarrow": False,
            # The label stands on the side that has room.
            "xanchor": "right" if school.across > _MIDDLE else "left",
            "xshift": -8 if school.across > _MIDDLE else 8,
            "yshift": 0 if school.across > _MIDDLE else -10,
        }
        for school in schools
        if school.label
    ]


def _crowd(schools: Sequence[School]) -> list[Figure]:
    """How many schools stand at the right edge, where that is a third or more of them."""
    at_edge = sum(school.need >= _NEEDY for school in schools)
    if not schools or any(one.place is not None for one in schools):
        return []
    if at_edge < len(schools) * _CROWD:
        return []
    return [
        {
            "xref": "paper",
            "yref": "paper",
            "x": 1,
            "y": 0,
            "text": f"{at_edge} of the {len(schools)} schools report 95% or more",
            "showarrow": False,
            "xanchor": "right",
            "yanchor": "bottom",
            "font": {"size": 12, "color": colour("text-2")},
        }
    ]


def _axis_words(low: float) -> Figure:
    """The name of the upright axis lies above it, with where it starts."""
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "text": f"Spending per pupil; the axis starts at {money(low)}",
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": -44,
        "yshift": 10,
        "font": {"size": 12, "color": colour("text-2")},
    }


def _span(schools: Sequence[School]) -> tuple[float, float, float]:
    values = [school.per_pupil for school in schools] or [0.0, 10_000.0]
    width = max(values) - min(values)
    step = next((s for s in (500, 1000, 2000, 4000, 5000, 10_000) if width / s <= 6), 20_000)  # noqa: PLR2004
    part = step / 4
    low = max(0, floor((min(values) - width * 0.06) / part) * part)
    return float(low), max(values) + width * 0.08 + 1, float(step)
