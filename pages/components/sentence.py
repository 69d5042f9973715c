"""Sentences made of plain, strong and openable parts: leads, findings, notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component


@dataclass(frozen=True, slots=True)
class Part:
    """A few words; `href` opens the rows behind them, `strong` marks what to notice."""

    text: str
    href: str = ""
    strong: bool = False


Sentence = Sequence[Part | str]


def strong(text: str) -> Part:
    """Words to notice."""
    return Part(text, strong=True)


def dig(text: str, href: str, *, strong: bool = False) -> Part:
    """A figure that opens its rows."""
    return Part(text, href, strong)


def plain(sentence: Sentence) -> str:
    """The sentence as text, for titles, alternatives and tests."""
    return "".join(part if isinstance(part, str) else part.text for part in sentence)


def spoken(sentence: Sentence) -> list[Component | str]:
    """The sentence as components."""
    return [part if isinstance(part, str) else _shown(part) for part in sentence]


def _shown(part: Part) -> Component | str:
    words: Component | str = html.B(part.text) if part.strong else part.text
    return dcc.Link(words, href=part.href, className="dig") if part.href else words


def lead(sentence: Sentence) -> html.P:
    """The one sentence that answers the page's question."""
    return html.P(spoken(sentence), className="lead-s")


def finding(sentence: Sentence) -> html.P:
    """The one sentence that answers a card's question."""
    return html.P(spoken(sentence), className="finding")
