"""Progress of a bucket where a year spent nothing: zero is a figure, what is missing is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.bucket_history import BucketYear
from data.bucket_progress import progress

THIS = BucketYear(2027, "expenditure", 3, 900, 100, 1_000, 0, 0, 0)
SPENT = {1: 30, 2: 50, 3: 20}


def earlier(year, months, *, budget=1_000, spent=None):
    total = sum(months.values()) if spent is None else spent
    return BucketYear(year, "expenditure", 3, budget, 0, budget, total, 0, 0, months)


def test_a_year_that_has_spent_nothing_yet_is_compared_with_those_before():
    [found] = progress([earlier(2025, SPENT), earlier(2026, {1: 10}), THIS], 2027, 2)
    assert (found.month.now.spent, found.year_to_date.now.spent) == (0, 0)
    assert found.year_to_date.now.budget_share == 0
    assert found.year_to_date.earlier.mean == (80 + 10) / 2
    assert found.month.earlier.mean == 50 / 2


def test_an_earlier_year_that_spent_none_of_its_budget_counts_as_nothing():
    years = [earlier(2025, SPENT), earlier(2026, {}), replace(THIS, spent=40, months={1: 40})]
    [found] = progress(years, 2027, 3)
    assert found.year_to_date.earlier.years == (2025, 2026)
    assert found.year_to_date.earlier.mean == (100 + 0) / 2
    assert found.year_to_date.earlier.low == 0


@pytest.mark.parametrize(
    "before",
    [
        earlier(2026, {}, spent=700),  # a year of which balances alone are loaded
        replace(earlier(2026, {}), spent=None),
        earlier(2026, {}, budget=0),  # nothing was meant to be spent
    ],
)
def test_what_is_not_told_month_by_month_is_left_out(before):
    [found] = progress([before, replace(THIS, spent=40, months={1: 40})], 2027, 3)
    assert found.year_to_date.earlier is None


@pytest.mark.parametrize(
    ("this", "period"),
    [
        (replace(THIS, spent=None), 3),
        (replace(THIS, spent=700), 3),  # spent, but in no month that is known
        (THIS, None),  # no period is closed
    ],
)
def test_without_months_or_a_closed_period_there_is_nothing_to_compare(this, period):
    assert progress([earlier(2026, SPENT), this], 2027, period) == []
