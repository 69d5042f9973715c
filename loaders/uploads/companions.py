"""Records of another kind that an upload makes along with its own.

An assignment is believed although its position is unknown: the position is made with 0 FTE, so
that it shows as over-assigned. A compensation plan brings the benefits package of its code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from data.entities.entity import Entity
from data.entities.field import Value
from data.entities.registry import ENTITIES
from data.rules.surroundings import Surroundings
from data.store.records import Draft, Values
from loaders.uploads.changes import Outcome, RecordChange


@dataclass(frozen=True, slots=True)
class Companion:
    """Which kind of record comes along, under which field's code, and what it says."""

    entity: str
    code: str
    made: Callable[[Values], dict[str, Value]]


def _position(assignment: Values) -> dict[str, Value]:
    return {
        "code": assignment["position_code"],
        "job_code": assignment.get("job_code"),
        "location_code": assignment.get("location_code"),
        "fte": Decimal(0),
        "start_date": assignment["start_date"],
        "end_date": None,
    }


def _package(plan: Values) -> dict[str, Value]:
    return {"code": plan["code"], "name": plan["name"], "archived": False}


_COMPANIONS: Final = {
    "assignment": Companion("position", "position_code", _position),
    "compensation_plan": Companion("benefits_package", "code", _package),
}


def companion_of(entity: Entity) -> Entity | None:
    """The kind of record that may come along with records of an entity."""
    found = _COMPANIONS.get(entity.name)
    return None if found is None else ENTITIES[found.entity]


def companions(
    entity: Entity, changes: Iterable[RecordChange], around: Surroundings
) -> tuple[RecordChange, ...]:
    """The records that come along with new and changed ones, each once, the earliest first."""
    rule = _COMPANIONS.get(entity.name)
    if rule is None:
        return ()
    other = ENTITIES[rule.entity]
    wanted: dict[str, RecordChange] = {}
    for one in sorted(changes, key=_start):
        if one.outcome not in {Outcome.CREATE, Outcome.UPDATE} or one.after is None:
            continue
        code = str(one.after.values[rule.code])
        if around.find(rule.entity, code) is None and code.casefold() not in wanted:
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
