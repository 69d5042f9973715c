"""The guided tour: a few pages in their order, by what a person may open."""

from __future__ import annotations

import json
from typing import Any, Final

from dash import html

from access.permissions import Permission
from pages.components.figures import icon
from pages.help_words import screen_words
from pages.page_entry import Page
from pages.words import told

_TOURS: Final = (
    (Permission.MANAGE_CONFIGURE, "Tour director"),
    (Permission.LOAD_READ, "Tour leader"),
    (Permission.BUCKET_READ, "Tour owner"),
)
"""Whoever holds the right takes this tour; the first that fits counts."""


def tour(permissions: frozenset[Permission], pages: tuple[Page, ...]) -> list[dict[str, str]]:
    """The steps over pages that the person may open: path, title and text of each."""
    name = next((name for right, name in _TOURS if right in permissions), "Tour leader")
    open_paths = {page.path for page in pages if page.permission in permissions}
    steps = (entry.split(" | ", 2) for entry in screen_words(name))
    return [
        {"path": path, "title": title, "text": text}
        for path, title, text in steps
        if path in open_paths
    ]


def tour_button(steps: list[dict[str, str]]) -> html.Button:
    """Starts the tour in the browser (`assets/26-tour.js`)."""
    said = [{name: told(text) for name, text in step.items()} for step in steps]
    more: dict[str, Any] = {"data-tour": json.dumps(said)}
    return html.Button([icon("signpost-2"), "Start the guided tour"], type="button",
                       className="ctl", **more)  # fmt: skip
