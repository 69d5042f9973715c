"""The analyst's part of the equity report: curves of shares, and every figure by level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from metrics.registry import METRICS
from pages.components.card import Menu, card
from pages.components.chart import chart
from pages.components.figures import missing
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.evaluate.equity.spread import METHODS, Figure, LevelFigures, written
from pages.evaluate.equity.words import alignment_words, signed_index
from pages.evaluate.level_words import level_name
from pages.figures.share_curves import ShareCurve, share_curves
from pages.format import counted, share

CURVES: Final = "How are the dollars shared out?"
FIGURES: Final = "What does every measure say?"


@dataclass(frozen=True, slots=True)
class FigureFamily:
    """A question about equity and the metrics that answer it, in order."""

    question: str
    metrics: Sequence[str]


@dataclass(frozen=True, slots=True)
class Analyst:
    """Both curves, all figures by level, and the need weights in force."""

    curves: Sequence[ShareCurve]
    families: Sequence[FigureFamily]
    levels: Sequence[LevelFigures]
    weights: str
    method: str
    curves_export: str
    figures_export: str


def analyst_cards(view: Analyst) -> list[Component]:
    """The curves beside the table of every figure."""
    return [*([_curves(view)] if view.curves else []), _figures(view)]


def _curves(view: Analyst) -> Component:
    words = _curve_words(view.levels[0].figures)
    picture = chart(
        "equity-curves",
        share_curves(view.curves),
        description=f"{CURVES} {words}",
        rows=_points(view.curves),
        height=420,
        phone_height=320,
    )
    method = (
        f"{view.method} By spending: pupils from the least to the most spending per pupil "
        "(Lorenz). By need: pupils from the least to the most needy school; below the straight "
        "line, more dollars go where need is higher."
    )
    menu = Menu(view.curves_export, has_chart=True, card="equity-curves")
    return card(CURVES, [words], picture, method=method, menu=menu)


def _curve_words(figures: Mapping[str, Figure]) -> str:
    gini, index, part = (
        figures.get(metric, Figure(None))
        for metric in ("gini", "concentration_index", "concentration_share")
    )
    if gini.value is None or index.value is None or part.value is None:
        return "Spending is the same for every pupil where a curve lies on the straight line."
    # The share is over the schools whose need is known, which may be fewer than all.
    schools = f"the {counted(part.schools, 'school')} whose need is known"
    return (
        f"The Gini coefficient is {gini.value:.3f} and the concentration index "
        f"{signed_index(index.value)}: {alignment_words(part.value, schools)}."
    )


def _points(curves: Sequence[ShareCurve]) -> Component:
    columns = [
        Column("Curve"),
        Column("Share of pupils", is_number=True, phone=Phone.KEEP),
        Column("Share of dollars", is_number=True, phone=Phone.KEEP),
    ]
    rows = [
        Row([curve.words, share(across, 1), share(up, 1)])
        for curve in curves
        for across, up in zip(curve.across, curve.up, strict=True)
    ]
    return table(columns, rows, caption=CURVES, look="c")


def _figures(view: Analyst) -> Component:
    columns = [
        Column("Measure"),
        *(Column(_name(one), is_number=True, phone=Phone.KEEP) for one in view.levels),
        Column("Schools", is_number=True),
        Column("Reference", is_number=True),
    ]
    rows: list[Row] = []
    for family in view.families:
        rows.append(Row([family.question], RowKind.GROUP))
        rows += [_row(metric, view.levels) for metric in family.metrics]
    return card(
        FIGURES,
        ["Measures disagree by nature: read several, and the schools behind each."],
        table(columns, rows, caption=FIGURES, look="c every"),
        method=f"{view.method} Need weights: {view.weights}. Schools: behind the figure over all "
        "levels. References were made for districts within a state, never a pass or a fail.",
        menu=Menu(view.figures_export, card="equity-measures"),
    )


def _row(metric: str, levels: Sequence[LevelFigures]) -> Row:
    one = METRICS[metric]
    line = one.reference
    return Row([
        dcc.Link(one.label, href=f"{METHODS}#{metric}"),
        *(_cell(metric, level.figures.get(metric)) for level in levels),
        f"{levels[0].figures[metric].schools:,}",
        html.Span(f"{line.value:g}", title=f"{line.text} ({line.standing})") if line else "",
    ])  # fmt: skip


def _cell(metric: str, figure: Figure | None) -> Any:
    if figure is None:
        return missing("reckoned for all schools together only")
    if figure.value is None:
        return missing(figure.reason)
    text = written(metric, figure.value)
    return html.Span(text, title=figure.note) if figure.note else text


def _name(one: LevelFigures) -> str:
    return "All" if not one.level else level_name(one.level)
