"""Milestones of looking: found once, and each person congratulated once, on screen and by mail.

On screen a milestone is told from the first time on that somebody meets it until it is closed, at
the longest for the rest of that day, and one at a time. Whoever looks as somebody else neither sees
nor uses it up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from access.actor import SYSTEM, Actor
from access.permissions import Permission
from access.scope import Scope
from config import Settings
from data.store import Store
from data.store.milestones import (
    Milestone,
    Reached,
    keep_closed,
    keep_mailed,
    keep_milestone,
    keep_shown,
    milestones_for,
    reached,
    told,
)
from data.store.tables import utc_now
from data.store.visits import first_look
from metrics.adoption import is_reached, weeks_in_a_row
from planning.adoption import adoption
from planning.adoption_goal import goal
from planning.visits import Visits

WEEKS_IN_A_ROW: Final = 4
FRESH: Final = timedelta(days=30)
"""Nobody is congratulated on what was reached longer ago."""
_LEADERS: Final = frozenset({Permission.MANAGE_CONFIGURE, Permission.LOAD_READ})


@dataclass(frozen=True, slots=True)
class Told:
    """A milestone that somebody is congratulated on; the fields are those of `Milestone`."""

    what: Reached
    subject: str


def find_milestones(settings: Settings, store: Store, district: str, today: date) -> None:
    """Keep the budgets looked at week after week, and the goal, once they are reached."""
    actor = replace(SYSTEM, district=district, districts=(district,), scope=Scope.whole(district))
    found = adoption(actor, store, today)
    percent, regular = goal(settings, store, district), found.regular
    fresh = {
        (Reached.WEEKS, code)
        for code, days in found.budget_days.items()
        if weeks_in_a_row(days, today) >= WEEKS_IN_A_ROW
    }
    if is_reached(percent, sum(regular.values()), len(regular), len(found.people)):
        fresh.add((Reached.GOAL, str(percent)))
    with store.reading() as tx:
        known = {(what, one) for what in Reached for one in reached(tx, district, what)}
    if fresh - known:
        with store.transaction() as tx:
            for what, subject in sorted(fresh - known):
                keep_milestone(tx, district, what, subject, today)


def to_show(
    actor: Actor, store: Store, visits: Visits, today: date, *, is_looking: bool
) -> list[Told]:
    """What the actor is congratulated on at this moment: one milestone at the most.

    `is_looking` says that one of the own budgets is in front of the actor, perhaps for the first
    time. What is shown is written down behind the request.
    """
    if actor.viewer or actor.is_system:
        return []
    key = ("milestones", actor.user_id, actor.district, today, is_looking)
    if key in visits.heard:
        return []
    with store.reading() as tx:
        found = [*_first(tx, actor, today, is_looking=is_looking), *_kept(tx, actor, today)]
        numbers = told(tx, actor.user_id, [one.id for one in found if one.id])
    # What is nearest to the person comes first.
    for one in sorted(found, key=lambda one: list(Reached).index(Reached(one.what))):
        known = numbers.get(one.id)
        if known and (known.closed_utc or known.shown_day not in (None, today)):
            continue
        if not known or known.shown_day is None:
            visits.later(_shown(actor, one, today))
        return [Told(Reached(one.what), one.subject)]
    visits.heard.add(key)
    return []


def close(
    actor: Actor, store: Store, what: str, subject: str,
    *, clock: Callable[[], datetime] = utc_now,
) -> None:  # fmt: skip
    """Never show a milestone to the actor again; what is not the actor's own is passed over."""
    now = clock()
    with store.transaction() as tx:
        for one in _kept(tx, actor, now.date()):
            if (one.what, one.subject) == (what, subject):
                keep_closed(tx, actor.user_id, one.id, now)


def for_mail(actor: Actor, store: Store, mail_id: int, today: date) -> list[tuple[int, Told]]:
    """What a mail congratulates its recipient on, by number: what no other mail has told."""
    with store.reading() as tx:
        found = _kept(tx, actor, today)
        known = told(tx, actor.user_id, [one.id for one in found])
    return [
        (one.id, Told(Reached(one.what), one.subject))
        for one in found
        if one.id not in known or known[one.id].mail_id in (None, mail_id)
    ]


def mark_mailed(tx: Session, person: int, numbers: Sequence[int], mail_id: int) -> None:
    """Keep that a mail tells somebody of these milestones, so that no other does."""
    for number in numbers:
        keep_mailed(tx, person, number, mail_id)


def _kept(tx: Session, actor: Actor, today: date) -> list[Milestone]:
    """Milestones of the actor, of the own budgets, and of the district."""
    budgets = {one.code for one in actor.scope.budgets} | ({actor.location_id} - {None})
    is_told = actor.is_owner or bool(_LEADERS & actor.permissions)
    own: list[tuple[Reached, Sequence[str] | None]] = [
        (Reached.FIRST_LOOK, [str(actor.user_id)]),
        (Reached.WEEKS, sorted(str(code) for code in budgets)),
        *([(Reached.GOAL, None)] if is_told else []),
    ]
    return milestones_for(tx, actor.district, own, today - FRESH)


def _first(tx: Session, actor: Actor, today: date, *, is_looking: bool) -> list[Milestone]:
    """The first look of an owner, where it is not kept yet."""
    subject = str(actor.user_id)
    asked = [(Reached.FIRST_LOOK, [subject])]
    if not actor.is_owner or milestones_for(tx, actor.district, asked, date.min):
        return []
    day = first_look(tx, actor.user_id, actor.district) or (today if is_looking else None)
    if day is None or day < today - FRESH:
        return []
    return [Milestone(district_id=actor.district, what=Reached.FIRST_LOOK, subject=subject,
                      day=day)]  # fmt: skip


def _shown(actor: Actor, one: Milestone, today: date) -> Callable[[Session], None]:
    what, subject, day = Reached(one.what), one.subject, one.day

    def write(tx: Session) -> None:
        keep_milestone(tx, actor.district, what, subject, day)
        kept = milestones_for(tx, actor.district, [(what, [subject])], day)
        keep_shown(tx, actor.user_id, kept[0].id, today)

    return write
