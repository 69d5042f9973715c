"""The second step from its picture to the lost telephone, and the own account around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest

from access.actor import SYSTEM
from access.policy import NotPermitted
from access.roles import Role
from access.second_step import SecondStepNeeded, matching_step
from config import Settings
from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.store import StoreError, open_store
from data.store.audit import entries
from data.store.users import user_by_email
from planning import accounts, people
from planning.accounts import Desk
from planning.configure.commands import Target, delete, save
from planning.configure.presets import preset_role
from planning.own_account import OwnAccount
from planning.second_step import StepState, WrongCode
from planning.sign_in import SignInRefused, sign_in

EMAIL, PASSWORD = "a@district.example", "kestrels over wet meadows"
START = datetime(2027, 3, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path):
    made = open_store(Settings(var=tmp_path, secret_key="", database_url=""))
    yield made
    made.close()


@pytest.fixture
def door(tmp_path, store, clock):
    made = sign_in(Settings(var=tmp_path, secret_key="", database_url=""), store, clock)
    people.create_user(SYSTEM, store, email=EMAIL, name="A")
    people.assign(SYSTEM, store, email=EMAIL, district="north", role=Role.VIEWER)
    people.set_password(SYSTEM, store, made.passwords, email=EMAIL, password=PASSWORD)
    return made


def own(door) -> OwnAccount:
    """The account behind a fresh session."""
    return OwnAccount(door.find(door.open(EMAIL, PASSWORD, "192.0.2.1", "Firefox on Linux")),
                      door.store, door)  # fmt: skip


@pytest.fixture
def enrolled(door, clock):
    """The app, the spare codes, and the account that has set them up."""
    account = own(door)
    app = pyotp.TOTP(account.start_step().secret.replace(" ", ""))
    codes = account.confirm_step(app.at(clock.now))
    clock.now += timedelta(minutes=1)
    return app, codes, account


def pending(door) -> str:
    with pytest.raises(SecondStepNeeded) as needed:
        door.open(EMAIL, PASSWORD, "192.0.2.1")
    return needed.value.pending


def desk(store, *places: str) -> Desk:
    email = "chief@district.example"
    number = people.create_user(SYSTEM, store, email=email, name="Chief")
    for place in places:
        people.assign(SYSTEM, store, email=email, district=place, role=Role.ADMINISTRATOR)
    actor = people_actor(store, number, email)
    return Desk(actor, store)


def people_actor(store, number, email):
    from access.actor import actor_in_district  # noqa: PLC0415

    return actor_in_district((number, "Chief", email), Role.ADMINISTRATOR, "north", ("north",),
                             None)  # fmt: skip


def test_codes_are_those_of_the_standard():
    """RFC 6238, appendix B, the last six digits: the clock of the app is the only other input."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        moment = datetime.fromtimestamp(seconds, UTC)
        assert matching_step(secret, code, moment, after=0) == seconds // 30
        if seconds < 90:
            continue
        for late, fits in ((30, True), (-30, True), (61, False), (-61, False)):
            found = matching_step(secret, code, moment + timedelta(seconds=late), after=0)
            assert (found is not None) is fits


def test_a_password_alone_is_not_enough_any_more(door, enrolled, clock):
    app, _, _ = enrolled
    half = pending(door)
    assert door.find(half) is None
    assert door.enrolment(half) is None
    with pytest.raises(WrongCode):
        door.finish(half, "000000", "192.0.2.1")
    entered = door.finish(half, app.at(clock.now), "192.0.2.1")
    assert door.find(entered.secret).email == EMAIL
    assert entered.spare_codes == ()


def test_a_code_and_what_stands_for_the_password_work_once(door, enrolled, clock):
    app, _, _ = enrolled
    half, code = pending(door), app.at(clock.now)
    door.finish(half, code, "192.0.2.1")
    with pytest.raises(SignInRefused, match="sign in again"):
        door.finish(half, app.at(clock.now + timedelta(seconds=30)), "192.0.2.1")
    with pytest.raises(WrongCode):
        door.finish(pending(door), code, "192.0.2.1")


