"""The card that holds every fund against its budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from pages.components.bucket_amounts import REQUESTED, Amounts, any_reserved
from pages.components.card import Menu, card
from pages.components.figures import missing, named, opened
from pages.components.sentence import Sentence
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import fiscal_year, listed, money, share, word

_TERMS: Final = 5
UNSPENT: Final = "unspent budget, not fund balance"
"""What is left of a closed year: the fund's balance also knows revenue and what it began with."""

PROJECTED: Final = (
    "Likely left: the budget less what is likely spent, each fund by the share that its own "
    "earlier years had spent by this month, never below spent and on order; funds of mostly "
    "capital are not projected, likely sums are not added up, and a grant with a period of its own "
    "is projected by that on the page of its bucket."
)


@dataclass(frozen=True, slots=True)
class Fund:
    """The terms of a fund with its projection, and where its accounts are listed.

    `reason` says why there is no projection.
    """

    name: str
    amounts: Amounts
    href: str = ""
    reason: str = ""

    @property
    def used(self) -> Decimal | None:
        """Spent as a share of a positive budget."""
        budget, spent = self.amounts.budget, self.amounts.spent
        return None if budget is None or budget <= 0 or spent is None else spent / budget


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
    has_reserved = any_reserved([fund.amounts for fund in funds])
    rows = [_row(fund, span, has_reserved=has_reserved) for fund in funds]
    rows.append(_total(funds, span, every_href, has_reserved=has_reserved))
    columns = [
        Column("Fund", width="20%"),
        Column("Spent, mark at 100%", width="18%", phone=Phone.WIDE),
        Column("Budget", is_number=True),
        Column("Spent", is_number=True, phone=Phone.KEEP),
        Column("On order", "Encumbered", is_number=True),
        *([Column(*REQUESTED, is_number=True)] if has_reserved else []),
        Column("Left", "Remaining", is_number=True),
        Column("Share spent", is_number=True),
        *([] if span.is_closed else [Column("Likely left", "Projection", is_number=True)]),
    ]
    method = (
        f"All funds, {fiscal_year(span.year)}, budget and actual expenditure, without transfers. "
        f"Left is the budget less spent less on order{' less requested' if has_reserved else ''}."
    )
    if span.is_closed:
        method = f"{method} After the close it is {UNSPENT}."
    else:
        method = f"{method} {PROJECTED} {_years(funds)}"
    if len(span.school_funds) > 1:
        number = word(len(span.school_funds))
        names = "; ".join(span.school_funds)
        method = f"{method} The {number} school funds: {names}."
    return card(
        question,
        fund_words(funds, span),
        table(columns, rows, caption=question, look="c stack funds"),
        method=f"{method} Negatives in parentheses.",
        menu=Menu(export, card="home-funds"),
    )


def _row(fund: Fund, span: Span, *, has_reserved: bool) -> Row:
    return Row(
        [
            fund.name,
            _fill(fund.used),
            *_terms(fund.amounts, fund.href, has_reserved=has_reserved),
            share(fund.used, 1),
            *([] if span.is_closed else [_likely(fund)]),
        ],
        note=_note(fund),
    )


def _total(funds: Sequence[Fund], span: Span, href: str, *, has_reserved: bool) -> Row:
    """The sums of every fund; their projections are not added up."""
    terms = [fund.amounts.terms(has_reserved=True) for fund in funds]
    sums = [_sum(column) for column in zip(*terms, strict=True)] or [None] * _TERMS
    budget, spent, ordered, reserved, left = sums
    every = Fund("All funds", Amounts(budget, spent, ordered, left, reserved=reserved))
    cells = _terms(every.amounts, href, has_reserved=has_reserved)
    rest = [] if span.is_closed else [""]
    whole = replace(every, href=href)
    return Row(
        [every.name, "", *cells, share(every.used, 1), *rest], RowKind.TOTAL, note=_note(whole)
    )


def _likely(fund: Fund) -> Any:
    amounts = fund.amounts
    if amounts.left_over is None:
        return missing(fund.reason or "no projection")
    return named(money(amounts.left_over), amounts.range_span)


def _years(funds: Sequence[Fund]) -> str:
    """How many earlier years the ranges come from."""
    years = sorted({fund.amounts.years for fund in funds if fund.amounts.years})
    if not years:
        return "No earlier year is whole: an even pace is taken."
    many = listed([word(number) for number in years])
    noun = "year" if years == [1] else "years"
    return f"Ranges come from {many} earlier {noun} and are no margin of error."


def _note(fund: Fund) -> html.Span:
    """On a phone: the share, and the way to what was budgeted and is left."""
    budget, left = fund.amounts.budget, fund.amounts.remaining
    words: list[Any] = [f"{share(fund.used, 1)} of ", opened(money(budget), fund.href)]
    words += [", left ", opened(money(left), fund.href)]
    likely = fund.amounts.left_over
    return html.Span([*words, f", likely left {money(likely)}"] if likely is not None else words)


def fund_words(funds: Sequence[Fund], span: Span) -> Sentence:
    """Which funds are over, and by how much together.

    Under way, the budget of a whole year is held against a part of it, which the words say.
    """
    over = [fund for fund in funds if (fund.amounts.remaining or 0) < 0]
    if not over and span.is_closed:
        return [f"None of {word(len(funds))}: every fund stayed within its budget."]
    if not over:
        start = f"None of {word(len(funds))} so far: what is spent and on order, {span.periods}, is"
        return [f"{start} held against the whole year’s budget; it does not tell the year’s end."]
    amount = money(-sum((fund.amounts.remaining or Decimal(0) for fund in over), Decimal(0)))
    names = listed([fund.name for fund in over])
    together = "" if len(over) == 1 else " together"
    return [f"{word(len(over), start=True)} of {len(funds)}: {names}, by {amount}{together}."]


def _terms(amounts: Amounts, href: str, *, has_reserved: bool) -> list[Any]:
    """The cells of the terms, with the way to the accounts."""
    return [opened(money(one), href) for one in amounts.terms(has_reserved=has_reserved)]


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
