"""Buckets at single locations: what the lines say, what they open, and that pages agree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from access.roles import Role
from callbacks.basis import Services, basis
from callbacks.bucket_lines import bucket_list
from callbacks.home_director import director_view
from callbacks.location_lines import location_alerts
from callbacks.manage.money import money_view
from config import Settings
from data.bucket_alerts import bucket_alerts
from data.warehouse import Warehouse
from pages.components.figures import Status
from pages.components.sentence import plain
from pages.home.director import sentence
from pages.manage.money_locations import locations_card, locations_sentence
from pages.state import HomeState, MoneyState
from tests.data.alert_sample import hiding_sample
from tests.data.serving_sample import PLACES, publish


@pytest.fixture(scope="module")
def hiding(tmp_path_factory):
    """Services over a district whose sum of SUP hides that Ash overspends it."""
    var = tmp_path_factory.mktemp("var")
    publish(var, hiding_sample())
    warehouse = Warehouse(Settings(var=var))
    yield Services(Settings(var=var), warehouse, None, None)
    warehouse.close()


def alerts(services, actor, state=None):
    return location_alerts(services, actor, basis(services, actor, state or HomeState(2025)))


def test_the_page_of_the_location_says_the_same(hiding, person):
    """What the line opens is reckoned another way: by the outlook of the page."""
    actor = person(Role.BUDGET_DIRECTOR)
    rows = bucket_alerts(hiding.warehouse, actor.scope, fiscal_year=2025).to_pylist()
    compared = 0
    for place, (code, *_) in enumerate(PLACES):
        ground = basis(hiding, actor, HomeState(2025, code)) if place else None
        if ground is None or ground.place is None:
            continue
        pages = {one.line.code: one.line for one in bucket_list(hiding.warehouse, ground)}
        for row in rows:
            if row["location_id"] != code:
                continue
            line = pages[row["bucket_code"]]
            assert line.amounts.projected == row["projected_usd"]
            assert (line.amounts.low, line.amounts.high) == (row["low_usd"], row["high_usd"])
            if row["alert"] in ("will overspend", "slow"):
                assert line.status is {"slow": Status.SLOW}.get(row["alert"], Status.OVER)
            compared += 1
    assert compared > 6


def test_the_home_tells_what_the_sum_hides(hiding, person):
    actor = person(Role.BUDGET_DIRECTOR)
    view = director_view(hiding, actor, basis(hiding, actor, HomeState(2025)))
    in_sum = {line.name for line in view.watched_lines if line.status is Status.OVER}
    assert "Supplies" not in in_sum
    [over] = [group for group in view.locations.groups if group.name == "Overspent"]
    [line] = [line for line in over.lines if line.detail == "Supplies"]
    assert line.name == "Ash Elementary"
    number = len(over.lines)
    verb = "is" if number == 1 else "are"
    assert f"At single locations {number} {verb} overspent" in plain(sentence(view))


def test_a_line_opens_the_bucket_at_its_location(hiding, person):
    found = alerts(hiding, person(Role.BUDGET_DIRECTOR))
    line = next(line for group in found.groups for line in group.lines
                if (line.name, line.detail) == ("Ash Elementary", "Supplies"))  # fmt: skip
    for what in ("page", "budget", "paid", "ordered", "left"):
        address = found.link(line.code, what)
        assert "bucket=SUP" in address
        assert "location=101" in address
    both = ",".join(line.code for group in found.groups for line in group.lines)
    assert found.link(both, "paid") == ""


def test_a_reader_of_one_place_gets_no_list_of_places(hiding, person):
    assert alerts(hiding, person(Role.PRINCIPAL, "101")) is None
    assert alerts(hiding, person(Role.BUDGET_DIRECTOR), HomeState(2025, "101")) is None
    assert money_view(hiding, person(Role.PRINCIPAL, "101"), MoneyState()).locations is None


def test_money_lists_every_line_and_home_the_largest(hiding, person):
    found = money_view(hiding, person(Role.BUDGET_DIRECTOR), MoneyState(2025)).locations
    assert (
        found.number
        == bucket_alerts(
            hiding.warehouse, person(Role.BUDGET_DIRECTOR).scope, fiscal_year=2025, alert="any"
        ).num_rows
    )
    whole = str(locations_card(found))
    few = str(locations_card(found, most=1))
    for group in found.groups:
        assert all(line.name in whole for line in group.lines)
        ends = [abs(line.amounts.left_over or line.amounts.remaining) for line in group.lines]
        assert ends == sorted(ends, reverse=True)
    longest = max(found.groups, key=lambda group: len(group.lines))
    assert f"the 1 largest of {len(longest.lines)}" in few
    assert f"the 1 largest of {len(longest.lines)}" not in whole


def test_the_sentence_counts_each_group(hiding, person):
    found = alerts(hiding, person(Role.BUDGET_DIRECTOR))
    words = plain(locations_sentence(found))
    assert words.startswith(f"Of {found.pairs} buckets at single locations ")
    calm = replace(found, groups=())
    assert plain(locations_sentence(calm)).endswith("none is over or slow.")
    assert "At none." in str(locations_card(calm))
    assert plain(locations_sentence(replace(calm, is_closed=True))).endswith("none ran over.")
