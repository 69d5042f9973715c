"""What people decide inside Plumbline: users, sessions, jobs and the audit log."""

from __future__ import annotations

from config import Settings
from data.store.keys import Purpose, key
from data.store.schema_version import migrate
from data.store.store import Conflict, OnlyLooking, Store, StoreError

__all__ = ["Conflict", "OnlyLooking", "Store", "StoreError", "migrate", "open_store"]


def open_store(settings: Settings) -> Store:
    """The store of this deployment at its newest schema, with the key of its audit log."""
    if not settings.database_url:
        settings.var.mkdir(parents=True, exist_ok=True)
    migrate(settings.store_url)
    return Store(settings.store_url, audit_key=key(settings, Purpose.AUDIT))
