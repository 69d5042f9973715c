"""A person with levels and roles signs in: rights and rows, and how changes act at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from access.actor import SYSTEM
from access.passwords import Passwords
from access.permissions import Permission
from access.roles import Role
from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.rules.own_rights import Author
from data.rules.places import locations_of
from data.rules.surroundings import codes_of
from data.store.records import Draft, records
from data.store.sessions import Limits
from data.store.users import user_by_email
from loaders.uploads.world import StoreWorld
from planning import people
from planning.configure.commands import Target, delete, save
from planning.configure.problems import RecordRefused
from planning.sign_in import SignIn, SignInRefused
from tests.planning.configure.conftest import person
from tests.planning.configure.test_commands import at, builder, manager, somebody

USER, PAIR, BUDGET, ROLE = (
    ENTITIES[name] for name in ("district_user", "budget_role", "budget", "role")
)
EMAIL, PASSWORD = "p@district.example", "kestrels over wet meadows"
CHIEF = person(Role.ADMINISTRATOR)
CHART = {"scope_field": codes_of(["Location", "Fund"])}


def place(code: str, field: str = "Location", operator: str = "is") -> dict:
    return {"segment_type": field, "operator": operator, "segment_code": code}


def keep(store, entity, content, target=None):
    return save(CHIEF, store, "north", entity, content, target=target, chart=CHART)


def budget(code: str, *lines: dict, **values) -> Content:
    given = {"code": code, "name": code, "autonomy": "all", "is_active": True}
    return Content(given | values, lines)


def pair(code: str, role: str, email: str = EMAIL) -> Content:
    return Content({"email": email, "budget_code": code, "role_code": role})


@pytest.fixture
def door(store) -> SignIn:
    hashing = Passwords(b"p" * 32)
    hashing._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return SignIn(store, hashing, Limits(timedelta(hours=1), timedelta(hours=12)))


@pytest.fixture
def town(store):
    """Two roles, three budgets, and a person who holds one role in two of them."""
    keep(store, ROLE, builder())
    keep(store, ROLE, builder("PUR", "Purchaser", staffing_visibility="hidden"))
    for code, *lines in (
        ("B101", place("101")),
        ("B102", place("102"), place("103")),
        ("GRANT", place("104"), place("210", "Fund")),
    ):
        keep(store, BUDGET, budget(code, *lines))
    user = keep(store, USER, somebody(EMAIL, manage_access="view", evaluate_access="view"))
    pairs = {code: keep(store, PAIR, pair(code, "BLD")) for code in ("B101", "B102", "GRANT")}
    return {"user": user, "pairs": pairs}


@pytest.fixture
def inside(store, door, town) -> str:
    """The secret of the person's session."""
    people.set_password(SYSTEM, store, door.passwords, email=EMAIL, password=PASSWORD)
    return door.open(EMAIL, PASSWORD, "127.0.0.1")


def change(store, saved, entity=USER, **values):
    record = saved.record
    return keep(store, entity, Content({**record.values, **values}, record.lines), at(saved))


def test_the_new_person_sees_the_own_budgets_and_nothing_else(door, inside):
    actor = door.find(inside)
    assert actor.scope.locations == {"101", "102", "103"}
    assert actor.role is Role.PRINCIPAL
    assert actor.permissions == {
        Permission.HOME_READ, Permission.ACCOUNT_READ, Permission.BUCKET_READ,
        Permission.TRANSACTION_READ, Permission.JOB_READ, Permission.EVALUATE_READ,
        Permission.DISTRICT_READ, Permission.STAFFING_READ, Permission.PRESENTATION_MAKE,
    }  # fmt: skip
    assert not actor.scope.sees_compensation


def test_without_a_password_nobody_enters(door, town):
    with pytest.raises(SignInRefused):
        door.open(EMAIL, "", "127.0.0.1")


def test_every_change_acts_on_the_next_request(store, door, town, inside):
    delete(CHIEF, store, "north", PAIR, at(town["pairs"]["B102"]))
    assert door.find(inside).scope.locations == {"101"}
    assert [one.code for one in door.find(inside).scope.budgets] == ["B101", "GRANT"]
    assert door.find(inside).location_id is None
    delete(CHIEF, store, "north", PAIR, at(town["pairs"]["GRANT"]))
    assert door.find(inside).location_id == "101"
    user = change(store, town["user"], manage_access="none")
    assert door.find(inside).scope.locations == set()
    assert Permission.ACCOUNT_READ not in door.find(inside).permissions
    user = change(store, user, manage_access="admin")
    assert door.find(inside).scope.is_whole
    user = change(store, user, administrator=True)
    assert door.find(inside).permissions == set(Permission)
    keep(store, USER, somebody("other@district.example", administrator=True))
    user = change(store, user, is_active=False)
    assert door.find(inside) is None
    with pytest.raises(SignInRefused, match="not active"):
        door.open(EMAIL, PASSWORD, "127.0.0.1")
    user = change(store, user, is_active=True, administrator=False, manage_access="view")
    assert door.find(inside) is None  # the old session does not come back
    inside = door.open(EMAIL, PASSWORD, "127.0.0.1")
    assert door.find(inside).scope.locations == {"101"}
    delete(CHIEF, store, "north", PAIR, at(town["pairs"]["B101"]))
    delete(CHIEF, store, "north", USER, at(user))
    assert door.find(inside) is None


