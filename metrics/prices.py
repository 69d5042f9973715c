"""Dollars of different years at the prices of one year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PriceIndex:
    """Price levels by fiscal year: what the series is called and who publishes it.

    Only ratios of levels count, so that any base of the series will do.
    """

    name: str
    source: str
    levels: Mapping[int, Decimal]

    def base(self, year: int) -> int | None:
        """The year whose prices hold: the year itself, or the last one before it with a level."""
        return max((known for known in self.levels if known <= year), default=None)

    def at_prices_of(self, base: int, dollars: Decimal | None, year: int) -> Decimal | None:
        """Dollars of a year at the prices of `base`; missing where a level is missing."""
        if dollars is None or year not in self.levels or base not in self.levels:
            return None
        return dollars * self.levels[base] / self.levels[year]
