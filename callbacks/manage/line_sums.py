"""What a list of posting lines adds up to: one sum for one type of line, else one for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from data.transactions import LineTotals
from pages.components.grid import GridColumn
from pages.components.sentence import Sentence, strong
from pages.format import MISSING, counted, money

TYPES: Final = {
    "actual": "Paid and journals",
    "encumbrance": "On order",
    "budget": "Budget",
    "receipt": "Receipts",
}
_SUMS: Final = {**TYPES, "expected": "Expected revenue"}
_SAID: Final = {
    "actual": "paid",
    "encumbrance": "on order",
    "budget": "budgeted",
    "receipt": "received",
    "expected": "expected to come in",
}


@dataclass(frozen=True, slots=True)
class LineSums:
    """The sums of a result, in words and as cells of its last row.

    What is budgeted, paid and on order is said side by side and never added.
    """

    found: LineTotals

    @property
    def dollars(self) -> Decimal | None:
        """The one sum there is; none where lines of several types stand in the result."""
        sums = list(self.found.usd.values())
        return sums[0] if len(sums) == 1 else None if sums else Decimal(0)

    @property
    def watched(self) -> Decimal:
        """What a change is measured by: the one sum, of several types what was paid.

        Paying an order moves dollars from one type to another; together they would not change.
        """
        return next((self.found.usd[kind] for kind in _SUMS if kind in self.found.usd), Decimal(0))

    @property
    def columns(self) -> Sequence[GridColumn]:
        """A column for each type, where there are several."""
        if self.dollars is not None:
            return ()
        return [
            GridColumn(kind, _SUMS[kind], 152, is_number=True, stays=kind == "actual")
            for kind in _SUMS
            if kind in self.found.usd
        ]

    @property
    def cells(self) -> dict[str, str]:
        """Texts of the last row, by column."""
        each = {kind: money(sum_, cents=True) for kind, sum_ in self.found.usd.items()}
        return {**each, "amount": money(self.dollars, cents=True)}

    def sentence(self, year: str, search: str) -> Sentence:
        """How many rows there are, and what they add up to."""
        if not self.found.row_count:
            return [f"Nothing fits in {year}."]
        end = f" where any field holds “{search}”." if search else "."
        rows: Sentence = [strong(counted(self.found.row_count, "row", "rows")), f" in {year}"]
        if self.dollars is not None:
            return [*rows, " add up to ", strong(money(self.dollars, cents=True)), end]
        said = [(kind, self.found.usd[kind]) for kind in _SUMS if kind in self.found.usd]
        parts: Sentence = [": "]
        for place, (kind, sum_) in enumerate(said):
            before = "" if not place else " and " if place == len(said) - 1 else ", "
            parts = [*parts, before, strong(money(sum_, cents=True)), f" {_SAID[kind]}"]
        return [*rows, *parts, end]


def cells_of_group(row: Mapping[str, Any]) -> dict[str, str]:
    """The sums of one group, by column."""
    each = {kind: row[f"{kind}_usd"] for kind in _SUMS}
    texts = {
        kind: MISSING if sum_ is None else money(sum_, cents=True) for kind, sum_ in each.items()
    }
    return {**texts, "amount": money(row["amount_usd"], cents=True)}
