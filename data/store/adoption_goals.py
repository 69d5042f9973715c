"""The goal of a district: how many of those who hold a budget shall look at it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.tables import Moment, StoreTable


class AdoptionGoal(StoreTable):
    """The percentage that a district has set; without a row the setting of the server holds."""

    __tablename__ = "adoption_goal"

    district_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    percent: Mapped[int] = mapped_column(Integer)
    changed_utc: Mapped[Moment]


def goal_of(tx: Session, district: str, usual: int) -> int:
    """The goal of a district in percent; `usual` where it has set none."""
    found = tx.get(AdoptionGoal, district)
    return usual if found is None else found.percent


def keep_goal(tx: Session, district: str, percent: int, now: datetime) -> None:
    """Set the goal of a district."""
    tx.merge(AdoptionGoal(district_id=district, percent=percent, changed_utc=now))
    tx.flush()
