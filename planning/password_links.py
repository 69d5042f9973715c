"""A new password by a link in a mail: asked for, opened, used.

What a stranger learns is the same for every address: the same answer, after the same work. The
mail goes to the address that was typed, or to nobody, when the worker has looked it up.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from access.passwords import weakness
from access.throttle import ADDRESS_PER_MINUTE
from data.store import Store, StoreError
from data.store.account_mail import post_asked_reset
from data.store.audit import Change, append
from data.store.link_tokens import holder, void_links
from data.store.memberships import memberships
from data.store.sessions import end_sessions_of
from data.store.sign_in_attempts import Outcome, account_hash, forget, record, tally
from data.store.tables import utc_now
from data.store.users import User
from planning.sign_in import SignIn, SignInRefused, settled

ONE_MAIL_PER: Final = timedelta(minutes=5)
MOST_A_DAY: Final = 10
_LOG = logging.getLogger(__name__)


class LinkRefused(StoreError):  # noqa: N818 - named for what the person meets
    """A link that does not work any more; the message says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "This link does not work any more: it was used, it has expired, or a newer one was "
            "sent. Ask for a new one below."
        )


class PasswordRefused(StoreError):  # noqa: N818 - named for what the person meets
    """A password that is too weak; the message says why."""


@dataclass(frozen=True, slots=True)
class PasswordLinks:
    """Links for passwords of one deployment."""

    store: Store
    door: SignIn
    clock: Callable[[], datetime] = utc_now

    def ask(self, email: str, address: str) -> None:
        """Ask for a link, from a network address; raises `SignInRefused` when that asks too often.

        One address of mail gets one mail in five minutes and few a day, whoever asks.
        """
        now, account = self.clock(), account_hash(f"password:{email}")
        with self.store.transaction() as tx:
            counts = tally(tx, account, address, now)
            if counts.address_last_minute >= ADDRESS_PER_MINUTE:
                raise SignInRefused("Too many attempts. Please wait a minute.", wait=60.0)
            record(tx, account, address, Outcome.FAILURE, now)
            if counts.failures_everywhere < MOST_A_DAY:
                bucket = int(now.timestamp() // ONE_MAIL_PER.total_seconds())
                post_asked_reset(tx, email, bucket, now)
        _LOG.info("a new password was asked for", extra={"account": account[:12]})

    def holder(self, secret: str) -> str:
        """The address of the person whom a link is for; raises `LinkRefused`."""
        with self.store.reading() as tx:
            user = holder(tx, secret, self.clock())
        if user is None:
            raise LinkRefused
        return user.email

    def use(self, secret: str, password: str, address: str, device: str = "") -> str:
        """Set the password and sign in; returns the secret of the new session.

        Every other session ends and every other link becomes worthless. Raises `LinkRefused`
        and `PasswordRefused`; a refused password leaves the link as it is. Raises
        `SecondStepNeeded` where a code is asked for next: a link does not stand in for it.
        """
        self._weigh(secret, password)
        hashed = self.door.passwords.hash(password)
        with self.store.transaction() as tx:
            now = self.clock()
            user = holder(tx, secret, now, to_use=True)
            if user is None:
                raise LinkRefused
            self._keep(tx, user, hashed, now)
            opened = self.door.enter(tx, user, address, device)
        return settled(opened)

    def _weigh(self, secret: str, password: str) -> None:
        with self.store.reading() as tx:
            user = holder(tx, secret, self.clock())
            if user is None:
                raise LinkRefused
            places = [one.district_id for one in memberships(tx, user.id)]
        reason = weakness(password, [user.name, user.email, *places])
        if reason is not None:
            raise PasswordRefused(reason)

    def _keep(self, tx: Session, user: User, hashed: str, now: datetime) -> None:
        user.password_hash = hashed
        tx.flush()
        forget(tx, account_hash(user.email))
        void_links(tx, user.id, now)
        ended = end_sessions_of(tx, user.id, now)
        facts = {"email": user.email, "sessions_ended": ended}
        places: list[str | None] = [one.district_id for one in memberships(tx, user.id)]
        for district in places or [None]:
            change = Change("user.password_by_link", "user", user.id, None, facts, district)
            append(tx, (user.id, user.email), change, now)
