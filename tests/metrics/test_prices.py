"""Dollars at one year's prices: ratios of levels, and nothing where a level is missing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from metrics.prices import PriceIndex

INDEX = PriceIndex("Made up", "nobody", {2022: Decimal(80), 2023: Decimal(100), 2025: Decimal(125)})


@pytest.mark.parametrize(("year", "base"), [(2024, 2023), (2025, 2025), (2030, 2025), (2021, None)])
def test_the_year_whose_prices_hold(year, base):
    assert INDEX.base(year) == base


@pytest.mark.parametrize(
    ("dollars", "year", "expected"),
    [
        (Decimal("400.00"), 2022, Decimal("625.00")),
        (Decimal("-80.00"), 2023, Decimal("-100.00")),
        (Decimal("7.25"), 2025, Decimal("7.25")),
        (Decimal("7.25"), 2024, None),
        (None, 2022, None),
    ],
)
def test_dollars_move_with_the_ratio_of_levels(dollars, year, expected):
    assert INDEX.at_prices_of(2025, dollars, year) == expected


def test_any_base_of_the_series_will_do():
    other = PriceIndex("", "", {year: level * 3 for year, level in INDEX.levels.items()})
    for year in INDEX.levels:
        assert other.at_prices_of(2023, Decimal(90), year) == INDEX.at_prices_of(
            2023, Decimal(90), year
        )


def test_a_year_without_a_level_is_no_base():
    assert INDEX.at_prices_of(2024, Decimal(1), 2023) is None
