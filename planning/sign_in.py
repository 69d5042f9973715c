"""Signing in and staying signed in: attempts, sessions, and the actor behind a session."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from access.account_rules import Rulebook
from access.actor import Actor, actor_in_district
from access.assigned import assigned_actor
from access.passwords import Passwords
from access.permissions import Permission
from access.roles import Role
from access.second_step import Enrolment, Entered, SecondStepNeeded
from access.throttle import ADDRESS_PER_MINUTE, wait_seconds
from config import Settings
from data.store import Store
from data.store.assigned import assigned
from data.store.link_tokens import Purpose, holder, mint
from data.store.memberships import memberships
from data.store.sessions import (
    Belonging,
    Limits,
    LiveSession,
    choose_district,
    end_session,
    is_touch_due,
    live_session,
    open_session,
    touch,
)
from data.store.sign_in_attempts import Outcome, account_hash, mark_success, record, tally
from data.store.tables import utc_now
from data.store.users import User, user_by_email
from data.store.visits import keep_sign_in
from planning.configured import Configured
from planning.people import passwords
from planning.second_step import SecondSteps, StepState, second_steps

PENDING: Final = timedelta(minutes=5)
_NO_STEPS: Final = SecondSteps(b"", b"")
_WRONG: Final = "The e-mail address or the password is not right."
_LOG = logging.getLogger(__name__)


class SignInRefused(Exception):  # noqa: N818 - named for what the person meets
    """The attempt did not succeed. The message never tells which part was wrong."""

    for_person = True

    def __init__(self, message: str, *, wait: float = 0.0) -> None:
        self.wait = wait
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Opens, finds and ends sessions of one deployment."""

    store: Store
    passwords: Passwords
    limits: Limits
    clock: Callable[[], datetime] = utc_now
    steps: SecondSteps = _NO_STEPS
    configured: Configured = field(init=False)

    def __post_init__(self) -> None:
        """What districts have configured, over the same store."""
        object.__setattr__(self, "configured", Configured(self.store))

    def open(self, email: str, password: str, address: str, device: str = "") -> str:
        """Sign in and return the new session's secret.

        Raises `SignInRefused`, and `SecondStepNeeded` where the password is right and a code is
        asked for next.
        """
        user, kept, attempt = self._known(email, password, address)
        better = self.passwords.hash(password) if self.passwords.is_outdated(kept) else kept
        with self.store.transaction() as tx:
            # Meanwhile somebody may have set another password, or blocked the account.
            fresh = tx.get_one(User, user.id)
            if fresh.password_hash != kept or not fresh.is_active:
                raise SignInRefused(_WRONG)
            fresh.password_hash = better
            tx.flush()
            mark_success(tx, attempt, self.clock())
            opened = self.enter(tx, fresh, address, device)
        return settled(opened)

    def enter(
        self, tx: Session, user: User, address: str, device: str, *, is_checked: bool = False
    ) -> str | SecondStepNeeded:
        """A session for a person who has shown who it is, or the second step to take first.

        With `is_checked` the second step is behind the person, or stands elsewhere.
        """
        self._must_be_active(tx, user)
        now = self.clock()
        if not is_checked and self.steps.state(tx, user.id) is not StepState.OFF:
            return SecondStepNeeded(mint(tx, user, Purpose.SECOND_STEP, PENDING, now))
        # Not an edit by a person, so the row's version stays.
        tx.execute(
            update(User)
            .where(User.id == user.id)
            .values(last_sign_in_utc=now)
            .execution_options(synchronize_session=False)
        )
        keep_sign_in(tx, user.id, now.date())
        first = memberships(tx, user.id)[0].district_id
        return open_session(tx, user.id, district_id=first, address=address, now=now, device=device)

    def enrolment(self, pending: str) -> Enrolment | None:
        """What a person has to scan first; none where the second step is set up already.

        Raises `SignInRefused` when the password has to be typed again.
        """
        with self.store.transaction() as tx:
            user = self._pending(tx, pending)
            is_on = self.steps.state(tx, user.id) is StepState.ON
            return None if is_on else self.steps.start(tx, user)

    def finish(self, pending: str, code: str, address: str, device: str = "") -> Entered:
        """Take the second step; raises `SignInRefused`, and `WrongCode` for a wrong code.

        Guesses of codes are counted like those of passwords.
        """
        with self.store.reading() as tx:
            user = self._pending(tx, pending)
        attempt = self.admit(account_hash(f"code:{user.email}"), address, self.clock())
        with self.store.transaction() as tx:
            fresh = self._pending(tx, pending, to_use=True)
            spare: tuple[str, ...] = ()
            if self.steps.state(tx, fresh.id) is StepState.ON:
                self.steps.check(tx, fresh, code)
            else:
                spare = self.steps.confirm(tx, fresh, code)
            mark_success(tx, attempt, self.clock())
            return Entered(settled(self.enter(tx, fresh, address, device, is_checked=True)), spare)

    def recheck(self, email: str, password: str, address: str) -> None:
        """Whether somebody who is signed in knows the password; raises `SignInRefused`."""
        _, _, attempt = self._known(email, password, address)
        with self.store.transaction() as tx:
            mark_success(tx, attempt, self.clock())

    def _known(self, email: str, password: str, address: str) -> tuple[User, str, int]:
        """The person with this password, the hash that was kept, and the attempt's number.

        The attempt is counted as a failure before the password is hashed: guesses that arrive
        together cannot slip past the count.
        """
        account, now = account_hash(email), self.clock()
        attempt = self.admit(account, address, now)
        with self.store.reading() as tx:
            user = user_by_email(tx, email)
            kept = user.password_hash if user is not None and user.is_active else None
        if not self.passwords.matches(kept, password) or user is None or kept is None:
            _LOG.info("sign-in failed", extra={"account": account[:12]})
            raise SignInRefused(_WRONG)
        return user, kept, attempt

    def _pending(self, tx: Session, pending: str, *, to_use: bool = False) -> User:
        user = holder(tx, pending, self.clock(), to_use=to_use, purposes={Purpose.SECOND_STEP})
        if user is None:
            raise SignInRefused("That took too long. Please sign in again.")
        return user

    def _must_be_active(self, tx: Session, user: User) -> None:
        districts = memberships(tx, user.id)
        if not districts:
            raise SignInRefused("Your account has no district yet. Please ask an administrator.")
        if not any(_is_active_in(tx, user.email, one.district_id) for one in districts):
            raise SignInRefused("Your account is not active. Please ask an administrator.")

    def find(self, secret: str) -> Actor | None:
        """The person of a live session, with role and scope as they are in the store now."""
        now = self.clock()
        session = live_session(self.store, secret, self.limits, now)
        if session is None:
            return None
        if is_touch_due(session, now):
            self._touch(session.id, now)
        actor = self._actor(session)
        if actor is None:
            return None
        own = replace(actor, session_id=session.id)
        return self._seen(own, session.viewing_user_id) if session.viewing_user_id else own

    def _seen(self, own: Actor, user_id: int) -> Actor:
        """The person as whom an administrator looks, as long as both still may."""
        if Permission.DISTRICT_ADMINISTER not in own.permissions:
            return own
        seen = actor_of(self.store, user_id, own.district)
        return own if seen is None else seen.seen_by(own)

    def _actor(self, session: LiveSession) -> Actor | None:
        """The actor in the chosen district, by levels and budget roles where it keeps some."""
        person = (session.user_id, session.name, session.email)
        for one in _districts(session):
            if not one.is_assigned:
                return _member(session, person, one, self.configured.book(one.district_id))
            found = self.configured.rights(one.district_id, session.email)
            if found is not None:
                every = tuple(each.district_id for each in session.belongs)
                book = self.configured.book(one.district_id)
                return assigned_actor(person, one.district_id, every, *found, book)
        return None

    def end(self, secret: str) -> None:
        """Sign out: the secret is worthless from now on, also to whoever copied it."""
        with self.store.transaction() as tx:
            end_session(tx, secret, self.clock())

    def choose_district(self, secret: str, district: str) -> bool:
        """Make a district the active one; false when the person does not belong to it."""
        actor = self.find(secret)
        if actor is None or district not in actor.districts:
            return False
        with self.store.transaction() as tx:
            choose_district(tx, secret, district)
        return True

    def admit(self, account: str, address: str, now: datetime) -> int:
        """Count an attempt before it is looked at; raises `SignInRefused` when it has to wait."""
        with self.store.transaction() as tx:
            counts = tally(tx, account, address, now)
            wait = wait_seconds(**asdict(counts))
            if not wait:
                return record(tx, account, address, Outcome.FAILURE, now)
            # Past the address's own limit nothing is noted: the table must not grow with it.
            if counts.address_last_minute < ADDRESS_PER_MINUTE:
                record(tx, account, address, Outcome.REFUSED, now)
        _LOG.info("sign-in throttled", extra={"account": account[:12]})
        raise SignInRefused(f"Too many attempts. Please wait {_spoken(wait)}.", wait=wait)

    def _touch(self, session_id: int, now: datetime) -> None:
        try:
            with self.store.transaction() as tx:
                touch(tx, session_id, now)
        except SQLAlchemyError:
            # A full disk or a busy database must not take the figures away from readers.
            _LOG.warning("the session could not be marked as seen")


