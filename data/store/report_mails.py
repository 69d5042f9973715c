"""Reports that go out by mail: when, to whom, and what a watched report showed each reader last.

Nothing here is a figure of somebody else: what a report shows is kept reader by reader, only to
know whether it has changed for that reader.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.tables import Moment, RowId, StoreTable


class Every(StrEnum):
    """How often a mail goes out; `ONCE` and `CHANGE` have no rhythm."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    CHANGE = "change"
    ONCE = "once"


class ReportMail(StoreTable):
    """One arrangement for one report. `user_id` has made it, and answers for it.

    `day` is the weekday (0 is Monday) of a weekly mail and the day of a monthly one. A mail on
    CHANGE goes out when there are new rows, or with `change_cents` when the dollars of the
    report have moved by so much; `snapshot` is the load it was last held against.
    """

    __tablename__ = "report_mail"

    id: Mapped[RowId]
    district_id: Mapped[str] = mapped_column(String(60), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    every: Mapped[str] = mapped_column(String(10))
    day: Mapped[int]
    hour: Mapped[int]
    is_shared: Mapped[bool]
    change_cents: Mapped[int | None] = mapped_column(BigInteger)
    snapshot: Mapped[str] = mapped_column(String(120))
    next_utc: Mapped[Moment] = mapped_column(index=True)
    created_utc: Mapped[Moment]
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict

    def facts(self) -> dict[str, Any]:
        """What the audit log says about this arrangement."""
        names = ("report_id", "every", "day", "hour", "is_shared", "change_cents")
        return {name: getattr(self, name) for name in names}


class ReportWatch(StoreTable):
    """What a watched report showed one reader: rows, and dollars in cents where it adds up.

    `seen` are the marks of its rows (`planning.seen_rows`); none where they are too many.
    """

    __tablename__ = "report_watch"
    __table_args__ = (UniqueConstraint("mail_id", "user_id"),)

    id: Mapped[RowId]
    mail_id: Mapped[int] = mapped_column(ForeignKey("report_mail.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    snapshot: Mapped[str] = mapped_column(String(120))
    row_count: Mapped[int]
    cents: Mapped[int | None] = mapped_column(BigInteger)
    seen: Mapped[bytes | None] = mapped_column(LargeBinary)


def report_mail(
    tx: Session, number: int, district_id: str, *, to_change: bool = False
) -> ReportMail | None:
    """One arrangement of the district."""
    found = tx.get(ReportMail, number, with_for_update=to_change)
    return found if found is not None and found.district_id == district_id else None


def mails_of_report(tx: Session, report_id: int) -> list[ReportMail]:
    """Every arrangement for a report, the oldest first; whose may be seen is decided elsewhere."""
    wanted = select(ReportMail).where(ReportMail.report_id == report_id)
    return list(tx.scalars(wanted.order_by(ReportMail.id)))


def due_mails(tx: Session, now: datetime) -> list[ReportMail]:
    """What is due by the clock."""
    is_timed = ReportMail.every != Every.CHANGE
    wanted = select(ReportMail).where(is_timed, ReportMail.next_utc <= now)
    return list(tx.scalars(wanted.order_by(ReportMail.next_utc, ReportMail.id)))


def watched_mails(tx: Session) -> list[ReportMail]:
    """Every arrangement that waits for a change."""
    wanted = select(ReportMail).where(ReportMail.every == Every.CHANGE)
    return list(tx.scalars(wanted.order_by(ReportMail.id)))


def watch_of(tx: Session, mail_id: int, user_id: int) -> ReportWatch | None:
    """What a watched report showed a reader last; none before the first time."""
    wanted = select(ReportWatch).where(
        ReportWatch.mail_id == mail_id, ReportWatch.user_id == user_id
    )
    return tx.scalar(wanted.with_for_update())
