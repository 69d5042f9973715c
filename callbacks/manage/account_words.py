"""What the page of accounts says: money to spend is had and paid, revenue expected and received."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from callbacks.basis import Basis
from pages.components.grid import GridColumn
from pages.components.sentence import Sentence, strong
from pages.format import counted, fiscal_year, money

REVENUE: Final = "revenue"
_RECEIVED: Final = {
    "budget": "Expected",
    "spent": "Received",
    "remaining": "Still to come",
    "used": "% received",
    "reported": "Still to come in the ERP",
}
_WIDTHS: Final = {"used": 112, "reported": 180}
_NOTES: Final = {
    False: (
        "Have is the adjusted budget, Left is budget less paid less on order. A negative account "
        "inside a positive bucket is no error."
    ),
    True: (
        "Expected is the adjusted budget, Still to come is what of it is not received; in "
        "parentheses, more came in than expected."
    ),
}


def named(columns: Sequence[GridColumn], kind: str | None) -> tuple[GridColumn, ...]:
    """The columns with the words of a kind of account."""
    if kind != REVENUE:
        return tuple(columns)
    return tuple(
        replace(column, label=_RECEIVED.get(column.field, column.label),
                width=max(column.width, _WIDTHS.get(column.field, 0)))
        for column in columns
    )  # fmt: skip


def usual(columns: Sequence[GridColumn], kind: str | None) -> tuple[GridColumn, ...]:
    """Those shown without a choice: nothing of revenue is ever on order."""
    hidden = "encumbered" if kind == REVENUE else ""
    return tuple(column for column in named(columns, kind) if column.field != hidden)


def question(place: str, kind: str | None) -> str:
    """What the page asks."""
    if kind == REVENUE:
        return f"Which revenue of {place} is still to come?"
    return f"Where exactly is the money of {place}?"


def sentence(ground: Basis, sums: Mapping[str, Any] | None, kind: str | None) -> Sentence:
    """What is left of the budget, or still to come of the revenue expected, in the accounts."""
    year = fiscal_year(ground.year.year)
    if sums is None:
        return [f"No account fits in {year}."]
    left, whole = sums["remaining_usd"], money(sums["budget_usd"])
    accounts = f"{counted(sums['account_count'], 'account')} of {year}"
    if kind != REVENUE:
        return [strong(f"{money(left)} is left"), f" of {whole} in {accounts}."]
    if left is not None and left < 0:
        more = strong(f"{money(-left)} more than expected")
        return [more, f" has come in; {whole} was expected in {accounts}."]
    return [strong(f"{money(left)} is still to come"), f" of {whole} expected in {accounts}."]


def note(kind: str | None) -> str:
    """What the columns of money mean."""
    return _NOTES[kind == REVENUE]
