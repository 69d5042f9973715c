"""Registers every page with Dash: its address, title, right and layout, in its reader's words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import dash

from access.guard import Guard
from pages.components import notices
from pages.components.said import said
from pages.registry import PAGES
from pages.words import told


def register_pages(guard: Guard) -> None:
    """Make every page of the registry known to Dash, and what stands at any other address."""
    for order, page in enumerate(PAGES):
        dash.register_page(
            f"pages.{page.key}",
            path=None if page.is_template else page.path,
            path_template=page.path if page.is_template else None,
            name=page.name,
            title=partial(_titled, page.title),
            order=order,
            layout=partial(_shown, guard.page(page.layout, page.permission, notices.no_permission)),
        )
    dash.register_page(
        "pages.not_found_404",
        path="/404",
        title="Not found · Plumbline",
        order=len(PAGES),
        # What the address says after its question mark arrives as arguments.
        layout=lambda **_: notices.not_found(),
    )


def _shown(layout: Callable[..., Any], **address: Any) -> Any:
    return said(layout(**address))


def _titled(title: str, /, **_address: Any) -> str:
    """What the browser writes on its tab."""
    return told(title)
