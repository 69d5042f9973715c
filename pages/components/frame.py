"""The layout that most pages share: their own address and a body that a callback fills."""

from __future__ import annotations

from dash import dcc, html

from pages.components.notices import skeleton


def page_frame(url: str, body: str, *heights: int) -> html.Div:
    """A page with its own address component; grey blocks of these heights until it is filled."""
    return html.Div([dcc.Location(id=url, refresh=False), html.Div(skeleton(*heights), id=body)])
