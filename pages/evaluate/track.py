"""Small pictures inside tables: a school against others on one line, bars with a mark."""

from __future__ import annotations

from dash import html

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
) -> html.Div:
    """A line from 0 to `high`: own value filled, another hollow, a mark, a grey range."""
    parts = [html.Span(className="line")]
    if span is not None:
        start, end = (position(edge, 0, high) for edge in span)
        width = f"calc({end} - {start})"
        parts.append(html.Span(className="range", style={"left": start, "width": width}))
    for value, look in ((mark, "tick"), (hollow, "hollow"), (own, "own")):
        if value is not None:
            parts.append(html.Span(className=look, style={"left": position(value, 0, high)}))
    return html.Div(parts, className="track", **{"aria-hidden": "true"})


def bar(
    value: float | None, *, high: float, mark: float | None = None, tone: str = "c1"
) -> html.Div:
    """A bar from 0, with an upright mark for comparison."""
    parts = []
    if value is not None:
        parts.append(html.Span(className=f"f {tone}", style={"width": position(value, 0, high)}))
    if mark is not None:
        parts.append(html.Span(className="k", style={"left": position(mark, 0, high)}))
    return html.Div(parts, className="vbar", **{"aria-hidden": "true"})


def tone(place: int) -> str:
    """The colour class of the nth largest part; those beyond the palette share one."""
    return f"c{place + 1}" if place < _PALETTE_SIZE else "c5"


def swatch(look: str) -> html.I:
    """A colour key before a name."""
    return html.I(className=f"sw {look}", **{"aria-hidden": "true"})


def key_entry(look: str, words: str) -> html.Span:
    """One entry of a key: `own`, `tick`, `hollow`, `range` or `dash`, and what it means."""
    return html.Span([html.I(className=f"kx {look}", **{"aria-hidden": "true"}), words])
