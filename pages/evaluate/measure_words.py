"""How values of measures are written, by their unit."""

from __future__ import annotations

from typing import Final

from metrics.registry import Unit
from pages.format import count, money, share

_SHARES: Final = (Unit.SHARE, Unit.PERCENT)
_DOLLARS: Final = (Unit.DOLLARS, Unit.DOLLARS_PER_PUPIL)


def written(value: float | None, unit: Unit, places: int | None = None) -> str:
    """A value as people write it. Shares and percents are stored as parts of 1."""
    if unit in _DOLLARS:
        return money(value)
    if unit in _SHARES:
        return share(value, 1 if places is None else places)
    usual = {Unit.POINTS: 1, Unit.FTE: 1, Unit.INDEX: 2}.get(unit, 0)
    return count(value, usual if places is None else places)


def is_share(unit: Unit) -> bool:
    """Whether values are parts of 1."""
    return unit in _SHARES


def is_dollars(unit: Unit) -> bool:
    """Whether values are dollars."""
    return unit in _DOLLARS
