"""Whether requests can be served: the store answers, the data are there, the disk has room."""

from __future__ import annotations

import shutil
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from config import Settings
from data.store import Store
from data.store.schema_version import is_newest
from data.warehouse import NoSnapshotError, Warehouse

_LEAST_FREE_BYTES: Final = 512 * 1024 * 1024
_LOG = structlog.get_logger()


class Readiness:
    """Asked again and again by whatever sends requests here; why not stands in the log alone."""

    def __init__(self, settings: Settings, store: Store, warehouse: Warehouse) -> None:
        self._settings, self._store, self._warehouse = settings, store, warehouse
        self._is_migrated = False

    def is_ready(self) -> bool:
        """Yes or no."""
        try:
            if not self._store.is_answering():
                return False
            for district in self._warehouse.districts():
                self._warehouse.snapshot(district)
            has_room = shutil.disk_usage(self._settings.var).free > _LEAST_FREE_BYTES
            return self._has_newest_schema() and has_room
        except (SQLAlchemyError, NoSnapshotError, OSError, ValueError) as error:
            _LOG.error("not ready", reason=repr(error))
            return False

    def _has_newest_schema(self) -> bool:
        """A store once migrated stays so; one that is not may be at any moment."""
        self._is_migrated = self._is_migrated or is_newest(self._settings.store_url)
        return self._is_migrated
