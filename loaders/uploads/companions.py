"""Records of another kind that an upload makes along with its own."""

from __future__ import annotations

from collections.abc import Iterable

from data.entities.entity import Entity
from data.rules.companions import COMPANIONS
from data.rules.surroundings import Surroundings
from data.store.records import Draft
from loaders.uploads.changes import Outcome, RecordChange


def companion_of(entity: Entity) -> Entity | None:
    """The kind of record that may come along with records of an entity."""
    found = COMPANIONS.get(entity.name)
    return None if found is None else found.entity


def companions(
    entity: Entity, changes: Iterable[RecordChange], around: Surroundings
) -> tuple[RecordChange, ...]:
    """The records that come along with new and changed ones, each once, the earliest first."""
    rule = COMPANIONS.get(entity.name)
    if rule is None:
        return ()
    other = rule.entity
    wanted: dict[str, RecordChange] = {}
    for one in sorted(changes, key=_start):
        if one.outcome not in {Outcome.CREATE, Outcome.UPDATE} or one.after is None:
            continue
        code = str(one.after.values[rule.code])
        if around.find(other.name, code) is None and code.casefold() not in wanted:
            values = rule.made(one.after.values)
            wanted[code.casefold()] = RecordChange(
                Outcome.CREATE,
                other.key_of(values),
                other.label_of(values),
                one.rows,
                None,
                Draft(values),
            )
    return tuple(wanted.values())


def _start(one: RecordChange) -> str:
    return str(one.after.values.get("start_date") if one.after else "")
