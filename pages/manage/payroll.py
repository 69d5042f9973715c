"""The card that holds the cost of the staffing beside the pay of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dash.development.base_component import Component

from pages.components.card import card
from pages.components.figures import opened
from pages.components.notices import empty
from pages.components.sentence import Sentence, strong
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import counted, fiscal_year, money, share

QUESTION = "Does the cost of the staffing fit the pay in the ledger?"


@dataclass(frozen=True, slots=True)
class PayLine:
    """Pay, benefits or both: what the people cost a year, and the same of the ledger, in dollars.

    Missing is not zero. `href` opens the accounts of the ledger.
    """

    name: str
    cost: Decimal
    budget: Decimal | None
    spent: Decimal | None
    href: str = ""

    @property
    def difference(self) -> Decimal | None:
        """What the ledger budgets beyond the cost; negative where the people cost more."""
        return None if self.budget is None else self.budget - self.cost

    @property
    def spent_share(self) -> Decimal | None:
        """Spent as a share of the cost of a year."""
        return None if self.spent is None or not self.cost else self.spent / self.cost


@dataclass(frozen=True, slots=True)
class Payroll:
    """The staffing of a day and the ledger of its year; `vacant` and `unpriced` are texts.

    `lines` are pay, benefits and, last, both. `unpriced` people have no pay recorded: their
    positions are in no cost.
    """

    lines: Sequence[PayLine]
    day: str
    year: int
    periods: str
    vacant: str
    unpriced: int
    href: str


def payroll_card(view: Payroll) -> Component:
    """Both sides, their difference, and in plain words why they differ."""
    if not view.lines[-1].cost:
        notice = empty("No pay is recorded.", "Pays come with the staffing file, or one by one.")
        return card(QUESTION, body=notice)
    columns = [
        Column("", "", phone=Phone.KEEP),
        Column("People in place", "cost a year", is_number=True),
        Column("Ledger", "budgeted", is_number=True),
        Column("Difference", "budget less cost", is_number=True, phone=Phone.KEEP, is_strong=True),
        Column("Ledger", "spent", is_number=True),
        Column("Spent", "share of the cost", is_number=True),
    ]
    rows = [_row(line, view.href) for line in view.lines]
    rows[-1] = Row(rows[-1].cells, RowKind.TOTAL)
    return card(
        QUESTION,
        payroll_words(view),
        table(columns, rows, caption=QUESTION),
        method=_method(view),
    )


def payroll_words(view: Payroll) -> Sentence:
    """The difference of both sides over pay and benefits."""
    both = view.lines[-1]
    if both.difference is None:
        return [f"No budget of pay is loaded for {fiscal_year(view.year)}."]
    way = "more" if both.difference >= 0 else "less"
    return [
        f"{fiscal_year(view.year)} budgets ",
        strong(f"{money(abs(both.difference))} {way}"),
        f" for pay and benefits than the people in place on {view.day} cost in a whole year.",
    ]


def _row(line: PayLine, href: str) -> Row:
    return Row(
        [
            line.name,
            opened(money(line.cost, cents=True), href),
            opened(money(line.budget, cents=True), line.href),
            money(line.difference, cents=True),
            opened(money(line.spent, cents=True), line.href),
            share(line.spent_share, 1),
        ]
    )


def _method(view: Payroll) -> str:
    words = (
        f"Cost: the rates in force on {view.day}, each for a whole year, of everybody assigned; "
        f"not what was paid. Ledger: accounts of salaries and benefits, {fiscal_year(view.year)}, "
        f"spent in {view.periods}. The budget also holds vacant positions ({view.vacant} FTE), "
        "substitutes, extra duty and overtime, and benefits of people not in place, as retirees; "
        "whoever came, left or changed pay within the year is in the cost at today's rate."
    )
    if view.unpriced:
        many = counted(view.unpriced, "assignment")
        words += f" {many} without pay recorded: those positions are in no cost."
    return words
