"""Current, Purchase orders: what is on order and for how long."""

from __future__ import annotations

from typing import Final

from dash import html

from pages import ids
from pages.manage.rows import RowsIds, frame

IDS: Final = RowsIds(
    url=ids.Orders.URL,
    state=ids.Orders.STATE,
    search=ids.Orders.SEARCH,
    head=ids.Orders.HEAD,
    tools=ids.Orders.TOOLS,
    body=ids.Orders.BODY,
    grid=ids.Orders.GRID,
)


def layout() -> html.Div:
    """The frame; callbacks fill it."""
    return frame(IDS, "Search number, vendor or text")
