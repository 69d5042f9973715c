"""Who of those who hold a budget looks at it: the figures of the cockpit and the list of calls.

Days are those of UTC. Whoever configures Manage reads this, over the budgets of the own places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from access.policy import require
from data.store import Store, StoreError
from data.store.audit import Change, append
from data.store.budget_holders import BudgetHolder, HeldBudget, budget_holders
from data.store.call_notes import LONGEST, CallNote, call_notes
from data.store.campaigns import NEWS
from data.store.mail_choices import choices_of
from data.store.mail_readings import MailReading, mail_readings
from data.store.reports import first_reports
from data.store.tables import utc_now
from data.store.visits import bucket_openers, budget_days, last_looks, sign_in_days
from metrics.adoption import REGULAR_WINDOWS, WEEKS, WINDOW_DAYS, is_regular, looked, monday, since

NEED: Final = Permission.MANAGE_CONFIGURE


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody was called: when, by whom, and what was said."""

    day: date
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Looker:
    """Somebody who holds budgets, and what is known of the looking at them.

    `days` are those of the last weeks on which one of the budgets was looked at; `first` and
    `last` are of all that is kept, `None` for never. `mails` are those of campaigns in the last
    weeks, `mail_choice` what the person has chosen about them (`data.store.mail_choices`).
    """

    holder: BudgetHolder
    days: frozenset[date]
    first: date | None
    last: date | None
    sign_ins: int
    bucket: date | None
    report: date | None
    calls: tuple[Call, ...]
    has_looked: bool
    mails: tuple[MailReading, ...] = ()
    mail_choice: str = ""

    @property
    def budgets(self) -> tuple[HeldBudget, ...]:
        """The budgets held, as far as the reader sees them."""
        return self.holder.budgets


@dataclass(frozen=True, slots=True)
class Adoption:
    """The people, and by budget the days of the last weeks on which one of them looked at it.

    `last_looks` are by budget the last days of all that is kept; a budget never looked at has none.
    """

    people: Sequence[Looker]
    budget_days: dict[str, frozenset[date]]
    last_looks: dict[str, date]
    today: date

    @property
    def regular(self) -> dict[str, bool]:
        """By budget, whether one or another of its people looked in each window."""
        return {code: is_regular(days, self.today) for code, days in self.budget_days.items()}


