"""The dry run of an upload: what each row would do, and what is wrong with it.

Upsert by key: a match updates, no match inserts. A column that the file does not have leaves
values alone, a blank cell clears an optional field. Where records have lines, the lines of the
file replace the former ones. Nothing is deleted by absence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from data.entities.entity import Entity
from data.entities.problem import Problem
from data.store.records import Draft, Values
from loaders.uploads.along import Told, along, quiet
from loaders.uploads.changes import Outcome, RecordChange, Review, same
from loaders.uploads.groups import Group, Key, grouped
from loaders.uploads.mapping import Column
from loaders.uploads.rows import Reader, left_out
from loaders.uploads.sheet import Sheet


class World(Protocol):
    """What the review asks of the records that exist."""

    @property
    def records(self) -> Mapping[Key, Draft]:
        """Every record of the entity by key."""

    def foresee(self, drafts: Iterable[Draft]) -> None:
        """Let records of the same file be referred to by each other."""

    def settled(self, content: Draft) -> Draft:
        """A record with its references in the spelling under which they are kept."""

    def problems(self, content: Draft, before: Draft | None) -> Iterable[Problem]:
        """What is wrong with a record as it would be: references, groups of fields, rules."""

    def why_kept(self, key: Key) -> str:
        """Why a record cannot be removed, in words; empty where it can."""

    def question(self, contents: Iterable[Draft]) -> str:
        """What a person has to confirm of records as they are written; empty for nothing."""

    def companions(self, changes: Iterable[RecordChange]) -> tuple[RecordChange, ...]:
        """Records of another kind that are made along with the changes."""

    def together(self, after: Mapping[Key, Draft | None]) -> Iterable[tuple[Key, Problem]]:
        """What is wrong with records beside each other; `None` stands for one removed."""


def review(
    entity: Entity, sheet: Sheet, columns: Sequence[Column], world: World, told: Told = quiet
) -> Review:
    """Say what an upload would do; nothing is changed."""
    reader = Reader(entity, sheet, columns)
    rows = list(along(reader.all(), len(sheet.rows), "Reading the rows", told))
    mapped = frozenset(column.field for column in columns)
    groups = grouped(entity, reader, rows, world.records)
    said = [
        None
        if group.is_bad or group.is_delete
        else _merged(entity, group, mapped, world.records.get(group.key))
        for group in groups
    ]
    question = world.question(one for one in said if one is not None)
    drafts = [None if one is None else world.settled(one) for one in said]
    world.foresee(draft for draft in drafts if draft is not None)
    changes = [
        _change(entity, reader, group, draft, world)
        for group, draft in along(
            zip(groups, drafts, strict=True), len(groups), "Checking the records", told
        )
    ]
    changes = _beside_each_other(reader, groups, changes, world)
    findings = (*left_out(entity, columns), *(one for row in rows for one in row.findings))
    return Review(tuple(changes), findings, len(rows), world.companions(changes), question)


def _change(
    entity: Entity, reader: Reader, group: Group, after: Draft | None, world: World
) -> RecordChange:
    """What becomes of the record of one group of rows."""
    before = world.records.get(group.key)
    if group.is_delete:
        return _removal(entity, reader, group, before, world)
    if after is not None:
        for problem in world.problems(after, before):
            _blame(reader, group, problem)
    if after is None or group.is_bad:
        return _made(entity, Outcome.ERROR, group, before, after)
    if before is None:
        return _made(entity, Outcome.CREATE, group, before, after)
    outcome = Outcome.UNCHANGED if same(entity, before, after) else Outcome.UPDATE
    return _made(entity, outcome, group, before, after)


def _removal(
    entity: Entity, reader: Reader, group: Group, before: Draft | None, world: World
) -> RecordChange:
    """The record is to go: it must exist and not be in use (V14)."""
    if before is None and not group.is_bad:
        _blame(reader, group, Problem("V14", "There is no such record to remove."))
    elif not group.is_bad and (reason := world.why_kept(group.key)):
        _blame(reader, group, Problem("V20" if entity.name == "role" else "V14", reason))
    outcome = Outcome.ERROR if group.is_bad else Outcome.DELETE
    return _made(entity, outcome, group, before, None)


def _merged(entity: Entity, group: Group, mapped: frozenset[str], before: Draft | None) -> Draft:
    """The record as it would be: what the file says over what is there."""
    first = group.rows[0].values
    own = {field.name for field in entity.fields}
    if before is None and not entity.lines and first.keys() == own:
        return Draft(first)
    values = {
        field.name: before.values.get(field.name) if before else field.default
        for field in entity.fields
    }
    values |= {name: value for name, value in first.items() if name in own}
    if before is not None:
        # A code keeps the spelling under which it is known.
        values |= {name: before.values.get(name) for name in entity.key}
    names = [field.name for field in entity.lines if field.name in mapped]
    if not names:
        return Draft(values, before.lines if before else ())
    former = {entity.line_key_of(line): line for line in (before.lines if before else ())}
    lines = []
    for row in group.rows:
        given = {name: row.values.get(name) for name in names}
        if any(name not in row.blank for name in names):
            lines.append(_line(entity, given, former))
    return Draft(values, tuple(lines))


def _line(entity: Entity, given: Values, former: Mapping[Key, Values]) -> Values:
    """One line; a column that the file does not have keeps what the same line held."""
    old = former.get(entity.line_key_of(given), {})
    return {
        field.name: given[field.name] if field.name in given else old.get(field.name, field.default)
        for field in entity.lines
    }


def _beside_each_other(
    reader: Reader, groups: Sequence[Group], changes: Sequence[RecordChange], world: World
) -> list[RecordChange]:
    """The changes, those in error that clash with other records."""
    by_key = {group.key: group for group in groups if group.key}
    after = {one.key: one.after for one in changes if one.outcome is not Outcome.ERROR and one.key}
    clashing = set()
    for key, problem in world.together(after):
        if key in by_key:
            _blame(reader, by_key[key], problem)
            clashing |= set() if problem.is_warning else {key}
    return [
        RecordChange(Outcome.ERROR, one.key, one.label, one.rows, one.before, one.after)
        if one.key in clashing
        else one
        for one in changes
    ]


def _blame(reader: Reader, group: Group, problem: Problem) -> None:
    """Put a problem of the record on its row: the first one, or that of its line."""
    lined = [row for row in group.rows if reader.has_line(row)] if problem.line else []
    rows = lined or group.rows
    reader.tell(rows[min(max(problem.line, 1), len(rows)) - 1], problem)


def _made(
    entity: Entity, outcome: Outcome, group: Group, before: Draft | None, after: Draft | None
) -> RecordChange:
    shown = after or before
    label = entity.label_of(shown.values if shown else group.rows[0].values)
    rows = tuple(row.number for row in group.rows)
    return RecordChange(outcome, group.key, label, rows, before, after)
