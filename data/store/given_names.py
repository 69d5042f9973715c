"""Names and descriptions that a district has given its records, where they hold certain words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import String, Table, func, or_, select
from sqlalchemy.orm import Session

from data.entities.registry import ENTITIES
from data.store.record_tables import LINES, RECORDS

_NAME: Final = "name"
_KEYS: Final = frozenset({"district_id", "record_key", "other_key"})


def given_names(tx: Session, district: str, words: Iterable[str]) -> tuple[str, ...]:
    """Every text of named records of the district that holds one of the words, in any spelling."""
    wanted = tuple(word.lower() for word in words)
    return tuple(
        sorted({text for table in _TABLES for text in _texts(tx, table, district, wanted)})
    )


def _texts(tx: Session, table: Table, district: str, words: tuple[str, ...]) -> list[str]:
    columns = [one for one in table.c if isinstance(one.type, String) and one.key not in _KEYS]
    holds = [func.lower(one).contains(word, autoescape=True) for one in columns for word in words]
    rows = tx.execute(select(*columns).where(table.c.district_id == district, or_(*holds)))
    return [text for row in rows for text in row if text and any(w in text.lower() for w in words)]


def _is_named(name: str) -> bool:
    return any(field.name == _NAME for field in ENTITIES[name].fields)


_TABLES: Final = [
    table for tables in (RECORDS, LINES) for name, table in tables.items() if _is_named(name)
]
"""Records of things with a name; people at work are not asked for, nobody is called a bucket."""
