"""Commands about people: each checks the policy and writes its audit entry with its change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from access.actor import SYSTEM, Actor
from access.passwords import Passwords, weakness
from access.permissions import Permission
from access.policy import NotPermitted, require
from access.roles import Role
from config import Settings
from data.store import Store, StoreError, open_store
from data.store.accounts import administered
from data.store.audit import Change, append
from data.store.keys import Purpose, key
from data.store.memberships import (
    Membership,
    active_with_role,
    districts_with_role,
    lock_role,
    membership,
    memberships,
)
from data.store.sessions import end_sessions_of
from data.store.sign_in_attempts import account_hash, forget
from data.store.tables import utc_now
from data.store.users import User, add_user, user_by_email, users

Clock = Callable[[], datetime]


class PeopleError(StoreError):
    """A command about a person that cannot be done. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person as lists show them; `memberships` are (district, role, location id or None)."""

    email: str
    name: str
    is_active: bool
    last_sign_in_utc: datetime | None
    memberships: tuple[tuple[str, Role, str | None], ...]


class SampleSignIn(Protocol):
    """What the demonstration says about one of its people."""

    @property
    def email(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def role(self) -> Role: ...  # noqa: D102
    @property
    def districts(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def location_id(self) -> str | None: ...  # noqa: D102


def passwords(settings: Settings) -> Passwords:
    """Hashing with this deployment's pepper."""
    return Passwords(key(settings, Purpose.PEPPER))


def everybody(store: Store) -> list[Person]:
    """All people, by address, with what they are where."""
    with store.reading() as tx:
        return [_person(tx, user) for user in users(tx)]


def create_user(
    actor: Actor, store: Store, *, email: str, name: str, clock: Clock = utc_now
) -> int:
    """A new person, who cannot sign in before a password is set; returns the number."""
    require(actor, Permission.USER_MANAGE)
    if "@" not in email or not name.strip():
        raise PeopleError(f"A person needs a name and an e-mail address, found {email!r}.")
    with store.transaction() as tx:
        if user_by_email(tx, email) is not None:
            raise PeopleError(f"There is a person with the address {email!r} already.")
        user = add_user(tx, email=email, name=name.strip(), now=clock())
        _log(tx, actor, Change("user.create", "user", user.id, after=user.facts()), clock)
        return user.id


def assign(
    actor: Actor,
    store: Store,
    *,
    email: str,
    district: str,
    role: Role,
    location_id: str | None = None,
    clock: Clock = utc_now,
) -> None:
    """Make a person something in a district; a membership that exists is changed.

    `location_id` limits the person to one location. A principal always has one.
    """
    require(actor, Permission.USER_MANAGE, district=district)
    if role == Role.PRINCIPAL and not location_id:
        raise PeopleError("A principal needs a location: the ERP code of the school.")
    with store.transaction() as tx:
        user = _known(tx, email)
        lock_role(tx, district, Role.ADMINISTRATOR)
        found = membership(tx, user.id, district)
        before = None if found is None else found.facts()
        if found is None:
            found = Membership(user_id=user.id, district_id=district)
            tx.add(found)
        found.role, found.location_id = role.value, location_id
        tx.flush()
        _keep_an_administrator(tx, district, before)
        what = Change("membership.assign", "membership", found.id, before, found.facts(), district)
        _log(tx, actor, what, clock)


def unassign(
    actor: Actor, store: Store, *, email: str, district: str, clock: Clock = utc_now
) -> None:
    """Take a person out of a district."""
    require(actor, Permission.USER_MANAGE, district=district)
    with store.transaction() as tx:
        user = _known(tx, email)
        lock_role(tx, district, Role.ADMINISTRATOR)
        found = membership(tx, user.id, district)
        if found is None:
            raise PeopleError(f"{email} does not belong to {district}.")
        before = found.facts()
        tx.delete(found)
        tx.flush()
        _keep_an_administrator(tx, district, before)
        what = Change("membership.remove", "membership", found.id, before, None, district)
        _log(tx, actor, what, clock)


def set_password(
    actor: Actor,
    store: Store,
    hashing: Passwords,
    *,
    email: str,
    password: str,
    clock: Clock = utc_now,
) -> None:
    """Set a person's password and end the person's sessions; raises when it is weak."""
    with store.reading() as tx:
        user = _known(tx, email)
        places = [one.district_id for one in memberships(tx, user.id)]
    reason = weakness(password, [user.name, user.email, *places])
    if reason is not None:
        raise PeopleError(reason)
    _keep_password(actor, store, email, hashing.hash(password), clock)


