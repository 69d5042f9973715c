"""The home page: what it shows is decided by the person's role, in callbacks.home."""

from __future__ import annotations

from dash import html

from pages import ids
from pages.components.frame import page_frame


def layout() -> html.Div:
    """The frame of the home page."""
    return page_frame(ids.Home.URL, ids.Home.BODY, 96, 60, 104, 520)
