"""What the demonstration's people would have left behind: a weekly mail, its reading, their looks.

Sample data, and called so where it is shown. It is of the demonstration's own sign-ins, and kept
where the product keeps what people really do, so that every figure comes from rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from access.actor import Actor
from data.districts import District
from data.store import Store
from data.store.campaigns import Campaign, Trace, campaign, key_of, trace
from data.store.outbox import OutboxMail, mark_sent
from data.store.report_mails import Every
from data.store.tables import utc_now
from data.store.users import User, user_by_email
from data.store.visits import Look, Visit, keep, keep_sign_in
from planning.adoption import write_call
from planning.audiences import With
from planning.campaign_texts import STANDARD
from planning.campaigns import Draft, audience, post_to, save
from planning.mail_times import next_time
from planning.sign_in import actor_of

AUTHOR: Final = "budget-director@demo.example"
AUDIENCE: Final = (str(With.ROLE), "BUILDER")
WEEKS: Final = 5
"""So many weekly mails have gone out."""
_HOUR: Final = timedelta(hours=1)
CALLED: Final = "Sample note: will look before the next report of the grant is due."


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody looks. A day is a week, counted back from the last mail, and a weekday.

    `opened` and `clicked` are the weeks whose mail was read so far. No four weeks with a look
    stand in a row: there is nothing to celebrate when somebody tries the demonstration.
    """

    budget: str
    bucket: str
    days: frozenset[tuple[int, int]]
    opened: frozenset[int]
    clicked: frozenset[int]


HABITS: Final[Mapping[str, Habit]] = {
    "principal@demo.example": Habit(
        "B112", "T1",
        frozenset({(0, 0), (0, 2), (1, 0), (1, 3), (3, 0), (3, 1), (4, 2), (5, 3), (7, 1),
                   (8, 0), (9, 2), (11, 1)}),
        opened=frozenset({0, 1, 3, 4}), clicked=frozenset({0, 1, 3}),
    ),
    "grants@demo.example": Habit(
        "GRANT210", "T1", frozenset({(7, 2), (9, 1)}), opened=frozenset({3}), clicked=frozenset(),
    ),
}  # fmt: skip
"""Whoever presses the button of a mail looks on its day, a Monday."""


def keep_engagement(store: Store, place: District, now: datetime | None = None) -> None:
    """Keep the campaign, its mails and the looks, once: what people changed since stays."""
    at = now or utc_now()
    with store.reading() as tx:
        if tx.scalar(select(Campaign.id).limit(1)) or tx.scalar(select(Visit.id).limit(1)):
            return
    author = _author(store, place.code)
    text = STANDARD["week", "en"]
    draft = Draft(
        f"{text.name} (sample)", f"{text.subject} (sample)",
        f"{text.text}\n\nSample data of the demonstration: nobody was sent this mail.",
        names=(AUDIENCE,), every=Every.WEEK,
    )  # fmt: skip
    number = save(author, store, None, draft, place.zone, clock=lambda: at)
    sent = _sent(store, place, number, at)
    with store.transaction() as tx:
        for email, habit in HABITS.items():
            if user := user_by_email(tx, email):
                _look(tx, place.code, user, habit, sent[-1].date(), at)
    away = next(one for one in HABITS if not HABITS[one].clicked)
    with store.reading() as tx:
        called = user_by_email(tx, away)
    if called:
        day = (at - timedelta(days=2)).date().isoformat()
        write_call(author, store, called.id, day, CALLED, clock=lambda: at)


def _sent(store: Store, place: District, number: int, now: datetime) -> list[datetime]:
    """Post the mails of the weeks that have passed, as taken and read; their moments."""
    due = next_time(Every.WEEK, 0, 7, now - timedelta(weeks=WEEKS), place.zone)
    moments = []
    while due <= now:
        with store.transaction() as tx:
            held = campaign(tx, number, place.code, to_change=True)
            if held is None:
                break
            # Counted from the first mail on, as if it had been written a day before.
            held.created_utc = min(held.created_utc, due - timedelta(days=1))
            held.next_utc = due
            post_to(tx, held, audience(store, held, due), place.name, due)
            following = next_time(Every.WEEK, 0, 7, due, place.zone)
            held.next_utc = following
        moments.append(due)
        due = following
    with store.transaction() as tx:
        posted = select(OutboxMail).where(
            OutboxMail.key.startswith(key_of(number), autoescape=True)
        )
        for mail in list(tx.scalars(posted)):
            weeks_ago = len(moments) - 1 - moments.index(mail.created_utc)
            _read(tx, mail, weeks_ago, now)
    return moments


def _read(tx: Session, mail: OutboxMail, weeks_ago: int, now: datetime) -> None:
    mark_sent(tx, mail.id, mail.created_utc)
    habit = HABITS.get(mail.recipient)
    if habit is None:
        return
    moment = min(mail.created_utc + _HOUR, now)
    if weeks_ago in habit.opened:
        trace(tx, mail.id, Trace.OPENED, moment)
    if weeks_ago in habit.clicked:
        trace(tx, mail.id, Trace.CLICKED, moment)


def _look(
    tx: Session, district: str, user: User, habit: Habit, last_mail: date, now: datetime
) -> None:
    """The days on which somebody signed in and looked; none of them lies ahead."""
    monday = last_mail - timedelta(days=last_mail.weekday())
    wanted = (monday + timedelta(days=day - 7 * week) for week, day in habit.days)
    days = [day for day in wanted if day <= now.date()]
    for day in days:
        keep_sign_in(tx, user.id, day)
    keep(tx, {Look(user.id, district, habit.budget, bucket, day)
              for day in days for bucket in ("", habit.bucket)})  # fmt: skip
    last = datetime.combine(max(days), now.timetz())
    is_first = User.last_sign_in_utc.is_(None)
    tx.execute(update(User).where(User.id == user.id, is_first).values(last_sign_in_utc=last))


def _author(store: Store, district: str) -> Actor:
    with store.reading() as tx:
        user = user_by_email(tx, AUTHOR)
    found = actor_of(store, user.id, district) if user else None
    if found is None:
        raise LookupError(f"{AUTHOR} has no place in {district}")
    return found
