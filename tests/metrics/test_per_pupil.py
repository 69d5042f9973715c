"""Division of dollars by pupils, shares of groups, ranks."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.per_pupil import group_share, group_sizes, per_pupil, preferred_count, ranks


@pytest.mark.parametrize(
    ("cents", "pupils", "expected"),
    [(120_000_050, 100, 1_200_001), (83_000_000, 0, None), (None, 5, None), (5, None, None),
     (-1, 2, -1), (0, 7, 0), (1_000, 0.75, 1_333), (100, -1, None)],
)  # fmt: skip
def test_cases(cents, pupils, expected):
    assert per_pupil(cents, pupils) == expected


@given(st.integers(-(10**13), 10**13), st.integers(1, 10**9))
def test_rounds_like_decimal(cents, parts):
    pupils = Decimal(parts) / 10_000
    expected = (Decimal(cents) / pupils).quantize(Decimal(1), ROUND_HALF_UP)
    assert per_pupil(cents, float(pupils)) == int(expected)


@pytest.mark.parametrize(
    ("group", "whole", "share", "is_hidden"),
    [(50, 200, 0.25, False), (9, 200, None, True), (10, 200, 0.05, False), (0, 200, None, True),
     (200, 200, 1.0, False), (None, 200, None, False), (20, None, None, False),
     (20, 10, None, False), (5, 0, None, False)],
)  # fmt: skip
def test_shares_of_small_groups_are_hidden(group, whole, share, is_hidden):
    found = group_share(group, whole, 10)
    assert (found.share, found.is_hidden) == (share, is_hidden)
    assert (found.share is None) == bool(found.reason)


def test_a_one_day_count_comes_before_the_count_over_the_year():
    assert preferred_count({"cumulative": 1, "membership": 2}) == "membership"
    assert preferred_count({"projection": 3}) is None


def test_ranks_start_at_the_top_and_ties_share():
    values, levels = [5, 7, None, 7, 1], ["a", "a", "a", "a", "b"]
    assert ranks(values, levels) == [3, 1, None, 1, 1]
    assert group_sizes(values, levels) == [3, 3, 3, 3, 1]
