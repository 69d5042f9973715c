"""Commands about campaigns: written, tried out, sent to an audience, with what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from access.policy import require
from data.store import Conflict, Store, StoreError
from data.store.audit import Change, append
from data.store.campaigns import NEWS, Campaign, campaign, campaigns, key_of, last_news, mails, sums
from data.store.mail_choices import MONTH, OFF, choices_of
from data.store.memberships import Membership
from data.store.outbox import Link, Message, OutboxMail, post
from data.store.report_mails import Every
from data.store.tables import utc_now
from data.store.users import User
from data.store.visits import last_looks
from planning.audiences import With, names_of
from planning.campaign_texts import BUTTONS, LANGUAGES
from planning.mail_times import LAST_DAY, next_time
from planning.placeholders import check, filled_subject
from planning.sign_in import actor_of

Clock = Callable[[], datetime]
LISTED: Final = 200
LONGEST: Final = {"name": 80, "subject": 150, "text": 5_000}
MONTHLY: Final = timedelta(days=27)
"""Whoever wants mail once a month gets none so soon after the last."""
_AWAY: Final = ("not_seen_days", "not_looked_days")
_MOST_DAYS: Final = range(1, 3_651)
_DAYS: Final = {Every.WEEK: range(7), Every.MONTH: range(1, LAST_DAY + 1)}


class CampaignError(StoreError):
    """Something that cannot be done with a campaign. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A campaign as somebody writes it; the fields are those of `Campaign`."""

    name: str
    subject: str
    text: str
    language: str = "en"
    names: Sequence[tuple[str, str]] = ()
    not_seen_days: int | None = None
    not_looked_days: int | None = None
    every: str = Every.ONCE
    day: int = 0
    hour: int = 7
    is_deadline: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A campaign with its sums, and its newest mails where they were asked for."""

    campaign: Campaign
    sums: Mapping[str, int]
    mails: Sequence[tuple[OutboxMail, frozenset[str]]] = field(default=())


def listed(actor: Actor, store: Store) -> list[Known]:
    """Every campaign of the district, the newest first."""
    require(actor, Permission.MANAGE_CONFIGURE)
    with store.reading() as tx:
        return [Known(one, sums(tx, one.id)) for one in campaigns(tx, actor.district)]


def opened(actor: Actor, store: Store, number: int) -> Known | None:
    """One campaign with its newest mails; none where the district has no such campaign."""
    require(actor, Permission.MANAGE_CONFIGURE)
    with store.reading() as tx:
        found = campaign(tx, number, actor.district)
        return Known(found, sums(tx, number), mails(tx, number, LISTED)) if found else None


def turned_off(actor: Actor, store: Store) -> int:
    """How many people have turned campaigns off."""
    require(actor, Permission.MANAGE_CONFIGURE)
    with store.reading() as tx:
        return sum(one == OFF for one in choices_of(tx, actor.district, NEWS).values())


def save(
    actor: Actor, store: Store, number: int | None, draft: Draft, zone: ZoneInfo, *,
    seen: str = "", clock: Clock = utc_now,
) -> int:  # fmt: skip
    """Keep a campaign, a new one without a number; returns its number. Nothing is sent.

    `seen` is the `mark` of the campaign that was changed into the draft: where somebody else has
    saved another text since, it is a `Conflict`, so that neither is lost.
    """
    require(actor, Permission.MANAGE_CONFIGURE)
    values, now = _checked(draft), clock()
    repeats = draft.every != Every.ONCE
    values["next_utc"] = (
        next_time(draft.every, draft.day, draft.hour, now, zone) if repeats else None
    )
    with store.transaction() as tx:
        found = None if number is None else _found(tx, actor, number)
        if found is not None and seen not in ("", mark(found)):
            raise Conflict(
                "This campaign was changed by somebody else. Copy what you wrote, load the page "
                "again and put both together."
            )
        before = None if found is None else found.facts()
        if found is None:
            found = Campaign(district_id=actor.district, user_id=actor.user_id, created_utc=now,
                             **values)  # fmt: skip
            tx.add(found)
        for name, value in values.items():
            setattr(found, name, value)
        tx.flush()
        _log(tx, actor, found.id, ("campaign.save", before, found.facts()), now)
        return found.id


def mark(found: Campaign) -> str:
    """What tells one wording of a campaign from another; sending and stopping leave it."""
    text = json.dumps(found.facts(), sort_keys=True)
    return sha256(text.encode()).hexdigest()[:16]


def drafted(actor: Actor, draft: Draft) -> Campaign:
    """The campaign that a draft would be, kept nowhere, to look at it before it is saved."""
    require(actor, Permission.MANAGE_CONFIGURE)
    return Campaign(district_id=actor.district, user_id=actor.user_id, **_checked(draft))


def send_now(actor: Actor, store: Store, number: int, *, clock: Clock = utc_now) -> None:
    """Have the worker send a campaign to its audience, within a minute."""
    _moved(actor, store, number, "campaign.send", clock(), clock())


def stop(actor: Actor, store: Store, number: int, *, clock: Clock = utc_now) -> None:
    """Send no more of a campaign until it is saved anew; what is posted already goes out."""
    _moved(actor, store, number, "campaign.stop", None, clock())


def delete(actor: Actor, store: Store, number: int, *, clock: Clock = utc_now) -> None:
    """Take a campaign away that was never sent; the others stay, with what came of them."""
    require(actor, Permission.MANAGE_CONFIGURE)
    with store.transaction() as tx:
        found = _found(tx, actor, number)
        if sums(tx, number)["posted"]:
            raise CampaignError("This campaign was sent, so its results stay: stop it instead.")
        before = found.facts()
        tx.delete(found)
        tx.flush()
        _log(tx, actor, number, ("campaign.delete", before, None), clock())


