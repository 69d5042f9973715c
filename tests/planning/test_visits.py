"""Which looks are noted, how often, of whom, and when they are forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from access.actor import SYSTEM, actor_in_district
from access.roles import Role
from config import Settings
from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.store import open_store
from data.store.budget_holders import HeldBudget, budget_holders
from data.store.visits import Visit, sign_in_days
from pages.account.own import visit_words
from pages.components.sentence import plain
from planning import people
from planning.assigned import assigned_rights
from planning.configure.commands import save
from planning.sign_in import sign_in
from planning.visits import Visits, forget_old, own_record
from tests.planning.configure.test_assigned import CHART, budget, place
from tests.planning.configure.test_commands import builder, somebody

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path):
    return Settings(var=tmp_path, secret_key="", database_url="")


@pytest.fixture
def store(settings):
    made = open_store(settings)
    yield made
    made.close()


def principal(store, name="ada", place="101", role=Role.PRINCIPAL):
    email = f"{name}@demo.example"
    number = people.create_user(SYSTEM, store, email=email, name=name)
    people.assign(SYSTEM, store, email=email, district="elm", role=role, location_id=place)
    places = frozenset({place}) if place else None
    return actor_in_district((number, name, email), role, "elm", ("elm",), places)


def kept(store):
    with store.reading() as tx:
        rows = tx.execute(select(Visit.user_id, Visit.budget, Visit.bucket, Visit.day))
        return sorted((row[1], row[2], row[3].isoformat()) for row in rows)


def test_one_row_a_budget_and_day_however_often_and_from_however_many_processes(store):
    ada = principal(store)
    for visits in (Visits(store), Visits(store)):
        for hour in range(5):
            visits.looked(ada, "101", NOON + timedelta(hours=hour))
        visits.looked(ada, "101", NOON, bucket="T1")
        visits.looked(ada, "101", NOON + timedelta(days=1), bucket="T1")
        visits.wait()
    assert kept(store) == [
        ("101", "", "2026-11-26"), ("101", "", "2026-11-27"),
        ("101", "T1", "2026-11-26"), ("101", "T1", "2026-11-27"),
    ]  # fmt: skip


def test_nothing_is_noted_of_whoever_sees_all_or_looks_as_another(store):
    ada, chief = principal(store), principal(store, "chief", None, Role.BUDGET_DIRECTOR)
    visits = Visits(store)
    visits.looked(chief, "101", NOON)
    visits.looked(replace(ada, viewer="Chief"), "101", NOON)
    visits.looked(ada, "", NOON)
    visits.wait()
    assert kept(store) == []


def test_a_look_that_cannot_be_written_takes_nothing_from_the_reader(store, monkeypatch):
    ada, visits = principal(store), Visits(store)

    def locked(_tx, _looks):
        raise OperationalError("insert", {}, Exception("database is locked"))

    with monkeypatch.context() as busy:
        busy.setattr("planning.visits.keep", locked)
        visits.looked(ada, "101", NOON)
        visits.wait()
    assert kept(store) == []
    visits.looked(ada, "101", NOON)
    visits.wait()
    assert kept(store) == [("101", "", "2026-11-26")]


def test_signing_in_is_kept_as_a_day(store, settings):
    ada = principal(store)
    people.set_password(SYSTEM, store, people.passwords(settings), email=ada.email,
                        password="kestrels over wet meadows")  # fmt: skip
    door = sign_in(settings, store, lambda: NOON)
    for _ in range(2):
        door.open(ada.email, "kestrels over wet meadows", "")
    assert kept(store) == [("", "", "2026-11-26")]
    with store.reading() as tx:
        assert sign_in_days(tx, date(2026, 11, 26)) == {ada.user_id: 1}
        assert sign_in_days(tx, date(2026, 11, 27)) == {}


def test_old_days_are_forgotten_and_a_person_sees_what_is_left(store, settings):
    ada, visits = principal(store), Visits(store)
    for back in (401, 400, 0):
        visits.looked(ada, "101", NOON - timedelta(days=back))
    visits.wait()
    assert forget_old(settings, store, NOON.date()) == 1
    assert own_record(ada, store) == (2, date(2025, 10, 22))
    assert plain(visit_words(2, date(2025, 10, 22))).startswith("2 entries since 22 Oct 2025.")
    assert plain(visit_words(0, None)).startswith("Nothing yet.")


PEOPLE = {
    "own": {}, "gone": {"is_active": False}, "chief": {"manage_access": "admin"},
    "blind": {"manage_access": "none"}, "closed": {}, "off": {}, "none": {},
}  # fmt: skip
HELD = (
    ("own", "B1", "BLD"), ("own", "B2", "BLD"), ("gone", "B1", "BLD"), ("chief", "B1", "BLD"),
    ("blind", "B1", "BLD"), ("closed", "B2", "BLD"), ("off", "B1", "OFF"),
)  # fmt: skip


def _recorded():
    yield "role", builder()
    yield "role", builder("OFF", "Not used", is_active=False)
    yield "budget", budget("B1", place("101"))
    yield "budget", budget("B2", place("102"), is_active=False)
    for name, values in PEOPLE.items():
        yield (
            "district_user",
            somebody(f"{name}@district.example", **{"manage_access": "view"} | values),
        )
    for name, code, role in HELD:
        values = {"email": f"{name}@district.example", "budget_code": code, "role_code": role}
        yield "budget_role", Content(values)


def test_holders_are_those_whose_rights_show_them_the_money_of_own_budgets(store):
    """Reckoned again from the rights of each person, which know nothing of this list."""
    for name, content in _recorded():
        save(SYSTEM, store, "elm", ENTITIES[name], content, chart=CHART)
    with store.reading() as tx:
        found = budget_holders(tx, "elm")
    assert [(one.email, one.budgets) for one in found] == [
        ("own@district.example", (HeldBudget("B1", "B1", "Builder", "101"),))
    ]
    for name in PEOPLE:
        rights = assigned_rights(store, "elm", f"{name}@district.example")
        seen = [
            one.rule.code for one in (rights[1] if rights else ())
            if one.rights.sees_money and not one.rights.sees_every_bucket
        ]  # fmt: skip
        assert seen == (["B1"] if name == "own" else []), name
