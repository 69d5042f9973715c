"""What rows set aside are worth, as far as that can be told."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pages.format import counted, money, share

_LEAST: Final = 0.0001


def at_least(dollars: Decimal, unread: int) -> str:
    """Dollars of rows set aside, of which some have no amount that could be read."""
    if not unread:
        return money(dollars)
    return f"at least {money(dollars)}; {counted(unread, 'row')} without an amount"


def small_share(part: float) -> str:
    """A share that is never called nothing while there is something."""
    return "under 0.01%" if 0 < part < _LEAST else share(part, 2)
