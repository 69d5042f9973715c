"""Posts reports that are due, and those that have changed for their readers.

A posting and the next date of its arrangement are one transaction, and each mail has a key of
its own: what is handled twice, or by two workers, posts once.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, Final

import structlog
from sqlalchemy.orm import Session

from access.actor import Actor
from config import Settings
from data.districts import district
from data.snapshots import Snapshots
from data.store import Store
from data.store.outbox import Link, Message, post
from data.store.report_mails import (
    ReportMail,
    ReportWatch,
    due_mails,
    report_mail,
    watch_of,
    watched_mails,
)
from data.store.reports import Report
from data.warehouse import NoSnapshotError, Warehouse
from jobs.mail_figures import Figures, each_alone
from planning.mail_times import next_time
from planning.report_mails import recipients, topic_of
from planning.seen_rows import kept, unseen

MOST_TOLD: Final = 10
"""New rows that a mail shows."""
log = structlog.get_logger()


def post_reports(settings: Settings, store: Store, now: datetime) -> int:
    """Post every report that is due or has changed; returns how many mails that makes.

    Data are opened only where something is due or newly loaded: this is asked every minute.
    """
    current = Snapshots(settings.var)
    with store.reading() as tx:
        due = due_mails(tx, now)
        watched = [
            (mail, newest)
            for mail in watched_mails(tx)
            for newest in current.candidates(mail.district_id)[:1]
            if newest != mail.snapshot
        ]
    if not due and not watched:
        return 0
    with Figures(settings, store) as figures:
        warehouse = figures.services.warehouse
        timed = [partial(_post_due, warehouse, store, mail, now) for mail in due]
        seen = [
            partial(_post_changed, figures, store, mail, newest, now) for mail, newest in watched
        ]
        return each_alone([*timed, *seen])


def _post_due(warehouse: Warehouse, store: Store, mail: ReportMail, now: datetime) -> int:
    """One mail to each reader, and the next date, together or not at all."""
    people = recipients(store, mail)
    try:
        zone = district(warehouse, mail.district_id).zone
    except NoSnapshotError:
        return 0
    with store.transaction() as tx:
        held = report_mail(tx, mail.id, mail.district_id, to_change=True)
        if held is None or held.next_utc != mail.next_utc:
            return 0
        moment = f"{held.next_utc:%Y%m%dT%H%M}"
        posted = [_post(tx, held, reader, moment, now) for reader in people]
        held.next_utc = next_time(held.every, held.day, held.hour, now, zone)
    log.info("report mailed", arrangement=mail.id, readers=sum(posted))
    return sum(posted)


def _post_changed(
    figures: Figures, store: Store, mail: ReportMail, snapshot: str, now: datetime
) -> int:
    """Mail to the readers for whom the report shows something else since the last load."""
    posted = sum(_held_against(figures, store, mail, one, snapshot, now)
                 for one in recipients(store, mail))  # fmt: skip
    with store.transaction() as tx:
        held = report_mail(tx, mail.id, mail.district_id, to_change=True)
        if held is not None:
            held.snapshot = snapshot
    return posted


def _held_against(
    figures: Figures, store: Store, mail: ReportMail, reader: Actor, snapshot: str, now: datetime
) -> bool:
    """Whether the report has changed for a reader enough to be mailed; keeps what it shows.

    The first time there is nothing to hold it against. Without enough of a change the dollars
    of the last mail stay, so that small steps add up.
    """
    from callbacks.manage.report_letter import figure_of  # noqa: PLC0415 - brings the pages along
    from callbacks.manage.report_rows import marks_of  # noqa: PLC0415 - likewise

    found = figure_of(figures.services, reader, mail.report_id)
    if found is None:
        return False
    rows, cents = found
    marks = marks_of(figures.services, reader, mail.report_id, rows)
    with store.transaction() as tx:
        known = watch_of(tx, mail.id, reader.user_id)
        if known is None:
            tx.add(ReportWatch(mail_id=mail.id, user_id=reader.user_id, snapshot=snapshot,
                               row_count=rows, cents=cents, seen=kept(marks)))  # fmt: skip
            return False
        if known.snapshot == snapshot:
            return False
        new = unseen(marks, known.seen)
        is_enough = _is_enough(mail, known, rows, cents, new)
        known.snapshot = snapshot
        if is_enough or mail.change_cents is None:
            known.row_count, known.cents, known.seen = rows, cents, kept(marks)
        return is_enough and _post(tx, mail, reader, snapshot, now, new)


def _is_enough(
    mail: ReportMail, known: ReportWatch, rows: int, cents: int | None, new: list[bytes] | None
) -> bool:
    """Whether dollars have moved far enough, or a row is new; of long reports, whether one more."""
    if mail.change_cents is not None:
        return abs((cents or 0) - (known.cents or 0)) >= mail.change_cents
    return rows > known.row_count if new is None else bool(new)


def _post(
    tx: Session, mail: ReportMail, reader: Actor, moment: str, now: datetime,
    new: list[bytes] | None = None,
) -> bool:  # fmt: skip
    report = tx.get_one(Report, mail.report_id)
    return post(
        tx,
        Message(
            key=f"{topic_of(mail)}:{reader.user_id}:{moment}",
            recipient=reader.email,
            subject=f"Report: {report.name}",
            paragraphs=(),
            link=Link("Open the report", _path(report)),
            district=mail.district_id,
            topic=topic_of(mail),
            content={"kind": "report", "mail": mail.id, "person": reader.user_id, **_news(new)},
        ),
        now,
    )


def _news(new: list[bytes] | None) -> dict[str, Any]:
    """What a watch has found, as marks: the mail shows a few rows, and its button all of them."""
    if new is None:
        return {}
    return {"new": [one.hex() for one in new[:MOST_TOLD]], "new_count": len(new)}


def _path(report: Report) -> str:
    from callbacks.manage.report_files import PATHS  # noqa: PLC0415 - brings the pages along

    return f"{PATHS[report.rows_of]}?report={report.id}"
