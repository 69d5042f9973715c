"""Every upload there is: a kind of record, its place in the menu, and who may do it.

A further kind is an entry of `data.entities`; nothing here is written for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from access.permissions import Permission
from data.entities.entity import Entity
from data.entities.registry import ENTITIES
from loaders.uploads.mapping import file_fields


@dataclass(frozen=True, slots=True)
class UploadType:
    """One row of the catalogue."""

    entity: Entity

    @property
    def name(self) -> str:
        """What the command line and addresses call it."""
        return self.entity.name

    @property
    def menu(self) -> str:
        """Where it is found."""
        return " > ".join(self.entity.menu)

    @property
    def permissions(self) -> tuple[Permission, ...]:
        """What a person needs, all of it; pay is changed only by who may see it."""
        if self.entity.compensation:
            return (self.entity.permission, Permission.COMPENSATION_READ)
        return (self.entity.permission,)

    @property
    def update(self) -> str:
        """What an upload does to records that exist, in words."""
        if self.entity.lines:
            return "updates by key; the lines in the file replace the former ones"
        return "updates by key, adds what is new, removes only what is marked"


CATALOGUE: Final[dict[str, UploadType]] = {
    name: UploadType(entity) for name, entity in ENTITIES.items()
}


def catalogue_lines() -> list[str]:
    """Every upload with key and columns, for the command line; `*` marks required ones."""
    lines = []
    for kind in CATALOGUE.values():
        entity = kind.entity
        columns = [f"{one.name}{'*' if one.required else ''}" for one in file_fields(entity)]
        lines += [
            f"{kind.name}: {entity.plural}",
            f"  menu: {kind.menu}",
            f"  key: {' + '.join(entity.key)}",
            f"  columns: {', '.join(columns)}",
        ]
    return lines
