"""The price index that a district has loaded, by which dollars of several years are comparable."""

from __future__ import annotations

from decimal import Decimal

from data.districts import district
from data.warehouse import Warehouse
from metrics.prices import PriceIndex


def price_index(warehouse: Warehouse, code: str) -> PriceIndex | None:
    """The index of the district's settings; none where none is loaded."""
    said = district(warehouse, code).settings.get("price_index")
    if not said:
        return None
    levels = {int(year): Decimal(level) for year, level in said["levels"].items()}
    return PriceIndex(said["name"], said["source"], levels)
