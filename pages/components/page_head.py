"""The head of a page: where one is, the question, and what can be done with the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.figures import icon
from pages.words import label

Crumb = tuple[str, str]


def page_head(
    question: str,
    *,
    crumbs: Sequence[Crumb] = (),
    actions: Sequence[Component] = (),
    sub: str = "",
) -> html.Div:
    """Breadcrumbs (text and address; the last one is the page itself), the question, actions."""
    words = [html.H1(question), *([html.P(sub, className="sub-h")] if sub else [])]
    head = html.Div(
        [
            html.Div(words, className="head-l"),
            *([html.Div(list(actions), className="actions")] if actions else []),
        ],
        className="head",
    )
    return html.Div([_breadcrumbs(crumbs), head])


def _breadcrumbs(crumbs: Sequence[Crumb]) -> html.Nav:
    last = len(crumbs) - 1
    entries = [
        html.Li(
            html.Span(text, **{"aria-current": "page"})
            if place == last
            else dcc.Link(text, href=href)
            if href
            else text
        )
        for place, (text, href) in enumerate((label(name), to) for name, to in crumbs)
    ]
    return html.Nav(html.Ol(entries), className="crumbs", **{"aria-label": "Breadcrumb"})


def print_button() -> html.Button:
    """Prints the page in its paper style."""
    return html.Button(
        [icon("printer"), "Print"], type="button", className="ctl", **{"data-action": "print"}
    )


def ask_link(href: str, *, is_wide: bool = False) -> dcc.Link:
    """The way to the budget office, which learns what was on screen.

    On phones it stands at the end of the page, wide enough for a thumb.
    """
    look = "ctl only-m ask" if is_wide else "ctl only-w"
    return dcc.Link([icon("chat"), "Ask the budget office"], href=href, className=look)


def export_link(export: str) -> html.A:
    """The rows of the page as a workbook; `export` is their address without the format."""
    path, _, query = export.partition("?")
    href = f"{path}.xlsx" + (f"?{query}" if query else "")
    return html.A([icon("download"), "Export"], href=href, className="ctl")


@dataclass(frozen=True, slots=True)
class BasisCell:
    """One choice of the basis: its label, what holds now, and (text, query) to choose from."""

    label: str
    value: str
    choices: Sequence[tuple[str, str]] = ()


def basis_bar(cells: Sequence[BasisCell]) -> html.Div:
    """What the figures of the page stand on; each cell with choices is a control."""
    return html.Div(
        [_basis_cell(cell) for cell in cells],
        className="basis",
        role="group",
        **{"aria-label": "Basis of the figures"},
    )


def _basis_cell(cell: BasisCell) -> Component:
    name = html.Span(label(cell.label), className="k")
    if not cell.choices:
        return html.Div([name, cell.value], className="basis-cell")
    links = [choice(text, query, is_current=text == cell.value) for text, query in cell.choices]
    return html.Details(
        [
            html.Summary([name, cell.value, icon("chevron-down")]),
            html.Div(links, className="menu-list"),
        ],
        className="menu start basis-cell",
    )


def choice(text: str, query: str, *, is_current: bool) -> html.A:
    """A link that changes only these keys of the address: `year=2026`; `year=` clears one."""
    current = {"aria-current": "true"} if is_current else {}
    return html.A(text, href=f"?{query}", **{"data-query": query, **current})
