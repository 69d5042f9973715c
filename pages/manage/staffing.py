"""Current, Staffing: who is in which position, at what FTE, paid by what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dash import html
from dash.development.base_component import Component

from pages import ids
from pages.components.strip import KeyFigure, figure_strip
from pages.format import count
from pages.manage.rows import RowsIds, frame

PATH: Final = "/current/staffing"
IDS: Final = RowsIds(
    url=ids.Staffing.URL,
    state=ids.Staffing.STATE,
    search=ids.Staffing.SEARCH,
    head=ids.Staffing.HEAD,
    tools=ids.Staffing.TOOLS,
    body=ids.Staffing.BODY,
    grid=ids.Staffing.GRID,
)


@dataclass(frozen=True, slots=True)
class ListTab:
    """One list: its name, how many positions it has, the query that shows it."""

    name: str
    number: int
    query: str
    is_current: bool


def layout() -> html.Div:
    """The frame; callbacks fill it."""
    return frame(IDS, "Search position, job, person or note")


def above(
    figures: Sequence[KeyFigure], tabs: Sequence[ListTab], assignments_href: str = ""
) -> list[Component]:
    """Key figures of the positions that fit, and the lists to choose from.

    `assignments_href` leads whoever may end assignments to their list.
    """
    strip = figure_strip(figures, label="Positions in figures")
    return [strip, tab_list(tabs, "Lists of positions", assignments_href)]


def tab_list(tabs: Sequence[ListTab], label: str, assignments_href: str) -> html.Nav:
    """Tabs that are links within the page; the state of the address decides which is shown."""
    return html.Nav(
        [
            html.A(
                [tab.name, html.Span(count(tab.number))],
                href=f"?{tab.query}",
                **{"data-query": tab.query} | ({"aria-current": "page"} if tab.is_current else {}),
            )
            for tab in tabs
        ]
        + (
            [html.A("End assignments", href=assignments_href, **{"data-page": "1"})]
            if assignments_href
            else []
        ),
        className="tabs-x",
        **{"aria-label": label},
    )
