from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from access.actor import SYSTEM, actor_in_district
from access.policy import NotPermitted
from access.roles import Role
from config import Settings
from data.store import open_store
from data.store.audit import entries, verify
from planning import people
from planning.people import PeopleError

PASSWORD = "kestrels over wet meadows"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path, secret_key="", database_url="", demo=True)


@pytest.fixture
def store(settings):
    made = open_store(settings)
    yield made
    made.close()


@pytest.fixture
def hashing(settings):
    return people.passwords(settings)


def add(store, email: str, role: Role, *districts: str, location: str | None = None) -> int:
    number = people.create_user(SYSTEM, store, email=email, name=email.split("@", maxsplit=1)[0])
    for district in districts or ("north",):
        people.assign(
            SYSTEM, store, email=email, district=district, role=role, location_id=location
        )
    return number


def acting(number: int, email: str, role: Role, district: str = "north"):
    return actor_in_district((number, email, email), role, district, (district,), None)


def actions(store) -> list[str]:
    with store.reading() as tx:
        assert verify(tx) == []
        return [one.action for one in reversed(entries(tx))]


def test_every_command_writes_one_entry(store, hashing):
    email = "a@demo.example"
    add(store, "boss@demo.example", Role.ADMINISTRATOR)
    add(store, email, Role.VIEWER)
    begun = len(actions(store))
    people.set_password(SYSTEM, store, hashing, email=email, password=PASSWORD)
    people.assign(
        SYSTEM, store, email=email, district="north", role=Role.PRINCIPAL, location_id="112"
    )
    people.end_all_sessions(SYSTEM, store, email=email)
    people.deactivate(SYSTEM, store, email=email)
    people.reactivate(SYSTEM, store, email=email)
    people.unassign(SYSTEM, store, email=email, district="north")
    assert actions(store)[begun:] == [
        "user.password",
        "membership.assign",
        "session.end_all",
        "user.deactivate",
        "user.reactivate",
        "membership.remove",
    ]


def test_entries_say_before_and_after_and_never_a_password(store, hashing):
    add(store, "a@demo.example", Role.VIEWER)
    people.assign(
        SYSTEM, store, email="a@demo.example", district="north", role=Role.PRINCIPAL,
        location_id="112",
    )  # fmt: skip
    people.set_password(SYSTEM, store, hashing, email="a@demo.example", password=PASSWORD)
    with store.reading() as tx:
        log = entries(tx)
    assert json.loads(log[1].before)["role"] == "viewer"
    assert json.loads(log[1].after) == {
        "district_id": "north", "location_id": "112", "role": "principal", "user_id": 1,
    }  # fmt: skip
    text = "".join(one.before + one.after for one in log)
    assert PASSWORD not in text
    assert "argon2" not in text


def test_a_refused_command_leaves_no_entry(store):
    add(store, "a@demo.example", Role.VIEWER)
    begun = actions(store)
    with pytest.raises(PeopleError, match="already"):
        people.create_user(SYSTEM, store, email="A@demo.example", name="again")
    with pytest.raises(PeopleError, match="needs a location"):
        people.assign(SYSTEM, store, email="a@demo.example", district="north", role=Role.PRINCIPAL)
    with pytest.raises(PeopleError, match="nobody"):
        people.deactivate(SYSTEM, store, email="b@demo.example")
    with pytest.raises(PeopleError, match="name and an e-mail"):
        people.create_user(SYSTEM, store, email="nonsense", name="x")
    assert actions(store) == begun


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_manage_people(store, hashing, role):
    add(store, "a@demo.example", Role.VIEWER)
    other = acting(99, "b@demo.example", role)
    with pytest.raises(NotPermitted):
        people.create_user(other, store, email="c@demo.example", name="C")
    with pytest.raises(NotPermitted):
        people.assign(
            other, store, email="a@demo.example", district="north", role=Role.ADMINISTRATOR
        )
    with pytest.raises(NotPermitted):
        people.set_password(other, store, hashing, email="a@demo.example", password=PASSWORD)
    with pytest.raises(NotPermitted):
        people.deactivate(other, store, email="a@demo.example")


def test_an_administrator_rules_the_own_district_only(store, hashing):
    number = add(store, "boss@demo.example", Role.ADMINISTRATOR, "north")
    add(store, "a@demo.example", Role.VIEWER, "north")
    add(store, "both@demo.example", Role.VIEWER, "north", "south")
    boss = acting(number, "boss@demo.example", Role.ADMINISTRATOR)
    people.set_password(boss, store, hashing, email="a@demo.example", password=PASSWORD)
    with pytest.raises(NotPermitted, match="districts you do not administer"):
        people.set_password(boss, store, hashing, email="both@demo.example", password=PASSWORD)
    with pytest.raises(NotPermitted, match="outside"):
        people.assign(boss, store, email="a@demo.example", district="south", role=Role.VIEWER)


def test_the_last_administrator_stays(store):
    first = "first@demo.example"
    add(store, first, Role.ADMINISTRATOR)
    for attempt in (
        lambda: people.deactivate(SYSTEM, store, email=first),
        lambda: people.unassign(SYSTEM, store, email=first, district="north"),
        lambda: people.assign(
            SYSTEM, store, email=first, district="north", role=Role.BUDGET_DIRECTOR
        ),
    ):
        with pytest.raises(PeopleError, match="without an active administrator"):
            attempt()
    add(store, "second@demo.example", Role.ADMINISTRATOR)
    people.deactivate(SYSTEM, store, email=first)
    with pytest.raises(PeopleError, match="without an active administrator"):
        people.deactivate(SYSTEM, store, email="second@demo.example")
    listed = {one.email: one.is_active for one in people.everybody(store)}
    assert listed == {first: False, "second@demo.example": True}


def test_passwords_are_weighed(store, hashing):
    add(store, "a@demo.example", Role.VIEWER)
    with pytest.raises(PeopleError, match="15 characters"):
        people.set_password(SYSTEM, store, hashing, email="a@demo.example", password="short")
    with pytest.raises(PeopleError, match="common words"):
        people.set_password(
            SYSTEM, store, hashing, email="a@demo.example", password="northnorthnorth2027"
        )


@dataclass(frozen=True)
class Sample:
    email: str = "principal@demo.example"
    name: str = "Principal"
    role: Role = Role.PRINCIPAL
    districts: tuple[str, ...] = ("cedar-valley",)
    location_id: str | None = "112"


def test_sample_sign_ins_only_in_a_demonstration(store, settings):
    people.create_demo_user(store, settings, Sample(), "short")
    (one,) = people.everybody(store)
    assert one.memberships == (("cedar-valley", Role.PRINCIPAL, "112"),)
    serious = settings.model_copy(update={"demo": False})
    with pytest.raises(PeopleError, match="demonstration"):
        people.create_demo_user(store, serious, Sample(email="b@demo.example"), "short")
