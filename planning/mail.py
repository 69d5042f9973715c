"""The outbox as people and the worker look at it: what waits, what was sent, what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from access.policy import require
from config import Settings
from data.store import Store, StoreError, outbox
from data.store.link_tokens import Purpose, mint
from data.store.memberships import Membership
from data.store.outbox import OutboxMail, send_again
from data.store.tables import utc_now
from data.store.users import User, user_by_email
from planning.mail_content import MailContent, MailTable
from planning.mail_links import Do, address_of

MOST: Final = 100
OFF_WORDS: Final = {"en": "Stop this mail", "es": "Dejar de recibir este correo"}
Contents = Callable[[OutboxMail], MailContent | None]
"""Gives what a mail says to its recipient now; none where it is for nobody any more."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as its reader gets it; `address` is where its link leads, empty without one.

    `table` is the table in its text, where it has one.
    """

    mail: OutboxMail
    text: str
    address: str
    table: MailTable | None = None


def listed(actor: Actor, store: Store) -> list[OutboxMail]:
    """The newest mail of the actor's district and to its people."""
    require(actor, Permission.DISTRICT_ADMINISTER)
    with store.reading() as tx:
        newest = _of_district(actor.district).order_by(OutboxMail.id.desc())
        return list(tx.scalars(newest.limit(MOST)))


def is_shown(settings: Settings) -> bool:
    """Whether administrators may read mail here: in a demonstration without a mail server.

    Elsewhere a mail and the link in it are for its reader alone.
    """
    return settings.demo and not settings.smtp_host


def own_words(mail: OutboxMail) -> MailContent | None:
    """What a mail says that has no figures to be reckoned; none for any other."""
    return None if mail.content else MailContent.plain(mail.paragraphs)


def opened(
    actor: Actor, store: Store, settings: Settings, mail_id: int, contents: Contents = own_words
) -> Letter | None:
    """One mail as it would arrive, in a demonstration; its link works."""
    require(actor, Permission.DISTRICT_ADMINISTER)
    if not is_shown(settings):
        return None
    with store.transaction() as tx:
        mail = tx.scalar(_of_district(actor.district).where(OutboxMail.id == mail_id))
        address = link_address(settings, tx, mail, utc_now()) if mail else None
    content = contents(mail) if mail else None
    if mail is None or address is None or content is None:
        return None
    off = address_of(settings, mail.id, Do.STOP) if mail.topic else ""
    text = mail_text(mail, content, address, off)
    shown = address if mail.link_words else ""
    return Letter(mail, text, shown, content.table)


def again(actor: Actor, store: Store, mail_id: int) -> None:
    """Let a mail that has failed be sent once more."""
    require(actor, Permission.DISTRICT_ADMINISTER)
    with store.transaction() as tx:
        if tx.scalar(_of_district(actor.district).where(OutboxMail.id == mail_id)) is None:
            raise StoreError("There is no such mail.")
        send_again(tx, mail_id, utc_now())


def forget_texts(settings: Settings, store: Store, now: datetime) -> int:
    """Take the words out of mails that are older than the setting; returns of how many."""
    with store.transaction() as tx:
        return outbox.forget_texts(tx, now - timedelta(days=settings.mail_days))


def link_address(settings: Settings, tx: Session, mail: OutboxMail, now: datetime) -> str | None:
    """Where the mail's link leads, with a new secret where it needs one.

    Always under the address that the settings name. None where the mail is for nobody: somebody
    has typed an address that no account has.
    """
    if not mail.link_purpose:
        return f"{settings.base_address}{mail.link_path}"
    user = user_by_email(tx, mail.recipient)
    if user is None or not user.is_active:
        return None
    life = {
        Purpose.INVITATION: timedelta(days=settings.invitation_days),
        Purpose.RESET: timedelta(minutes=settings.reset_minutes),
    }[Purpose(mail.link_purpose)]
    secret = mint(tx, user, mail.link_purpose, life, now)
    return f"{settings.base_address}{mail.link_path}?link={secret}"


def mail_text(mail: OutboxMail, content: MailContent, address: str, off: str = "") -> str:
    """The mail as plain text; `address` is that of its link, `off` that which stops it."""
    table = [content.table.lines()] if content.table else []
    link = [f"{mail.link_words}:\n{address}"] if mail.link_words else []
    ending = [f"{OFF_WORDS[content.language]}:\n{off}"] if off else []
    return "\n\n".join([*content.before, *table, *link, *content.after, *ending]) + "\n"


def _of_district(district: str) -> Select[OutboxMail]:
    members = (
        select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.district_id == district)
    )
    own = OutboxMail.district_id == district
    nobodys = OutboxMail.district_id.is_(None) & OutboxMail.recipient.in_(members)
    return select(OutboxMail).where(or_(own, nobodys))
