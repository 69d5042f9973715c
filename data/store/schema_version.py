"""Brings a store to the newest schema, and tells whether it is there.

Alembic is imported only where something is to be migrated: a web process that finds its store
at the newest schema does not pay ten megabytes for it.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from data.store.connections import engine

_FOLDER = Path(__file__).resolve().parent / "migrations"
_LOCK = 7_320_114_508
_ASKED = text("select version_num from alembic_version")


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
                _upgrade(connection)
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
    """The newest revision in the migrations folder; files are named by their revision."""
    names = sorted(path.name for path in (_FOLDER / "versions").glob("[0-9]*_*.py"))
    return names[-1].partition("_")[0] if names else None


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(_ASKED)
    return version


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  see the head of this file
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
