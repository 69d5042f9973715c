"""What is known of the reading of campaigns, by person and day: opened, clicked, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.store.campaigns import Campaign, MailTrace, Trace
from data.store.outbox import OutboxMail
from data.store.report_mails import Every

_CAMPAIGN: Final = "campaign:"


@dataclass(frozen=True, slots=True)
class MailReading:
    """One mail of a campaign that the mail server took: to whom, on which day (UTC), what of it.

    `is_weekly` tells the rhythm by which it went out, whatever that of its campaign is today.
    Whoever pressed its button has opened it, whether or not its picture was loaded.
    """

    user_id: int
    day: date
    is_weekly: bool
    is_opened: bool
    is_clicked: bool


def mail_readings(tx: Session, district: str, since: datetime) -> list[MailReading]:
    """Every mail of the district's campaigns that the mail server took since a moment."""
    mails = select(OutboxMail.id, OutboxMail.key, OutboxMail.sent_utc).where(
        OutboxMail.district_id == district,
        OutboxMail.key.startswith(_CAMPAIGN, autoescape=True),
        OutboxMail.sent_utc >= since,
    )
    sent = tx.execute(mails.order_by(OutboxMail.id)).all()
    known: dict[int, set[str]] = {}
    numbers = mails.with_only_columns(OutboxMail.id)
    traces = select(MailTrace.mail_id, MailTrace.what).where(MailTrace.mail_id.in_(numbers))
    for mail_id, what in tx.execute(traces):
        known.setdefault(mail_id, set()).add(what)
    weekly = select(Campaign.id).where(
        Campaign.district_id == district, Campaign.every == Every.WEEK
    )
    of_weeks = frozenset(tx.scalars(weekly))
    found = []
    for mail_id, key, moment in sent:
        _, campaign, person, sending = key.split(":", 3)
        traced, every = known.get(mail_id, set()), sending.partition(":")[2]
        # Keys of mail that went out before they carried the rhythm leave only that of today.
        is_weekly = every == Every.WEEK if every else int(campaign) in of_weeks
        day = (moment or since).date()
        found.append(
            MailReading(int(person), day, is_weekly, bool(traced), Trace.CLICKED in traced)
        )
    return found
