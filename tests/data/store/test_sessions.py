from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from data.store.sessions import (
    Limits,
    end_session,
    end_sessions_of,
    is_touch_due,
    live_session,
    open_session,
    touch,
)
from data.store.tables import utc_now
from data.store.users import User, add_user

LIMITS = Limits(timedelta(minutes=60), timedelta(hours=12))


@pytest.fixture
def person(store) -> int:
    with store.transaction() as tx:
        return add_user(tx, email="a@demo.example", name="A", now=utc_now()).id


def start(store, person: int, now=None) -> str:
    with store.transaction() as tx:
        return open_session(tx, person, district_id="north", address="::1", now=now or utc_now())


def is_live(store, secret: str, now=None) -> bool:
    return live_session(store, secret, LIMITS, now or utc_now()) is not None


def test_the_secret_is_long_new_and_kept_nowhere(store, person):
    secrets = {start(store, person) for _ in range(5)}
    assert len(secrets) == 5
    assert {len(one) for one in secrets} == {43}  # 256 bits in base64
    with store.reading() as tx:
        kept = "".join(str(row) for row in tx.execute(text("select * from session")))
    assert not any(one in kept for one in secrets)


def test_it_ends_once_for_everybody(store, person):
    one, two = start(store, person), start(store, person)
    with store.transaction() as tx:
        end_session(tx, one, utc_now())
        end_session(tx, "unknown", utc_now())
    assert not is_live(store, one)
    assert is_live(store, two)
    with store.transaction() as tx:
        assert end_sessions_of(tx, person, utc_now()) == 1
    assert not is_live(store, two)


def test_a_deactivated_person_has_no_session(store, person):
    secret = start(store, person)
    with store.transaction() as tx:
        tx.get(User, person).is_active = False
    assert not is_live(store, secret)


def test_use_keeps_it_alive_until_its_longest_life(store, person):
    begun = utc_now()
    secret = start(store, person, begun)
    assert is_live(store, secret, begun + timedelta(minutes=59))
    assert not is_live(store, secret, begun + timedelta(minutes=61))
    for hour in range(1, 12):
        now = begun + timedelta(minutes=59 * hour)
        found = live_session(store, secret, LIMITS, now)
        assert is_touch_due(found, now)
        with store.transaction() as tx:
            touch(tx, found.id, now)
    assert is_live(store, secret, begun + timedelta(hours=11, minutes=40))
    with store.transaction() as tx:
        touch(tx, found.id, begun + timedelta(hours=12))
    assert not is_live(store, secret, begun + timedelta(hours=12, seconds=1))
