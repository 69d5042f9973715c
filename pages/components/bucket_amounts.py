"""The terms of a bucket: what there is, what is taken from it, what is left and is likely."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pages.components.strip import KeyFigure
from pages.format import money, word

Amount = Decimal | None
REQUESTED: Final = ("Requested", "Pre-encumbered")
"""What is requested and not yet ordered, as people and as accountants call it."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """The terms of a bucket or of a sum of buckets, in dollars; missing is not zero.

    `years` are the earlier years that the range comes from, the fewest of any part of a sum.
    `reserved` is what is requested and subtracted from what is left; missing where the district
    subtracts none. `is_shared` tells of a sum whose buckets have accounts in common.
    """

    budget: Amount = None
    spent: Amount = None
    encumbered: Amount = None
    remaining: Amount = None
    projected: Amount = None
    low: Amount = None
    high: Amount = None
    years: int = 0
    reserved: Amount = None
    is_shared: bool = False

    @property
    def used(self) -> Amount:
        """Spent and on order as a share of the budget; none without a positive budget."""
        if self.budget is None or self.budget <= 0 or self.spent is None:
            return None
        return (self.spent + (self.encumbered or 0)) / self.budget

    @property
    def bound(self) -> str:
        """What is no longer left, in words."""
        return "spent or on order" if self.reserved is None else "spent, on order or requested"

    def terms(self, *, has_reserved: bool = False) -> tuple[Amount, ...]:
        """The terms of the equation in their order; with `has_reserved`, what is requested too."""
        reserved = (self.reserved,) if has_reserved else ()
        return self.budget, self.spent, self.encumbered, *reserved, self.remaining

    @property
    def left_over(self) -> Amount:
        """What would be left at the end of the year; negative where it runs over."""
        if self.projected is None or self.budget is None:
            return None
        return self.budget - self.projected

    @property
    def range_words(self) -> str:
        """What may be left at the end of the year, and how few years say so."""
        if self.projected is None or self.budget is None:
            return ""
        many = "one earlier year" if self.years == 1 else f"{word(self.years)} earlier years"
        if not self.range_span:
            return f"at the pace of {many}, no range" if self.years else "even pace, no range"
        return self.range_span + (f" by {many}" if self.years else "")

    @property
    def range_span(self) -> str:
        """What may be left, from least to most; empty where there is no range."""
        if self.budget is None or self.low is None or self.high is None or self.low == self.high:
            return ""
        return f"{money(self.budget - self.high)} to {money(self.budget - self.low)}"


def any_reserved(terms: Iterable[Amounts]) -> bool:
    """Whether requisitions are subtracted anywhere: only then have they a column."""
    return any(amounts.reserved is not None for amounts in terms)


def requested(amounts: Amounts, href: str = "") -> tuple[KeyFigure, ...]:
    """What is requested as a figure of the equation; nothing where it is not subtracted."""
    if amounts.reserved is None:
        return ()
    name, term = REQUESTED
    return (KeyFigure(name, amounts.reserved, "not yet ordered", term.lower(), href),)
