"""Alerts of Cedar Valley's buckets, on the Money tab, the home and the bucket's page.

Each is reckoned here from the raw extracts with fractions: what the year points to, the limits of
the district, and for the grant its own period and how much of it is left near its end.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from access.actor import actor_in_district
from access.roles import Role
from callbacks.basis import Services, basis
from callbacks.bucket_lines import bucket_list
from callbacks.bucket_words import method
from callbacks.manage.bucket import bucket_view
from data.districts import District, district
from data.store import Store, migrate
from data.warehouse import Warehouse
from pages.components.figures import Status
from pages.state import BucketState
from tests.data.sample import bucket_reckoning as raw
from tests.data.sample.test_bucket_oracle import LAST

YEAR, DISTRICT, AS_OF = 2027, "cedar-valley", date(2027, 3, 1)
GRANT = (date(2026, 7, 1), date(2027, 5, 15))
USUAL = {"over": Fraction(1), "slow": Fraction(9, 10), "days": 90, "left": Fraction(1, 5)}
pytestmark = pytest.mark.xdist_group("cedar")


@pytest.fixture(scope="module")
def books(loaded_drop):
    return raw.books(loaded_drop)


@pytest.fixture(scope="module")
def services(serving, settings, tmp_path_factory):
    address = f"sqlite:///{tmp_path_factory.mktemp('alerts') / 'store.db'}"
    migrate(address)
    store, warehouse = Store(address, audit_key=b"k" * 32), Warehouse(settings)
    yield Services(settings, warehouse, store, lambda: datetime(2027, 3, 2, tzinfo=UTC))
    store.close()
    warehouse.close()


def person(place=None):
    places = None if place is None else frozenset({place})
    role = Role.BUDGET_DIRECTOR if place is None else Role.PRINCIPAL
    who = (1, "Somebody", "somebody@demo.example")
    return actor_in_district(who, role, DISTRICT, (DISTRICT,), places)


def expected(books, code, place, limits):
    """`over`, `slow` or `on_course`: what a bucket points to against the limits."""
    keys = {
        key for key in raw.members(code, books.accounts)
        if raw.is_spending(key[1]) and (not place or key[1].split("-")[1] == place)
    }  # fmt: skip
    of = {year: [key for key in keys if key[0] == year] for year in raw.YEARS}
    budget, spent, ordered = (
        sum(counter[key] for key in of[YEAR])
        for counter in (books.budget, books.spent, books.encumbered)
    )
    shares = []
    for year in (2025, 2026):
        whole = sum(books.spent[key] for key in of[year])
        by_then = sum(books.months[*key, period] for key in of[year]
                      for period in range(1, LAST[YEAR] + 1))  # fmt: skip
        shares += [Fraction(by_then, whole)] if whole > 0 else []
    if code == "T3":
        first, last = GRANT
        shares = [Fraction((AS_OF - first).days + 1, (last - first).days + 1)]
    likely = max(spent * len(shares) / sum(shares), Fraction(spent + ordered))
    if likely > limits["over"] * budget:
        return "over"
    near = code == "T3" and (GRANT[1] - AS_OF).days <= limits["days"]
    much = budget - spent - ordered > limits["left"] * budget
    return "slow" if likely < limits["slow"] * budget or (near and much) else "on_course"


LIMITS = [
    {},
    {"over_share": "0.97", "slow_share": "0.96"},
    {"slow_share": "0.5"},
    {"slow_share": "0.5", "grant_days": 74},
    {"slow_share": "0.5", "grant_left_share": "0.45"},
]


@pytest.mark.parametrize("told", LIMITS)
def test_each_bucket_is_over_or_slow_by_the_limits_of_the_district(
    books, services, monkeypatch, told
):
    made = District(DISTRICT, "", "", "", {"projection": told}).limits
    monkeypatch.setattr(District, "limits", made)
    limits = {
        "over": made.over,
        "slow": made.slow,
        "days": made.grant_days,
        "left": made.grant_left,
    }
    assert told or limits == USUAL
    seen = set()
    for place in (None, "112"):
        actor = person(place)
        ground = basis(services, actor, BucketState(YEAR))
        found = {one.line.code: str(one.line.status)
                 for one in bucket_list(services.warehouse, ground)}  # fmt: skip
        wanted = {code: expected(books, code, place, limits) for code in found}
        assert found == wanted
        seen |= set(found.items())
    if told == LIMITS[2]:
        assert ("T3", "slow") in seen, "near its end with much left, whatever the year points to"
    if told in LIMITS[3:]:
        assert ("T3", "slow") not in seen


def test_home_and_bucket_page_say_the_same_and_name_the_limits(services):
    actor = person()
    ground = basis(services, actor, BucketState(YEAR))
    listed = {one.line.code: one.line.status for one in bucket_list(services.warehouse, ground)}
    assert listed["T3"] is Status.SLOW
    for code in ("T3", "T1"):
        assert bucket_view(services, actor, ground, code).sides[0].status is listed[code]
    place = district(services.warehouse, DISTRICT)
    words = method(bucket_list(services.warehouse, ground), place)
    assert "Slow: under 90% likely spent, or over 20% left in the last 90 days of a grant." in words
    told = place.settings | {"projection": {"slow_share": "0.8"}, "subtract_requisitions": True}
    other = method(bucket_list(services.warehouse, ground), replace(place, settings=told))
    assert "under 80% likely spent" in other
    assert "Requisitions are not subtracted." in words
    assert "Requisitions are subtracted." in other
