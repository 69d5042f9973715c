"""Current, Transactions: every posting line."""

from __future__ import annotations

from typing import Final

from dash import html

from pages import ids
from pages.manage.rows import RowsIds, frame

IDS: Final = RowsIds(
    url=ids.Transactions.URL,
    state=ids.Transactions.STATE,
    search=ids.Transactions.SEARCH,
    head=ids.Transactions.HEAD,
    tools=ids.Transactions.TOOLS,
    body=ids.Transactions.BODY,
    grid=ids.Transactions.GRID,
)


def layout() -> html.Div:
    """The frame; callbacks fill it."""
    return frame(IDS, "Search vendor, description or any field")
