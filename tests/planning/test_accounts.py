"""Accounts as those who manage users handle them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from access.actor import SYSTEM, actor_in_district
from access.permissions import Permission
from access.policy import NotPermitted
from access.roles import Role
from config import Settings
from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.store import StoreError, open_store
from data.store.accounts import administered
from data.store.audit import entries
from data.store.outbox import MailState, OutboxMail, claim, mark_refused
from data.store.tables import utc_now
from planning import accounts, mail, people
from planning.accounts import AccountState, Desk, state_of
from planning.configure.commands import save
from planning.configure.problems import RecordRefused
from planning.password_links import PasswordLinks
from planning.sign_in import SignInRefused, sign_in
from tests.planning.configure.test_assigned import somebody

PASSWORD = "kestrels over wet meadows"
EMAIL = "new@district.example"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path, secret_key="", database_url="", demo=True)


@pytest.fixture
def store(settings):
    made = open_store(settings)
    yield made
    made.close()


def member(store, email: str, role: Role, district: str = "north") -> int:
    number = people.create_user(SYSTEM, store, email=email, name=email.partition("@")[0])
    people.assign(SYSTEM, store, email=email, district=district, role=role)
    return number


@pytest.fixture
def desk(store) -> Desk:
    email = "chief@district.example"
    number = member(store, email, Role.ADMINISTRATOR)
    return Desk(actor_in_district((number, "The chief", email), Role.ADMINISTRATOR, "north",
                                  ("north",), None), store)  # fmt: skip


@pytest.fixture
def invited(desk) -> int:
    """A person recorded on screen; returns the number of the account."""
    save(desk.actor, desk.store, "north", ENTITIES["district_user"], somebody(EMAIL))
    return next(one.user_id for one in accounts.listed(desk) if one.email == EMAIL)


def posted(store) -> list[OutboxMail]:
    with store.reading() as tx:
        return list(tx.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def link(settings, store, one: OutboxMail) -> str:
    with store.transaction() as tx:
        return mail.link_address(settings, tx, one, utc_now()).partition("link=")[2]


def manager(desk) -> Desk:
    """Somebody who manages users and is no administrator."""
    rights = desk.actor.permissions - {Permission.DISTRICT_ADMINISTER}
    return replace(desk, actor=replace(desk.actor, permissions=rights))


def test_from_the_record_by_mail_to_the_first_sign_in(desk, invited, settings, store):
    [letter] = posted(store)
    assert (letter.recipient, letter.district_id) == (EMAIL, "north")
    assert "The chief has given you access" in letter.paragraphs[1]
    assert state_of(accounts.opened(desk, invited)) is AccountState.INVITED
    door = sign_in(settings, store)
    secret = PasswordLinks(store, door).use(link(settings, store, letter), PASSWORD, "")
    assert door.find(secret).email == EMAIL
    assert state_of(accounts.opened(desk, invited)) is AccountState.ACTIVE
    with pytest.raises(StoreError, match="needs no invitation"):
        accounts.send_invitation(desk, invited)


def test_a_person_changed_again_is_not_invited_again(desk, invited, store):
    accounts.set_active(desk, invited, active=False)
    accounts.set_active(desk, invited, active=True)
    assert len(posted(store)) == 1


def test_a_new_invitation_makes_the_old_link_worthless(desk, invited, settings, store):
    old = link(settings, store, posted(store)[0])
    accounts.send_invitation(desk, invited)
    accounts.send_invitation(desk, invited)
    links = PasswordLinks(store, sign_in(settings, store))
    with pytest.raises(StoreError, match="does not work any more"):
        links.use(old, PASSWORD, "")
    assert len(posted(store)) == 3
    links.use(link(settings, store, posted(store)[2]), PASSWORD, "")


def test_somebody_deactivated_is_out_at_once_for_good_and_keeps_what_was_held(
    desk, invited, settings, store
):
    door = sign_in(settings, store)
    inside = PasswordLinks(store, door).use(link(settings, store, posted(store)[0]), PASSWORD, "")
    accounts.set_active(desk, invited, active=False)
    assert door.find(inside) is None
    with pytest.raises(SignInRefused, match="not active"):
        door.open(EMAIL, PASSWORD, "")
    with pytest.raises(StoreError, match="deactivated"):
        accounts.send_reset(desk, invited)
    accounts.set_active(desk, invited, active=True)
    assert door.find(inside) is None
    assert door.find(door.open(EMAIL, PASSWORD, "")).email == EMAIL


def test_members_without_a_record_are_handled_too(desk, settings, store):
    number = member(store, "old@district.example", Role.VIEWER)
    assert accounts.set_active(desk, number, active=False) == "old is deactivated."
    assert state_of(accounts.opened(desk, number)) is AccountState.DEACTIVATED
    accounts.set_active(desk, number, active=True)
    accounts.send_invitation(desk, number)
    assert [one.recipient for one in posted(store)] == ["old@district.example"]


def test_the_last_administrator_stays_by_membership_and_by_record(desk, store):
    with pytest.raises(StoreError, match="without an active administrator"):
        accounts.set_active(desk, desk.actor.user_id, active=False)
    other = somebody("second@district.example", administrator=True)
    save(desk.actor, store, "north", ENTITIES["district_user"], other)
    second = next(one for one in accounts.listed(desk) if one.email == "second@district.example")
    mine = somebody("chief@district.example", administrator=True)
    save(desk.actor, store, "north", ENTITIES["district_user"], mine)
    accounts.set_active(desk, second.user_id, active=False)
    with pytest.raises(RecordRefused, match="without an active administrator"):
        accounts.set_active(desk, desk.actor.user_id, active=False)
    own = accounts.opened(desk, desk.actor.user_id).record
    stripped = Content({**own.values, "administrator": False}, own.lines)
    with pytest.raises(RecordRefused, match="without an active administrator"):
        save(desk.actor, store, "north", ENTITIES["district_user"], stripped,
             target=accounts.commands.Target(own.id, own.version))  # fmt: skip


def test_only_an_administrator_touches_an_administrator(desk, store):
    for attempt in (accounts.send_reset, accounts.sign_out, accounts.send_invitation):
        with pytest.raises(NotPermitted, match="Only an administrator"):
            attempt(manager(desk), desk.actor.user_id)
    with pytest.raises(NotPermitted, match="Only an administrator"):
        accounts.set_active(manager(desk), desk.actor.user_id, active=False)


def test_people_of_other_districts_are_nobody_here(desk, store):
    number = member(store, "far@district.example", Role.VIEWER, "south")
    assert accounts.opened(desk, number) is None
    assert [one.email for one in accounts.listed(desk)] == ["chief@district.example"]
    for attempt in (accounts.send_reset, accounts.sign_out):
        with pytest.raises(StoreError, match="no such person"):
            attempt(desk, number)


def test_without_the_right_nothing_is_told(desk, invited):
    nobody = replace(desk, actor=replace(desk.actor, permissions=frozenset()))
    for attempt in (accounts.listed, lambda one: accounts.opened(one, invited)):
        with pytest.raises(NotPermitted):
            attempt(nobody)


def test_every_step_stands_in_the_log_of_the_district(desk, invited, store, settings):
    PasswordLinks(store, sign_in(settings, store)).use(
        link(settings, store, posted(store)[0]), PASSWORD, ""
    )
    accounts.send_reset(desk, invited)
    accounts.sign_out(desk, invited)
    with store.reading() as tx:
        logged = [(one.action, one.district_id) for one in entries(tx, limit=3)]
    assert logged == [
        ("session.end_all", "north"), ("user.reset", "north"), ("user.password_by_link", "north"),
    ]  # fmt: skip


def test_who_administers_what(desk, store):
    def of(email, number):
        with store.reading() as tx:
            return administered(tx, number, email)

    assert of("chief@district.example", desk.actor.user_id) == {"north"}
    save(desk.actor, store, "north", ENTITIES["district_user"],
         somebody("second@district.example", administrator=True))  # fmt: skip
    second = next(one for one in accounts.listed(desk) if one.email == "second@district.example")
    assert of(second.email, second.user_id) == {"north"}
    accounts.set_active(desk, second.user_id, active=False)
    assert of(second.email, second.user_id) == set()


def test_mail_is_read_here_in_a_demonstration_without_a_server_alone(desk, invited, settings):
    [one] = mail.listed(desk.actor, desk.store)
    letter = mail.opened(desk.actor, desk.store, settings, one.id)
    assert letter.address in letter.text
    for change in ({"demo": False}, {"smtp_host": "mail.north.example"}):
        serious = settings.model_copy(update=change)
        assert mail.opened(desk.actor, desk.store, serious, one.id) is None
    elsewhere = replace(desk.actor, district="south")
    assert mail.listed(elsewhere, desk.store) == []
    assert mail.opened(elsewhere, desk.store, settings, one.id) is None
    with pytest.raises(NotPermitted):
        mail.listed(manager(desk).actor, desk.store)


def test_mail_that_failed_is_sent_again_by_the_own_district(desk, invited, store):
    with store.transaction() as tx:
        mark_refused(tx, claim(tx, utc_now()).id, "no such person", None)
    [one] = posted(store)
    with pytest.raises(StoreError, match="no such mail"):
        mail.again(replace(desk.actor, district="south"), store, one.id)
    mail.again(desk.actor, store, one.id)
    assert posted(store)[0].state == MailState.WAITING
