"""Seats and who fills them on one day. FTE are exact, to three decimals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

NOTHING: Final = Decimal(0)


def is_active(start: date, end: date | None, day: date) -> bool:
    """Whether a record holds on a day: from its start to its end, both included."""
    return start <= day and (end is None or day <= end)


def vacant_fte(approved: Decimal, assigned: Iterable[Decimal]) -> Decimal:
    """FTE of a position that nobody fills; never below zero, however many sit in it."""
    return max(NOTHING, approved - sum(assigned, NOTHING))


def is_unassigned(approved: Decimal, assigned: Iterable[Decimal]) -> bool:
    """Whether the position has more FTE than the people in it."""
    return vacant_fte(approved, assigned) > 0


def is_over_assigned(approved: Decimal, assigned: Iterable[Decimal]) -> bool:
    """Whether the people in the position have more FTE than it was approved for."""
    return sum(assigned, NOTHING) > approved
