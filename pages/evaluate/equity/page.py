"""The equity report: whether students with more need get more money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dash import html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import row
from pages.components.figures import missing
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import (
    BasisCell,
    basis_bar,
    choice,
    export_link,
    page_head,
    print_button,
)
from pages.components.sentence import Sentence, lead
from pages.components.strip import KeyFigure, figure_strip
from pages.evaluate.equity.analyst import Analyst, analyst_cards
from pages.evaluate.equity.fifths import Fifths, fifths_card
from pages.evaluate.equity.gaps import Gaps, OutSchool, gaps_card, left_out_card
from pages.evaluate.equity.ranked import Ranked, ranked_card
from pages.evaluate.equity.scatter import NeedPicture, scatter_card
from pages.evaluate.equity.spread import Spreads, progress_card, spread_card
from pages.evaluate.reckoning import reckoning_card
from pages.format import money

QUESTION: Final = "Do students with more need get more money?"
NOTES: Final = (
    (
        "Association, not cause",
        (
            "districts often send money to struggling schools. A line on this page does not say "
            "what more or less money would do."
        ),
    ),
    (
        "Need",
        (
            "is the share of pupils eligible for free or reduced-price meals. Where whole "
            "schools are eligible without forms it tells little apart at the top: see the rank "
            "axis and the fifths of pupils."
        ),
    ),
    (
        "Small schools",
        (
            "carry fixed costs over few pupils and swing from year to year; leave them out "
            "above to see what they do to the line."
        ),
    ),
    (
        "Compared like with like",
        (
            "spread and predictions stay within elementary, middle and high; special, "
            "alternative and adult programs are listed apart."
        ),
    ),
    (
        "Salaries",
        "are those paid, not averages: experienced staff make a school cost more.",
    ),
)


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The figures of the strip; missing ones have `reason`."""

    poor: float | None
    difference: float | None
    ratio: float | None
    step: float | None
    interval: tuple[float, float] | None
    r: float | None
    low: float | None
    high: float | None
    mean: float | None
    median: float | None
    behind: str
    reason: str


@dataclass(frozen=True, slots=True)
class EquityPage:
    """Everything the report shows; `analyst` is missing while its part is folded."""

    basis: Sequence[BasisCell]
    sentence: Sentence
    figures: KeyFigures
    picture: NeedPicture
    fifths: Fifths
    ranked: Ranked
    spreads: Spreads
    gaps: Gaps
    left_out: Sequence[OutSchool]
    analyst: Analyst | None
    metrics: Sequence[str]
    minimum_cell: int
    export: str
    source: str


def layout(**_: str) -> html.Div:
    """The frame."""
    return page_frame(ids.Equity.URL, ids.Equity.BODY, 96, 60, 84, 118, 620, 700)


def equity_page(view: EquityPage) -> list[Component]:
    """Question, basis, sentence, figures, cards."""
    head = [
        page_head(
            QUESTION,
            crumbs=[("Home", "/"), ("Evaluate", ""), ("Equity report", "")],
            actions=[print_button(), export_link(view.export)],
        ),
        basis_bar(view.basis),
        lead(view.sentence),
    ]
    if not view.ranked.levels:
        text = "Choose another year, other funds or smaller schools above."
        notice = empty("No school has spending and pupils on this basis.", text)
        return [*head, notice, *_left_out(view), foot(view.source)]
    return [
        *head,
        _strip(view.figures),
        row(scatter_card(view.picture), fifths_card(view.fifths), look="c-2-1"),
        row(ranked_card(view.ranked)),
        row(spread_card(view.spreads), progress_card(view.spreads), look="c-3-2"),
        row(gaps_card(view.gaps), *_left_out_card(view), look="c-1-1" if view.left_out else ""),
        *_analyst(view),
        row(reckoning_card(view.metrics, NOTES, view.minimum_cell)),
        foot(view.source),
    ]


def _left_out_card(view: EquityPage) -> list[Component]:
    return [left_out_card(view.left_out, view.export)] if view.left_out else []


def _left_out(view: EquityPage) -> list[Component]:
    return [row(one) for one in _left_out_card(view)]


def _analyst(view: EquityPage) -> list[Component]:
    if view.analyst is None:
        link = choice("Show the analyst’s part: curves and every measure", "analyst=1",
                      is_current=False)  # fmt: skip
        link.className = "ctl wide"
        return [html.P(link, className="unfold")]
    link = choice("Fold the analyst’s part", "analyst=", is_current=False)
    link.className = "ctl wide"
    cards = analyst_cards(view.analyst)
    return [*(row(one) for one in cards), html.P(link, className="unfold")]


def _strip(own: KeyFigures) -> Component:
    known = own.difference is not None and own.ratio is not None
    way = "more" if (own.difference or 0) >= 0 else "less"
    figures = [
        KeyFigure(
            "A low-income pupil’s school spends",
            _money(own.poor, own.reason),
            f"{money(abs(own.difference or 0))} {way} than for other pupils, ratio {own.ratio:.2f}"
            if known
            else own.reason,
        ),
        KeyFigure(
            "More spending per 10 points of need",
            _money(own.step, own.reason),
            _interval(own),
        ),
        KeyFigure(
            "The middle nine-tenths of pupils",
            _between(own),
            "spending per pupil, 5th to 95th percentile",
        ),
        KeyFigure(
            "Pupil-weighted mean",
            _money(own.mean, own.reason),
            f"median {money(own.median)}; {own.behind}",
        ),
    ]
    return figure_strip(figures, label="Key figures of the schools compared")


def _money(value: float | None, reason: str) -> Component | str:
    return missing(reason) if value is None else money(value)


def _interval(own: KeyFigures) -> str:
    if own.interval is None:
        return own.reason
    low, high = (money(edge) for edge in own.interval)
    r = "" if own.r is None else f"; correlation {own.r:.2f}".replace("-", "−")
    return f"95% interval {low} to {high}{r}"


def _between(own: KeyFigures) -> Component | str:
    if own.low is None or own.high is None:
        return missing(own.reason)
    return html.Span([money(own.low), html.Small(" to "), money(own.high)])
