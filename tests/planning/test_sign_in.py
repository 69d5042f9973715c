from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from access.actor import SYSTEM
from access.passwords import Passwords
from access.roles import Role
from config import Settings
from data.store import open_store
from data.store.tables import utc_now
from planning import people
from planning.sign_in import SignIn, SignInRefused, sign_in

EMAIL, PASSWORD = "a@demo.example", "kestrels over wet meadows"


@dataclass
class Clock:
    """A clock that a test sets."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


class Counting(Passwords):
    """Hashing for real, and counted."""

    hashed = 0

    def matches(self, kept: str | None, password: str) -> bool:
        self.hashed += 1
        return super().matches(kept, password)


class Instant(Counting):
    """Comparison without the cost, for a thousand guesses."""

    def matches(self, kept: str | None, password: str) -> bool:
        self.hashed += 1
        return kept is not None and password == PASSWORD


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path, secret_key="", database_url="")


@pytest.fixture
def door(settings) -> SignIn:
    store = open_store(settings)
    people.create_user(SYSTEM, store, email=EMAIL, name="A")
    people.assign(SYSTEM, store, email=EMAIL, district="north", role=Role.VIEWER)
    people.assign(SYSTEM, store, email=EMAIL, district="south", role=Role.VIEWER)
    people.set_password(SYSTEM, store, people.passwords(settings), email=EMAIL, password=PASSWORD)
    return sign_in(settings, store, Clock(utc_now()))


def instant(door: SignIn) -> SignIn:
    return SignIn(door.store, Instant(b"x" * 32), door.limits, door.clock)


def test_the_actor_comes_from_the_store(door):
    actor = door.find(door.open(" A@Demo.Example", PASSWORD, "::1"))
    assert (actor.email, actor.label, actor.role) == (EMAIL, "A", Role.VIEWER)
    assert (actor.district, actor.districts) == ("north", ("north", "south"))
    assert actor.scope.is_whole
    assert door.find("made up") is None


def test_last_sign_in_is_noted(door):
    door.open(EMAIL, PASSWORD, "::1")
    (one,) = people.everybody(door.store)
    assert one.last_sign_in_utc == door.clock()


def test_a_person_without_district_learns_so_after_the_right_password(door):
    people.unassign(SYSTEM, door.store, email=EMAIL, district="north")
    people.unassign(SYSTEM, door.store, email=EMAIL, district="south")
    with pytest.raises(SignInRefused, match="not right"):
        door.open(EMAIL, "wrong", "::1")
    with pytest.raises(SignInRefused, match="no district yet"):
        door.open(EMAIL, PASSWORD, "::1")


def test_losing_the_active_district_leads_to_another(door):
    secret = door.open(EMAIL, PASSWORD, "::1")
    people.unassign(SYSTEM, door.store, email=EMAIL, district="north")
    assert door.find(secret).district == "south"
    people.unassign(SYSTEM, door.store, email=EMAIL, district="south")
    assert door.find(secret) is None


def test_a_thousand_guesses_from_one_address(door):
    """A quarter of an hour, a guess every 0.9 s: at most thirty are hashed."""
    quick = instant(door)
    for number in range(1_000):
        door.clock.now += timedelta(seconds=0.9)
        with pytest.raises(SignInRefused):
            quick.open(EMAIL, f"guess {number}", "198.51.100.7")
    assert quick.passwords.hashed <= 30
    assert quick.open(EMAIL, PASSWORD, "192.0.2.9")
    with door.store.reading() as tx:
        assert tx.scalar(text("select count(*) from sign_in_attempt")) < 400


def test_many_addresses_together_are_stopped_but_not_the_known_one(door):
    quick = instant(door)
    quick.open(EMAIL, PASSWORD, "192.0.2.9")
    for number in range(130):
        door.clock.now += timedelta(seconds=20)
        with pytest.raises(SignInRefused):
            quick.open(EMAIL, "guess", f"198.51.100.{number}")
    assert quick.passwords.hashed == 101
    with pytest.raises(SignInRefused, match="15 minutes"):
        quick.open(EMAIL, PASSWORD, "203.0.113.5")
    assert quick.open(EMAIL, PASSWORD, "192.0.2.9")


def test_the_stop_ends_by_itself_and_by_a_new_password(door, settings):
    quick = instant(door)
    for number in range(100):
        with pytest.raises(SignInRefused):
            quick.open(EMAIL, "guess", f"198.51.100.{number}")
    with pytest.raises(SignInRefused, match="Too many"):
        quick.open(EMAIL, PASSWORD, "203.0.113.5")
    people.set_password(
        SYSTEM, door.store, people.passwords(settings), email=EMAIL, password=PASSWORD
    )
    assert quick.open(EMAIL, PASSWORD, "203.0.113.6")
    for number in range(100):
        with pytest.raises(SignInRefused):
            quick.open(EMAIL, "guess", f"198.51.100.{number}")
    door.clock.now += timedelta(hours=25)
    assert quick.open(EMAIL, PASSWORD, "203.0.113.7")


def test_one_address_tries_twenty_times_a_minute(door):
    quick = instant(door)
    for number in range(30):
        with pytest.raises(SignInRefused):
            quick.open(f"{number}@demo.example", "guess", "198.51.100.7")
    assert quick.passwords.hashed == 20
    door.clock.now += timedelta(seconds=61)
    assert quick.open(EMAIL, PASSWORD, "198.51.100.7")


def test_the_time_does_not_tell_who_has_an_account(door):
    kept = door.passwords.hash(PASSWORD)
    known, unknown = [], []
    for _ in range(6):
        for found, times in ((kept, known), (None, unknown)):
            begun = time.process_time()
            assert not door.passwords.matches(found, "a wrong guess of some length")
            times.append(time.process_time() - begun)
    assert statistics.median(unknown) > 0.5 * statistics.median(known)
    assert statistics.median(unknown) < 2.0 * statistics.median(known)


def test_nothing_in_the_database_gives_a_password_or_a_session_away(door, settings):
    secret = door.open(EMAIL, PASSWORD, "::1")
    door.store.close()
    content = b"".join(one.read_bytes() for one in settings.var.glob("plumbline.db*"))
    assert content
    assert PASSWORD.encode() not in content
    assert secret.encode() not in content


def test_an_outdated_hash_is_made_anew(door, settings):
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    weak = old.hash(door.passwords._peppered(PASSWORD))
    with door.store.transaction() as tx:
        tx.execute(text('update "user" set password_hash = :weak'), {"weak": weak})
    assert door.open(EMAIL, PASSWORD, "::1")
    with door.store.reading() as tx:
        assert "m=19456" in tx.scalar(text('select password_hash from "user"'))
    assert door.open(EMAIL, PASSWORD, "::1")