def test_what_stands_for_the_password_lasts_five_minutes(door, enrolled, clock):
    app, _, _ = enrolled
    half = pending(door)
    clock.now += timedelta(minutes=5, seconds=1)
    with pytest.raises(SignInRefused, match="sign in again"):
        door.finish(half, app.at(clock.now), "192.0.2.1")


def test_spare_codes_work_once_each_however_they_are_typed(door, enrolled, store):
    _, codes, account = enrolled
    assert len(set(codes)) == 10
    typed = codes[0].upper().replace("-", " ")
    assert door.find(door.finish(pending(door), typed, "192.0.2.1").secret)
    with pytest.raises(WrongCode):
        door.finish(pending(door), codes[0], "192.0.2.1")
    assert account.step() == (StepState.ON, False, 9)


def test_codes_are_guessed_as_slowly_as_passwords(door, enrolled, clock):
    half = pending(door)
    told = []
    for number in range(12):
        with pytest.raises((SignInRefused, WrongCode)) as refused:
            door.finish(half, f"{number:06}", "192.0.2.1")
        told.append(type(refused.value))
    assert told[:5] == [WrongCode] * 5
    assert told[-1] is SignInRefused


def test_neither_secret_nor_spare_code_stands_in_the_database(enrolled, tmp_path):
    app, codes, _ = enrolled
    kept = b"".join(one.read_bytes() for one in tmp_path.glob("plumbline.db*"))
    for text in (app.secret, *codes, *(one.replace("-", "") for one in codes)):
        assert text.encode() not in kept


def test_a_required_step_is_set_up_at_the_next_sign_in(door, store, clock):
    chief = replace(desk(store, "north"), steps=door.steps)
    number = own(door).actor.user_id
    accounts.require_step(chief, number, required=True)
    half = pending(door)
    scanned = door.enrolment(half)
    assert door.enrolment(half) == scanned  # the page may be loaded again
    app = pyotp.TOTP(scanned.secret.replace(" ", ""))
    entered = door.finish(half, app.at(clock.now), "192.0.2.1")
    assert len(entered.spare_codes) == 10
    account = OwnAccount(door.find(entered.secret), store, door)
    clock.now += timedelta(minutes=1)
    with pytest.raises(StoreError, match="it stays on"):
        account.turn_off_step(app.at(clock.now))


def test_a_lost_telephone_is_reset_by_an_administrator_of_all_districts(door, enrolled, store):
    _, _, account = enrolled
    chief = replace(desk(store, "north"), steps=door.steps)
    people.assign(SYSTEM, store, email=EMAIL, district="south", role=Role.VIEWER)
    with pytest.raises(NotPermitted, match="districts you do not administer"):
        accounts.reset_step(chief, account.actor.user_id)
    people.unassign(SYSTEM, store, email=EMAIL, district="south")
    inside = own_secret(door, enrolled)
    accounts.reset_step(chief, account.actor.user_id)
    assert door.find(inside) is None
    assert door.find(door.open(EMAIL, PASSWORD, "192.0.2.1"))
    with store.reading() as tx:
        newest = entries(tx, limit=1)[0]
    assert (newest.action, newest.actor_label) == ("user.second_step_reset",
                                                   "chief@district.example")  # fmt: skip


def own_secret(door, enrolled) -> str:
    return door.finish(pending(door), enrolled[1][1], "192.0.2.1").secret


def test_turning_it_off_needs_a_code(door, enrolled, clock):
    app, _, account = enrolled
    with pytest.raises(WrongCode):
        account.turn_off_step("123456")
    account.turn_off_step(app.at(clock.now))
    assert account.step() == (StepState.OFF, False, 0)
    door.open(EMAIL, PASSWORD, "192.0.2.1")


