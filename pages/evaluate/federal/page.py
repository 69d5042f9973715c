"""Federal fiscal tests: whether the district meets what federal grants ask of its own money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card, row
from pages.components.foot import foot
from pages.components.notices import skeleton
from pages.components.page_head import BasisCell, basis_bar, page_head, print_button
from pages.components.sentence import Part, Sentence, lead, strong
from pages.components.strip import KeyFigure, figure_strip
from pages.components.table import Column, Phone, Row, table
from pages.evaluate.federal.comparability import ComparabilityView, comparability_card
from pages.evaluate.federal.effort import EffortView, IdeaView, esea_card, idea_card
from pages.evaluate.federal.formula import (
    FormulaView,
    ScreeningView,
    formula_card,
    screening_card,
)
from pages.evaluate.federal.salaries import SalaryView, salary_card
from pages.format import counted, listed

QUESTION = "Does the district meet the federal fiscal tests?"
THRESHOLDS = "Which thresholds and inputs stand behind the tests?"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One test in the lead: its name, and whether it is met; missing where it is not made."""

    name: str
    is_met: bool | None


@dataclass(frozen=True, slots=True)
class Threshold:
    """What one test asks: the line, what kind of line it is, its source, and what goes in."""

    test: str
    line: str
    standing: str
    source: str
    inputs: str


@dataclass(frozen=True, slots=True)
class FederalPage:
    """Everything the page shows."""

    basis: Sequence[BasisCell]
    rules: Sequence[BasisCell]
    verdicts: Sequence[Verdict]
    figures: Sequence[tuple[str, str, str]]
    comparability: ComparabilityView
    esea: EffortView
    idea: IdeaView | None
    screening: ScreeningView
    formula: FormulaView
    salaries: SalaryView
    thresholds: Sequence[Threshold]
    source: str


def layout(**_: str) -> html.Div:
    """The frame; the page has no box that could lose its focus."""
    return html.Div(
        [
            dcc.Location(id=ids.Federal.URL, refresh=False),
            html.Div(skeleton(96, 60, 60, 96, 420, 320), id=ids.Federal.BODY),
        ]
    )


def body(view: FederalPage) -> list[Component]:
    """Head, the answer in a sentence, key figures, and a card for each test."""
    strip = [KeyFigure(label, value, note) for label, value, note in view.figures]
    return [
        page_head(
            QUESTION,
            crumbs=[("Home", "/"), ("Evaluate", ""), ("Federal fiscal tests", "")],
            actions=[print_button()],
        ),
        html.Div([basis_bar(view.basis), basis_bar(view.rules)], className="bases"),
        lead(sentence(view.verdicts)),
        figure_strip(strip, label="Key figures of federal fiscal tests"),
        row(comparability_card(view.comparability)),
        row(esea_card(view.esea)),
        row(idea_card(view.idea), screening_card(view.screening), look="c-1-1"),
        row(formula_card(view.formula)),
        row(salary_card(view.salaries)),
        row(_thresholds(view.thresholds)),
        foot(view.source),
    ]


def sentence(verdicts: Sequence[Verdict]) -> Sentence:
    """Which tests are met, which need a look, and which cannot be made."""
    met = [one.name for one in verdicts if one.is_met]
    missed = [one.name for one in verdicts if one.is_met is False]
    unknown = [one.name for one in verdicts if one.is_met is None]
    if not met and not missed:
        return ["No federal fiscal test can be made with what is loaded."]
    words: list[Part | str] = []
    if missed:
        verb = "needs" if len(missed) == 1 else "need"
        words = [strong(f"{_start(listed(missed))} {verb} a look"), "."]
    if met:
        verb = "is" if len(met) == 1 else "are"
        words += [" " if words else "", strong(f"{_start(listed(met))} {verb} met"), "."]
    if unknown:
        words.append(f" {counted(len(unknown), 'test')} cannot be made: {listed(unknown)}.")
    return words


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


def _thresholds(lines: Sequence[Threshold]) -> Component:
    columns = [
        Column("Test"),
        Column("Asks for", phone=Phone.KEEP),
        Column("Kind of line"),
        Column("What goes in"),
        Column("Source"),
    ]
    rows = [
        Row([one.test, one.line, one.standing, one.inputs, one.source],
            note=f"{one.standing}; {one.inputs}")
        for one in lines
    ]  # fmt: skip
    words: Sentence = [
        "What each test asks, who says so, and which accounts and counts it is made of. The page ",
        Part("Methods", "/evaluate/methods?search=federal"),
        " has every formula.",
    ]
    return card(THRESHOLDS, words, table(columns, rows, caption=THRESHOLDS, look="c stack wrap"))
