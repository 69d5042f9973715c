"""The switch of cards over several years: dollars as spent, or at one year's prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from pages.components.page_head import choice


@dataclass(frozen=True, slots=True)
class PriceChoice:
    """Whose prices are offered (`FY2024 prices`), and whether they are chosen."""

    name: str
    is_chosen: bool

    @property
    def before(self) -> str:
        """How a change is to be read, at the end of a sentence."""
        return f"in {self.name}" if self.is_chosen else "before inflation"


def price_switch(prices: PriceChoice | None) -> Sequence[Component]:
    """A link to the other kind of dollars; nothing where no price index is loaded."""
    if prices is None:
        return []
    words, query = (
        ("Dollars as spent", "prices=")
        if prices.is_chosen
        else (f"In {prices.name}", "prices=constant")
    )
    link = choice(words, query, is_current=False)
    link.className = "ctl quiet"
    return [link]
