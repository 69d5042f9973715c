"""The bar of a bucket, and the key to its parts."""

from __future__ import annotations

from dash import html

from pages.components.bucket_amounts import Amounts
from pages.components.drawn import Node, element
from pages.figures.bucket_bar import bucket_bar
from pages.words import label


def bar_key(
    year_end: str,
    *,
    is_revenue: bool = False,
    is_short: bool = False,
    has_reserved: bool = False,
) -> html.Div:
    """What the parts of a bucket bar mean; without a year's end nothing is projected.

    The short key leaves out the finance terms, which stand beside it already.
    """
    entries = [
        ("s sw-paid", "Bills paid (spent)"),
        ("s sw-attr", "On order (encumbered)"),
        *([("s sw-asked", "Requested (pre-encumbered)")] if has_reserved else []),
        ("s sw-left", "Left (remaining)"),
    ]
    if is_revenue:
        entries = [("s sw-paid", "Came in (received)"), ("s sw-left", "Still to come (remaining)")]
    if year_end:
        entries.append(("m", f"Likely by {year_end} (projection)"))
    shown = [(look, words.partition(" (")[0] if is_short else words) for look, words in entries]
    marks = [html.Span([html.I(className=look), label(words)]) for look, words in shown]
    return html.Div(marks, className="key")


def bar(amounts: Amounts) -> html.Div | html.Span:
    """The large bar of a bucket. The figures stand beside it, so screen readers skip it."""
    parts = [html.Span(className=look, style=place) for look, place in _parts(amounts)]
    if not parts:
        return html.Span()
    return html.Div(parts, className="bucket-bar big", **{"aria-hidden": "true"})


def drawn_bar(amounts: Amounts) -> Node:
    """The same in a row of a table, as plain data."""
    parts = [element("span", className=look, style=place) for look, place in _parts(amounts)]
    if not parts:
        return element("span")
    return element("div", *parts, className="bucket-bar", aria_hidden="true")


def _parts(amounts: Amounts) -> list[tuple[str, dict[str, str]]]:
    """The look and the place of each part that there is; nothing where nothing can be drawn."""
    parts = bucket_bar(
        amounts.budget, amounts.spent, amounts.encumbered, amounts.projected, amounts.reserved
    )
    if parts is None:
        return []
    found = [("p", {"width": f"{parts.paid}%"})]
    if parts.ordered:
        found.append(("o", {"left": f"{parts.paid}%", "width": f"{parts.ordered}%"}))
    if parts.reserved:
        start = parts.paid + parts.ordered
        found.append(("q", {"left": f"{start}%", "width": f"{parts.reserved}%"}))
    if parts.mark is not None:
        found.append(("m", {"left": f"calc({parts.mark}% - 1px)"}))
    return found
