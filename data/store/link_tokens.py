"""Secrets in links of mails: each works once, for one account, until it expires.

Only a hash is kept. A secret also dies with the password that was there when it was made: whoever
has set a new one need not fear links in old mails.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.sessions import secret_hash
from data.store.tables import Moment, RowId, StoreTable
from data.store.users import User


class Purpose(StrEnum):
    """What a link is for."""

    INVITATION = "invitation"
    RESET = "reset"
    SECOND_STEP = "second_step"


MAILED: Final = frozenset({Purpose.INVITATION, Purpose.RESET})
"""What lets somebody choose a password. A second step that is pending must never do that."""


class LinkToken(StoreTable):
    """One link. `password_mark` stands for the password of that moment."""

    __tablename__ = "link_token"

    id: Mapped[RowId]
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    password_mark: Mapped[str] = mapped_column(String(64))
    created_utc: Mapped[Moment]
    expires_utc: Mapped[Moment]
    used_utc: Mapped[Moment | None]


def mint(tx: Session, user: User, purpose: str, life: timedelta, now: datetime) -> str:
    """A new secret for a link; it is returned and kept nowhere else."""
    secret = secrets.token_urlsafe(32)
    tx.add(
        LinkToken(
            secret_hash=secret_hash(secret),
            user_id=user.id,
            purpose=purpose,
            password_mark=_mark(user),
            created_utc=now,
            expires_utc=now + life,
        )
    )
    return secret


def holder(
    tx: Session,
    secret: str,
    now: datetime,
    *,
    to_use: bool = False,
    purposes: Collection[str] = MAILED,
) -> User | None:
    """The active person whom a link is for; none when it was used, expired or made worthless.

    A secret of another purpose than those is unknown here.

    With `to_use` the link is spent in this transaction, which nobody else can do meanwhile.
    """
    wanted = select(LinkToken).where(LinkToken.secret_hash == secret_hash(secret))
    found = tx.scalar(wanted.with_for_update() if to_use else wanted)
    if found is None or found.purpose not in purposes:
        return None
    if found.used_utc is not None or found.expires_utc <= now:
        return None
    user = tx.get(User, found.user_id)
    if user is None or not user.is_active or found.password_mark != _mark(user):
        return None
    if to_use:
        found.used_utc = now
    return user


def void_links(tx: Session, user_id: int, now: datetime) -> None:
    """Make every open link of a person worthless: a new one is on its way, or none is needed."""
    tx.execute(
        update(LinkToken)
        .where(LinkToken.user_id == user_id, LinkToken.used_utc.is_(None))
        .values(used_utc=now)
    )


def _mark(user: User) -> str:
    return sha256((user.password_hash or "").encode()).hexdigest()
