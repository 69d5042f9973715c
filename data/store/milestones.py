"""Milestones of looking at budgets, and who has been congratulated on which: once each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint, Update, and_, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.inserts import insertion
from data.store.tables import Moment, RowId, StoreTable


class Reached(StrEnum):
    """What was reached. The subject is a person's number, a budget's code, or a percentage."""

    FIRST_LOOK = "first look"
    WEEKS = "weeks"
    GOAL = "goal"


class Milestone(StoreTable):
    """Something a district, a budget or a person has reached for the first time, and when."""

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("district_id", "what", "subject"),)

    id: Mapped[RowId]
    district_id: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(30))
    day: Mapped[date] = mapped_column(Date)


class Congratulation(StoreTable):
    """One milestone told to one person: on which day on screen, when closed, in which mail."""

    __tablename__ = "congratulation"
    __table_args__ = (UniqueConstraint("milestone_id", "user_id"),)

    id: Mapped[RowId]
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    shown_day: Mapped[date | None] = mapped_column(Date)
    closed_utc: Mapped[Moment | None]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))


def keep_milestone(tx: Session, district: str, what: Reached, subject: str, day: date) -> None:
    """Keep that something was reached; the first day stays."""
    insert = insertion(tx, Milestone)
    made = insert.values(district_id=district, what=what, subject=subject, day=day)
    tx.execute(made.on_conflict_do_nothing())


def reached(tx: Session, district: str, what: Reached) -> frozenset[str]:
    """The subjects that have reached something already."""
    wanted = select(Milestone.subject).where(
        Milestone.district_id == district, Milestone.what == what
    )
    return frozenset(tx.scalars(wanted))


def milestones_for(
    tx: Session,
    district: str,
    subjects: Iterable[tuple[Reached, Iterable[str] | None]],
    since: date,
) -> list[Milestone]:
    """Milestones since a day, the oldest first; none in place of subjects means all of a kind."""
    fits = [
        Milestone.what == what if codes is None
        else and_(Milestone.what == what, Milestone.subject.in_(list(codes)))
        for what, codes in subjects
    ]  # fmt: skip
    wanted = select(Milestone).where(
        Milestone.district_id == district, Milestone.day >= since, or_(*fits)
    )
    return list(tx.scalars(wanted.order_by(Milestone.day, Milestone.id)))


def told(tx: Session, user_id: int, numbers: Iterable[int]) -> dict[int, Congratulation]:
    """What somebody has been told of these milestones, by the milestone's number."""
    wanted = select(Congratulation).where(
        Congratulation.user_id == user_id, Congratulation.milestone_id.in_(list(numbers))
    )
    return {one.milestone_id: one for one in tx.scalars(wanted)}


def keep_shown(tx: Session, user_id: int, number: int, day: date) -> None:
    """Keep on which day a milestone was first shown to somebody."""
    _row(tx, user_id, number)
    tx.execute(
        _own(user_id, number).where(Congratulation.shown_day.is_(None)).values(shown_day=day)
    )


def keep_closed(tx: Session, user_id: int, number: int, now: datetime) -> None:
    """Keep that somebody has closed what was shown."""
    _row(tx, user_id, number)
    tx.execute(_own(user_id, number).values(closed_utc=now))


def keep_mailed(tx: Session, user_id: int, number: int, mail_id: int) -> None:
    """Keep which mail has told somebody of a milestone."""
    _row(tx, user_id, number)
    tx.execute(
        _own(user_id, number).where(Congratulation.mail_id.is_(None)).values(mail_id=mail_id)
    )


def _row(tx: Session, user_id: int, number: int) -> None:
    insert = insertion(tx, Congratulation)
    tx.execute(insert.values(milestone_id=number, user_id=user_id).on_conflict_do_nothing())


def _own(user_id: int, number: int) -> Update:
    return update(Congratulation).where(
        Congratulation.user_id == user_id, Congratulation.milestone_id == number
    )
