"""Key figures in one strip with hairlines between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from dash import dcc, html

from pages.format import MISSING, money, rounded
from pages.help_words import glossed
from pages.words import label

_USUAL = 5
_COLUMNS = {3: "kpis k3", 4: "kpis", 5: "kpis k5"}


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure: household word, finance term beside it, value, a short note, its rows."""

    label: str
    value: Any
    note: str = ""
    term: str = ""
    href: str = ""


def figure_strip(figures: Sequence[KeyFigure], *, label: str) -> html.Div:
    """Three to five key figures; `label` names the group for screen readers."""
    cells = [_cell(figure) for figure in figures]
    return html.Div(cells, className=_COLUMNS[len(figures)], role="group", **{"aria-label": label})


def equation_strip(
    have: KeyFigure,
    taken: Sequence[KeyFigure],
    left: KeyFigure,
    projection: KeyFigure,
    *,
    label: str,
) -> html.Div:
    """Have less what is taken = Left, and where it is heading behind a dashed rule.

    The values of the equation are amounts, which `written` writes so that they add up.
    """
    values = written(have.value, *(figure.value for figure in (*taken, left)))
    figures = [
        replace(figure, value=value)
        for figure, value in zip((have, *taken, left), values, strict=True)
    ]
    have, taken, left = figures[0], figures[1:-1], figures[-1]
    cells = [
        _cell(have, "k-b"),
        *(_cell(figure, sign="−") for figure in taken),
        _cell(left, "main", sign="="),
        _cell(projection, "proj"),
    ]
    look = "kpis eq k6" if len(cells) > _USUAL else "kpis eq"
    return html.Div(cells, className=look, role="group", **{"aria-label": label})


def written(whole: Decimal | None, *parts: Decimal | None) -> list[Any]:
    """A sum and its parts in whole dollars; with cents, in small, where those would not add up.

    What is missing counts as nothing, except in the last part: without it nothing adds up.
    """
    amounts = [whole, *parts]
    rest = sum(rounded(part) for part in parts if part is not None)
    if whole is None or parts[-1] is None or rounded(whole) == rest:
        return [money(amount) for amount in amounts]
    return [_with_cents(amount) for amount in amounts]


def _with_cents(amount: Decimal | None) -> Any:
    dollars, point, cents = money(amount, cents=True).partition(".")
    return [dollars, html.Small(f"{point}{cents}")] if point else dollars


def _cell(figure: KeyFigure, look: str = "", sign: str = "") -> html.Div:
    words: list[Any] = [label(figure.label)]
    if figure.term:
        words.append(glossed(figure.term, label(figure.term)))
    is_opened = figure.href and figure.value != MISSING  # nothing lies behind what is missing
    value = dcc.Link(figure.value, href=figure.href) if is_opened else figure.value
    operator = [html.Span(sign, className="op", **{"aria-hidden": "true"})] if sign else []
    return html.Div(
        [
            *operator,
            html.Div(words, className="l"),
            html.Div(value, className="v"),
            html.Div(figure.note, className="s"),
        ],
        className=f"kpi {look}".strip(),
    )
