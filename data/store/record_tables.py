"""Tables of configured records, one an entity and one for its lines, read off the declarations.

A declaration is the one place where a field is added; the migration that adds its column is
written out, and a test holds both together.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from data.entities.entity import Entity
from data.entities.registry import ENTITIES
from data.store.column_types import column_of
from data.store.tables import StoreTable

KEY_LENGTH: Final = 600
SEPARATOR: Final = "\x1f"
_ROW_ID = BigInteger().with_variant(Integer, "sqlite")


# The queue of long work has the plain name.
_TABLE_NAMES: Final = {"job": "job_title"}


def _name(entity: Entity) -> str:
    return _TABLE_NAMES.get(entity.name, entity.name)


def _record_table(entity: Entity) -> Table:
    """One row a record. `record_key` and `other_key` are its keys as they are compared."""
    return Table(
        _name(entity),
        StoreTable.metadata,
        Column("id", _ROW_ID, primary_key=True, autoincrement=True),
        Column("district_id", String(60), nullable=False),
        Column("record_key", String(KEY_LENGTH), nullable=False),
        Column("other_key", String(KEY_LENGTH)),
        *(column_of(field) for field in entity.fields),
        Column("version", Integer, nullable=False),
        UniqueConstraint("district_id", "record_key"),
        UniqueConstraint("district_id", "other_key"),
    )


def _line_table(entity: Entity) -> Table:
    """One row a line of a record, in its place from 1."""
    return Table(
        f"{_name(entity)}_line",
        StoreTable.metadata,
        Column("id", _ROW_ID, primary_key=True, autoincrement=True),
        Column("district_id", String(60), nullable=False),
        Column("record_id", ForeignKey(f"{_name(entity)}.id"), nullable=False),
        Column("place", Integer, nullable=False),
        *(column_of(field) for field in entity.lines),
        UniqueConstraint("record_id", "place"),
    )


RECORDS: Final = {name: _record_table(entity) for name, entity in ENTITIES.items()}
"""The table of each entity, by the entity's name."""

LINES: Final = {name: _line_table(entity) for name, entity in ENTITIES.items() if entity.lines}
"""The table of its lines, for the entities that have some."""
