"""Rounding of money and splitting of cents, in whole numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm


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
    if any(weight < 0 for weight in weights) or not any(weights):
        raise ValueError("weights must be at least 0 and not all 0")
    # Whole numbers in the same proportion: a thousand schools are split without fractions.
    scale = lcm(*(weight.denominator for weight in weights))
    units = [weight.numerator * (scale // weight.denominator) for weight in weights]
    whole = sum(units)
    pairs = [divmod(abs(total) * unit, whole) for unit in units]
    parts = [part for part, _ in pairs]
    order = sorted(range(len(parts)), key=lambda i: (-pairs[i][1], i))
    for i in order[: abs(total) - sum(parts)]:
        parts[i] += 1
    return parts if total >= 0 else [-part for part in parts]
