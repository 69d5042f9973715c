"""A spell of the year beside earlier ones, against sums done by hand."""

from __future__ import annotations

from metrics.progress import Spell, earlier


def test_three_years_as_one():
    # Mean of 100, 201 and 300 cents is 200 1/3; shares 10 %, 20 % and 40 % have a mean of 23.33 %.
    found = earlier([Spell(2024, 100, 1_000), Spell(2025, 201, 1_005), Spell(2026, 300, 750)])
    assert found is not None
    assert (found.years, found.mean, found.low, found.high) == ((2024, 2025, 2026), 200, 100, 300)
    assert found.budget_share == (0.1 + 0.2 + 0.4) / 3


def test_half_a_cent_goes_away_from_zero():
    assert earlier([Spell(2025, 1, 10), Spell(2026, 2, 10)]).mean == 2
    assert earlier([Spell(2025, -1, 10), Spell(2026, -2, 10)]).mean == -2


def test_a_year_without_budget_leaves_no_mean_share():
    assert Spell(2026, 5, 0).budget_share is None
    assert earlier([Spell(2025, 5, 10), Spell(2026, 5, None)]).budget_share is None


def test_no_earlier_year_is_missing_and_not_zero():
    assert earlier([]) is None