def test_own_sessions_are_listed_and_ended_and_nobody_elses(door, store):
    people.create_user(SYSTEM, store, email="b@district.example", name="B")
    first, second, third = own(door), own(door), own(door)
    listed = first.sessions()
    assert [one.is_this for one in listed] == [True, False, False]
    assert (listed[0].device, listed[0].address) == ("Firefox on Linux", "192.0.2.1")
    stranger = replace(first, actor=replace(first.actor, user_id=first.actor.user_id + 1))
    stranger.end_session(second.actor.session_id)
    assert len(first.sessions()) == 3
    first.end_session(second.actor.session_id)
    assert len(first.sessions()) == 2
    third.end_others()
    assert [one.id for one in third.sessions()] == [third.actor.session_id]


def test_a_new_own_password_needs_the_current_one_and_ends_every_session(door, store, clock):
    old = door.open(EMAIL, PASSWORD, "192.0.2.1", "Firefox on Linux")
    account = OwnAccount(door.find(old), store, door)
    with pytest.raises(StoreError, match="current password is not right"):
        account.change_password("guessed", "nine herons by the weir")
    with pytest.raises(StoreError, match="15 characters"):
        account.change_password(PASSWORD, "short")
    assert door.find(old)
    fresh = account.change_password(PASSWORD, "nine herons by the weir")
    assert door.find(old) is None
    assert OwnAccount(door.find(fresh), store, door).sessions()[0].device == "Firefox on Linux"
    clock.now += timedelta(seconds=1)
    for _ in range(5):
        with pytest.raises(StoreError):
            OwnAccount(door.find(fresh), store, door).change_password("guess", PASSWORD)
    with pytest.raises(SignInRefused, match="Too many"):
        OwnAccount(door.find(fresh), store, door).change_password("guess", PASSWORD)


def holding(store, *, asks, role_is_active=True):
    """The person holds a role in a budget; the role asks for a second step or does not."""
    flags = {"second_step": asks, "is_active": role_is_active}
    role = Content({**preset_role("Approver").values, **flags})
    budget = Content({"code": "B1", "name": "Elm", "autonomy": "all", "is_active": True})
    levels = dict.fromkeys(("manage_access", "allocate_access", "budget_access",
                            "evaluate_access"), "view")  # fmt: skip
    person = Content({"name": "A", "email": EMAIL, "is_active": True, **levels})
    pair = Content({"email": EMAIL, "budget_code": "B1", "role_code": "APPROVER"})
    for name, content in (("role", role), ("budget", budget), ("district_user", person),
                          ("budget_role", pair)):  # fmt: skip
        made = save(SYSTEM, store, "north", ENTITIES[name], content)
    return made.record


@pytest.mark.parametrize(("asks", "active"), [(True, True), (False, True), (True, False)])
def test_a_role_asks_everybody_who_holds_it_for_a_second_step(door, store, asks, active):
    holding(store, asks=asks, role_is_active=active)
    with store.reading() as tx:
        number = user_by_email(tx, EMAIL).id
        state = door.steps.state(tx, number)
    assert (state is StepState.REQUIRED) is (asks and active)
    if asks and active:
        assert door.enrolment(pending(door)) is not None
    else:
        assert door.find(door.open(EMAIL, PASSWORD, "192.0.2.1")) is not None


def test_what_a_role_asks_for_stays_on_until_the_role_is_gone(door, store, clock, enrolled):
    app, _, account = enrolled
    pair = holding(store, asks=True)
    with pytest.raises(StoreError, match="The role Approver asks for your second step"):
        account.turn_off_step(app.at(clock.now))
    assert asking(door, store) == "Approver"
    delete(SYSTEM, store, "north", ENTITIES["budget_role"], Target(pair.id, pair.version))
    assert asking(door, store) == ""
    account.turn_off_step(app.at(clock.now))
    assert door.find(door.open(EMAIL, PASSWORD, "192.0.2.1")) is not None


def asking(door, store) -> str:
    with store.reading() as tx:
        return door.steps.asking_role(tx, user_by_email(tx, EMAIL).id)
