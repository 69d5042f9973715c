"""How much a person may bring within a day, counted over every upload, also those put away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from access.actor import actor_in_district
from access.roles import Role
from loaders.uploads.quota import QuotaError
from tests.loaders.uploads.examples import DISTRICT, example_file

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
FILE = example_file("priority")


TWO = 2 * len(FILE) + 1


def at(desk, moment, quota=TWO):
    return replace(desk, clock=lambda: moment, quota=quota)


def start(desk):
    return desk.start("priority", FILE, "goals.csv")


def test_what_goes_beyond_a_day_is_refused_and_nothing_of_it_is_kept(desk):
    for hour in (0, 1):
        start(at(desk, NOW + timedelta(hours=hour)))
    full = at(desk, NOW + timedelta(hours=2))
    before = len(full.history("priority", limit=50))
    with pytest.raises(QuotaError, match="Come back tomorrow"):
        start(full)
    assert len(full.history("priority", limit=50)) == before


def test_a_day_later_there_is_room_again_for_what_has_left_it(desk):
    for hour in (0, 1):
        start(at(desk, NOW + timedelta(hours=hour)))
    start(at(desk, NOW + timedelta(hours=24, minutes=1)))
    with pytest.raises(QuotaError):
        start(at(desk, NOW + timedelta(hours=24, minutes=2)))


def test_putting_an_upload_away_gives_no_room(desk):
    first = at(desk, NOW)
    first.discard(start(first))
    start(first)
    with pytest.raises(QuotaError):
        start(first)


def test_another_person_and_the_nightly_feed_are_not_counted(desk):
    start(at(desk, NOW))
    start(at(desk, NOW))
    who = (99, "B", "b@d.example")
    other = actor_in_district(who, Role.ADMINISTRATOR, DISTRICT, (DISTRICT,), None)
    start(replace(at(desk, NOW), actor=other))
    start(replace(desk, clock=lambda: NOW))


def test_the_amounts_are_told(desk):
    with pytest.raises(QuotaError, match=r"brought 0\.0 MB within a day; 0\.0 MB are allowed|0 MB"):
        start(at(desk, NOW, quota=1))
