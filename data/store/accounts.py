"""Sign-ins of a district: everybody who belongs to it, with the record of the district if any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from data.entities.registry import ENTITIES
from data.store.memberships import Membership, memberships
from data.store.records import Record, records, records_by_key
from data.store.sessions import UserSession
from data.store.users import User, normal_email

_PEOPLE = ENTITIES["district_user"]


@dataclass(frozen=True, slots=True)
class Account:
    """One person of a district. Without a record the membership's role decides the rights."""

    user_id: int
    name: str
    email: str
    role: str
    location_id: str | None
    is_blocked: bool
    has_password: bool
    last_sign_in_utc: datetime | None
    record: Record | None

    @property
    def is_active(self) -> bool:
        """Whether the person may sign in to the district."""
        return not self.is_blocked and (
            self.record is None or bool(self.record.values["is_active"])
        )

    @property
    def is_administrator(self) -> bool:
        """Whether the person may do everything in the district, once active."""
        if self.record is not None:
            return bool(self.record.values["administrator"])
        return self.role == "administrator" and self.location_id is None


def accounts(tx: Session, district: str, user_id: int | None = None) -> list[Account]:
    """Everybody who belongs to a district, by name; only one person with `user_id`."""
    wanted = (
        select(User, Membership)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.district_id == district)
    )
    if user_id is not None:
        wanted = wanted.where(User.id == user_id)
    rows = [(user, member) for user, member in tx.execute(wanted)]
    if user_id is None:
        kept = records(tx, district, _PEOPLE)
    else:
        kept = records_by_key(tx, district, _PEOPLE, [(user.email,) for user, _ in rows])
    recorded = {normal_email(str(one.values["email"])): one for one in kept}
    found = [_account(user, member, recorded.get(user.email)) for user, member in rows]
    return sorted(found, key=lambda one: (one.name.casefold(), one.email))


def administered(tx: Session, user_id: int, email: str) -> frozenset[str]:
    """The districts of which a person is an active administrator."""
    return frozenset(
        member.district_id
        for member in memberships(tx, user_id)
        for account in accounts(tx, member.district_id, user_id)
        if account.is_active and account.is_administrator and account.email == email
    )


def end_sessions_in(tx: Session, user_id: int, district: str, now: datetime) -> int:
    """End a person's sessions in one district; returns how many were open."""
    ended = tx.scalars(
        update(UserSession)
        .where(
            UserSession.user_id == user_id,
            UserSession.ended_utc.is_(None),
            func.coalesce(UserSession.district_id, district) == district,
        )
        .values(ended_utc=now)
        .returning(UserSession.id)
    )
    return len(ended.all())


def _account(user: User, member: Membership, record: Record | None) -> Account:
    return Account(
        user_id=user.id,
        name=str(record.values["name"]) if record else user.name,
        email=user.email,
        role=member.role,
        location_id=member.location_id,
        is_blocked=not user.is_active,
        has_password=user.password_hash is not None,
        last_sign_in_utc=user.last_sign_in_utc,
        record=record,
    )
