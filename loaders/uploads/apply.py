"""Writes what was reviewed: every record of one upload in one transaction, or none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.entities.entity import Entity
from data.store.assigned import follow_people
from data.store.audit import Change, append_all
from data.store.record_tables import RECORDS
from data.store.records import (
    Draft,
    Record,
    add_records,
    change_records,
    records,
    remove_records,
)
from data.store.store import Conflict
from loaders.uploads.changes import Outcome, RecordChange
from loaders.uploads.groups import Key
from loaders.uploads.packed import plain_values

CHANGING: Final = (Outcome.CREATE, Outcome.UPDATE, Outcome.DELETE)


def records_by_key(tx: Session, district: str, entity: Entity) -> dict[Key, Record]:
    """Every record of the entity by key."""
    return {entity.key_of(one.values): one for one in records(tx, district, entity)}


def apply_changes(
    tx: Session,
    district: str,
    entity: Entity,
    changes: Sequence[RecordChange],
    kept: Mapping[Key, Record],
    *,
    actor: tuple[int, str],
    now: datetime,
) -> None:
    """Write the changes and an audit entry for each; `kept` are the records they were made for.

    Removals come first and new records last, so that a name that becomes free can be taken.
    Raises `Conflict` where the number of records afterwards is not the one that was promised.
    """
    expected = len(kept)
    by_outcome = {one: [c for c in changes if c.outcome is one] for one in CHANGING}
    gone = [kept[one.key] for one in by_outcome[Outcome.DELETE]]
    remove_records(tx, district, entity, gone)
    updated = [(kept[one.key], _after(one)) for one in by_outcome[Outcome.UPDATE]]
    changed = [Record(old.id, old.version, new.values, new.lines) for old, new in updated]
    change_records(tx, district, entity, changed)
    made = add_records(tx, district, entity, [_after(one) for one in by_outcome[Outcome.CREATE]])
    expected += len(made) - len(gone)
    table = RECORDS[entity.name]
    counted = tx.scalar(
        select(func.count()).select_from(table).where(table.c.district_id == district)
    )
    if counted != expected:
        raise Conflict(
            f"{entity.plural}: {counted} records are there, {expected} were expected; nothing "
            "has been changed. Look at the review again."
        )
    entries = chain(
        (_entry(entity, district, "delete", one.id, one, None) for one in gone),
        (_entry(entity, district, "update", old.id, old, new) for old, new in updated),
        (_entry(entity, district, "create", one.id, None, one) for one in made),
    )
    if entity.name == "district_user":
        follow_people(tx, district, now, by=actor[1])
    append_all(tx, actor, entries, now)


def facts(entity: Entity, held: Draft | Record | None) -> Mapping[str, Any] | None:
    """A record as the audit log writes it."""
    if held is None:
        return None
    values = plain_values(entity.fields, held.values)
    if entity.lines:
        values["lines"] = [plain_values(entity.lines, line) for line in held.lines]
    return values


def _after(change: RecordChange) -> Draft:
    assert change.after is not None  # noqa: S101 - only removals have no content afterwards
    return change.after


def _entry(
    entity: Entity,
    district: str,
    verb: str,
    number: int,
    before: Draft | Record | None,
    after: Draft | Record | None,
) -> Change:
    return Change(
        f"{entity.name}.{verb}",
        entity.name,
        number,
        facts(entity, before),
        facts(entity, after),
        district,
    )
