"""The card: a question, a sentence, a picture or rows, and how it was reckoned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.drawn import Node, Piece, element, node
from pages.components.figures import icon
from pages.components.sentence import Sentence, finding


@dataclass(frozen=True, slots=True)
class Menu:
    """What a card offers.

    `export` is the address of its rows without the format: `/export/buckets?fiscal_year=2027`.
    `card` is the name under which documents know the card (`callbacks.reporting.cards`).
    """

    export: str = ""
    has_chart: bool = False
    card: str = ""


def card(
    question: str,
    sentence: Sentence = (),
    body: Any = None,
    *,
    method: str | Sequence[Any] = "",
    menu: Menu | None = None,
    tools: Sequence[Component] = (),
) -> html.Section:
    """A card titled with the question it answers.

    `method` prints basis, year and numbers behind the picture; `tools` stand left of the menu.
    """
    offered = [*tools, *([card_menu(question, menu)] if menu else [])]
    head = [html.H2(question), *([html.Div(offered, className="tools")] if offered else [])]
    parts = [
        html.Header(head),
        *([finding(sentence)] if sentence else []),
        html.Div(body, className="body"),
        *(
            [html.P(method if isinstance(method, str) else list(method), className="method")]
            if method
            else []
        ),
    ]
    name = {"data-card": menu.card} if menu and menu.card else {}
    return html.Section(parts, className="qcard", **name)


def card_menu(question: str, menu: Menu) -> Piece:
    """The three dots: table view, rows as a file, picture as a file, link."""
    entries: list[Node] = [_TABLE] if menu.has_chart else []
    if menu.export:
        entries.append(_file("csv", _CSV, menu.export))
        entries.append(_file("xlsx", _XLSX, menu.export))
    if menu.has_chart:
        entries += [_PNG, _SVG]
    if menu.card:
        entries.append(_PRESENT)
    listed = element("div", *entries, _LINK, className="menu-list")
    dots = element("summary", _DOTS, className="iconb", aria_label=f"Menu of: {question}")
    return Piece(node=element("details", dots, listed, className="menu"))


def _button(action: str, picture: str, text: str) -> Node:
    named = {"data-action": action}
    return element("button", icon(picture), text, type="button", **named)


# What stands in every menu is made once.
_TABLE: Final = _button("table", "table", "Show as table")
_PNG: Final = _button("png", "image", "Save PNG")
_SVG: Final = _button("svg", "vector-pen", "Save SVG")
_PRESENT: Final = _button("present", "easel", "Add to presentation")
_LINK: Final = _button("link", "link-45deg", "Copy link")
_DOTS: Final = node(icon("three-dots"))
_CSV: Final = node([icon("filetype-csv"), "Download CSV"])
_XLSX: Final = node([icon("file-earmark-spreadsheet"), "Download XLSX"])


def _file(ending: str, words: Node, export: str) -> Node:
    path, _, query = export.partition("?")
    return element("a", words, href=f"{path}.{ending}" + (f"?{query}" if query else ""))


def quiet_link(text: str, href: str) -> dcc.Link:
    """A link among a card's tools."""
    return dcc.Link(text, href=href, className="ctl quiet")


def row(*cards: Component, look: str = "") -> html.Div:
    """Cards beside each other: `c-1-1`, `c-2-1` or `c-3-2`; one below the other without."""
    return html.Div(list(cards), className=f"row-c {look}".strip())