def test_pay_shows_only_where_every_budget_shows_it(store, door, town, inside):
    change(store, town["user"], can_view_compensation=True)
    assert door.find(inside).scope.sees_compensation
    change(store, town["pairs"]["B101"], PAIR, role_code="PUR")
    assert not door.find(inside).scope.sees_compensation


def test_an_inactive_budget_shows_nothing(store, door, town, inside):
    with store.reading() as tx:
        first = records(tx, "north", BUDGET)[0]
    keep(store, BUDGET, Content({**first.values, "is_active": False}, first.lines),
         Target(first.id, first.version))  # fmt: skip
    assert door.find(inside).scope.locations == {"102", "103"}


def test_a_membership_made_otherwise_keeps_its_rights(store, door, town):
    people.create_user(SYSTEM, store, email="old@district.example", name="Old")
    people.assign(SYSTEM, store, email="old@district.example", district="north",
                  role=Role.BUDGET_DIRECTOR)  # fmt: skip
    people.set_password(SYSTEM, store, door.passwords, email="old@district.example",
                        password=PASSWORD)  # fmt: skip
    secret = door.open("old@district.example", PASSWORD, "127.0.0.1")
    assert door.find(secret).role is Role.BUDGET_DIRECTOR
    assert door.find(secret).scope.is_whole


@pytest.fixture
def chief(store) -> str:
    """An administrator by membership, of whom there is no record yet."""
    email = "chief@district.example"
    people.create_user(SYSTEM, store, email=email, name="Chief")
    people.assign(SYSTEM, store, email=email, district="north", role=Role.ADMINISTRATOR)
    return email


def test_a_new_record_of_an_administrator_lowers_nobody_unseen(store, chief):
    made = keep(store, USER, somebody(chief, manage_access="view"))
    assert made.record.values["administrator"] is True
    with pytest.raises(RecordRefused, match="without an active administrator"):
        change(store, made, administrator=False)
    keep(store, USER, somebody("other@district.example", administrator=True))
    assert change(store, made, administrator=False).record.version == 2
    with store.reading() as tx:
        assert user_by_email(tx, chief).name == "Chief"


def test_v18_whoever_manages_users_makes_no_record_of_an_administrator(store, chief):
    clerk = manager()
    with pytest.raises(RecordRefused, match="Only an administrator"):
        save(clerk, store, "north", USER, somebody(chief))


def test_a_file_of_users_lowers_no_administrator_unseen(store, chief):
    with store.reading() as tx:
        clerk = StoreWorld(tx, "north", USER, {}, Author("clerk@d.example", is_administrator=False))
        other = StoreWorld(tx, "north", USER, {}, Author("a@d.example", is_administrator=True))
        drafts = [Draft(somebody(email).values) for email in (chief, "new@d.example")]
        settled = [clerk.settled(one) for one in drafts]
        assert [bool(one.values.get("administrator")) for one in settled] == [True, False]
        assert "V18" in {one.code for one in clerk.problems(settled[0], None)}
        assert "V18" not in {one.code for one in clerk.problems(settled[1], None)}
        assert "V18" not in {one.code for one in other.problems(settled[0], None)}
        lowered = {USER.key_of(drafts[0].values): drafts[0]}
        assert [one.code for _, one in other.together(lowered)] == ["V18"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([place("101")], {"101"}),
        ([place("101", "SITES"), place("102", "site")], {"101", "102"}),
        ([place("101"), place("210", "Fund")], set()),
        ([place("101-199", operator="between")], set()),
        ([place("101"), place("102", operator="is not")], set()),
        ([], set()),
    ],
)
def test_only_scopes_of_whole_locations_show_locations(lines, expected):
    assert locations_of(lines) == expected


def test_a_change_acts_in_every_process_and_nothing_is_read_in_between(store, door, town, inside):
    other = SignIn(store, door.passwords, door.limits)
    before = other.find(inside).scope
    assert other.find(inside).scope.book is before.book
    assert before.book.buckets == ()
    with store.reading() as tx:
        grant = next(one for one in records(tx, "north", BUDGET) if one.values["code"] == "GRANT")
    keep(store, BUDGET, Content(grant.values, (place("35", "Fund"),)),
         Target(grant.id, grant.version))  # fmt: skip
    after = other.find(inside).scope
    [rule] = [one for one in after.budgets if one.code == "GRANT"]
    assert rule.lines == (("Fund", "is", "35"),)
    assert after.digest() != before.digest()
    bucket = {"code": "PAP", "name": "Paper", "type": "expenditure", "roles": ("BLD",)}
    keep(store, ENTITIES["bucket"], Content(bucket, (place("20", "Fund"),)))
    [kept] = other.find(inside).scope.book.buckets
    assert (kept.code, kept.roles, kept.lines) == ("PAP", {"bld"}, (("Fund", "is", "20"),))
    assert rule.shows(kept)
