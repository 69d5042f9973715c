"""The bar that an administrator sees while looking as somebody else."""

from __future__ import annotations

from dash import html

from pages.components.figures import icon


def viewing_bar(name: str) -> html.Div:
    """As whom one looks, and the way back; it stands over every page."""
    stop = html.Form(
        html.Button("Stop looking", type="submit", className="ctl"),
        action="/view-as",
        method="POST",
    )
    words = html.Span(
        [icon("eye"), "You see what ", html.B(name), " sees. Nothing can be changed."]
    )
    return html.Div([words, stop], className="viewing", role="status")


def view_form(number: int, name: str) -> html.Form:
    """The button that starts it."""
    return html.Form(
        html.Button(
            [icon("eye"), f"See what {name} sees"],
            type="submit",
            name="person",
            value=str(number),
            className="ctl",
        ),
        action="/view-as",
        method="POST",
    )
