"""Configured records of a district: read and written in the transaction of their command.

Nothing here checks rules or writes the audit log; the commands do. Many records go in few
statements, so that a file of a district's positions takes a second or two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import bindparam

from data.entities.content import Key
from data.entities.entity import Entity, compared
from data.entities.field import Value
from data.store.record_tables import LINES, RECORDS, SEPARATOR
from data.store.store import Conflict

Values = Mapping[str, Value]
_CHUNK: Final = 500
_WRITTEN: Final = 2_000
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that is to be made: values by field name, and its lines."""

    values: Values
    lines: tuple[Values, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A record that is kept. `version` counts its changes, so that stale ones are found."""

    id: int
    version: int
    values: Values
    lines: tuple[Values, ...] = field(default=())


def records(
    tx: Session, district: str, entity: Entity, ids: Iterable[int] | None = None
) -> list[Record]:
    """The records of a district by key, all of them or those with the given numbers."""
    table = RECORDS[entity.name]
    wanted = select(table).where(table.c.district_id == district).order_by(table.c.record_key)
    if ids is None:
        rows: Iterable[Any] = tx.execute(wanted.execution_options(yield_per=_WRITTEN)).mappings()
        return _with_lines(tx, district, entity, rows, None)
    made = []
    for some in _chunks(list(ids)):
        rows = tx.execute(wanted.where(table.c.id.in_(some))).mappings()
        made += _with_lines(tx, district, entity, rows, some)
    return made


def record(tx: Session, district: str, entity: Entity, record_id: int) -> Record | None:
    """One record by its number, if the district has it."""
    return next(iter(records(tx, district, entity, [record_id])), None)


def records_by_key(tx: Session, district: str, entity: Entity, keys: Iterable[Key]) -> list[Record]:
    """The records of a district that have the given keys, as `Entity.key_of` gives them."""
    table = RECORDS[entity.name]
    found: list[int] = []
    for some in _chunks([SEPARATOR.join(key) for key in keys]):
        wanted = select(table.c.id).where(
            table.c.district_id == district, table.c.record_key.in_(some)
        )
        found += tx.scalars(wanted)
    return records(tx, district, entity, found) if found else []


def add_records(
    tx: Session, district: str, entity: Entity, drafts: Sequence[Draft]
) -> list[Record]:
    """Keep new records; returns them as they are kept, in the same order."""
    table = RECORDS[entity.name]
    every: list[Record] = []
    for some in _chunks(drafts, _WRITTEN):
        rows = [
            _row(entity, draft.values) | {"district_id": district, "version": 1} for draft in some
        ]
        made = tx.execute(insert(table).returning(table.c.id, table.c.record_key), rows)
        ids = {key: number for number, key in made}
        kept = [
            Record(ids[row["record_key"]], 1, draft.values, draft.lines)
            for row, draft in zip(rows, some, strict=True)
        ]
        _add_lines(tx, district, entity, kept)
        every += kept
    return every


def change_records(
    tx: Session, district: str, entity: Entity, changed: Sequence[Record]
) -> list[Record]:
    """Keep new values and lines of records, each at the version that was read.

    Raises `Conflict` when one of them has been changed or removed since.
    """
    if not changed:
        return []
    table = RECORDS[entity.name]
    _hold(tx, district, entity, changed)
    if entity.unique:
        # Two records may exchange their names; neither may meet the other on the way.
        for some in _chunks([one.id for one in changed]):
            tx.execute(update(table).where(table.c.id.in_(some)).values(other_key=None))
    for part in _chunks(changed, _WRITTEN):
        rows = [
            _row(entity, one.values) | {"row_id": one.id, "version": one.version + 1}
            for one in part
        ]
        tx.connection().execute(update(table).where(table.c.id == bindparam("row_id")), rows)
    _remove_lines(tx, entity, [one.id for one in changed])
    kept = [Record(one.id, one.version + 1, one.values, one.lines) for one in changed]
    _add_lines(tx, district, entity, kept)
    return kept


def remove_records(tx: Session, district: str, entity: Entity, gone: Sequence[Record]) -> None:
    """Remove records, each at the version that was read; raises `Conflict` like a change."""
    table = RECORDS[entity.name]
    _hold(tx, district, entity, gone)
    _remove_lines(tx, entity, [one.id for one in gone])
    for some in _chunks([one.id for one in gone]):
        tx.execute(delete(table).where(table.c.id.in_(some)))


def _row(entity: Entity, values: Values) -> dict[str, Any]:
    row: dict[str, Any] = {one.name: values.get(one.name) for one in entity.fields}
    row["record_key"] = SEPARATOR.join(entity.key_of(values))
    other = compared(values, entity.unique[0]) if entity.unique else ()
    row["other_key"] = SEPARATOR.join(other) or None
    return row


def _hold(tx: Session, district: str, entity: Entity, read: Sequence[Record]) -> None:
    """Hold the rows until the end of the transaction; they must be what was read."""
    table = RECORDS[entity.name]
    kept: dict[int, int] = {}
    for some in _chunks([one.id for one in read]):
        wanted = select(table.c.id, table.c.version).where(
            table.c.district_id == district, table.c.id.in_(some)
        )
        kept |= {row.id: row.version for row in tx.execute(wanted.with_for_update())}
    for one in read:
        if kept.get(one.id) != one.version:
            name = f"{entity.title} {entity.label_of(one.values)}"
            what = "changed" if one.id in kept else "removed"
            raise Conflict(
                f"{name} has been {what} by somebody else in the meantime. Load it again, look "
                "at the change and repeat yours."
            )


def _with_lines(
    tx: Session, district: str, entity: Entity, rows: Iterable[Any], ids: Sequence[int] | None
) -> list[Record]:
    lines: dict[int, list[Values]] = defaultdict(list)
    if entity.lines:
        table = LINES[entity.name]
        wanted = select(table).where(table.c.district_id == district)
        if ids is not None:
            wanted = wanted.where(table.c.record_id.in_(ids))
        for row in tx.execute(wanted.order_by(table.c.record_id, table.c.place)).mappings():
            lines[row["record_id"]].append({one.name: row[one.name] for one in entity.lines})
    names = [one.name for one in entity.fields]
    return [
        Record(row["id"], row["version"], {name: row[name] for name in names},
               tuple(lines[row["id"]]))
        for row in rows
    ]  # fmt: skip


def _add_lines(tx: Session, district: str, entity: Entity, kept: Sequence[Record]) -> None:
    rows = [
        {one.name: line.get(one.name) for one in entity.lines}
        | {"district_id": district, "record_id": made.id, "place": place}
        for made in kept
        for place, line in enumerate(made.lines, 1)
    ]
    if rows:
        tx.execute(insert(LINES[entity.name]), rows)


def _remove_lines(tx: Session, entity: Entity, ids: Sequence[int]) -> None:
    if entity.lines:
        table = LINES[entity.name]
        for some in _chunks(ids):
            tx.execute(delete(table).where(table.c.record_id.in_(some)))


def _chunks(some: Sequence[Item], size: int = _CHUNK) -> Iterable[Sequence[Item]]:
    return (some[start : start + size] for start in range(0, len(some), size))
