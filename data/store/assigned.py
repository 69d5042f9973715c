"""People of a district with levels and budget roles: their sign-ins, and what they hold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from data.entities.content import Values
from data.entities.entity import folded
from data.entities.registry import ENTITIES
from data.store.account_mail import invite, invited_already
from data.store.memberships import Membership
from data.store.record_tables import RECORDS
from data.store.records import Record, records, records_by_key
from data.store.sessions import UserSession
from data.store.users import User, add_user, normal_email, user_by_email

NO_LOCATION: Final = ""
"""The location of a membership that shows no row by itself: the records decide."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role that a person holds in a budget, each as the district has defined it."""

    role: Values
    budget: Record


def assigned(tx: Session, district: str, email: str) -> tuple[Values, list[Held]] | None:
    """Levels and ticks of a person, and the roles held; none when the district has no record."""
    found = records_by_key(tx, district, ENTITIES["district_user"], [(folded(email),)])
    if not found:
        return None
    pairs = RECORDS["budget_role"]
    rows = tx.execute(
        select(pairs.c.budget_code, pairs.c.role_code).where(
            pairs.c.district_id == district, pairs.c.email == found[0].values["email"]
        )
    ).all()
    budgets = _by_code(tx, district, "budget", [row[0] for row in rows])
    roles = _by_code(tx, district, "role", [row[1] for row in rows])
    held = [
        Held(roles[folded(role)].values, budgets[folded(budget)])
        for budget, role in rows
        if folded(role) in roles and folded(budget) in budgets
    ]
    return found[0].values, held


def follow_people(tx: Session, district: str, now: datetime, *, by: str = "Your district") -> None:
    """Give everybody recorded a sign-in and a membership, and take back what has no record.

    A new person has no password yet and is invited by mail, in the name of `by`. The membership
    shows nothing by itself. Whoever is deactivated or removed is signed out of the district.
    """
    kept = {normal_email(str(one.values["email"])): one.values for one in records(
        tx, district, ENTITIES["district_user"])}  # fmt: skip
    rows = tx.execute(
        select(User.email, Membership)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.district_id == district)
    )
    members: dict[str, Membership] = dict(iter(rows))
    for email, values in kept.items():
        if email not in members:
            user = user_by_email(tx, email) or add_user(
                tx, email=email, name=str(values["name"]), now=now
            )
            tx.add(
                Membership(
                    user_id=user.id, district_id=district, role="viewer", location_id=NO_LOCATION
                )
            )
    for email, membership in members.items():
        if email not in kept and membership.location_id == NO_LOCATION:
            tx.delete(membership)
    tx.flush()
    active = {email for email, values in kept.items() if values["is_active"]}
    _invite(tx, district, active, by, now)
    gone = {email for email in {*kept, *members} if email not in active}
    _sign_out(tx, district, {email for email in gone if email in kept or _is_ours(members[email])},
              now)  # fmt: skip


def _is_ours(membership: Membership) -> bool:
    return membership.location_id == NO_LOCATION


def _invite(tx: Session, district: str, emails: Collection[str], by: str, now: datetime) -> None:
    """Invite whoever has no password; the first invitation of a person goes out once."""
    lacking = select(User).where(User.password_hash.is_(None), User.is_active)
    invited = invited_already(tx)
    for user in tx.scalars(lacking.order_by(User.id)):
        if user.email in emails and user.id not in invited:
            invite(tx, user, by, district, now)


def _sign_out(tx: Session, district: str, emails: Collection[str], now: datetime) -> None:
    if emails:
        leaving = select(User.id).where(User.email.in_(emails))
        tx.execute(
            update(UserSession)
            .where(
                UserSession.user_id.in_(leaving),
                UserSession.ended_utc.is_(None),
                func.coalesce(UserSession.district_id, district) == district,
            )
            .values(ended_utc=now)
        )


def administrators_by_membership(tx: Session, district: str) -> list[str]:
    """Addresses of active people who administer the district by their membership."""
    return list(
        tx.scalars(
            select(User.email)
            .join(Membership, Membership.user_id == User.id)
            .where(
                Membership.district_id == district,
                Membership.role == "administrator",
                Membership.location_id.is_(None),
                User.is_active,
            )
        )
    )


def _by_code(tx: Session, district: str, name: str, codes: list[str]) -> dict[str, Record]:
    keys = [(folded(code),) for code in codes]
    return {folded(one.values["code"]): one for one in records_by_key(
        tx, district, ENTITIES[name], keys)}  # fmt: skip
