"""What comes back from a mail: its recipient stops it or wants fewer, opens it, goes on from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from access.actor import Actor
from config import Settings
from data.store import Store, StoreError
from data.store.audit import Change, append
from data.store.campaigns import NEWS, Trace, trace
from data.store.mail_choices import MONTH, OFF, choice_of, choose
from data.store.outbox import OutboxMail
from data.store.tables import utc_now
from data.store.users import User, user_by_email
from planning.mail_links import is_counted, mail_of

_USUAL: Final = "as arranged"
_CHOICES: Final = frozenset({OFF, ""})
_NEWS_CHOICES: Final = frozenset({OFF, MONTH, ""})


@dataclass(frozen=True, slots=True)
class MailOff:
    """Finds mail by the token in its link; nobody needs to be signed in."""

    settings: Settings
    store: Store
    clock: Callable[[], datetime] = utc_now

    def about(self, token: str) -> dict[str, Any] | None:
        """What the mail is, and what its recipient has chosen; never who that is."""
        with self.store.reading() as tx:
            mail, user = self._found(tx, token)
            if mail is None or user is None:
                return None
            chosen = choice_of(tx, user.id, mail.district_id or "", mail.topic)
            is_news = mail.topic == NEWS
            return {"subject": mail.subject, "chosen": chosen, "may_month": is_news}

    def choose(self, token: str, choice: str) -> bool:
        """Keep a choice, with its audit entry."""
        now = self.clock()
        with self.store.transaction() as tx:
            mail, user = self._found(tx, token)
            if mail is None or user is None:
                return False
            if choice not in (_NEWS_CHOICES if mail.topic == NEWS else _CHOICES):
                return False
            district = mail.district_id or ""
            if choose(tx, user.id, district, mail.topic, choice, now):
                after = {"topic": mail.topic, "choice": choice or _USUAL}
                entry = Change("mail.choose", "mail", mail.id, None, after, district)
                append(tx, (user.id, user.email), entry, now)
        return True

    def seen(self, token: str) -> None:
        """Count that the picture in a mail was loaded."""
        self._traced(token, Trace.OPENED)

    def went(self, token: str) -> str:
        """Count that the button of a mail was pressed; where it leads, by what the mail says."""
        return self._traced(token, Trace.CLICKED)

    def _traced(self, token: str, what: Trace) -> str:
        number = mail_of(self.settings, token)
        if number is None:
            return "/"
        with self.store.transaction() as tx:
            mail = tx.get(OutboxMail, number)
            if mail is None or not is_counted(mail):
                return "/"
            trace(tx, mail.id, what, self.clock())
            return mail.link_path

    def _found(self, tx: Session, token: str) -> tuple[OutboxMail | None, User | None]:
        number = mail_of(self.settings, token)
        mail = None if number is None else tx.get(OutboxMail, number)
        if mail is None or not mail.topic:
            return None, None
        return mail, user_by_email(tx, mail.recipient)


def own_choice(actor: Actor, store: Store) -> str:
    """What a person who is signed in has chosen about mail on budgets."""
    with store.reading() as tx:
        return choice_of(tx, actor.user_id, actor.district, NEWS)


def choose_own(
    actor: Actor, store: Store, choice: str, *, clock: Callable[[], datetime] = utc_now
) -> None:
    """Keep what a person who is signed in chooses about mail on budgets."""
    if choice not in _NEWS_CHOICES:
        raise StoreError("Mail comes as it is sent, at most once a month, or not at all.")
    now = clock()
    with store.transaction() as tx:
        if choose(tx, actor.user_id, actor.district, NEWS, choice, now):
            after = {"topic": NEWS, "choice": choice or _USUAL}
            entry = Change("mail.choose", "mail", actor.user_id, None, after, actor.district)
            append(tx, (actor.user_id, actor.email), entry, now)
