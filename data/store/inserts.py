"""Insertions that pass over, or put right, a row that is there already."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from sqlalchemy.orm import Session

from data.store.tables import StoreTable


def insertion(tx: Session, table: type[StoreTable]) -> Any:
    """An insertion of this database, on whose conflict something else can be done."""
    # Only this database's dialect comes into the process.
    dialect = import_module(f"sqlalchemy.dialects.{tx.get_bind().dialect.name}")
    return dialect.insert(table)
