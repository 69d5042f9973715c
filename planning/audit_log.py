"""The audit log as people use it: verified as a whole, and searched page by page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, or_, select

from access.actor import Actor
from access.permissions import Permission
from access.policy import require
from data.entities.scope_lines import SCOPE
from data.store import Store, StoreError
from data.store.audit import Anchor, AuditEntry, Broken, anchor, verify

PAGE: Final = 50
# The log keeps names in alphabetical order; a scope line is read field, operator, value.
_ORDER: Final = {name: place for place, name in enumerate(SCOPE)}
_UTC: Final = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Verification:
    """How many entries there are, the last seal, and every place that was tampered with."""

    count: int
    seal: str
    broken: tuple[Broken, ...]

    def lines(self) -> list[str]:
        """The result for a terminal; the second line is the anchor to keep elsewhere."""
        if not self.broken:
            return [f"audit log: {self.count} entries, sound", f"anchor: {self.count}:{self.seal}"]
        head = f"audit log: {self.count} entries, {len(self.broken)} places broken"
        return [head, *(f"  entry {one.seq}: {one.reason}" for one in self.broken)]


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for. `words` are found in the author, the action and both states."""

    words: str = ""
    entity: str = ""
    since: date | None = None
    until: date | None = None
    before_seq: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry for reading: `changed` are (field, before, after) of what differs."""

    seq: int
    at: datetime
    author: str
    action: str
    entity: str
    entity_id: str
    changed: tuple[tuple[str, str, str], ...]


def verification(store: Store, known: str = "") -> Verification:
    """Check every seal of the log; `known` is an anchor of earlier, `COUNT:SEAL`."""
    with store.reading() as tx:
        broken = verify(tx, _anchor(known) if known else None)
        head = anchor(tx)
    return Verification(head.count, head.seal, tuple(broken))


def found(actor: Actor, store: Store, search: Search, *, limit: int = PAGE) -> list[Entry]:
    """Entries of the actor's district that fit, the newest first."""
    require(actor, Permission.DISTRICT_ADMINISTER)
    with store.reading() as tx:
        rows = tx.scalars(_wanted(actor.district, search).limit(limit))
        return [_entry(row) for row in rows]


def entities(actor: Actor, store: Store) -> list[str]:
    """The kinds of things that the log of the district tells of."""
    require(actor, Permission.DISTRICT_ADMINISTER)
    column = AuditEntry.entity
    with store.reading() as tx:
        wanted = select(column).where(AuditEntry.district_id == actor.district).distinct()
        return sorted(tx.scalars(wanted))


def _wanted(district: str, search: Search) -> Select[AuditEntry]:
    wanted = select(AuditEntry).where(AuditEntry.district_id == district)
    if search.entity:
        wanted = wanted.where(AuditEntry.entity == search.entity)
    if search.since:
        wanted = wanted.where(AuditEntry.at_utc >= _midnight(search.since))
    if search.until:
        wanted = wanted.where(AuditEntry.at_utc < _midnight(search.until + timedelta(days=1)))
    if search.before_seq:
        wanted = wanted.where(AuditEntry.seq < search.before_seq)
    for word in search.words.lower().split():
        wanted = wanted.where(_tells_of(word))
    return wanted.order_by(AuditEntry.seq.desc())


def _tells_of(word: str) -> Any:
    columns = (
        AuditEntry.actor_label,
        AuditEntry.action,
        AuditEntry.entity_id,
        AuditEntry.before,
        AuditEntry.after,
    )
    return or_(*(func.lower(column).contains(word, autoescape=True) for column in columns))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, _UTC)


def _entry(row: AuditEntry) -> Entry:
    before, after = (json.loads(text) if text else {} for text in (row.before, row.after))
    names = dict.fromkeys([*before, *after])
    changed = tuple(
        (name, _said(before.get(name)), _said(after.get(name)))
        for name in names
        if before.get(name) != after.get(name)
    )
    return Entry(
        row.seq, row.at_utc, row.actor_label, row.action, row.entity, row.entity_id, changed
    )


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_said(one) for one in value)
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: _ORDER.get(name, len(_ORDER)))
        return " ".join(_said(value[name]) for name in names if value[name] is not None)
    return str(value)


def _anchor(text: str) -> Anchor:
    count, _, seal = text.strip().partition(":")
    if not count.isdigit() or len(seal) not in {0, 64}:
        raise StoreError(f"An anchor is written COUNT:SEAL, found {text!r}.")
    return Anchor(int(count), seal)
