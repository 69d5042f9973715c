"""Every kind of configured record by name, in the order in which a district sets itself up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from data.entities import (
    access_settings,
    current,
    district_structure,
    evaluate,
    general_ledger,
    labels,
    pay,
    staffing,
)
from data.entities.entity import Entity

_GROUPS: Final = (
    general_ledger,
    district_structure,
    access_settings,
    current,
    staffing,
    pay,
    evaluate,
    labels,
)

ENTITIES: Final[dict[str, Entity]] = {
    entity.name: entity for group in _GROUPS for entity in group.ENTITIES
}


def referring_to(name: str) -> Iterator[tuple[Entity, str, bool]]:
    """Who may refer to records of an entity: (entity, field, whether the field is in a line)."""
    for entity in ENTITIES.values():
        for field in entity.fields:
            if field.refers == name:
                yield entity, field.name, False
        for field in entity.lines:
            if field.refers == name:
                yield entity, field.name, True
