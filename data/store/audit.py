"""The audit log: every change, who made it, before and after. Entries are never edited.

Each entry is sealed with a key kept outside the database, over its own content and the seal of
the entry before it; a sealed head counts the entries. So an edit, a deletion, a swap, an inserted
or a cut-off entry is found by `verify`. Restoring a whole older state of the database is found
only against an `anchor` that was written down elsewhere: write it off the host daily.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any, Final

from sqlalchemy import BigInteger, Select, String, Text, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.store import Store, StoreError
from data.store.tables import Moment, StoreTable

_CHUNK: Final = 2_000
_PLAIN: Final = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
)
_LIST: Final = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)


class AuditEntry(StoreTable):
    """One change. `before` and `after` are canonical JSON, empty where there is nothing."""

    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at_utc: Mapped[Moment]
    actor_id: Mapped[int]
    actor_label: Mapped[str] = mapped_column(String(254))
    action: Mapped[str] = mapped_column(String(60))
    entity: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[str] = mapped_column(String(60))
    district_id: Mapped[str | None] = mapped_column(String(60))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    seal: Mapped[str] = mapped_column(String(64))


_ENTRIES: Final = StoreTable.metadata.tables[AuditEntry.__tablename__]


class AuditHead(StoreTable):
    """One row: how many entries there are, the last seal, and a seal over both."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(BigInteger)
    last: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))


_POSITION: Select[Any] = select(AuditHead.__table__.c.count, AuditHead.__table__.c.last).where(
    AuditHead.__table__.c.id == 1
)
_SEALED = (
    "seq", "at_utc", "actor_id", "actor_label", "action", "entity", "entity_id", "district_id",
    "before", "after",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to what. `before` is empty for something new, `after` for a removal."""

    action: str
    entity: str
    entity_id: str | int
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    district_id: str | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """How many entries there are and the last seal; to be kept outside the host."""

    count: int
    seal: str


@dataclass(frozen=True, slots=True)
class Broken:
    """One place where the log is not what was written: entry number and reason."""

    seq: int
    reason: str


def append(tx: Session, actor: tuple[int, str], change: Change, now: datetime) -> int:
    """Write one entry in the transaction of its change; returns the entry's number.

    `actor` is (user id, label). Raises `StoreError` when the store was opened without its key.
    """
    return append_all(tx, actor, [change], now)


def append_all(
    tx: Session, actor: tuple[int, str], changes: Iterable[Change], now: datetime
) -> int:
    """Write an entry for each change, some thousands at a time; returns the last one's number.

    A file of twenty thousand records leaves as many entries in about a second. Changes are taken
    as they are written, so they may be made one by one.
    """
    key = _key(tx)
    # The head is locked until the end of the transaction, so entries never branch.
    head = tx.get_one(AuditHead, 1, with_for_update=True, populate_existing=True)
    waiting = iter(changes)
    while some := list(islice(waiting, _CHUNK)):
        rows = []
        for seq, change in enumerate(some, head.count + 1):
            row = _row(seq, actor, change, now)
            head.last = row["seal"] = _row_seal(key, head.last, row)
            rows.append(row)
        tx.connection().execute(insert(_ENTRIES), rows)
        head.count += len(rows)
        head.seal = _head_seal(key, head.count, head.last)
    tx.flush()
    return head.count


def _row(seq: int, actor: tuple[int, str], change: Change, now: datetime) -> dict[str, Any]:
    """An entry without its seal."""
    return {
        "seq": seq,
        "at_utc": now,
        "actor_id": actor[0],
        "actor_label": actor[1],
        "action": change.action,
        "entity": change.entity,
        "entity_id": str(change.entity_id),
        "district_id": change.district_id,
        "before": _canonical(change.before),
        "after": _canonical(change.after),
    }


def anchor(tx: Session) -> Anchor:
    """The state of the log to write down elsewhere."""
    head = tx.get_one(AuditHead, 1)
    return Anchor(head.count, head.last)


def position(store: Store) -> tuple[int, str]:
    """How far the log reaches: it differs after every change that is kept."""
    [(count, last)] = store.rows(_POSITION, {})
    return int(count), str(last)


def entries(tx: Session, *, limit: int = 100, before_seq: int | None = None) -> list[AuditEntry]:
    """The newest entries first, older than `before_seq` when given."""
    wanted = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(limit)
    if before_seq is not None:
        wanted = wanted.where(AuditEntry.seq < before_seq)
    return list(tx.scalars(wanted))


def verify(tx: Session, known: Anchor | None = None) -> list[Broken]:
    """Every place where the log was tampered with; an empty list is a sound log.

    With an anchor of earlier, the entry it names must still carry its seal.
    """
    key = _key(tx)
    problems: list[Broken] = []
    expected, last = 1, ""
    for entry in _all(tx):
        if entry.seq != expected:
            problems.append(Broken(expected, f"entries {expected} to {entry.seq - 1} are missing"))
        elif not hmac.compare_digest(entry.seal, _entry_seal(key, last, entry)):
            problems.append(Broken(entry.seq, "the entry does not carry its own seal"))
        if known is not None and entry.seq == known.count and entry.seal != known.seal:
            problems.append(Broken(entry.seq, "the entry differs from the anchor"))
        expected, last = entry.seq + 1, entry.seal
    return problems + _head_problems(tx, key, Anchor(expected - 1, last), known)


def _head_problems(tx: Session, key: bytes, found: Anchor, known: Anchor | None) -> list[Broken]:
    problems = []
    head = tx.get_one(AuditHead, 1, populate_existing=True)
    wanted = _head_seal(key, head.count, head.last) if head.count else ""
    if not hmac.compare_digest(head.seal, wanted):
        problems.append(Broken(head.count, "the head of the log does not carry its own seal"))
    if Anchor(head.count, head.last) != found:
        reason = f"{found.count} entries are there, {head.count} were written"
        problems.append(Broken(min(found.count, head.count) + 1, reason))
    if known is not None and found.count < known.count:
        reason = f"{found.count} entries are there, the anchor counts {known.count}"
        problems.append(Broken(found.count + 1, reason))
    return problems


def _all(tx: Session) -> Iterator[AuditEntry]:
    yield from tx.scalars(
        select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=2_000)
    )


def _key(tx: Session) -> bytes:
    key: bytes = tx.info.get("audit_key", b"")
    if not key:
        raise StoreError("The store was opened without the key of its audit log.")
    return key


def _canonical(facts: Mapping[str, Any] | None) -> str:
    if facts is None:
        return ""
    return _PLAIN.encode(facts)


def _entry_seal(key: bytes, last: str, entry: AuditEntry) -> str:
    return _row_seal(key, last, {name: getattr(entry, name) for name in _SEALED})


def _row_seal(key: bytes, last: str, row: Mapping[str, Any]) -> str:
    moment: datetime = row["at_utc"]
    facts = [row[name] for name in _SEALED]
    facts[_SEALED.index("at_utc")] = moment.isoformat(timespec="microseconds")
    text = _LIST.encode([last, *facts])
    return hmac.new(key, text.encode(), sha256).hexdigest()


def _head_seal(key: bytes, count: int, last: str) -> str:
    return hmac.new(key, f"head:{count}:{last}".encode(), sha256).hexdigest()
