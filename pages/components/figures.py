"""Single figures: links to their rows, missing values with their reason, status words, icons."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.drawn import Node, node
from pages.format import MISSING


class Status(StrEnum):
    """Where a bucket is heading; always shown as icon and word."""

    ON_COURSE = "on_course"
    SLOW = "slow"
    OVER = "over"
    OVERSPENT = "overspent"
    ENDED = "ended"
    RAN_OVER = "ran_over"
    UNKNOWN = "unknown"


_STATUS = {
    Status.ON_COURSE: ("On course", "check2", ""),
    Status.SLOW: ("Slow", "hourglass-split", "slow"),
    Status.OVER: ("Will run over", "exclamation-triangle-fill", "over"),
    Status.OVERSPENT: ("Overspent", "exclamation-triangle-fill", "over"),
    Status.ENDED: ("Year closed", "lock", ""),
    Status.RAN_OVER: ("Ran over", "exclamation-triangle-fill", "over"),
    Status.UNKNOWN: ("No projection", "dash", ""),
}


def icon(name: str) -> html.I:
    """A picture that repeats what the words beside it say; hidden from screen readers."""
    return html.I(className=f"bi bi-{name}", **{"aria-hidden": "true"})


def opened(text: str, href: str) -> Component | str:
    """A figure that opens its rows; plain text where nothing lies behind it."""
    return dcc.Link(text, href=href, className="dig") if href and text != MISSING else text


def summed(text: str, parts: Sequence[tuple[str, str, str]]) -> Component | str:
    """A sum whose rows stand on no single page: it opens its parts (name, amount, address)."""
    if text == MISSING or not any(href for *_, href in parts):
        return text
    listed = [html.Li([html.Span(name), opened(amount, href)]) for name, amount, href in parts]
    return html.Details([html.Summary(text, className="dig"), html.Ul(listed)], className="summed")


def missing(reason: str) -> html.Span:
    """`–` with the reason on hover and for screen readers."""
    return html.Span(
        [
            html.Span(MISSING, **{"aria-hidden": "true"}),
            html.Span(f"No figure: {reason}", className="vh"),
        ],
        className="missing",
        title=reason,
    )


def status(value: Status, words: str = "") -> html.Span:
    """A status as icon and word."""
    text, name, tone = _STATUS[value]
    return marked(words or text, name, tone)


@cache
def drawn_status(value: Status) -> Node:
    """The same in a row of a table, as plain data."""
    return node(status(value))


def marked(text: str, name: str, tone: str = "") -> html.Span:
    """Words with an icon; `tone` is good, warn, slow, over, bad or empty."""
    return html.Span([icon(name), text], className=f"status {tone}".strip())


def named(name: str, detail: str = "", href: str = "") -> list[Component]:
    """A name, perhaps a link, with a small line under it."""
    shown = dcc.Link(name, href=href) if href else html.Span(name, className="nm-text")
    return [shown, html.Span(detail, className="d")] if detail else [shown]
