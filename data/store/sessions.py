"""Sessions kept on the server, so that ending one ends it everywhere at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.memberships import Membership
from data.store.record_tables import RECORDS
from data.store.store import Store
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
    device: Mapped[str] = mapped_column(String(60), server_default="")
    viewing_user_id: Mapped[int | None] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite")
    )


@dataclass(frozen=True, slots=True)
class Belonging:
    """A person's membership in a district; no location means all of them.

    With `is_assigned` the district keeps levels and budget roles of the person, and these decide
    in place of role and location.
    """

    district_id: str
    role: str
    location_id: str | None
    is_assigned: bool = False


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session in use: its chosen district, its person, and where the person belongs now.

    `viewing_user_id` is the person as whom an administrator looks.
    The oldest membership comes first: that is the district to start in.
    """

    id: int
    seen_utc: datetime
    district_id: str | None
    user_id: int
    name: str
    email: str
    belongs: tuple[Belonging, ...]
    viewing_user_id: int | None = None


def _live() -> Select[Any]:
    session, user, member = UserSession.__table__.c, User.__table__.c, Membership.__table__.c
    assigned = RECORDS["district_user"]
    joined = (
        UserSession.__table__.join(User.__table__, user.id == session.user_id)
        .outerjoin(Membership.__table__, member.user_id == user.id)
        .outerjoin(
            assigned,
            and_(
                assigned.c.district_id == member.district_id,
                assigned.c.record_key == user.email,
            ),
        )
    )
    return (
        select(
            session.id,
            session.seen_utc,
            session.district_id,
            session.viewing_user_id,
            user.id,
            user.name,
            user.email,
            member.district_id,
            member.role,
            member.location_id,
            assigned.c.id,
        )
        .select_from(joined)
        .where(
            session.secret_hash == bindparam("hash"),
            session.ended_utc.is_(None),
            session.created_utc > bindparam("created_after"),
            session.seen_utc > bindparam("seen_after"),
            user.is_active,
        )
        .order_by(member.id)
    )


_LIVE = _live()


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lives: without use, and in all."""

    idle: timedelta
    absolute: timedelta


def secret_hash(secret: str) -> str:
    """What is kept of a secret. It has 256 random bits, so a plain hash cannot be guessed."""
    return sha256(secret.encode()).hexdigest()


def open_session(
    tx: Session,
    user_id: int,
    *,
    district_id: str | None,
    address: str,
    now: datetime,
    device: str = "",
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
            device=device[:60],
        )
    )
    return secret


def live_session(store: Store, secret: str, limits: Limits, now: datetime) -> LiveSession | None:
    """The session and its active person, unless it is unknown, ended, idle or too old.

    Asked in every request, so it is one question, prepared once, for all that is needed.
    """
    rows = store.rows(
        _LIVE,
        {
            "hash": secret_hash(secret),
            "created_after": now - limits.absolute,
            "seen_after": now - limits.idle,
        },
    )
    if not rows:
        return None
    belongs = tuple(
        Belonging(district, role, location, is_assigned=assigned is not None)
        for *_, district, role, location, assigned in rows
        if district is not None
    )
    session_id, seen, chosen, viewing, user_id, name, email, *_ = rows[0]
    return LiveSession(session_id, seen, chosen, user_id, name, email, belongs, viewing)


def is_touch_due(session: LiveSession, now: datetime) -> bool:
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
