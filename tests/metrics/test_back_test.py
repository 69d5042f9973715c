"""Methods held against closed years, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from metrics.back_test import ClosedYear, Missed, Pay, back_test, median_error
from metrics.projection import Method


def year(number, half, total):
    """A year of two months, of which the first one is over."""
    return ClosedYear(number, (half, total), total)


def test_a_year_is_projected_from_what_was_known_then():
    # FY2025 spent 40 % by half-time, FY2026 500 of 1,000: seasonal says 1,250, an even pace 1,000.
    found = back_test([year(2025, 400, 1_000), year(2026, 500, 1_000)], 1)
    assert found == [
        Missed(2025, Method.STRAIGHT_LINE, -0.2),
        Missed(2026, Method.STRAIGHT_LINE, 0.0),
        Missed(2026, Method.SEASONAL, 0.25),
    ]


def test_pay_of_that_time_is_taken_to_go_on():
    pay = {2026: Pay(300, date(2025, 12, 31), 2)}
    found = back_test([year(2026, 500, 1_000)], 1, pay)
    assert found[-1] == Missed(2026, Method.PERSONNEL, pytest.approx(0.1))


def test_the_error_is_the_median_without_its_sign():
    missed = [Missed(2025, Method.SEASONAL, error) for error in (-0.3, 0.1, 0.02)]
    assert median_error(missed, Method.SEASONAL) == 0.1
    assert median_error(missed, Method.PERSONNEL) is None


def test_a_year_without_spending_teaches_and_tests_nothing():
    assert back_test([year(2025, 0, 0), year(2026, -5, 100)], 1) == []
    [only] = back_test([year(2025, 0, 0), year(2026, 50, 100)], 1)
    assert only.method is Method.STRAIGHT_LINE
