"""Commands about reports that go out by mail: arranged, taken back, stopped by a reader.

Who may see a report may have it sent to themselves; its owner may also have it sent to everybody
it is shared with. Each of them gets the own figures, reckoned with the own rights.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.actor import Actor
from access.policy import NotPermitted
from data.store import Store
from data.store.audit import Change, append
from data.store.mail_choices import OFF, choices_of, choose
from data.store.memberships import Membership
from data.store.report_mails import Every, ReportMail, mails_of_report, report_mail
from data.store.tables import utc_now
from data.store.users import User
from planning.mail_times import LAST_DAY, next_time
from planning.reports import ReportError, Seen, one
from planning.sign_in import actor_of

Clock = Callable[[], datetime]
MOST_MAILS: Final = 20
_MOST_CENTS: Final = 10**15
_DAYS: Final = {Every.WEEK: range(7), Every.MONTH: range(1, LAST_DAY + 1)}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants: see `ReportMail` for the fields."""

    every: str
    day: int = 0
    hour: int = 7
    is_shared: bool = False
    change_cents: int | None = None


@dataclass(frozen=True, slots=True)
class SeenMail:
    """An arrangement as one person sees it; `is_off` where that person has stopped it.

    Whoever `may_end` it ends it for everybody, others stop it for themselves.
    """

    id: int
    wish: Wish
    by: str
    is_own: bool
    may_end: bool
    is_off: bool
    next: datetime


def topic_of(mail: ReportMail) -> str:
    """The name under which people stop the mail of one arrangement.

    SQLite gives the number of a row that is gone to another one, so the number is not enough:
    who has stopped one mail would never get the next.
    """
    return f"report:{mail.id}:{int(mail.created_utc.timestamp() * 1000)}"


def listed(actor: Actor, store: Store, number: int) -> list[SeenMail]:
    """The arrangements for a report that concern the actor, or that the actor owns."""
    found = one(actor, store, number)
    with store.reading() as tx:
        return [
            _seen(tx, actor, found, mail)
            for mail in mails_of_report(tx, found.id)
            if _concerns(actor, found, mail)
        ]


def arrange(
    actor: Actor, store: Store, number: int, wish: Wish, zone: ZoneInfo, *, clock: Clock = utc_now
) -> int:
    """Have a report sent by mail; returns the number of the arrangement."""
    found, now = one(actor, store, number), clock()
    _must_make_sense(wish)
    if wish.is_shared and not found.is_own:
        raise ReportError("Only its owner has a report sent to others: choose yourself.")
    if not actor.email:
        raise ReportError("Mail goes to people who have an address.")
    with store.transaction() as tx:
        known = mails_of_report(tx, found.id)
        if len([mail for mail in known if mail.user_id == actor.user_id]) >= MOST_MAILS:
            raise ReportError(f"You have arranged {MOST_MAILS} mails of this report: the most.")
        made = ReportMail(
            district_id=actor.district, report_id=found.id, user_id=actor.user_id,
            every=wish.every, day=wish.day, hour=wish.hour, is_shared=wish.is_shared,
            change_cents=wish.change_cents, snapshot="", created_utc=now,
            next_utc=next_time(wish.every, wish.day, wish.hour, now, zone),
        )  # fmt: skip
        tx.add(made)
        tx.flush()
        _log(tx, actor, made.id, ("report_mail.save", None, made.facts()), now)
        return made.id


def take_back(actor: Actor, store: Store, mail_id: int, *, clock: Clock = utc_now) -> None:
    """End an arrangement for everybody; for somebody else's mail, stop the own copy alone."""
    with store.reading() as tx:
        known = report_mail(tx, mail_id, actor.district)
    found = None if known is None else _read(actor, store, known)
    with store.transaction() as tx:
        mail = report_mail(tx, mail_id, actor.district, to_change=True)
        if mail is None or found is None or not _concerns(actor, found, mail):
            raise ReportError("This mail is not arranged any more.")
        if mail.user_id != actor.user_id and not found.is_own:
            stop(tx, actor, mail, clock())
            return
        before = mail.facts()
        tx.delete(mail)
        tx.flush()
        _log(tx, actor, mail_id, ("report_mail.delete", before, None), clock())