def adoption(actor: Actor, store: Store, today: date) -> Adoption:
    """Everybody who holds a budget of the actor's places, by name; raises `NotPermitted`."""
    require(actor, NEED)
    with store.reading() as tx:
        holders = [
            seen for one in budget_holders(tx, actor.district) if (seen := _seen(actor, one))
        ]
        known = _known(tx, actor.district, today)
    people = [_looker(one, known, today) for one in holders]
    last = _last_looks(people, known.spans)
    return Adoption(people, _budget_days(people, known.days), last, today)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is kept of the looking of everybody in a district, by person."""

    days: dict[tuple[int, str], set[date]]
    spans: dict[tuple[int, str], tuple[date, date]]
    sign_ins: dict[int, int]
    buckets: dict[int, date]
    reports: dict[int, date]
    calls: dict[int, list[Call]]
    mails: dict[int, list[MailReading]]
    choices: dict[int, str]


def _known(tx: Session, district: str, today: date) -> _Known:
    first = min(since(today, WINDOW_DAYS * REGULAR_WINDOWS),
                monday(today) - timedelta(weeks=WEEKS - 1))  # fmt: skip
    days: dict[tuple[int, str], set[date]] = defaultdict(set)
    for user, budget, day in budget_days(tx, district, first):
        days[user, budget].add(day)
    calls: dict[int, list[Call]] = defaultdict(list)
    for note, author in call_notes(tx, district):
        calls[note.user_id].append(Call(note.day, author, note.text))
    mails: dict[int, list[MailReading]] = defaultdict(list)
    for mail in mail_readings(tx, district, datetime.combine(first, time.min, UTC)):
        mails[mail.user_id].append(mail)
    return _Known(
        days, last_looks(tx, district), sign_in_days(tx, since(today)),
        bucket_openers(tx, district), first_reports(tx, district), calls, mails,
        choices_of(tx, district, NEWS),
    )  # fmt: skip


def _looker(one: BudgetHolder, known: _Known, today: date) -> Looker:
    keys, user = [(one.user_id, each.code) for each in one.budgets], one.user_id
    own = frozenset[date]().union(*(known.days.get(key, ()) for key in keys))
    spans = [known.spans[key] for key in keys if key in known.spans]
    return Looker(
        holder=one,
        days=own,
        first=min((span[0] for span in spans), default=None),
        last=max((span[1] for span in spans), default=None),
        sign_ins=known.sign_ins.get(user, 0),
        bucket=known.buckets.get(user),
        report=known.reports.get(user),
        calls=tuple(known.calls.get(user, ())),
        has_looked=looked(own, today),
        mails=tuple(known.mails.get(user, ())),
        mail_choice=known.choices.get(user, ""),
    )


def not_looked(found: Adoption, days: int) -> list[Looker]:
    """Who has not looked for so many days, those who never did first, then the longest away."""
    first = since(found.today, days)
    away = [one for one in found.people if one.last is None or one.last < first]
    return sorted(away, key=lambda one: (one.last or date.min, one.holder.name.casefold()))


def write_call(
    actor: Actor, store: Store, user_id: int, day: str, text: str,
    *, clock: Callable[[], datetime] = utc_now,
) -> str:  # fmt: skip
    """Keep that somebody was called; returns a word about it. `StoreError` says what to mend."""
    require(actor, NEED)
    today = clock().date()
    called = next(
        (one for one in adoption(actor, store, today).people if one.holder.user_id == user_id), None
    )
    if called is None:
        raise StoreError("There is no such person with a budget here.")
    words = " ".join(text.split())
    if not words:
        raise StoreError("Write a word about the call first.")
    if len(words) > LONGEST:
        raise StoreError(f"A note holds at most {LONGEST} characters; this one has {len(words)}.")
    note = CallNote(
        district_id=actor.district, user_id=user_id, author_id=actor.user_id,
        day=_day(day, today), text=words, created_utc=clock(),
    )  # fmt: skip
    with store.transaction() as tx:
        tx.add(note)
        tx.flush()
        change = Change("call.note", "user", user_id, None, note.facts(), actor.district)
        append(tx, (actor.user_id, actor.email or actor.label), change, clock())
    return f"The call with {called.holder.name} is noted."


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise StoreError("When was the call? Write the day as 2026-11-26.") from None
    if not today - timedelta(days=366) <= day <= today:
        raise StoreError("A call lies in the last year and not in the future.")
    return day


def _seen(actor: Actor, holder: BudgetHolder) -> BudgetHolder | None:
    """The person with the budgets of the actor's places; none without any."""
    places = actor.scope.locations
    if places is None:
        return holder
    own = tuple(one for one in holder.budgets if one.location in places)
    return replace(holder, budgets=own) if own else None


def _budget_days(
    people: Sequence[Looker], days: dict[tuple[int, str], set[date]]
) -> dict[str, frozenset[date]]:
    found: dict[str, frozenset[date]] = defaultdict(frozenset)
    for one in people:
        for each in one.budgets:
            found[each.code] |= days.get((one.holder.user_id, each.code), set())
    return dict(found)


def _last_looks(
    people: Sequence[Looker], spans: dict[tuple[int, str], tuple[date, date]]
) -> dict[str, date]:
    found: dict[str, date] = {}
    for one in people:
        for each in one.budgets:
            if span := spans.get((one.holder.user_id, each.code)):
                found[each.code] = max(span[1], found.get(each.code, date.min))
    return found
