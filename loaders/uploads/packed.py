"""What an upload keeps for later, packed: the table that was read, and the records it changed."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, repeat
from typing import Any, Final

from data.entities.entity import Entity
from data.entities.field import Field, Kind, Value
from data.entities.registry import ENTITIES
from data.store.records import Draft, Values
from loaders.uploads.changes import Outcome, RecordChange
from loaders.uploads.mapping import is_private
from loaders.uploads.sheet import Format, Sheet
from loaders.uploads.sheet_rows import SheetRow, SheetRows, rows_of

_LEVEL: Final = 3
_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# Tables kept by earlier versions are JSON, packed with gzip.
_GZIP: Final = b"\x1f\x8b"


def packed_sheet(sheet: Sheet) -> bytes:
    """The table without the cells of columns that are never stored: a line of facts, the rows."""
    private = [place for place, heading in enumerate(sheet.headings) if is_private(heading)]
    facts = [sheet.name, sheet.form, sheet.headings, sheet.encoding, sheet.delimiter, sheet.sheet]
    head = json.dumps([*facts, sheet.sheets, sheet.notes])
    return head.encode() + b"\n" + sheet.rows.without(private).to_bytes()


def unpacked_sheet(content: bytes, *, most: int | None = None) -> Sheet:
    """The table as it was read; with `most`, of a long one only some first rows, at least those."""
    if content.startswith(_GZIP):
        *facts, kept = _unpacked(content)
        rows = rows_of((SheetRow(n, tuple(cells), why) for n, cells, why in kept), len(facts[2]))
    else:
        head, _, packed = content.partition(b"\n")
        facts, rows = json.loads(head), SheetRows.from_bytes(packed, most=most)
    name, form, headings, encoding, delimiter, chosen, names, notes = facts
    return Sheet(
        name, Format(form), tuple(headings), rows, encoding, delimiter, chosen, tuple(names),
        tuple(notes),
    )  # fmt: skip


Part = tuple[Entity, Sequence[RecordChange]]


def packed_changes(parts: Sequence[Part]) -> bytes:
    """The records that were created, changed and removed, by kind, before and after."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=_LEVEL, mtime=0) as file:
        # One record after the other: together they would be the largest thing in memory.
        for start, (entity, some) in zip(chain("[", repeat(",")), parts, strict=False):
            file.write(f"{start}[{json.dumps(entity.name)},[".encode())
            for comma, one in zip(chain([""], repeat(",")), some, strict=False):
                file.write(f"{comma}{_JSON.encode(_plain_change(entity, one))}".encode())
            file.write(b"]]")
        file.write(b"]" if parts else b"[]")
    return out.getvalue()


def unpacked_changes(diff: bytes) -> list[Part]:
    """The same changes again."""
    kept = _unpacked(diff)
    return [(ENTITIES[name], read_changes(ENTITIES[name], some)) for name, some in kept]


def plain_changes(entity: Entity, changes: Sequence[RecordChange]) -> list[Any]:
    """The changes as JSON holds them."""
    return [_plain_change(entity, one) for one in changes]


def _plain_change(entity: Entity, one: RecordChange) -> list[Any]:
    drafts = [_plain_draft(entity, draft) for draft in (one.before, one.after)]
    return [one.outcome, one.key, one.label, one.rows, *drafts]


def read_changes(entity: Entity, kept: Sequence[Any]) -> list[RecordChange]:
    """What `plain_changes` made."""
    return [
        RecordChange(
            Outcome(outcome), tuple(key), label, tuple(rows), _draft(entity, before),
            _draft(entity, after),
        )
        for outcome, key, label, rows, before, after in kept
    ]  # fmt: skip


def plain_values(fields: Sequence[Field], values: Values) -> dict[str, Any]:
    """Values as JSON holds them: numbers with decimals and dates as texts."""
    return {field.name: _plain(values.get(field.name)) for field in fields}


def _plain_draft(entity: Entity, draft: Draft | None) -> Any:
    if draft is None:
        return None
    lines = [plain_values(entity.lines, line) for line in draft.lines]
    return [plain_values(entity.fields, draft.values), lines]


def _draft(entity: Entity, kept: Any) -> Draft | None:
    if kept is None:
        return None
    values, lines = kept
    return Draft(
        _values(entity.fields, values), tuple(_values(entity.lines, line) for line in lines)
    )


def _values(fields: Sequence[Field], kept: dict[str, Any]) -> Values:
    return {field.name: _value(field, kept.get(field.name)) for field in fields}


def _plain(value: Value) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Decimal | date) else value


def _value(field: Field, kept: Any) -> Value:
    if kept is None:
        return None
    if isinstance(kept, list):
        return tuple(kept)
    if field.kind in {Kind.DECIMAL, Kind.MONEY}:
        return Decimal(kept)
    if field.kind is Kind.DATE:
        return date.fromisoformat(kept)
    value: Value = kept
    return value


def _unpacked(content: bytes) -> Any:
    return json.loads(gzip.decompress(content))