def get_again(actor: Actor, store: Store, mail_id: int, *, clock: Clock = utc_now) -> None:
    """The actor gets mail of an arrangement again that they have stopped."""
    with store.transaction() as tx:
        mail = report_mail(tx, mail_id, actor.district)
        if mail is None:
            raise ReportError("This mail is not arranged any more.")
        if choose(tx, actor.user_id, mail.district_id, topic_of(mail), "", clock()):
            after = {"user": actor.email}
            _log(tx, actor, mail.id, ("report_mail.resume", None, after), clock())


def stop(tx: Session, actor: Actor, mail: ReportMail, now: datetime) -> None:
    """The actor gets no more mail of this arrangement."""
    if choose(tx, actor.user_id, mail.district_id, topic_of(mail), OFF, now):
        _log(tx, actor, mail.id, ("report_mail.stop", None, {"user": actor.email}), now)


def recipients(store: Store, mail: ReportMail) -> list[Actor]:
    """Who gets the report now: whoever has arranged it, or all who may see it.

    Nobody, once the person who has arranged it may not see it any more.
    """
    author = actor_of(store, mail.user_id, mail.district_id)
    if author is None or _read(author, store, mail) is None:
        return []
    with store.reading() as tx:
        off = {who for who, choice in choices_of(tx, mail.district_id, topic_of(mail)).items()
               if choice == OFF}  # fmt: skip
        members = select(Membership.user_id).where(Membership.district_id == mail.district_id)
        wanted = sorted(tx.scalars(members)) if mail.is_shared else [mail.user_id]
    people = (actor_of(store, number, mail.district_id) for number in wanted if number not in off)
    return [who for who in people if who is not None and _read(who, store, mail) is not None]


def _read(actor: Actor, store: Store, mail: ReportMail) -> Seen | None:
    try:
        return one(actor, store, mail.report_id)
    except (ReportError, NotPermitted):
        return None


def _concerns(actor: Actor, found: Seen, mail: ReportMail) -> bool:
    return mail.is_shared or found.is_own or mail.user_id == actor.user_id


def _seen(tx: Session, actor: Actor, found: Seen, mail: ReportMail) -> SeenMail:
    author = tx.get(User, mail.user_id)
    off = choices_of(tx, mail.district_id, topic_of(mail))
    return SeenMail(
        id=mail.id,
        wish=Wish(mail.every, mail.day, mail.hour, mail.is_shared, mail.change_cents),
        by=author.name if author else "",
        is_own=mail.user_id == actor.user_id,
        may_end=mail.user_id == actor.user_id or found.is_own,
        is_off=off.get(actor.user_id) == OFF,
        next=mail.next_utc,
    )


def _must_make_sense(wish: Wish) -> None:
    timed = {Every.DAY, Every.WEEK, Every.MONTH, Every.CHANGE}
    if wish.every not in timed or wish.hour not in range(24):
        raise ReportError("A mail goes out every day, week or month, or when something changes.")
    if wish.every in _DAYS and wish.day not in _DAYS[Every(wish.every)]:
        raise ReportError("This day does not come in every week or month.")
    if wish.change_cents is not None and not 0 < wish.change_cents < _MOST_CENTS:
        raise ReportError("A change is an amount above zero, or nothing for any new row.")


def _log(
    tx: Session, actor: Actor, number: int,
    what: tuple[str, dict[str, Any] | None, dict[str, Any] | None], now: datetime,
) -> None:  # fmt: skip
    action, before, after = what
    entry = Change(action, "report_mail", number, before, after, actor.district)
    append(tx, (actor.user_id, actor.email or actor.label), entry, now)
