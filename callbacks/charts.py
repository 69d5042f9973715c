"""Paints charts in the browser: the server sends a figure once, the theme changes without it."""

from __future__ import annotations

from dash import MATCH, ClientsideFunction, Input, Output, State

from access.guard import Guard
from callbacks.basis import Services
from pages import ids


def register(guard: Guard, services: Services) -> None:  # noqa: ARG001 - one shape for all modules
    """Bind every chart to the store of its figure and to the look of the page."""
    figure, chart = ids.figure_id(""), ids.chart_id("")
    figure["name"] = chart["name"] = MATCH
    guard.clientside_callback(
        ClientsideFunction("plumbline", "paint"),
        Output(chart, "figure"),
        Input(figure, "data"),
        Input(ids.Shell.LOOK, "data"),
        State(ids.Shell.THEME, "data"),
        State(figure, "id"),
    )