def deactivate(actor: Actor, store: Store, *, email: str, clock: Clock = utc_now) -> None:
    """Block a person's sign-in and end the sessions; memberships are kept."""
    with store.transaction() as tx:
        user = _managed(tx, actor, email)
        before, held = user.facts(), districts_with_role(tx, user.id, Role.ADMINISTRATOR)
        for district in sorted(held):
            lock_role(tx, district, Role.ADMINISTRATOR)
        user.is_active = False
        end_sessions_of(tx, user.id, clock())
        tx.flush()
        for district in held:
            _keep_an_administrator(tx, district, {"role": Role.ADMINISTRATOR})
        what = Change("user.deactivate", "user", user.id, before, user.facts())
        _log(tx, actor, what, clock)


def reactivate(actor: Actor, store: Store, *, email: str, clock: Clock = utc_now) -> None:
    """Let a deactivated person sign in again."""
    with store.transaction() as tx:
        user = _managed(tx, actor, email)
        before = user.facts()
        user.is_active = True
        tx.flush()
        _log(tx, actor, Change("user.reactivate", "user", user.id, before, user.facts()), clock)


def end_all_sessions(actor: Actor, store: Store, *, email: str, clock: Clock = utc_now) -> int:
    """End every session of a person; returns how many were open."""
    with store.transaction() as tx:
        user = _managed(tx, actor, email)
        ended = end_sessions_of(tx, user.id, clock())
        _log(tx, actor, Change("session.end_all", "user", user.id, None, {"ended": ended}), clock)
        return ended


def create_demo_user(store: Store, settings: Settings, entry: SampleSignIn, password: str) -> None:
    """A sign-in of the demonstration, whose published password no rule would accept."""
    if not settings.demo:
        raise PeopleError("Sign-ins of the demonstration exist only in a demonstration.")
    sealed = store if store.audit_key else open_store(settings)
    create_user(SYSTEM, sealed, email=entry.email, name=entry.name)
    for district in entry.districts:
        assign(
            SYSTEM,
            sealed,
            email=entry.email,
            district=district,
            role=entry.role,
            location_id=entry.location_id,
        )
    _keep_password(SYSTEM, sealed, entry.email, passwords(settings).hash(password), utc_now)


def _keep_password(actor: Actor, store: Store, email: str, hashed: str, clock: Clock) -> None:
    with store.transaction() as tx:
        user = _managed(tx, actor, email)
        user.password_hash = hashed
        forget(tx, account_hash(email))
        ended = end_sessions_of(tx, user.id, clock())
        what = Change("user.password", "user", user.id, None, {"sessions_ended": ended})
        _log(tx, actor, what, clock)


def _managed(tx: Session, actor: Actor, email: str) -> User:
    """The person, if the actor may change the account as a whole.

    That is oneself, or somebody whose districts the actor administers all: else the
    administrator of one district could take over the account of another's.
    """
    user = _known(tx, email)
    if actor.is_system or actor.user_id == user.id:
        return user
    require(actor, Permission.USER_MANAGE)
    theirs = {one.district_id for one in memberships(tx, user.id)}
    if not theirs <= administered(tx, actor.user_id, actor.email):
        raise NotPermitted(
            Permission.USER_MANAGE, f"{email} also belongs to districts you do not administer."
        )
    return user


def _known(tx: Session, email: str) -> User:
    user = user_by_email(tx, email)
    if user is None:
        raise PeopleError(f"There is nobody with the address {email!r}.")
    return user


def _keep_an_administrator(tx: Session, district: str, before: object) -> None:
    had_one = isinstance(before, dict) and before.get("role") == Role.ADMINISTRATOR
    if had_one and not active_with_role(tx, district, Role.ADMINISTRATOR):
        raise PeopleError(f"{district} would be left without an active administrator.")


def _person(tx: Session, user: User) -> Person:
    held = tuple(
        (one.district_id, Role(one.role), one.location_id) for one in memberships(tx, user.id)
    )
    return Person(user.email, user.name, user.is_active, user.last_sign_in_utc, held)


def _log(tx: Session, actor: Actor, change: Change, clock: Clock) -> None:
    append(tx, (actor.user_id, actor.email or actor.label), change, clock())
