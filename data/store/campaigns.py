"""Campaigns: mail to many people about their own budgets, and what is known of its reading."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    JSON,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
    case,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.inserts import insertion
from data.store.outbox import MailState, OutboxMail
from data.store.tables import Moment, RowId, StoreTable

NEWS: Final = "news"
"""The topic of all campaigns that people may turn off together."""


class Campaign(StoreTable):
    """One campaign of a district; `day` and `hour` as in `ReportMail`.

    `audience` has `names`, pairs of a kind (role, budget) and a code of which one must hold, and
    for how many days somebody must not have signed in (`not_seen_days`) or looked at a budget
    (`not_looked_days`); empty and none mean everybody.
    `next_utc` is missing where nothing is to be sent.
    """

    __tablename__ = "campaign"

    id: Mapped[RowId]
    district_id: Mapped[str] = mapped_column(String(60), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str] = mapped_column(String(150))
    text: Mapped[str] = mapped_column(Text)
    audience: Mapped[dict[str, Any]] = mapped_column(JSON)
    every: Mapped[str] = mapped_column(String(10))
    day: Mapped[int]
    hour: Mapped[int]
    is_deadline: Mapped[bool]
    next_utc: Mapped[Moment | None] = mapped_column(index=True)
    created_utc: Mapped[Moment]
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict

    def facts(self) -> dict[str, Any]:
        """What the audit log says about this campaign."""
        names = ("name", "language", "subject", "text", "audience", "every", "day", "hour",
                 "is_deadline")  # fmt: skip
        return {name: getattr(self, name) for name in names}


class Trace(StrEnum):
    """What is known of the reading of a mail."""

    OPENED = "opened"
    CLICKED = "clicked"


class MailTrace(StoreTable):
    """That a mail was opened or its button pressed: first when, and how often."""

    __tablename__ = "mail_trace"
    __table_args__ = (UniqueConstraint("mail_id", "what"),)

    id: Mapped[RowId]
    mail_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"))
    what: Mapped[str] = mapped_column(String(10))
    first_utc: Mapped[Moment]
    times: Mapped[int]


def campaigns(tx: Session, district_id: str) -> list[Campaign]:
    """Every campaign of a district, the newest first."""
    wanted = select(Campaign).where(Campaign.district_id == district_id)
    return list(tx.scalars(wanted.order_by(Campaign.id.desc())))


def campaign(
    tx: Session, number: int, district_id: str, *, to_change: bool = False
) -> Campaign | None:
    """One campaign of the district."""
    found = tx.get(Campaign, number, with_for_update=to_change)
    return found if found is not None and found.district_id == district_id else None


def due_campaigns(tx: Session, now: datetime) -> list[Campaign]:
    """What is to be sent by now."""
    wanted = select(Campaign).where(Campaign.next_utc <= now)
    return list(tx.scalars(wanted.order_by(Campaign.next_utc, Campaign.id)))


def key_of(campaign_id: int) -> str:
    """What the keys of a campaign's mails begin with."""
    return f"campaign:{campaign_id}:"


def trace(tx: Session, mail_id: int, what: Trace, now: datetime) -> None:
    """Note that a mail was opened or its button pressed; two at the same moment count as two."""
    insert = insertion(tx, MailTrace)
    made = insert.values(mail_id=mail_id, what=what, first_utc=now, times=1)
    more = {"times": MailTrace.times + 1}
    tx.execute(made.on_conflict_do_update(index_elements=["mail_id", "what"], set_=more))


def sums(tx: Session, campaign_id: int) -> Mapping[str, int]:
    """Mails of a campaign: posted, taken by the mail server, refused, opened, clicked.

    A mail whose button was pressed was opened, whether or not its picture was loaded.
    """
    opened, clicked = (
        select(MailTrace.mail_id).where(MailTrace.what.in_(what)).distinct()
        for what in ((Trace.OPENED, Trace.CLICKED), (Trace.CLICKED,))
    )

    def number(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    asked = select(
        func.count().label("posted"),
        number(OutboxMail.state == MailState.SENT).label("sent"),
        number(OutboxMail.state == MailState.FAILED).label("failed"),
        number(OutboxMail.id.in_(opened)).label("opened"),
        number(OutboxMail.id.in_(clicked)).label("clicked"),
    ).where(OutboxMail.key.startswith(key_of(campaign_id), autoescape=True))
    row = tx.execute(asked).mappings().one()
    return {name: int(value) for name, value in row.items()}


def mails(tx: Session, campaign_id: int, limit: int) -> list[tuple[OutboxMail, frozenset[str]]]:
    """The newest mails of a campaign, each with what is known of its reading."""
    wanted = select(OutboxMail).where(
        OutboxMail.key.startswith(key_of(campaign_id), autoescape=True)
    )
    found = list(tx.scalars(wanted.order_by(OutboxMail.id.desc()).limit(limit)))
    traces: dict[int, set[str]] = {}
    known = select(MailTrace).where(MailTrace.mail_id.in_([mail.id for mail in found]))
    for one in tx.scalars(known):
        traces.setdefault(one.mail_id, set()).add(one.what)
    return [(mail, frozenset(traces.get(mail.id, ()))) for mail in found]


def last_news(tx: Session, district_id: str, since: datetime) -> frozenset[str]:
    """Addresses to which mail of a campaign was posted since a moment."""
    wanted = select(OutboxMail.recipient).where(
        OutboxMail.topic == NEWS, OutboxMail.district_id == district_id,
        OutboxMail.created_utc >= since,
    )  # fmt: skip
    return frozenset(tx.scalars(wanted))
