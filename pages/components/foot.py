"""The last line of a page: whose figures these are and when they were loaded."""

from __future__ import annotations

from dash import html


def foot(*words: str) -> html.Footer:
    """The footer of a page."""
    return html.Footer(html.Span(" ".join(words)), className="foot")
