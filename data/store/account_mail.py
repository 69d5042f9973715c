"""Mail about a person's own account: the invitation, and the link for a new password."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.store.link_tokens import Purpose, void_links
from data.store.outbox import Link, Message, OutboxMail, post
from data.store.sign_in_attempts import account_hash
from data.store.users import User, normal_email

PATH: Final = "/password"
_ALONE: Final = (
    "The link is for you alone and works once. If you did not expect this mail, leave it be: "
    "nothing changes without you."
)
_RESET: Final = Link("Set a new password", PATH, Purpose.RESET)


def invite(
    tx: Session, user: User, by: str, district: str, now: datetime, *, again: int = 0
) -> None:
    """Invite a person who has no password yet; links of earlier invitations become worthless.

    `again` numbers invitations that somebody has asked for once more; the first is sent once.
    """
    if again:
        void_links(tx, user.id, now)
    post(
        tx,
        Message(
            key=f"invitation:{user.id}:{again}",
            recipient=user.email,
            subject="You are invited to Plumbline",
            paragraphs=(
                f"Good day {user.name},",
                f"{by} has given you access to Plumbline: where the money goes, and for whom.",
                _ALONE,
            ),
            link=Link("Choose a password", PATH, Purpose.INVITATION),
            district=district,
        ),
        now,
    )


def invited_already(tx: Session) -> frozenset[int]:
    """Everybody to whom a first invitation was posted."""
    keys = tx.scalars(select(OutboxMail.key).where(OutboxMail.key.like("invitation:%:0")))
    return frozenset(int(key.split(":")[1]) for key in keys)


def post_reset(tx: Session, user: User, by: str, district: str, now: datetime) -> None:
    """A link for a new password, because an administrator asks for it."""
    void_links(tx, user.id, now)
    paragraphs = (
        f"Good day {user.name},",
        f"{by} asks you to set a new password for Plumbline.",
        _ALONE,
    )
    key = f"reset:{user.id}:{now.isoformat()}"
    subject = "Set a new password for Plumbline"
    post(tx, Message(key, user.email, subject, paragraphs, _RESET, district), now)


def post_asked_reset(tx: Session, email: str, bucket: int, now: datetime) -> None:
    """A link for a new password, because somebody has typed this address.

    Whether there is such a person is looked up when the mail is sent, so that the answer takes
    the same time for every address. `bucket` numbers the stretch of time that gets one mail.
    """
    address = normal_email(email)
    paragraphs = (
        "Good day,",
        "somebody has asked for a new password for the account with this address.",
        _ALONE,
    )
    key = f"asked:{account_hash(address)}:{bucket}"
    post(tx, Message(key, address, "Set a new password for Plumbline", paragraphs, _RESET), now)
