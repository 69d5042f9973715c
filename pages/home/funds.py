"""The card that holds every fund against its budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.figures import opened
from pages.components.sentence import Sentence
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import fiscal_year, listed, money, share, word

UNSPENT: Final = "unspent budget, not fund balance"
"""What is left of a closed year: the fund's balance also knows revenue and what it began with."""


@dataclass(frozen=True, slots=True)
class Fund:
    """The terms of a fund in dollars, and where its accounts are listed; missing is not zero."""

    name: str
    budget: Decimal | None
    spent: Decimal | None
    encumbered: Decimal | None = None
    left: Decimal | None = None
    href: str = ""

    @property
    def used(self) -> Decimal | None:
        """Spent as a share of a positive budget."""
        if self.budget is None or self.budget <= 0 or self.spent is None:
            return None
        return self.spent / self.budget


@dataclass(frozen=True, slots=True)
class Span:
    """The year of the card, the periods posted in it, and the funds of the school figures."""

    year: int
    is_closed: bool
    periods: str
    school_funds: Sequence[str] = ()


def fund_card(funds: Sequence[Fund], span: Span, *, export: str, every_href: str = "") -> Component:
    """Every fund against its budget; the mark is the whole. `every_href` lists all accounts."""
    question = "Which funds went over budget?"
    if not span.is_closed:
        question = "Which funds are over budget so far?"
    rows = [
        Row(
            [
                fund.name,
                _fill(fund.used),
                *(opened(money(one), fund.href) for one in _terms(fund)),
                share(fund.used, 1),
            ],
            note=f"{share(fund.used, 1)} of {money(fund.budget)}",
        )
        for fund in funds
    ]
    terms = [_terms(fund) for fund in funds]
    budget, spent, encumbered, left = (_sum([term[place] for term in terms]) for place in range(4))
    every = Fund("All funds", budget, spent, encumbered, left)
    rows.append(
        Row(
            [
                every.name,
                "",
                *(opened(money(one), every_href) for one in _terms(every)),
                share(every.used, 1),
            ],
            RowKind.TOTAL,
        )
    )
    columns = [
        Column("Fund", width="24%"),
        Column("Spent, mark at 100%", width="26%", phone=Phone.WIDE),
        Column("Budget", is_number=True),
        Column("Spent", is_number=True, phone=Phone.KEEP),
        Column("On order", "Encumbered", is_number=True),
        Column("Left", "Remaining", is_number=True),
        Column("Share spent", is_number=True),
    ]
    method = (
        f"All funds, {fiscal_year(span.year)}, budget and actual expenditure, without transfers. "
        "Left is the budget less spent less on order."
    )
    if span.is_closed:
        method = f"{method} After the close it is {UNSPENT}."
    if len(span.school_funds) > 1:
        number = word(len(span.school_funds))
        names = "; ".join(span.school_funds)
        method = f"{method} The {number} school funds: {names}."
    return card(
        question,
        fund_words(funds, span),
        table(columns, rows, caption=question),
        method=f"{method} Negatives in parentheses.",
        menu=Menu(export, card="home-funds"),
    )


def fund_words(funds: Sequence[Fund], span: Span) -> Sentence:
    """Which funds are over, and by how much together.

    Under way, the budget of a whole year is held against a part of it, which the words say.
    """
    over = [fund for fund in funds if fund.left is not None and fund.left < 0]
    if not over and span.is_closed:
        return [f"None of {word(len(funds))}: every fund stayed within its budget."]
    if not over:
        start = f"None of {word(len(funds))} so far: what is spent and on order, {span.periods}, is"
        return [f"{start} held against the whole year’s budget; it does not tell the year’s end."]
    amount = money(-sum((fund.left or Decimal(0) for fund in over), Decimal(0)))
    names = listed([fund.name for fund in over])
    together = "" if len(over) == 1 else " together"
    return [f"{word(len(over), start=True)} of {len(funds)}: {names}, by {amount}{together}."]


def _terms(fund: Fund) -> tuple[Decimal | None, ...]:
    return fund.budget, fund.spent, fund.encumbered, fund.left


def _fill(used: Decimal | None) -> Any:
    """A bar to 110 % of the budget, with the mark where the budget ends."""
    if used is None:
        return ""
    scale = Decimal("1.1")
    width = min(max(used, Decimal(0)), scale) / scale * 100
    return html.Div(
        [
            html.Span(className="p", style={"width": f"{width:.2f}%"}),
            html.Span(className="k", style={"left": f"{100 / scale:.2f}%"}),
        ],
        className="fill",
        **{"aria-hidden": "true"},
    )


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
