"""What people do with their own account: sessions, password, second step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session

from access.actor import Actor
from access.passwords import weakness
from access.second_step import Enrolment
from data.store import Store, StoreError
from data.store.audit import Change, append
from data.store.link_tokens import void_links
from data.store.memberships import memberships
from data.store.sessions import UserSession, end_sessions_of, open_session
from data.store.sign_in_attempts import account_hash, mark_success
from data.store.users import User
from planning.second_step import StepState
from planning.sign_in import SignIn, SignInRefused


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One signed-in browser of the person."""

    id: int
    device: str
    address: str
    opened: datetime
    seen: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """The account of the actor; `door` knows passwords and second steps."""

    actor: Actor
    store: Store
    door: SignIn

    def sessions(self) -> list[OwnSession]:
        """Where the person is signed in, the session of this request first."""
        with self.store.reading() as tx:
            rows = tx.scalars(self._live().order_by(UserSession.seen_utc.desc())).all()
        this = self.actor.session_id
        found = [
            OwnSession(one.id, one.device, one.address, one.created_utc, one.seen_utc,
                       one.id == this)
            for one in rows
        ]  # fmt: skip
        return sorted(found, key=lambda one: not one.is_this)

    def end_session(self, session_id: int) -> None:
        """End one of the person's own sessions; any other number changes nothing."""
        self._end(UserSession.id == session_id)

    def end_others(self) -> None:
        """End every session of the person but this one."""
        self._end(UserSession.id != self.actor.session_id)

    def change_password(self, current: str, password: str) -> str:
        """Set another password, knowing the current one; returns the secret of a new session.

        Every session ends, this one too, and links in mails become worthless.
        """
        self._recheck(current)
        with self.store.reading() as tx:
            places = [one.district_id for one in memberships(tx, self.actor.user_id)]
            before = tx.get_one(UserSession, self.actor.session_id)
        reason = weakness(password, [self.actor.label, self.actor.email, *places])
        if reason is not None:
            raise StoreError(reason)
        hashed = self.door.passwords.hash(password)
        with self.store.transaction() as tx:
            now = self.door.clock()
            tx.get_one(User, self.actor.user_id).password_hash = hashed
            tx.flush()
            void_links(tx, self.actor.user_id, now)
            ended = end_sessions_of(tx, self.actor.user_id, now)
            self._log(tx, "user.password", sessions_ended=ended)
            return open_session(
                tx, self.actor.user_id, district_id=before.district_id, address=before.address,
                now=now, device=before.device,
            )  # fmt: skip

    def step(self) -> tuple[StepState, bool, int]:
        """How it stands with the second step, whether it is required, and spare codes left."""
        steps, number = self.door.steps, self.actor.user_id
        with self.store.reading() as tx:
            required = steps.is_required(tx, number)
            return steps.state(tx, number), required, steps.spare_codes_left(tx, number)

    def start_step(self) -> Enrolment:
        """What an app needs to make codes."""
        with self.store.transaction() as tx:
            return self.door.steps.start(tx, tx.get_one(User, self.actor.user_id))

    def confirm_step(self, code: str) -> tuple[str, ...]:
        """Set the second step up with a first code; returns the spare codes."""
        with self.store.transaction() as tx:
            return self.door.steps.confirm(tx, tx.get_one(User, self.actor.user_id), code)

    def turn_off_step(self, code: str) -> None:
        """Take the second step away, knowing a code; guesses are counted."""
        account = account_hash(f"code:{self.actor.email}")
        attempt = self.door.admit(account, self._place, self.door.clock())
        with self.store.transaction() as tx:
            self.door.steps.turn_off(tx, tx.get_one(User, self.actor.user_id), code)
            mark_success(tx, attempt, self.door.clock())

    @property
    def _place(self) -> str:
        """Where guesses are counted, in place of a network address: each person apart."""
        return f"account {self.actor.user_id}"

    def _recheck(self, current: str) -> None:
        try:
            self.door.recheck(self.actor.email, current, self._place)
        except SignInRefused as error:
            if error.wait:
                raise
            raise StoreError("The current password is not right.") from error

    def _live(self) -> Select[UserSession]:
        now, limits = self.door.clock(), self.door.limits
        return select(UserSession).where(
            UserSession.user_id == self.actor.user_id,
            UserSession.ended_utc.is_(None),
            UserSession.created_utc > now - limits.absolute,
            UserSession.seen_utc > now - limits.idle,
        )

    def _end(self, which: ColumnElement[bool]) -> None:
        with self.store.transaction() as tx:
            ended = tx.scalars(
                update(UserSession)
                .where(
                    UserSession.user_id == self.actor.user_id,
                    UserSession.ended_utc.is_(None),
                    which,
                )
                .values(ended_utc=self.door.clock())
                .returning(UserSession.id)
            ).all()
            if ended:
                self._log(tx, "session.end", ended=len(ended))

    def _log(self, tx: Session, action: str, **facts: object) -> None:
        actor = self.actor
        change = Change(action, "user", actor.user_id, None, facts, actor.district)
        append(tx, (actor.user_id, actor.email), change, self.door.clock())
