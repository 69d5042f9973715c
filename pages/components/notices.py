"""What a page shows instead of figures, or above them: always with what to do next."""

from __future__ import annotations

from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.figures import icon

_LINES: Final = {96: "head", 60: "lead"}
"""Heights that stand for the head of a page and for the sentence under it."""


def empty(title: str, text: str, action: Component | None = None) -> html.Div:
    """Nothing to show, and why."""
    return _notice("inbox", title, text, action)


def error(text: str) -> html.Div:
    """Something failed; the page can be tried again."""
    again = html.Button("Try again", type="button", className="ctl", **{"data-action": "reload"})
    return _notice("exclamation-octagon", "This could not be shown.", text, again, "bad", "alert")


def no_permission(words: str = "Your role does not include this page.") -> html.Div:
    """The person may not see the page."""
    home = dcc.Link("Go to your home page", href="/", className="ctl")
    text = f"{words} If you need it, ask the person who manages users in your district."
    return _notice("lock", html.H1("You may not see this page."), text, home)


def not_found() -> html.Div:
    """There is no such page."""
    home = dcc.Link("Go to your home page", href="/", className="ctl")
    text = "The address may be mistyped, or the page may have moved."
    return _notice("signpost-split", html.H1("There is no page at this address."), text, home)


def stale(title: str, text: str, href: str = "") -> html.Div:
    """Figures are older than they should be: how old, why, what is missing."""
    parts: list[Any] = [
        icon("exclamation-triangle-fill"),
        html.Span([html.B(title), " ", text]),
    ]
    if href:
        parts.append(dcc.Link("See load details", href=href, className="ctl"))
    return html.Div(parts, className="warnbar", role="status")


def answered(words: str) -> html.Div:
    """What came of the button that was pressed last, in a sentence that is read aloud."""
    return html.Div([icon("info-circle"), html.Div(words)], className="notice", role="status")


def skeleton(*heights: int) -> html.Div:
    """Pale shapes of the size of what is coming, so that nothing jumps."""
    return html.Div(
        [html.Span("Loading", className="vh", role="status"), *(_shape(one) for one in heights)],
        **{"aria-busy": "true"},
    )


def _shape(height: int) -> html.Div:
    """A head and a sentence show their lines, everything else the card that will hold it."""
    look = _LINES.get(height, "card")
    return html.Div(className=f"skel {look}", style={"height": f"{height}px"})


def _notice(
    picture: str,
    title: str | Component,
    text: str,
    action: Component | None,
    tone: str = "",
    role: str | None = None,
) -> html.Div:
    # Where the notice is the whole page, its title is the heading that screen readers look for.
    heading = html.Strong(title) if isinstance(title, str) else title
    words = [heading, text, *([html.Div(action)] if action else [])]
    return html.Div([icon(picture), html.Div(words)], className=f"notice {tone}".strip(), role=role)
