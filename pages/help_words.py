"""What Help says about screens and words, read from `pages/help.md` once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from dash import html

_FILE: Final = Path(__file__).with_name("help.md")
_GLOSSARY: Final = "Glossary"


@cache
def _sections() -> dict[str, tuple[str, ...]]:
    """The entries of each section by its heading."""
    found: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in _FILE.read_text("utf-8").splitlines():
        if line.startswith("## "):
            entries = found.setdefault(line.removeprefix("## ").strip(), [])
        elif line.startswith("- "):
            entries.append(line.removeprefix("- ").strip())
    return {heading: tuple(each) for heading, each in found.items()}


def screen_words(path: str) -> tuple[str, ...]:
    """What is said about a screen; of the part of the product it belongs to where it has none."""
    while path not in _sections():
        path = path.rpartition("/")[0] or "/"
    return _sections()[path]


@cache
def glossary() -> dict[str, str]:
    """Words of the field by themselves, in their order, with what they mean."""
    pairs = (entry.partition(": ") for entry in _sections()[_GLOSSARY])
    return {word: meaning for word, _, meaning in pairs}


def glossed(term: str, shown: str) -> html.Span:
    """A word of the field; its meaning shows on hover and focus where the glossary has it."""
    meaning = glossary().get(term)
    if meaning is None:
        return html.Span(shown, className="term")
    more: dict[str, Any] = {"data-meaning": meaning}
    return html.Span(shown, className="term meant", tabIndex=0, **more)
