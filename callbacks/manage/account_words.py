"""What the page of accounts says: money to spend is had and paid, revenue expected and received."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from callbacks.basis import Basis
from pages.components.grid import GridColumn
from pages.components.sentence import Part, Sentence, strong
from pages.format import counted, fiscal_year, money

REVENUE: Final = "revenue"
_KINDS: Final = ("expenditure", REVENUE)
BOTH: Final = ""
"""Every kind of account beside the other, each with the words that hold for both."""
_RECEIVED: Final = {
    "budget": "Expected",
    "spent": "Received",
    "remaining": "Still to come",
    "used": "% received",
    "reported": "Still to come in the ERP",
}
_EITHER: Final = {
    "budget": "Budgeted",
    "spent": "Spent or received",
    "remaining": "Remaining",
    "used": "% used or received",
    "reported": "Remaining in the ERP",
}
_LABELS: Final = {REVENUE: _RECEIVED, BOTH: _EITHER}
_WIDTHS: Final = {"used": 112, "spent": 150, "reported": 180}
_NOTES: Final = {
    "expenditure": (
        "Have is the adjusted budget, Left is budget less paid less on order{requested}. A "
        "negative account inside a positive bucket is no error."
    ),
    REVENUE: (
        "Expected is the adjusted budget, Still to come is what of it is not received; in "
        "parentheses, more came in than expected."
    ),
    BOTH: (
        "Budgeted is the adjusted budget of what may be spent, and the revenue expected; Remaining "
        "is what is left to spend, and what is still to come. Both kinds are never added up."
    ),
}


def named(columns: Sequence[GridColumn], kind: str) -> tuple[GridColumn, ...]:
    """The columns with the words of a kind of account, or those that hold for both."""
    if kind not in _LABELS:
        return tuple(columns)
    labels = _LABELS[kind]
    return tuple(
        replace(column, label=labels.get(column.field, column.label),
                width=max(column.width, _WIDTHS.get(column.field, 0)))
        for column in columns
    )  # fmt: skip


def usual(
    columns: Sequence[GridColumn], kind: str, requested: GridColumn | None = None
) -> tuple[GridColumn, ...]:
    """Those shown without a choice: nothing of revenue is ever requested or on order.

    A column of what is `requested` stands beside what is on order.
    """
    shown = named(columns, kind)
    if kind == REVENUE:
        return tuple(column for column in shown if column.field != "encumbered")
    place = 1 + [column.field for column in shown].index("encumbered")
    return (*shown[:place], *([requested] if requested else []), *shown[place:])


def question(place: str, kind: str) -> str:
    """What the page asks."""
    if kind == REVENUE:
        return f"Which revenue of {place} is still to come?"
    return f"Where exactly is the money of {place}?"


def sentence(ground: Basis, found: Sequence[Mapping[str, Any]]) -> Sentence:
    """What is left of the budget, and still to come of the revenue expected, kind by kind."""
    if not found:
        return [f"No account fits in {fiscal_year(ground.year.year)}."]
    told = [sums for sums in found if sums["kind"] in _KINDS] or found
    parts = [_of_kind(ground, sums, sums["kind"]) for sums in told]
    return [piece for place, part in enumerate(parts) for piece in ([" "] if place else []) + part]


def _of_kind(ground: Basis, sums: Mapping[str, Any], kind: str) -> list[Part | str]:
    year = fiscal_year(ground.year.year)
    left, whole = sums["remaining_usd"], money(sums["budget_usd"])
    accounts = f"{counted(sums['account_count'], 'account')} of {year}"
    if kind != REVENUE:
        return [strong(f"{money(left)} is left"), f" of {whole} in {accounts}."]
    if left is not None and left < 0:
        more = strong(f"{money(-left)} more than expected")
        return [more, f" has come in; {whole} was expected in {accounts}."]
    return [strong(f"{money(left)} is still to come"), f" of {whole} expected in {accounts}."]


def note(kind: str, *, subtracts_requisitions: bool) -> str:
    """What the columns of money mean."""
    words = _NOTES.get(kind, _NOTES["expenditure"])
    return words.format(requested=" less requested" if subtracts_requisitions else "")
