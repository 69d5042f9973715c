"""The cards of how unequal schools are: spread within each level, and where low-income pupils sit.

Marks are read against a reference line; none is a pass or a fail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dash import html
from dash.development.base_component import Component

from metrics.registry import METRICS, Unit
from pages.components.card import Menu, card
from pages.components.drawn import Content, Node, element, link
from pages.components.figures import missing
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.evaluate.equity.words import (
    alignment_words,
    progress_sentence,
    signed_index,
    spread_sentence,
)
from pages.evaluate.level_words import level_name
from pages.evaluate.track import position
from pages.format import count, counted, money, rounded, share, upper

SPREAD: Final = {
    "cv": "How far from the mean?",
    "gini": "How unequal overall?",
    "mcloone": "How far is the lower half below the median?",
    "verstegen": "How far is the upper half above it?",
    "federal_range_ratio": "How wide are the middle nine-tenths?",
}
SPREAD_QUESTION: Final = "How much does spending differ between schools of the same level?"
PROGRESS_QUESTION: Final = "Do low-income pupils sit where the money is?"
METHODS: Final = "/evaluate/methods"
_PAD: Final = 0.08


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a level, or why there is none; `note` says what the number does not."""

    value: float | None
    reason: str = ""
    note: str = ""
    schools: int = 0


@dataclass(frozen=True, slots=True)
class LevelFigures:
    """The figures of a level by metric; `level` is empty for all schools together."""

    level: str
    schools: int
    pupils: float
    figures: dict[str, Figure]

    def value(self, metric: str) -> float | None:
        """A figure, missing where the level has none."""
        found = self.figures.get(metric)
        return found.value if found else None


@dataclass(frozen=True, slots=True)
class Spreads:
    """All schools together, then each level."""

    overall: LevelFigures
    levels: Sequence[LevelFigures]
    method: str
    export: str


def spread_card(view: Spreads) -> Component:
    """One lane a level for each measure, with its reference line."""
    known = [(one.level, value) for one in view.levels if (value := one.value("cv")) is not None]
    columns = [
        Column("Question and measure"),
        Column("Lower to higher", width="22%", phone=Phone.WIDE),
        *(Column(_short(one.level), is_number=True) for one in view.levels),
        Column("Reference", is_number=True),
    ]
    rows = [_spread_row(metric, words, view) for metric, words in SPREAD.items()]
    rows.append(
        Row(
            ["Schools in the measure", "", *(count(one.schools) for one in view.levels), ""],
            RowKind.TOTAL,
            _by_level([(one.level, count(one.schools)) for one in view.levels]),
        )
    )
    return card(
        SPREAD_QUESTION,
        spread_sentence(known),
        [
            _key(view),
            table(columns, rows, caption=SPREAD_QUESTION, look="c stack lanes"),
            _meanings(),
        ],
        method=view.method,
        menu=Menu(view.export, card="equity-spread"),
    )


def _key(view: Spreads) -> html.Div:
    marks = [
        html.Span([html.I(className=f"shape {one.level}"), level_name(one.level)])
        for one in view.levels
    ]
    return html.Div([*marks, html.Span([html.I(className="kx tick"), "Reference"])],
                    className="key")  # fmt: skip


def _spread_row(metric: str, words: str, view: Spreads) -> Row:
    about = element("span", link(METRICS[metric].label, f"{METHODS}#{metric}"), className="d")
    name = element("span", element("b", words), about)
    line = METRICS[metric].reference
    return Row(
        [
            name,
            _lanes(metric, view),
            *(_cell(one.figures.get(metric)) for one in view.levels),
            _reference(metric) if line else "",
        ],
        note=_by_level([(one.level, _cell(one.figures.get(metric))) for one in view.levels]),
    )


def _by_level(figures: Sequence[tuple[str, Content]]) -> Node:
    """The figures of the levels on one line, each behind the mark of its level, for phones."""
    parts = [
        element("span", element("i", className=f"shape {level}", aria_hidden="true"),
                element("span", f"{level_name(level)} ", className="vh"), figure)
        for level, figure in figures
    ]  # fmt: skip
    return element("span", *parts, className="key")


def _reference(metric: str) -> Node:
    line = METRICS[metric].reference
    if line is None:
        return ""
    sign = "≥" if metric == "mcloone" else "≤"
    text = f"{line.text} ({line.standing})"
    hidden = element("span", f", {text}", className="vh")
    return element("span", f"{sign} {line.value:.2f}", hidden, title=text, className="hat")


def _lanes(metric: str, view: Spreads) -> Node:
    line = METRICS[metric].reference
    values = [one.value(metric) for one in view.levels]
    known = [value for value in values if value is not None]
    ends = [*known, *([line.value] if line else [])]
    if not known:
        return ""
    pad = (max(ends) - min(ends)) * _PAD or 0.01
    low, high = min(ends) - pad, max(ends) + pad
    parts = []
    for one, value in zip(view.levels, values, strict=True):
        place = {} if value is None else {"left": position(value, low, high)}
        mark = [element("i", className=f"shape {one.level}", style=place)] if place else []
        parts.append(element("span", *mark, className="lane"))
    if line:
        place = {"left": position(line.value, low, high)}
        parts.append(element("span", className="ref", style=place))
    return element("div", *parts, className="lanebox", aria_hidden="true")


