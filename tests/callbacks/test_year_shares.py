"""Shares of earlier years and the way to the end of this one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from callbacks.year_shares import Months, Outlook, cents, dollars, path, year_shares
from metrics.back_test import ClosedYear
from metrics.projection import project

LABELS = tuple(str(month) for month in range(1, 13))


def rows(*sums, extra=()):
    """Periods of a year with these running sums in dollars; `extra` are adjustment periods."""
    regular = [("regular", value) for value in sums]
    adjustments = [("adjustment", value) for value in extra]
    return [
        {"period_kind": kind, "cumulative_spent_usd": None if value is None else Decimal(value)}
        for kind, value in [*regular, *adjustments]
    ]


def test_shares_are_running_sums_over_the_whole_year_with_adjustments():
    found = year_shares(2026, rows(*range(10, 121, 10), extra=(160,)))
    assert found is not None
    assert found.share(1) == Fraction(10, 160)
    assert found.share(12) == Fraction(120, 160)


def test_an_unfinished_or_empty_year_teaches_nothing():
    assert year_shares(2026, rows(*range(10, 111, 10))) is None
    assert year_shares(2026, rows(*range(10, 111, 10), None)) is None
    assert year_shares(2026, rows(*[0] * 12)) is None
    assert year_shares(2026, rows(*[-5] * 12)) is None


def outlook(shares=(), spent=(10, 20, 30, 40, 50, 60)):
    earlier = tuple(ClosedYear(2026 - n, one, 1) for n, one in enumerate(shares))
    return Outlook(project(1, 1, 0, elapsed=Fraction(1, 2)), Months(LABELS, spent), earlier)


def test_without_history_the_way_is_even():
    assert path(outlook(), 120) == (70, 80, 90, 100, 110, 120)


def test_with_history_the_way_has_its_shape_and_ends_at_the_target():
    shape = tuple(Fraction(n) for n in (1, 2, 3, 4, 5, 6, 6, 6, 6, 6, 6, 10))
    shares = tuple(value / 12 for value in shape)
    assert path(outlook([shares]), 120) == (60, 60, 60, 60, 60, 120)


def test_the_way_through_two_years_is_their_mean():
    early = tuple(Fraction(min(12, n + 1), 12) for n in range(12))
    late = tuple(Fraction(n, 12) for n in range(12))
    # Mean shares after months 6 and 7 are 11/24 and 13/24: 60 + (600 - 60) * 2/13 = 143.08.
    found = path(outlook([early, late]), 600)
    assert found[0] == 143
    assert found[-1] == 600


def test_nothing_posted_or_no_target_gives_no_way():
    assert path(outlook(spent=()), 120) == ()
    assert path(outlook(), None) == ()


def test_a_year_whose_money_was_all_spent_by_now_stays_at_the_target():
    spent_early = (Fraction(1),) * 12
    assert path(outlook([spent_early]), 60) == (60,) * 6


def test_cents_and_dollars_are_exact():
    assert cents(Decimal("1243674982.87")) == 124367498287
    assert dollars(124367498287) == Decimal("1243674982.87")
    assert cents(None) is None
    assert dollars(None) is None
