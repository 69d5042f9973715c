"""Mail that is to be sent: put down in the transaction of its cause, sent by the worker.

`post` is the only door. A key tells mails apart, so a cause that is handled twice posts once. A
mail is claimed before it is sent and marked afterwards; where the process ends in between, nobody
knows whether it went out: it is sent once more, marked as a repeat, and never a third time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, CheckConstraint, String, and_, false, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.inserts import insertion
from data.store.store import MAIL_WAITS, StoreError
from data.store.tables import Moment, RowId, StoreTable, utc_now

EMPTIED: Final = "The words of this mail are not kept any more."
STUCK: Final = timedelta(minutes=10)
_ADDRESS: Final = re.compile(r"[^\s@,;:<>\"()\\]+@[^\s@,;:<>\"()\\]+")


class MailState(StrEnum):
    """Where a mail is. `FAILED` waits for a person, `SENT` and `DROPPED` are final."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Link:
    """The button of a mail: its words and a path of ours.

    With `purpose` the address also carries a secret that works once, for the account of the
    recipient; it is made when the mail is sent, so it stands nowhere else.
    """

    words: str
    path: str = "/"
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One mail to one person. `key` is the same for the same cause.

    Figures never stand here. A mail that has some names its `content` instead: it is reckoned
    when the mail is sent, with the rights that the recipient has then. Mail with a `topic` can be
    stopped by a link in it.
    """

    key: str
    recipient: str
    subject: str
    paragraphs: Sequence[str]
    link: Link | None = None
    district: str | None = None
    topic: str = ""
    content: Mapping[str, Any] | None = None


class OutboxMail(StoreTable):
    """One mail, and how far it is. `problem` says why the last attempt did not succeed."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(
            "state in ('waiting', 'sending', 'sent', 'failed', 'dropped')", name="state_known"
        ),
    )

    id: Mapped[RowId]
    key: Mapped[str] = mapped_column(String(160), unique=True)
    district_id: Mapped[str | None] = mapped_column(String(60), index=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    paragraphs: Mapped[list[str]] = mapped_column(JSON)
    link_words: Mapped[str] = mapped_column(String(80))
    link_path: Mapped[str] = mapped_column(String(300))
    link_purpose: Mapped[str] = mapped_column(String(20))
    topic: Mapped[str] = mapped_column(String(40), server_default="", index=True)
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int]
    is_repeat: Mapped[bool]
    is_emptied: Mapped[bool] = mapped_column(server_default=false())
    problem: Mapped[str] = mapped_column(String(300))
    created_utc: Mapped[Moment] = mapped_column(index=True)
    due_utc: Mapped[Moment] = mapped_column(index=True)
    claimed_utc: Mapped[Moment | None]
    sent_utc: Mapped[Moment | None]


def post(tx: Session, message: Message, now: datetime | None = None) -> bool:
    """Put a mail down, to be sent after this transaction; false when its key is known already.

    Raises `StoreError` for what is not one address, so that nobody is added in between.
    """
    if not _ADDRESS.fullmatch(message.recipient):
        raise StoreError(f"Mail cannot go to {message.recipient!r}: that is not one address.")
    moment, link = now or utc_now(), message.link or Link("", "")
    values: dict[str, Any] = {
        "key": message.key,
        "district_id": message.district,
        "recipient": message.recipient,
        "subject": " ".join(message.subject.split())[:200],
        "paragraphs": list(message.paragraphs),
        "link_words": link.words,
        "link_path": link.path,
        "link_purpose": link.purpose,
        "topic": message.topic,
        "content": None if message.content is None else dict(message.content),
        "state": MailState.WAITING,
        "attempts": 0,
        "is_repeat": False,
        "problem": "",
        "created_utc": moment,
        "due_utc": moment,
    }
    made = tx.scalar(
        insertion(tx, OutboxMail).values(values).on_conflict_do_nothing().returning(OutboxMail.id)
    )
    # The store tells the worker once the transaction is kept.
    tx.info[MAIL_WAITS] = True
    return made is not None


def claim(tx: Session, now: datetime) -> OutboxMail | None:
    """The next mail that is due, marked as being sent; none when nothing is."""
    left = and_(OutboxMail.state == MailState.SENDING, OutboxMail.claimed_utc < now - STUCK)
    due = and_(OutboxMail.state == MailState.WAITING, OutboxMail.due_utc <= now)
    wanted = select(OutboxMail).where(or_(left, due)).order_by(OutboxMail.due_utc, OutboxMail.id)
    for mail in tx.scalars(wanted.limit(20).with_for_update(skip_locked=True)):
        if mail.state == MailState.SENDING and mail.is_repeat:
            mail.state, mail.problem = MailState.FAILED, "It is not known whether this was sent."
            continue
        mail.is_repeat = mail.is_repeat or mail.state == MailState.SENDING
        mail.state, mail.claimed_utc = MailState.SENDING, now
        mail.attempts += 1
        return mail
    return None


def mark_sent(tx: Session, mail_id: int, now: datetime) -> None:
    """The mail server has taken the mail."""
    mail = tx.get_one(OutboxMail, mail_id)
    mail.state, mail.sent_utc, mail.problem = MailState.SENT, now, ""


def mark_dropped(tx: Session, mail_id: int) -> None:
    """There is nobody whom this mail is for; nothing of it is kept but that it was."""
    mail = tx.get_one(OutboxMail, mail_id)
    mail.state, mail.recipient, mail.paragraphs = MailState.DROPPED, "", []


def mark_refused(tx: Session, mail_id: int, problem: str, again: datetime | None) -> None:
    """The attempt did not succeed; it is made once more at `again`, or not any more."""
    mail = tx.get_one(OutboxMail, mail_id)
    mail.problem = problem[:300]
    mail.state = MailState.FAILED if again is None else MailState.WAITING
    mail.due_utc = again or mail.due_utc


def forget_texts(tx: Session, before: datetime) -> int:
    """Empty mails that are done since before a moment; returns how many.

    That they were sent, to whom and about what stays: the same cause must not send them again.
    """
    done = (MailState.SENT, MailState.DROPPED, MailState.FAILED)
    is_old = OutboxMail.created_utc < before
    old = (OutboxMail.state.in_(done), is_old, OutboxMail.is_emptied.is_(False))
    values: dict[str, Any] = {"paragraphs": [EMPTIED], "content": None, "is_emptied": True}
    emptied = update(OutboxMail).where(*old).values(values).returning(OutboxMail.id)
    return len(tx.scalars(emptied).all())


def send_again(tx: Session, mail_id: int, now: datetime) -> None:
    """Let a failed mail be sent once more, because a person asks for it."""
    mail = tx.get(OutboxMail, mail_id, with_for_update=True)
    if mail is None or mail.state != MailState.FAILED:
        raise StoreError("Only a mail that has failed is sent again.")
    if mail.is_emptied:
        raise StoreError(EMPTIED)
    mail.state, mail.due_utc, mail.attempts, mail.is_repeat = MailState.WAITING, now, 0, False
    tx.info[MAIL_WAITS] = True
