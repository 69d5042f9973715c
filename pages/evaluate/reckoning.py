"""The card that says how figures are reckoned, in the words of the metrics themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from metrics.registry import METRICS, Metric
from pages.components.card import card

QUESTION = "How do we reckon this?"


def reckoning_card(
    metrics: Sequence[str], notes: Sequence[tuple[str, str]], minimum_cell: int
) -> Component:
    """Definitions of the metrics named, then notes of the page: a term and what to know."""
    entries = [_entry(METRICS[name].label, _definition(name, minimum_cell)) for name in metrics]
    entries += [_entry(term, text) for term, text in notes]
    return card(QUESTION, body=html.Div(entries, className="how"))


def _definition(name: str, minimum_cell: int) -> str:
    metric = METRICS[name]
    text = definition_words(metric, str(minimum_cell))
    return f"{text} Convention: {metric.convention}." if metric.convention else text


def definition_words(metric: Metric, minimum_cell: str) -> str:
    """The definition without the code's own words: names of arguments and errors."""
    words = re.sub(r"(, else|; fewer raise) `\w+`", "", metric.definition)
    words = words.replace("`minimum_cell`", minimum_cell).replace("`", "")
    return " ".join(words.split())


def _entry(term: str, text: str) -> html.P:
    return html.P([html.B(term), f": {text}"])
