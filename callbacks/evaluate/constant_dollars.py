"""Dollars as spent or at one year's prices: the choice where a price index is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from callbacks.evaluate.ground import Ground
from data.prices import price_index
from metrics.prices import PriceIndex
from pages.evaluate.prices import PriceChoice
from pages.format import fiscal_year

CONSTANT = "constant"


@dataclass(frozen=True, slots=True)
class Prices:
    """An index, the year whose prices hold, and whether the reader asked for them."""

    index: PriceIndex
    base: int
    is_chosen: bool

    @property
    def choice(self) -> PriceChoice:
        """The choice as a card shows it."""
        return PriceChoice(f"{fiscal_year(self.base)} prices", self.is_chosen)

    @property
    def words(self) -> str:
        """What kind of dollars the figures are, for method lines."""
        if not self.is_chosen:
            return "current dollars"
        return (
            f"constant dollars at {fiscal_year(self.base)} prices by {self.index.name} "
            f"({self.index.source}); the file holds dollars as spent"
        )

    def of(self, dollars: Decimal | None, year: int) -> Decimal | None:
        """Dollars as chosen; missing at prices of a year whose level is not loaded."""
        if not self.is_chosen:
            return dollars
        return self.index.at_prices_of(self.base, dollars, year)


def prices_of(ground: Ground, asked: str | None) -> Prices | None:
    """The choice for a page; none where no index reaches back to its year."""
    index = price_index(ground.warehouse, ground.scope.district)
    base = index.base(ground.year.year) if index else None
    if index is None or base is None:
        return None
    return Prices(index, base, asked == CONSTANT)
