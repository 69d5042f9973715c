"""Days on which people signed in and looked at budgets: who, where and which day, nothing else.

One row a person, budget, bucket and day, however often the page is opened that day. No time of
day, no filter, no address and no device is kept, and days older than the setting says are removed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.inserts import insertion
from data.store.tables import RowId, StoreTable

SIGN_IN: Final = ""
"""In place of a district and a budget: the person signed in that day."""


@dataclass(frozen=True, slots=True)
class Look:
    """One person at one budget on one day; `bucket` is empty for the budget itself."""

    user_id: int
    district: str
    budget: str
    bucket: str
    day: date


class Visit(StoreTable):
    """A day on which somebody looked. Without district and budget it is a day of signing in."""

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("user_id", "district_id", "budget", "bucket", "day"),)

    id: Mapped[RowId]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    district_id: Mapped[str] = mapped_column(String(60), index=True)
    budget: Mapped[str] = mapped_column(String(30))
    bucket: Mapped[str] = mapped_column(String(30))
    day: Mapped[date] = mapped_column(Date, index=True)


def keep(tx: Session, looks: Iterable[Look]) -> None:
    """Keep what was looked at; what is kept already stays one row."""
    rows = [_row(one) for one in looks]
    if rows:
        insert = insertion(tx, Visit)
        tx.execute(insert.values(rows).on_conflict_do_nothing())


def keep_sign_in(tx: Session, user_id: int, day: date) -> None:
    """Keep that the person signed in."""
    keep(tx, [Look(user_id, SIGN_IN, SIGN_IN, "", day)])


def budget_days(tx: Session, district: str, since: date) -> list[tuple[int, str, date]]:
    """Person, budget and day of every look at a budget from a day on."""
    wanted = select(Visit.user_id, Visit.budget, Visit.day).where(
        Visit.district_id == district, Visit.bucket == "", Visit.day >= since
    )
    return [(row[0], row[1], row[2]) for row in tx.execute(wanted)]


def last_looks(tx: Session, district: str) -> dict[tuple[int, str], tuple[date, date]]:
    """By person and budget, the first and the last day that is kept."""
    wanted = (
        select(Visit.user_id, Visit.budget, func.min(Visit.day), func.max(Visit.day))
        .where(Visit.district_id == district, Visit.bucket == "")
        .group_by(Visit.user_id, Visit.budget)
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in tx.execute(wanted)}


def first_look(tx: Session, user_id: int, district: str) -> date | None:
    """The first day that is kept on which a person looked at a budget of a district."""
    wanted = select(func.min(Visit.day)).where(
        Visit.user_id == user_id, Visit.district_id == district, Visit.bucket == ""
    )
    return tx.scalar(wanted)


def bucket_openers(tx: Session, district: str) -> dict[int, date]:
    """By person, the first day on which a bucket was opened."""
    wanted = (
        select(Visit.user_id, func.min(Visit.day))
        .where(Visit.district_id == district, Visit.bucket != "")
        .group_by(Visit.user_id)
    )
    return {row[0]: row[1] for row in tx.execute(wanted)}


def sign_in_days(tx: Session, since: date) -> dict[int, int]:
    """By person, on how many days from a day on there was a sign-in."""
    wanted = (
        select(Visit.user_id, func.count())
        .where(Visit.district_id == SIGN_IN, Visit.day >= since)
        .group_by(Visit.user_id)
    )
    return {row[0]: row[1] for row in tx.execute(wanted)}


def own_days(tx: Session, user_id: int) -> tuple[int, date | None]:
    """How many rows are kept of a person, and the oldest day, to be shown to the person."""
    found = tx.execute(
        select(func.count(), func.min(Visit.day)).where(Visit.user_id == user_id)
    ).one()
    return found[0], found[1]


def forget_before(tx: Session, day: date) -> int:
    """Remove what is older than a day; returns how many rows that were."""
    return len(tx.scalars(delete(Visit).where(Visit.day < day).returning(Visit.id)).all())


def _row(look: Look) -> dict[str, Any]:
    return {
        "user_id": look.user_id,
        "district_id": look.district,
        "budget": look.budget,
        "bucket": look.bucket,
        "day": look.day,
    }
