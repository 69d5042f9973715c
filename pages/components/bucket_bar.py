"""The bar of a bucket, and the key to its parts."""

from __future__ import annotations

from dash import html

from pages.components.bucket_amounts import Amounts
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


def bar(amounts: Amounts, *, is_big: bool = False) -> html.Div | html.Span:
    """The bar of a bucket. The figures stand beside it, so screen readers skip it."""
    parts = bucket_bar(
        amounts.budget, amounts.spent, amounts.encumbered, amounts.projected, amounts.reserved
    )
    if parts is None:
        return html.Span()
    spans = [html.Span(className="p", style={"width": f"{parts.paid}%"})]
    if parts.ordered:
        place = {"left": f"{parts.paid}%", "width": f"{parts.ordered}%"}
        spans.append(html.Span(className="o", style=place))
    if parts.reserved:
        place = {"left": f"{parts.paid + parts.ordered}%", "width": f"{parts.reserved}%"}
        spans.append(html.Span(className="q", style=place))
    if parts.mark is not None:
        spans.append(html.Span(className="m", style={"left": f"calc({parts.mark}% - 1px)"}))
    look = "bucket-bar big" if is_big else "bucket-bar"
    return html.Div(spans, className=look, **{"aria-hidden": "true"})
