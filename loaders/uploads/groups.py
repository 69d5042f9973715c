"""Which rows of a file speak of one record: found by key, or by name where the code is blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.entities.entity import Entity, compared
from data.entities.parsing import written
from data.entities.problem import Problem
from data.store.records import Draft
from loaders.uploads.rows import Reader, ReadRow

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one record, in the order of the file; without a key it is a row in error."""

    key: Key
    rows: list[ReadRow]

    @property
    def is_bad(self) -> bool:
        """Whether one of the rows is in error: a record is saved whole or not at all."""
        return any(row.is_bad for row in self.rows)

    @property
    def is_delete(self) -> bool:
        """Whether the rows ask to remove the record."""
        return self.rows[0].is_delete


def grouped(
    entity: Entity, reader: Reader, rows: Sequence[ReadRow], records: Mapping[Key, Draft]
) -> list[Group]:
    """The rows by record, in the order of their first rows, with what is wrong between them."""
    names = _Names(entity, records)
    groups: dict[Key, Group] = {}
    for row in rows:
        key = _key(entity, reader, row, names)
        # A row without a key is a group of its own.
        group = groups.setdefault(key or ("", str(row.number)), Group(key, []))
        group.rows.append(row)
    for group in groups.values():
        _check_blanks(entity, reader, group, is_new=group.key not in records)
        if len(group.rows) > 1:
            _check_rows(entity, reader, group)
    return list(groups.values())


class _Names:
    """Unique names of the records that exist, reckoned when first asked for."""

    def __init__(self, entity: Entity, records: Mapping[Key, Draft]) -> None:
        self.entity = entity
        self._records = records
        self._known: dict[tuple[int, Key], Draft] | None = None

    def record(self, row: ReadRow) -> Draft | None:
        """The record that carries one of the names of the row."""
        if self._known is None:
            self._known = {
                (number, compared(content.values, names)): content
                for content in self._records.values()
                for number, names in enumerate(self.entity.unique)
            }
        for number, names in enumerate(self.entity.unique):
            found = self._known.get((number, compared(row.values, names)))
            if found is not None and all(row.values.get(name) for name in names):
                return found
        return None


def _key(entity: Entity, reader: Reader, row: ReadRow, names: _Names) -> Key:
    """The key of a row; empty where it has none, which is told."""
    empty = [
        name for name in entity.key if entity.by_name[name].required and not row.values.get(name)
    ]
    if not empty:
        return entity.key_of(row.values)
    found = names.record(row) if entity.unique else None
    if found is not None:
        row.values |= {name: found.values.get(name) for name in entity.key}
        row.blank -= set(entity.key)
        return entity.key_of(row.values)
    told = {one.problem.field for one in row.findings}
    for name in empty:
        if name not in told and not any(one.problem.code == "V1" for one in row.findings):
            reader.tell(row, _must_be_filled(entity, name))
    return ()


def _must_be_filled(entity: Entity, name: str) -> Problem:
    return Problem("V3", f"{entity.by_name[name].label} must be filled.", field=name)


def _check_blanks(entity: Entity, reader: Reader, group: Group, *, is_new: bool) -> None:
    """Required cells are filled (V3), those of a line where the line has anything."""
    required = [field for field in entity.fields if field.required and field.name not in entity.key]
    in_lines = [field for field in entity.lines if field.required]
    for row in group.rows:
        if row.is_delete or (row.is_bad and not row.values):
            continue
        for field in required:
            missing = is_new and field.name not in row.values and field.on_file
            if field.name in row.blank or (missing and not _has_finding(row, field.name)):
                reader.tell(row, _must_be_filled(entity, field.name))
        filled = any(
            field.name in row.values and field.name not in row.blank for field in entity.lines
        )
        for field in in_lines if filled else ():
            if field.name in row.blank:
                reader.tell(row, _must_be_filled(entity, field.name))


def _has_finding(row: ReadRow, name: str) -> bool:
    return any(one.problem.field == name for one in row.findings)


def _check_rows(entity: Entity, reader: Reader, group: Group) -> None:
    """A key stands once (V6); where records have lines, each line once, headers agreeing (V10)."""
    if not reader.has_lines:
        for row in group.rows:
            others = ", ".join(str(one.number) for one in group.rows[:4] if one is not row)
            reader.tell(
                row,
                Problem("V6", f"{_key_words(entity, row)} stands in row {others} too; keep one.",
                        field=entity.key[-1]),
            )  # fmt: skip
        return
    first = group.rows[0]
    seen: dict[Key, int] = {}
    for row in group.rows:
        _check_header(entity, reader, row, first)
        line = entity.line_key_of(row.values)
        if line in seen and any(line):
            message = f"The same line stands in row {seen[line]} too; keep one."
            reader.tell(row, Problem("V6", message, field=entity.line_key[-1]))
        seen.setdefault(line, row.number)


def _check_header(entity: Entity, reader: Reader, row: ReadRow, first: ReadRow) -> None:
    if row.is_delete != first.is_delete:
        message = f"Row {first.number} of the same record says otherwise about removing it."
        reader.tell(row, Problem("V10", message))
    for field in entity.fields:
        mine, other = row.values.get(field.name), first.values.get(field.name)
        if field.name in entity.key or mine == other or row.is_delete:
            continue
        text = written(field, other)
        message = f"{field.label} differs from row {first.number} of the same record."
        reader.tell(row, Problem("V10", message, text, field.name))


def _key_words(entity: Entity, row: ReadRow) -> str:
    return f"{entity.title} {entity.label_of(row.values)}"
