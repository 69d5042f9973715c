"""Sessions kept on the server, so that ending one ends it everywhere at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.tables import Moment, RowId, StoreTable
from data.store.users import User

SEEN_EVERY = timedelta(minutes=1)


class UserSession(StoreTable):
    """One signed-in browser. The secret is known to the browser only; its hash is kept."""

    __tablename__ = "session"

    id: Mapped[RowId]
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    district_id: Mapped[str | None] = mapped_column(String(60))
    created_utc: Mapped[Moment]
    seen_utc: Mapped[Moment]
    ended_utc: Mapped[Moment | None]
    address: Mapped[str] = mapped_column(String(45))


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lives: without use, and in all."""

    idle: timedelta
    absolute: timedelta


def secret_hash(secret: str) -> str:
    """What is kept of a secret. It has 256 random bits, so a plain hash cannot be guessed."""
    return sha256(secret.encode()).hexdigest()


def open_session(
    tx: Session, user_id: int, *, district_id: str | None, address: str, now: datetime
) -> str:
    """Open a session and return its secret, which is kept nowhere else."""
    secret = secrets.token_urlsafe(32)
    tx.add(
        UserSession(
            secret_hash=secret_hash(secret),
            user_id=user_id,
            district_id=district_id,
            created_utc=now,
            seen_utc=now,
            address=address[:45],
        )
    )
    return secret


def live_session(
    tx: Session, secret: str, limits: Limits, now: datetime
) -> tuple[UserSession, User] | None:
    """The session and its active person, unless it is unknown, ended, idle or too old."""
    found = tx.execute(
        select(UserSession, User)
        .join(User, User.id == UserSession.user_id)
        .where(
            UserSession.secret_hash == secret_hash(secret),
            UserSession.ended_utc.is_(None),
            UserSession.created_utc > now - limits.absolute,
            UserSession.seen_utc > now - limits.idle,
            User.is_active,
        )
    ).first()
    return None if found is None else (found[0], found[1])


def is_touch_due(session: UserSession, now: datetime) -> bool:
    """Whether "last seen" is old enough to be worth a write."""
    return now - session.seen_utc >= SEEN_EVERY


def touch(tx: Session, session_id: int, now: datetime) -> None:
    """Note that the session was used."""
    tx.execute(update(UserSession).where(UserSession.id == session_id).values(seen_utc=now))


def end_session(tx: Session, secret: str, now: datetime) -> None:
    """End one session; an unknown secret changes nothing."""
    tx.execute(
        update(UserSession)
        .where(UserSession.secret_hash == secret_hash(secret), UserSession.ended_utc.is_(None))
        .values(ended_utc=now)
    )


def end_sessions_of(tx: Session, user_id: int, now: datetime) -> int:
    """End every session of a person; returns how many were open."""
    ended = tx.scalars(
        update(UserSession)
        .where(UserSession.user_id == user_id, UserSession.ended_utc.is_(None))
        .values(ended_utc=now)
        .returning(UserSession.id)
    )
    return len(ended.all())


def choose_district(tx: Session, secret: str, district_id: str) -> None:
    """Make a district the active one of a session."""
    tx.execute(
        update(UserSession)
        .where(UserSession.secret_hash == secret_hash(secret))
        .values(district_id=district_id)
    )
