"""The card of what the last load brought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from pages.components.card import card, quiet_link
from pages.components.sentence import Sentence


def data_card(sentence: Sentence, facts: Sequence[tuple[str, Any]], *, may_open: bool) -> Component:
    """What the last load brought."""
    body = html.Dl(
        [html.Div([html.Dt(label), html.Dd(value)]) for label, value in facts],
        className="facts wide",
    )
    tools = [quiet_link("Open load details", "/data")] if may_open else []
    return card("What changed in the data?", sentence, body, tools=tools)
