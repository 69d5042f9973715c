"""Which money a bucket holds: its scope lines, the place looked at, and how many accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from pages.components.card import card, quiet_link
from pages.format import counted, upper

QUESTION = "Which money is this?"
Line = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Details:
    """Scope lines of the bucket (field, operator, value with its name), accounts, type, place."""

    lines: Sequence[Line]
    accounts: int
    type: str
    place: str
    accounts_href: str


def details_card(found: Details) -> Component:
    """What the bucket holds: how many accounts, and by which lines."""
    tools = [quiet_link("See accounts", found.accounts_href)] if found.accounts_href else []
    return card(
        QUESTION,
        [f"{counted(found.accounts, 'account')} of {found.place}."],
        html.Div(scope_chips(found.lines), className="scope-rows"),
        method=f"Type: {found.type}. One field: any line that says what is, and every line that "
        "says what is not. Different fields: all of them.",
        tools=tools,
    )


def scope_chips(lines: Sequence[Line]) -> list[Component]:
    """The lines as chips; lines of one field stand together, for any of them may hold."""
    fields = list(dict.fromkeys(name for name, _, _ in lines))
    return [
        html.Div([_chip(line) for line in lines if line[0] == name], className="scopes")
        for name in fields
    ]


def _chip(line: Line) -> Component:
    name, operator, value = line
    return html.Span(
        [html.Span(upper(name)), html.Span(operator, className="o"), html.Span(value)],
        className="sc",
    )
