"""The top bar: what a person may choose, and how old the data are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from access.roles import Role
from callbacks.basis import basis
from callbacks.freshness import banner, freshness
from callbacks.shell import top_view
from pages.shell import Freshness
from pages.state import PageState
from tests.data.serving_sample import DISTRICT


def test_the_newest_year_with_money_is_the_default(services, person):
    view = top_view(services, person(Role.BUDGET_DIRECTOR), PageState())
    assert view.year == max(view.years)
    assert view.budget is None
    assert ("101", "Ash Elementary") in view.budgets


def test_a_year_without_money_falls_back(services, person):
    view = top_view(services, person(Role.BUDGET_DIRECTOR), PageState(1999))
    assert view.year == max(view.years)


def test_a_principal_is_offered_the_own_school_only(services, person):
    view = top_view(services, person(Role.PRINCIPAL, "101"), PageState(location="102"))
    assert view.budgets == [("101", "Ash Elementary")]
    assert view.budget == "101"


def test_another_school_in_the_address_gives_nothing_away(services, person):
    ground = basis(services, person(Role.PRINCIPAL, "101"), PageState(location="102"))
    assert ground.place.code == "101"


def test_age_of_the_data(services):
    info = services.warehouse.snapshot(DISTRICT)
    limit = timedelta(hours=services.settings.stale_after_hours)

    def after(age):
        return freshness(replace(services, clock=lambda: info.created_utc + age), info)

    assert after(limit) is Freshness.OK
    assert after(limit + timedelta(minutes=1)) is Freshness.WARN
    assert after(limit * 4) is Freshness.BAD


def test_a_damaged_newest_load_is_bad_however_young(services):
    info = services.warehouse.snapshot(DISTRICT)
    assert freshness(services, replace(info, notice="older data are served")) is Freshness.BAD


def test_no_data_at_all_still_names_the_person(services, person):
    nobody = replace(person(Role.BUDGET_DIRECTOR), district="nowhere", districts=("nowhere",))
    view = top_view(services, nobody, PageState())
    assert view.year is None
    assert view.person == "Somebody"


def test_the_banner_says_how_old_and_what_is_missing(services, person):
    director = person(Role.BUDGET_DIRECTOR)
    assert banner(services, director) == []
    info = services.warehouse.snapshot(DISTRICT)
    late = replace(services, clock=lambda: info.created_utc + timedelta(days=4, hours=2))
    (shown,) = banner(late, director)
    text = str(shown.to_plotly_json())
    assert "4 days old" in text
    assert "is not in these figures" in text
