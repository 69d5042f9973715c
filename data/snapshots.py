"""Which snapshot a district serves: the manifest, the check of its file, the fallback."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from data.serving_schema import FORM

SERVING_FILE = "serving.duckdb"
_BLOCK = 1 << 20


class NoSnapshotError(RuntimeError):
    """No sound data of the district: nothing was loaded, or every kept snapshot is damaged."""


class DamagedSnapshotError(RuntimeError):
    """A snapshot whose files are not what the load wrote."""


class OtherFormError(DamagedSnapshotError):
    """A snapshot that another version of Plumbline made: its tables are other ones."""


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """The data that answers are made from.

    `data_as_of` is the day of the newest posting of the load, `created_utc` the time of the load.
    `notice` is empty, or says in words that newer data are damaged and older ones are served.
    """

    id: str
    district: str
    data_as_of: date | None
    created_utc: datetime
    path: Path
    notice: str = ""

    @property
    def is_fallback(self) -> bool:
        """Whether newer data exist and cannot be used."""
        return bool(self.notice)


class Snapshots:
    """The manifest of the var folder, read again only when the file has changed."""

    def __init__(self, var: Path) -> None:
        self._var, self._manifest = var, var / "manifest.json"
        self._stamp: tuple[int, int, int] | None = None
        self._districts: dict[str, tuple[str, ...]] = {}
        self._checked: dict[str, SnapshotInfo | DamagedSnapshotError] = {}
        self._lock = threading.Lock()

    def districts(self) -> tuple[str, ...]:
        """Districts with published data, in alphabetical order."""
        return tuple(sorted(self._history()))

    def candidates(self, district: str) -> tuple[str, ...]:
        """Snapshot ids of the district, the current one first; costs one `stat`."""
        return self._history().get(district, ())

    def sound(self, district: str, candidates: tuple[str, ...]) -> SnapshotInfo:
        """The first candidate whose serving file carries the checksum of its load."""
        for position, identity in enumerate(candidates):
            checked = self._check(identity)
            if isinstance(checked, SnapshotInfo):
                return replace(checked, notice=_notice(checked)) if position else checked
        if any(isinstance(self._check(identity), OtherFormError) for identity in candidates):
            raise NoSnapshotError(
                f"the data of the district {district!r} were loaded by another version of "
                "Plumbline; load them again"
            )
        raise NoSnapshotError(f"no sound data are loaded for the district {district!r}")

    def _history(self) -> Mapping[str, tuple[str, ...]]:
        try:
            status = self._manifest.stat()
        except FileNotFoundError:
            return {}
        stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
        if stamp != self._stamp:
            entries = json.loads(self._manifest.read_bytes())["districts"]
            self._districts = {name: _ordered(entry) for name, entry in entries.items()}
            self._stamp = stamp
        return self._districts

    def _check(self, identity: str) -> SnapshotInfo | DamagedSnapshotError:
        """The snapshot, or why it cannot be used; reckoned once in the life of the process."""
        with self._lock:
            if identity not in self._checked:
                try:
                    self._checked[identity] = _verified(self._var / "snapshots" / identity)
                except DamagedSnapshotError as error:
                    self._checked[identity] = error
                except (OSError, ValueError, KeyError) as error:
                    self._checked[identity] = DamagedSnapshotError(str(error))
            return self._checked[identity]


def _ordered(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((entry["current"], *entry.get("history", ()))))


def _notice(info: SnapshotInfo) -> str:
    when = info.created_utc.strftime("%Y-%m-%d %H:%M")
    return f"The newest data are damaged; these are the data loaded on {when} UTC."


def _verified(folder: Path) -> SnapshotInfo:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    if manifest["schema_version"] != FORM:
        raise OtherFormError(f"{folder} is of form {manifest['schema_version']}, not {FORM}")
    path = folder / SERVING_FILE
    expected = manifest["files"][SERVING_FILE]["sha256"]
    if _sha256(path) != expected:
        raise DamagedSnapshotError(f"{path} is not the file that the load wrote")
    return SnapshotInfo(
        id=manifest["id"],
        district=manifest["district"],
        data_as_of=_day(manifest.get("data_as_of")),
        created_utc=_moment(manifest["created_utc"]),
        path=path,
    )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
