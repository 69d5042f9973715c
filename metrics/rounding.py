"""Rounding of money and splitting of cents, in whole numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def half_away(numerator: int, denominator: int) -> int:
    """The quotient as a whole number; a half goes away from zero. The denominator is positive."""
    if denominator <= 0:
        raise ValueError(f"the denominator must be positive, not {denominator}")
    whole = (2 * abs(numerator) + denominator) // (2 * denominator)
    return whole if numerator >= 0 else -whole


def largest_remainder(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Whole parts of a total in proportion to weights, which sum to the total exactly.

    Each part is first rounded down; the units left over go to the largest remainders, and among
    equal remainders to the earlier part. Weights are at least 0 and not all 0. A negative total
    is split like its amount.
    """
    shares = [Fraction(weight) for weight in weights]
    if any(share < 0 for share in shares) or not sum(shares):
        raise ValueError("weights must be at least 0 and not all 0")
    amount, whole = abs(total), sum(shares)
    exact = [amount * share / whole for share in shares]
    parts = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: amount - sum(parts)]:
        parts[i] += 1
    return parts if total >= 0 else [-part for part in parts]
