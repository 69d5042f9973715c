"""What an upload keeps for later, packed: the table that was read, and the records it changed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from data.entities.entity import Entity
from data.entities.field import Field, Kind, Value
from data.entities.registry import ENTITIES
from data.store.records import Draft, Values
from loaders.uploads.changes import Outcome, RecordChange
from loaders.uploads.mapping import is_private
from loaders.uploads.sheet import Format, Sheet, SheetRow

_LEVEL = 3


def packed_sheet(sheet: Sheet) -> bytes:
    """The table without the cells of columns that are never stored."""
    private = {place for place, heading in enumerate(sheet.headings) if is_private(heading)}
    rows = [
        [
            row.number,
            ["" if n in private else cell for n, cell in enumerate(row.cells)],
            row.trouble,
        ]
        for row in sheet.rows
    ]
    facts = [sheet.name, sheet.form, sheet.headings, sheet.encoding, sheet.delimiter, sheet.sheet]
    return _packed([*facts, sheet.sheets, sheet.notes, rows])


def unpacked_sheet(content: bytes) -> Sheet:
    """The table as it was read."""
    name, form, headings, encoding, delimiter, chosen, names, notes, rows = _unpacked(content)
    made = tuple(SheetRow(number, tuple(cells), trouble) for number, cells, trouble in rows)
    return Sheet(
        name, Format(form), tuple(headings), made, encoding, delimiter, chosen, tuple(names),
        tuple(notes),
    )  # fmt: skip


Part = tuple[Entity, Sequence[RecordChange]]


def packed_changes(parts: Sequence[Part]) -> bytes:
    """The records that were created, changed and removed, by kind, before and after."""
    return _packed([[entity.name, _plain_changes(entity, some)] for entity, some in parts])


def unpacked_changes(diff: bytes) -> list[Part]:
    """The same changes again."""
    return [(ENTITIES[name], _changes(ENTITIES[name], some)) for name, some in _unpacked(diff)]


def _plain_changes(entity: Entity, changes: Sequence[RecordChange]) -> list[Any]:
    return [
        [one.outcome, one.key, one.label, one.rows, *(
            _plain_draft(entity, draft) for draft in (one.before, one.after)
        )]
        for one in changes
    ]  # fmt: skip


def _changes(entity: Entity, kept: Sequence[Any]) -> list[RecordChange]:
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


def _packed(content: Any) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), _LEVEL, mtime=0)


def _unpacked(content: bytes) -> Any:
    return json.loads(gzip.decompress(content))
