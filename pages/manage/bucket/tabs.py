"""The tabs of a bucket: its page, and the rows behind it on the pages of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its name, how many rows it holds, and where it leads."""

    name: str
    note: str
    href: str


def tabs(entries: Sequence[Tab], current: str, label: str = "Bucket") -> html.Nav:
    """The tabs, the current one marked; `label` says whose they are."""
    links = [_tab(entry, is_current=entry.name == current) for entry in entries]
    return html.Nav(links, className="tabs-x", **{"aria-label": label})


def _tab(entry: Tab, *, is_current: bool) -> html.A:
    words = [entry.name, *([html.Span(entry.note)] if entry.note else [])]
    current = {"aria-current": "page"} if is_current else {}
    return html.A(words, href=entry.href, **{"data-page": "1", **current})
