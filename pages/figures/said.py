"""Figures in the words of the reader's district: axes, legends, labels and what a mark tells.

The names of traces stay, for programs know marks by them; so do values, places and codes.
"""

from __future__ import annotations

from typing import Any, Final

from pages.words import told

Figure = dict[str, Any]
_TEXTS: Final = frozenset({"text", "hovertext", "hovertemplate", "texttemplate", "ticktext"})
_DEEP: Final = frozenset({"data", "layout", "annotations", "title", "colorbar", "meta", "phone",
                          "tablet", "coloraxis", "legend"})  # fmt: skip


def said_figure(figure: Figure) -> Figure:
    """A copy with every text that a person reads renamed; parts without text are shared."""
    return {name: _part(name, value) for name, value in figure.items()}


def _part(name: str, value: Any) -> Any:
    if name in _TEXTS:
        return _text(value)
    if name in _DEEP or "axis" in name:
        return _inside(name, value)
    return value


def _inside(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return said_figure(value)
    if isinstance(value, (list, tuple)):
        return [_inside(name, one) for one in value]
    return told(value) if name == "title" and isinstance(value, str) else value


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return told(value)
    return [_text(one) for one in value] if isinstance(value, (list, tuple)) else value