def _cell(figure: Figure | None) -> Content:
    if figure is None or figure.value is None:
        return missing(figure.reason if figure else "not reckoned")
    text = f"{figure.value:.3f}"
    return element("span", text, title=figure.note) if figure.note else text


def _meanings() -> html.Details:
    """What each measure means and by which convention, in the words of its definition."""
    entries = []
    for metric in SPREAD:
        one = METRICS[metric]
        line = one.reference
        text = " ".join(one.definition.split()).replace("`", "")
        said = f" Reference: {line.text} ({line.standing}, {line.source})." if line else ""
        entries.append(html.P([html.B(one.label), f": {text} Convention: {one.convention}.{said}"]))
    return html.Details(
        [html.Summary("What these measures mean"), html.Div(entries, className="how")],
        className="more",
    )


def progress_card(view: Spreads) -> Component:
    """Two marks a level: spending where low-income pupils are and where the others are."""
    parts = [view.overall, *(view.levels if len(view.levels) > 1 else ())]
    known = [
        (one.level, value)
        for one in view.levels
        if len(view.levels) > 1 and (value := one.value("progressivity_ratio")) is not None
    ]
    ends = [
        value
        for one in parts
        for metric in ("mean_poor", "mean_nonpoor")
        if (value := one.value(metric)) is not None
    ]
    columns = [
        Column("Level"),
        Column("Mean $ per pupil", width="46%", phone=Phone.WIDE),
        Column("Ratio", is_number=True),
        Column("Segregation", "factor", is_number=True),
    ]
    rows = [_progress_row(one, ends) for one in parts]
    overall = view.overall.value("progressivity_ratio")
    return card(
        PROGRESS_QUESTION,
        progress_sentence(overall, known),
        [
            html.Div(
                [
                    html.Span([html.I(className="kx hollow"), "Other pupils"]),
                    html.Span([html.I(className="kx own"), "Low-income pupils"]),
                ],
                className="key",
            ),
            table(columns, rows, caption=PROGRESS_QUESTION, look="c stack dumb"),
            html.P(_concentration(view.overall), className="note"),
        ],
        method="Same basis. Means weighted by low-income and by other pupils; ratio above 1: more "
        "where need is higher. The segregation factor runs from 0 (need is spread evenly over "
        "schools, so the ratio must be near 1) to 1 (wholly apart): read the ratio beside it.",
        menu=Menu(view.export, card="equity-progress"),
    )


def _progress_row(one: LevelFigures, ends: Sequence[float]) -> Row:
    name = level_name(one.level)
    words = [element("b", name), element("span", counted(one.schools, "school"), className="d")]
    poor, other = one.value("mean_poor"), one.value("mean_nonpoor")
    ratio = one.figures.get("progressivity_ratio", Figure(None, "not reckoned"))
    return Row(
        [
            element("span", *words),
            _dumbbell(poor, other, ends) if poor is not None and other is not None else "",
            (shown := missing(ratio.reason) if ratio.value is None else f"{ratio.value:.2f}"),
            (factor := _plain(one, "segregation_factor")),
        ],
        note=["ratio ", shown, ", segregation factor ", factor],
    )


def _plain(one: LevelFigures, metric: str) -> Component | str:
    found = one.figures.get(metric, Figure(None, "not reckoned"))
    return missing(found.reason) if found.value is None else f"{found.value:.2f}"


def _dumbbell(poor: float, other: float, ends: Sequence[float]) -> Node:
    pad = (max(ends) - min(ends)) * 0.5 or 1.0
    low, high = min(ends) - pad, max(ends) + pad
    first, last = sorted((poor, other))
    start, end = position(first, low, high), position(last, low, high)
    middle = position((first + last) / 2, low, high)
    looks: tuple[tuple[str, str, dict[str, str]], ...] = (
        (money(first), "from", {"right": f"calc(100% - {middle} + 5px)"}),
        (money(last), "to", {"left": f"calc({middle} + 5px)"}),
        ("", "bar", {"left": start, "width": f"calc({end} - {start})"}),
        ("", "hollow", {"left": position(other, low, high)}),
        ("", "own", {"left": position(poor, low, high)}),
    )
    parts = [element("span", words, className=look, style=place) for words, look, place in looks]
    return element("div", *parts, className="dbell")


def _concentration(one: LevelFigures) -> str:
    index, part = one.value("concentration_index"), one.value("concentration_share")
    if index is None:
        return ""
    where = "hardly by need at all" if not rounded(index, 2) else (
        f"where need is {'high' if index > 0 else 'low'}"
    )  # fmt: skip
    words = f"Concentration index {signed_index(index)}: dollars gather {where}."
    return words if part is None else f"{words} {upper(alignment_words(part))}."


def _short(level: str) -> str:
    return "Elem." if level == "elementary" else level_name(level)


def written(metric: str, value: float) -> str:
    """A figure in the unit of its metric."""
    unit = METRICS[metric].unit
    if unit in (Unit.DOLLARS, Unit.DOLLARS_PER_PUPIL, Unit.DOLLARS_PER_WEIGHTED_PUPIL):
        return money(value)
    if unit is Unit.SHARE:
        return share(value, 1)
    if unit in (Unit.PUPILS, Unit.SCHOOLS):
        return count(value)
    return f"{value:.3f}"
