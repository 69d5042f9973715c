"""Connections to SQLite and PostgreSQL, set so that committed work survives.

SQLite: write-ahead log, full synchronisation, ten seconds of patience and `BEGIN IMMEDIATE`.
With a plain `BEGIN` a transaction that reads before it writes fails as soon as another one has
written in between, whatever the patience.
"""

from __future__ import annotations

import sqlite3
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError

BUSY_SECONDS: Final = 10
READ_ONLY: Final = "plumbline_read_only"

_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # Without this, INSERT OR REPLACE deletes the old row without firing its delete trigger.
    "PRAGMA recursive_triggers=ON",
    "PRAGMA trusted_schema=OFF",
)

_SCHEMA_CHANGES: Final = frozenset(
    getattr(sqlite3, name)
    for name in dir(sqlite3)
    if name.startswith(("SQLITE_CREATE_", "SQLITE_DROP_", "SQLITE_ALTER_"))
) | {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH}
_QUESTIONS: Final = frozenset({"table_info", "table_xinfo", "index_list", "index_info"})
_ROW_CHANGES: Final = frozenset({sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})


def engine(url: str, *, may_change_schema: bool = False) -> Engine:
    """An engine for `url` (SQLAlchemy address; `postgresql://` means psycopg 3).

    Only migrations pass `may_change_schema`: the application's own connections cannot drop a
    trigger or change an audit entry, whatever statement reaches them.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(str(address), may_change_schema=may_change_schema)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    return create_engine(
        address, pool_pre_ping=True, pool_size=5, max_overflow=10, pool_recycle=1800
    )


def _sqlite(url: str, *, may_change_schema: bool) -> Engine:
    made = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        pool_size=5,
        max_overflow=10,
    )

    @event.listens_for(made, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(pragma).close()
        if not may_change_schema:
            connection.set_authorizer(_authorize)

    event.listen(made, "begin", _begin)
    return made


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get(READ_ONLY):
        connection.exec_driver_sql("BEGIN")
        return
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        # One retry. Nothing has been read or written yet, so trying again is harmless.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _authorize(
    action: int, first: str | None, second: str | None, _database: str | None, _source: str | None
) -> int:
    forbidden = (
        action in _SCHEMA_CHANGES
        or (action == sqlite3.SQLITE_PRAGMA and second is not None and first not in _QUESTIONS)
        or (action in _ROW_CHANGES and first == "audit_entry")
    )
    return sqlite3.SQLITE_DENY if forbidden else sqlite3.SQLITE_OK
