"""Brings a store to the newest schema, and tells whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from data.store.connections import engine

_FOLDER = Path(__file__).resolve().parent / "migrations"
_LOCK = 7_320_114_508


def migrate(store_url: str) -> None:
    """Run the migrations that are missing, in one transaction; safe to call at every start.

    Two processes may call it at once: the second waits and finds nothing left to do.
    """
    made = engine(store_url, may_change_schema=True)
    try:
        with made.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            if _version(connection) != newest():
                command.upgrade(_config(connection), "head")
    finally:
        made.dispose()


def is_newest(store_url: str) -> bool:
    """Whether the store has the schema this code wants."""
    made = engine(store_url)
    try:
        with made.connect() as connection:
            return _version(connection) == newest()
    finally:
        made.dispose()


def newest() -> str | None:
    """The newest revision in the migrations folder."""
    return ScriptDirectory(str(_FOLDER)).get_current_head()


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config
