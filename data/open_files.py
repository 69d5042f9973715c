"""The serving files that this process has open: one a district, the newest that is sound."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import duckdb

from config import Settings
from data.serving_file import locked_down
from data.snapshots import SnapshotInfo, Snapshots


@dataclass(frozen=True, slots=True)
class Pinned:
    """An open serving file, and the candidates of the manifest for which it was chosen."""

    candidates: tuple[str, ...]
    info: SnapshotInfo
    connection: duckdb.DuckDBPyConnection


class OpenFiles:
    """Opened when first asked for, read only, and kept until newer data are published."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._snapshots = Snapshots(settings.var)
        self._pinned: dict[str, Pinned] = {}
        self._lock = threading.Lock()

    def districts(self) -> tuple[str, ...]:
        """Districts with published data."""
        return self._snapshots.districts()

    def pin(self, district: str) -> Pinned:
        """The open file of the district; `NoSnapshotError` where there is none."""
        candidates = self._snapshots.candidates(district)
        pinned = self._pinned.get(district)
        if pinned is not None and pinned.candidates == candidates:
            return pinned
        with self._lock:
            pinned = self._pinned.get(district)
            if pinned is None or pinned.candidates != candidates:
                pinned = self._opened(district, candidates, pinned)
                self._pinned[district] = pinned
        return pinned

    def close(self) -> None:
        """Close every file."""
        with self._lock:
            for pinned in self._pinned.values():
                pinned.connection.close()
            self._pinned.clear()

    def _opened(self, district: str, candidates: tuple[str, ...], before: Pinned | None) -> Pinned:
        info = self._snapshots.sound(district, candidates)
        if before is not None and before.info == info:
            return Pinned(candidates, info, before.connection)
        # The file before is closed when its last cursor is: running questions keep it open.
        return Pinned(candidates, info, locked_down(info.path, self._settings))
