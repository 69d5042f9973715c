"""Constant dollars are offered only where a price index is loaded, and hold its ratios."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from access.roles import Role
from callbacks.basis import Services
from callbacks.evaluate.compare import compare_view
from callbacks.evaluate.ground import ground
from callbacks.evaluate.school_money import spending_years
from callbacks.evaluate.school_view import school_view
from config import Settings
from data.warehouse import Warehouse
from pages.components.sentence import plain
from pages.evaluate.spending_years import sentence, spending_years_card
from pages.state import CompareState, SchoolState
from tests.data.serving_sample import DISTRICT, SETTINGS, publish, sample

LEVELS = {"2024": "80", "2025": "100"}


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Services over the sample with price levels; each set of levels is published once."""
    made = []

    def services(levels):
        var = tmp_path_factory.mktemp("prices")
        district = sample()
        index = {"name": "Price index", "source": "Bureau", "levels": levels}
        settings = SETTINGS | ({"price_index": index} if levels else {})
        district.rows("district")[0]["settings"] = json.dumps(settings)
        for row in district.rows("dim_year"):
            row["is_closed"] = True
        publish(var, district)
        warehouse = Warehouse(Settings(var=var))
        made.append(warehouse)
        loaded = warehouse.snapshot(DISTRICT).created_utc
        return Services(Settings(var=var), warehouse, None, lambda: loaded + timedelta(hours=1))

    yield services
    for one in made:
        one.close()


def years(services, person, asked):
    basis = ground(services, person(Role.VIEWER), SchoolState(year=2025))
    return spending_years(school_view(basis, "101", None), asked)


def test_every_year_is_set_at_the_prices_of_the_last(opened, person):
    services = opened(LEVELS)
    spent, constant = years(services, person, None), years(services, person, "constant")
    for before, after, factor in zip(
        spent.years, constant.years, (Decimal("1.25"), Decimal(1)), strict=True
    ):
        assert after.spent == before.spent * factor
        assert after.per_pupil == before.per_pupil * factor
    words = plain(sentence(constant.years, before=constant.prices.before))
    assert " in FY2025 prices." in words
    assert "constant dollars at FY2025 prices by Price index (Bureau)" in constant.method
    assert "current dollars" in spent.method
    card = str(spending_years_card(spent))
    assert "In FY2025 prices" in card
    assert "Dollars as spent" in str(spending_years_card(constant))


def test_a_year_without_a_level_says_so(opened, person):
    found = years(opened({"2023": "70", "2025": "100"}), person, "constant")
    assert (found.years[0].spent, found.years[0].per_pupil) == (None, None)
    assert found.years[0].reason == "no price level is loaded"
    assert found.years[1].spent is not None


@pytest.mark.parametrize("levels", [None, {"2026": "100", "2027": "103"}])
def test_without_an_index_that_reaches_back_there_is_no_switch(opened, person, levels):
    found = years(opened(levels), person, "constant")
    assert found.prices is None
    assert "current dollars" in found.method
    assert "prices" not in str(spending_years_card(found))


def test_schools_side_by_side_at_one_years_prices(opened, person):
    services = opened(LEVELS)

    def card(prices):
        state = CompareState(year=2025, schools="101,102", prices=prices)
        view = compare_view(services, person(Role.VIEWER), state)
        return next(card for card in view.cards if card.card == "compare-years")

    spent, constant = card(None), card("constant")
    figures = [one.pictures[0].figure["data"][0]["y"] for one in (spent, constant)]
    assert [after / before for before, after in zip(*figures, strict=True)] == pytest.approx(
        [1.25, 1.0]
    )
    assert "before inflation" in plain(spent.sentence)
    assert "in FY2025 prices" in plain(constant.sentence)
    assert "constant dollars" in constant.method
