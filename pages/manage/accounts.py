"""Current, Accounts: every account with its balance."""

from __future__ import annotations

from typing import Final

from dash import html

from pages import ids
from pages.manage.rows import RowsIds, frame

IDS: Final = RowsIds(
    url=ids.Accounts.URL,
    state=ids.Accounts.STATE,
    search=ids.Accounts.SEARCH,
    head=ids.Accounts.HEAD,
    tools=ids.Accounts.TOOLS,
    body=ids.Accounts.BODY,
    grid=ids.Accounts.GRID,
)


def layout() -> html.Div:
    """The frame; callbacks fill it. Below it stands what became of a note."""
    said = html.Div(id=ids.Accounts.SAID, role="status", className="note")
    return html.Div([frame(IDS, "Search account or description"), said])
