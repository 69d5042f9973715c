"""Small pictures inside tables: a school against others on one line, bars with a mark."""

from __future__ import annotations

from functools import lru_cache

from dash import html

from pages.components.drawn import Node, element

_PALETTE_SIZE = 4


def position(value: float, low: float, high: float) -> str:
    """The place of a value between two ends, as a style: `42.00%`; beyond an end, the end."""
    part = (value - low) / (high - low) if high > low else 0.0
    return f"{min(max(part, 0.0), 1.0) * 100:.2f}%"


def track(
    own: float | None,
    *,
    high: float,
    mark: float | None = None,
    hollow: float | None = None,
    span: tuple[float, float] | None = None,
) -> Node:
    """A line from 0 to `high`: own value filled, another hollow, a mark, a grey range."""
    parts = [element("span", className="line")]
    if span is not None:
        start, end = (position(edge, 0, high) for edge in span)
        width = f"calc({end} - {start})"
        parts.append(element("span", className="range", style={"left": start, "width": width}))
    for value, look in ((mark, "tick"), (hollow, "hollow"), (own, "own")):
        if value is not None:
            parts.append(element("span", className=look, style={"left": position(value, 0, high)}))
    return element("div", *parts, className="track", aria_hidden="true")


def bar(value: float | None, *, high: float, mark: float | None = None, tone: str = "c1") -> Node:
    """A bar from 0, with an upright mark for comparison."""
    parts = []
    if value is not None:
        parts.append(
            element("span", className=f"f {tone}", style={"width": position(value, 0, high)})
        )
    if mark is not None:
        parts.append(_mark(mark, high))
    return element("div", *parts, className="vbar", aria_hidden="true")


# The same in every row of a table.
@lru_cache(maxsize=64)
def _mark(value: float, high: float) -> Node:
    return element("span", className="k", style={"left": position(value, 0, high)})


def tone(place: int) -> str:
    """The colour class of the nth largest part; those beyond the palette share one."""
    return f"c{place + 1}" if place < _PALETTE_SIZE else "c5"


def swatch(look: str) -> Node:
    """A colour key before a name."""
    return element("i", className=f"sw {look}", aria_hidden="true")


def key_entry(look: str, words: str) -> html.Span:
    """One entry of a key: `own`, `tick`, `hollow`, `range` or `dash`, and what it means."""
    return html.Span([html.I(className=f"kx {look}", **{"aria-hidden": "true"}), words])