def sign_in(settings: Settings, store: Store, clock: Callable[[], datetime] = utc_now) -> SignIn:
    """Sign-in as this deployment is set."""
    limits = Limits(
        idle=timedelta(minutes=settings.session_idle_minutes),
        absolute=timedelta(hours=settings.session_hours),
    )
    return SignIn(store, passwords(settings), limits, clock, second_steps(settings, clock))


def settled(opened: str | SecondStepNeeded) -> str:
    """The secret of a session; raises `SecondStepNeeded` once its transaction is kept."""
    if isinstance(opened, SecondStepNeeded):
        raise opened
    return opened


def actor_of(store: Store, user_id: int, district: str) -> Actor | None:
    """A person in a district, with role and scope as they are in the store now.

    None where the person is blocked or does not belong to the district any more.
    """
    with store.reading() as tx:
        user, held = tx.get(User, user_id), memberships(tx, user_id)
        active = next((one for one in held if one.district_id == district), None)
        if user is None or not user.is_active or active is None:
            return None
        belongs = Belonging(active.district_id, active.role, active.location_id)
        person = (user.id, user.name, user.email)
        is_assigned = assigned(tx, district, user.email) is not None
    configured = Configured(store)
    districts, book = tuple(one.district_id for one in held), configured.book(district)
    if is_assigned:
        found = configured.rights(district, person[2])
        return assigned_actor(person, district, districts, *found, book) if found else None
    role = Role(active.role)
    return actor_in_district(person, role, district, districts, _locations(belongs), book)


def _is_active_in(tx: Session, email: str, district: str) -> bool:
    """Whether a member of the district is not deactivated there."""
    found = assigned(tx, district, email)
    return found is None or bool(found[0].get("is_active"))


def _districts(session: LiveSession) -> list[Belonging]:
    """The districts to look at: the chosen one, then the oldest in which the person is active."""
    chosen = session.district_id
    return sorted(session.belongs, key=lambda one: one.district_id != chosen)


def _member(
    session: LiveSession, person: tuple[int, str, str], active: Belonging, book: Rulebook
) -> Actor:
    return actor_in_district(
        person,
        Role(active.role),
        active.district_id,
        tuple(one.district_id for one in session.belongs),
        _locations(active),
        book,
    )


def _locations(active: Belonging) -> frozenset[str] | None:
    if active.location_id is not None:
        return frozenset({active.location_id})
    # A principal without a school sees no row, rather than all.
    return frozenset() if active.role == Role.PRINCIPAL else None


def _spoken(seconds: float) -> str:
    minute = 60
    if seconds <= minute:
        return f"{max(1, round(seconds))} seconds"
    return f"{round(seconds / minute)} minutes"
