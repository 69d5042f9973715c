"""A switch that a person turns on and off, readable for every kind of screen reader."""

from __future__ import annotations

from dash import html

CHECKED = "aria-checked"


def switch(identity: str, label: str) -> html.Button:
    """An off switch. Its callback counts `n_clicks` and sets `aria-checked`.

    A button and not a `dcc.Checklist`, whose list box has no name for screen readers.
    """
    return html.Button(
        [html.Span(className="box", **{"aria-hidden": "true"}), label],
        id=identity,
        type="button",
        role="switch",
        n_clicks=0,
        className="switch",
        **{CHECKED: "false"},
    )


def checked(*, is_on: bool) -> str:
    """The value of `aria-checked`."""
    return "true" if is_on else "false"
