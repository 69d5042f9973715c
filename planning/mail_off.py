"""What the recipient of a mail chooses by the link in it: none of its kind, fewer, or again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from config import Settings
from data.store import Store
from data.store.audit import Change, append
from data.store.mail_choices import OFF, choice_of, choose
from data.store.outbox import OutboxMail
from data.store.tables import utc_now
from data.store.users import User, user_by_email
from planning.mail_links import mail_of

_CHOICES: Final = frozenset({OFF, ""})


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
            return {"subject": mail.subject, "chosen": chosen}

    def choose(self, token: str, choice: str) -> bool:
        """Keep a choice, with its audit entry."""
        if choice not in _CHOICES:
            return False
        now = self.clock()
        with self.store.transaction() as tx:
            mail, user = self._found(tx, token)
            if mail is None or user is None:
                return False
            district = mail.district_id or ""
            if choose(tx, user.id, district, mail.topic, choice, now):
                after = {"topic": mail.topic, "choice": choice or "as arranged"}
                entry = Change("mail.choose", "mail", mail.id, None, after, district)
                append(tx, (user.id, user.email), entry, now)
        return True

    def _found(self, tx: Session, token: str) -> tuple[OutboxMail | None, User | None]:
        number = mail_of(self.settings, token)
        mail = None if number is None else tx.get(OutboxMail, number)
        if mail is None or not mail.topic:
            return None, None
        return mail, user_by_email(tx, mail.recipient)
