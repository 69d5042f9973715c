"""The fourth question: budget and actual of up to five earlier years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.figures import missing, opened, summed
from pages.components.notices import empty
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import fiscal_year, money, share, word
from pages.manage.bucket import words
from pages.manage.bucket.sides import Side, YearLine

QUESTION = "Historically, how have I spent in this bucket?"
REVENUE_QUESTION = "Historically, how much has come in for this bucket?"
METHOD = (
    "Today’s scope applied to the accounts as they were coded then; those recoded since count "
    "with the account that carries on. Bars start at zero. Final budgets, full years."
)


@dataclass(frozen=True, slots=True)
class _Named:
    """The words of one kind of account. A difference is positive where it is good news."""

    budget: str
    actual: str
    difference: str
    share: str
    note: str
    sign: int


_SPENT: Final = _Named("Budgeted", "Actual", "Difference", "Used", "used", 1)
_RECEIVED: Final = _Named("Expected", "Came in", "Over (short)", "% received", "received", -1)


def history_card(side: Side, export: str) -> Component:
    """The years as rows with a bar each."""
    question = REVENUE_QUESTION if side.is_revenue else QUESTION
    if not side.history:
        return card(question, body=empty("No earlier year.", "The data start with this year."))
    sentence = words.history(side.history, is_revenue=side.is_revenue)
    named = _RECEIVED if side.is_revenue else _SPENT
    key = html.Div(
        [
            html.Span([html.I(className="s sw-paid"), named.actual]),
            html.Span([html.I(className="m"), named.budget]),
        ],
        className="key",
    )
    columns = [
        Column("Year"),
        Column("", phone=Phone.WIDE, width="24%"),
        Column(named.budget, is_number=True),
        Column(named.actual, is_number=True, phone=Phone.KEEP, is_strong=True),
        Column(named.difference, is_number=True),
        Column(named.share, is_number=True),
    ]
    rows = [_year(line, _scale(side.history), named) for line in side.history]
    if len(rows) > 1:
        rows.append(_total(side.history, named))
    body = [key, table(columns, rows, caption=question)]
    return card(question, sentence, body, method=METHOD, menu=Menu(export))


def _scale(lines: Sequence[YearLine]) -> Decimal:
    known = [one for line in lines for one in (line.budget, line.actual) if one is not None]
    return max([*known, Decimal(1)])


def _year(line: YearLine, scale: Decimal, named: _Named) -> Row:
    difference = None if line.difference is None else named.sign * line.difference
    note = html.Span(
        [html.Span(f"of {money(line.budget)}"), html.Span(f"{share(line.used, 1)} {named.note}")],
        className="ends",
    )
    return Row(
        [
            fiscal_year(line.year),
            _bar(line, scale),
            _figure(line.budget, line.budget_href),
            missing("not loaded") if line.actual is None else opened(money(line.actual), line.href),
            money(difference),
            share(line.used, 1),
        ],
        note=note,
    )


def _bar(line: YearLine, scale: Decimal) -> html.Div:
    parts = [html.Span(className="f", style={"width": _percent(line.actual, scale)})]
    if line.budget is not None:
        parts.append(html.Span(className="k", style={"left": _percent(line.budget, scale)}))
    return html.Div(parts, className="mini", **{"aria-hidden": "true"})


def _percent(value: Decimal | None, scale: Decimal) -> str:
    # The mark of the budget stands beside its place and must stay within the cell.
    part = max(value or Decimal(0), Decimal(0)) / scale * 98
    return f"{part.quantize(Decimal('0.1'))}%"


def _total(lines: Sequence[YearLine], named: _Named) -> Row:
    budget = _sum([line.budget for line in lines])
    actual = _sum([line.actual for line in lines])
    difference = None if budget is None or actual is None else named.sign * (budget - actual)
    used = actual / budget if budget and actual is not None and budget > 0 else None
    name = f"{word(len(lines), start=True)} years"
    planned = [(fiscal_year(one.year), money(one.budget), one.budget_href) for one in lines]
    paid = [(fiscal_year(one.year), money(one.actual), one.href) for one in lines]
    figures = [
        summed(money(budget), planned),
        summed(money(actual), paid),
        money(difference),
        share(used, 1),
    ]
    return Row([name, "", *figures], RowKind.TOTAL)


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def _figure(value: Decimal | None, href: str) -> Any:
    return missing("not loaded") if value is None else opened(money(value), href)
