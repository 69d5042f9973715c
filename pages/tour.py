"""The guided tour: a few pages in their order, by what a person may open."""

from __future__ import annotations

import json
from typing import Any, Final

from dash import html

from access.permissions import Permission
from pages.components.drawn import Drawn
from pages.components.figures import icon
from pages.help_words import screen_words
from pages.page_entry import Page
from pages.words import told

_TOURS: Final = (
    (Permission.MANAGE_CONFIGURE, "director"),
    (Permission.LOAD_READ, "leader"),
    (Permission.BUCKET_READ, "owner"),
)
"""Whoever holds the right takes this tour; the first that fits counts."""


class FirstTour(Drawn):
    """Begins a tour by itself where there is room for it (`assets/26-tour.js`); draws nothing."""

    _type = "FirstTour"
    _prop_names: Final = ("tour", "steps")


def tour_name(permissions: frozenset[Permission]) -> str:
    """Which tour a person takes."""
    return next((name for right, name in _TOURS if right in permissions), "leader")


def tour(permissions: frozenset[Permission], pages: tuple[Page, ...]) -> list[dict[str, str]]:
    """The steps over pages that the person may open: path, title and text of each."""
    open_paths = {page.path for page in pages if page.permission in permissions}
    steps = (entry.split(" | ", 2) for entry in screen_words(f"Tour {tour_name(permissions)}"))
    return [
        {"path": path, "title": title, "text": text}
        for path, title, text in steps
        if path in open_paths
    ]


def spoken_steps(steps: list[dict[str, str]]) -> list[dict[str, str]]:
    """The steps in the words of the reader's district, for the script that shows them."""
    return [{name: told(text) for name, text in step.items()} for step in steps]


def tour_button(name: str, steps: list[dict[str, str]]) -> html.Button:
    """Starts the tour in the browser (`assets/26-tour.js`)."""
    more: dict[str, Any] = {"data-tour": json.dumps(spoken_steps(steps)), "data-tour-name": name}
    return html.Button([icon("signpost-2"), "Start the guided tour"], type="button",
                       className="ctl", **more)  # fmt: skip
