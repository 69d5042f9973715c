"""Guided tours that people have ended, so that none begins by itself a second time."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.inserts import insertion
from data.store.tables import Moment, StoreTable


class End(StrEnum):
    """How a tour ended."""

    DONE = "done"
    SKIPPED = "skipped"


class TourEnd(StoreTable):
    """That somebody has ended a tour: to its last step, or before. The first time counts."""

    __tablename__ = "tour_end"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id"), primary_key=True, autoincrement=False
    )
    tour: Mapped[str] = mapped_column(String(20), primary_key=True)
    how: Mapped[str] = mapped_column(String(10))
    ended_utc: Mapped[Moment]


def has_ended(tx: Session, user_id: int, tour: str) -> bool:
    """Whether somebody has ended a tour."""
    return tx.get(TourEnd, (user_id, tour)) is not None


def ended_tours(tx: Session, user_id: int) -> dict[str, str]:
    """Which tours somebody has ended, and how."""
    wanted = select(TourEnd.tour, TourEnd.how).where(TourEnd.user_id == user_id)
    return {row[0]: row[1] for row in tx.execute(wanted)}


def keep_end(tx: Session, user_id: int, tour: str, how: End, now: datetime) -> None:
    """Keep that a tour has ended; what is kept already stays."""
    insert = insertion(tx, TourEnd)
    made = insert.values(user_id=user_id, tour=tour, how=how, ended_utc=now)
    tx.execute(made.on_conflict_do_nothing())
