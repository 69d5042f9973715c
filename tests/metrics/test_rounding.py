"""Rounding away from zero at the half, and splitting without loss."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.rounding import half_away, largest_remainder


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6))
def test_half_away_like_decimal(numerator, denominator):
    exact = Decimal(numerator) / Decimal(denominator)
    assert half_away(numerator, denominator) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_parts_sum_to_the_total_and_stay_within_a_unit(total, weights):
    if not sum(weights):
        weights = [*weights, 1]
    parts = largest_remainder(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1


def test_the_largest_remainder_gets_the_cent():
    assert largest_remainder(100, [1, 1, 1]) == [34, 33, 33]
    assert largest_remainder(24_000_000, [52, 80, 118]) == [4_992_000, 7_680_000, 11_328_000]


@pytest.mark.parametrize("weights", [[], [0, 0], [-1, 2]])
def test_weights_without_a_sum_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        largest_remainder(10, weights)