def try_out(
    actor: Actor, store: Store, number: int, district_name: str, *, clock: Clock = utc_now
) -> None:
    """Send a campaign to the actor alone, with the actor's own figures; it counts nowhere."""
    require(actor, Permission.MANAGE_CONFIGURE)
    now = clock()
    with store.transaction() as tx:
        found = _found(tx, actor, number)
        key = f"campaign-test:{number}:{actor.user_id}:{now.isoformat()}"
        post(tx, message_of(found, actor, key, district_name), now)
        _log(tx, actor, number, ("campaign.try", None, {"to": actor.email}), now)


def audience(store: Store, found: Campaign, now: datetime) -> list[Actor]:
    """Everybody whom a campaign is for at this moment, whatever mail they want."""
    wanted = {(kind, code.lower()) for kind, code in found.audience.get("names") or ()}
    with store.reading() as tx:
        away = _away(tx, found, now)
    people = [who for who in (actor_of(store, one, found.district_id) for one in away) if who]
    with store.reading() as tx:
        return [who for who in people if not wanted or names_of(tx, who) & wanted]


def _away(tx: Session, found: Campaign, now: datetime) -> list[int]:
    """Members who have stayed away for as long as the campaign says: from us, from a budget."""
    members = tx.execute(
        select(User.id, User.last_sign_in_utc)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.district_id == found.district_id, User.is_active)
        .order_by(User.id)
    ).all()
    seen_days, looked_days = (found.audience.get(name) for name in _AWAY)
    looked: dict[int, date] = {}
    if looked_days is not None:
        for (who, _), (_, last) in last_looks(tx, found.district_id).items():
            looked[who] = max(last, looked.get(who, last))
    return [
        who for who, last in members
        if (seen_days is None or last is None or now - last >= timedelta(days=seen_days))
        and (looked_days is None or who not in looked
             or now.date() - looked[who] >= timedelta(days=looked_days))
    ]  # fmt: skip


def post_to(
    tx: Session, found: Campaign, people: Sequence[Actor], district_name: str, now: datetime
) -> int:
    """Post a campaign to the people who want it; returns how many mails that makes.

    A deadline is told to everybody. The moment at which it was due is part of the keys, so the
    same sending posts once; so is its rhythm, which the campaign may change afterwards.
    """
    choices = {} if found.is_deadline else choices_of(tx, found.district_id, NEWS)
    recent = last_news(tx, found.district_id, now - MONTHLY)
    moment = f"{found.next_utc or now:%Y%m%dT%H%M%S}:{found.every}"
    posted = 0
    for who in people:
        choice = choices.get(who.user_id)
        if choice == OFF or (choice == MONTH and who.email in recent):
            continue
        key = f"{key_of(found.id)}{who.user_id}:{moment}"
        posted += post(tx, message_of(found, who, key, district_name), now)
    return posted


def message_of(found: Campaign, who: Actor, key: str, district_name: str) -> Message:
    """The mail of a campaign to one person, without its figures."""
    return Message(
        key=key,
        recipient=who.email,
        subject=filled_subject(found.subject, {"name": who.own_label, "district": district_name}),
        paragraphs=(),
        link=Link(BUTTONS[found.language], "/"),
        district=found.district_id,
        topic="" if found.is_deadline else NEWS,
        content={"kind": "campaign", "campaign": found.id, "person": who.user_id},
    )


def _checked(draft: Draft) -> dict[str, Any]:
    given = {name: getattr(draft, name).replace("\r\n", "\n").strip() for name in LONGEST}
    for name, text in given.items():
        if not text:
            raise CampaignError(f"A campaign needs a {name}.")
        if len(text) > LONGEST[name]:
            raise CampaignError(f"The {name} is longer than {LONGEST[name]:,} characters.")
    check(given["subject"], given["text"])
    if (
        draft.language not in LANGUAGES
        or draft.every not in tuple(Every)
        or draft.every == "change"
    ):
        raise CampaignError("Choose a language and when the mail goes out.")
    if draft.hour not in range(24) or draft.day not in _DAYS.get(Every(draft.every), range(32)):
        raise CampaignError("This hour or day does not come in every week or month.")
    away = {name: getattr(draft, name) for name in _AWAY}
    if any(days is not None and days not in _MOST_DAYS for days in away.values()):
        raise CampaignError("Days of staying away are a number from 1 to 3650.")
    if any(kind not in (With.ROLE, With.BUDGET) or not code for kind, code in draft.names):
        raise CampaignError("An audience is a role, or the team of a budget.")
    names = [[str(kind), code.strip()] for kind, code in draft.names]
    kept = ("language", "every", "day", "hour", "is_deadline")
    return {
        **given,
        **{name: getattr(draft, name) for name in kept},
        "audience": {"names": names, **away},
    }


def _moved(
    actor: Actor, store: Store, number: int, action: str, due: datetime | None, now: datetime
) -> None:
    require(actor, Permission.MANAGE_CONFIGURE)
    with store.transaction() as tx:
        found = _found(tx, actor, number)
        found.next_utc = due
        tx.flush()
        _log(tx, actor, number, (action, None, {"name": found.name}), now)


def _found(tx: Session, actor: Actor, number: int) -> Campaign:
    found = campaign(tx, number, actor.district, to_change=True)
    if found is None:
        raise CampaignError("There is no such campaign any more.")
    return found


def _log(
    tx: Session, actor: Actor, number: int,
    what: tuple[str, Mapping[str, Any] | None, Mapping[str, Any] | None], now: datetime,
) -> None:  # fmt: skip
    action, before, after = what
    entry = Change(action, "campaign", number, before, after, actor.district)
    append(tx, (actor.user_id, actor.email or actor.label), entry, now)
