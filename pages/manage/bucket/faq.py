"""The fifth question: what owners often ask about a bucket, as the district answers it."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from pages.components.card import card
from pages.components.figures import icon

QUESTION = "Did you know?"


def faq_card(entries: Sequence[tuple[str, str]]) -> Component:
    """Questions that unfold; the first one is open."""
    folds = [
        html.Details(
            [html.Summary([question, icon("chevron-down")]), html.P(answer)],
            open=place == 0,
        )
        for place, (question, answer) in enumerate(entries)
    ]
    return card(QUESTION, body=html.Div(folds, className="faq"))
