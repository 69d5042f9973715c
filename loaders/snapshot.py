"""Snapshots: made aside, hashed, made durable, and served by swapping one small file.

Protocol: every file is synced, listed with its hash in the snapshot's own manifest, made
read-only, its folder renamed to its final name, and only then does `var/manifest.json` name it.
A process killed between any two of these steps leaves the store at the old snapshot or at the
new one; what it left lying about is removed by the next run.
"""

from __future__ import annotations

import json
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from loaders import manifest
from loaders.durable import (
    files_below,
    folders_below,
    make_read_only,
    remove_tree,
    sha256_of,
    sync,
    write_json,
)
from loaders.errors import LoaderError
from loaders.manifest import After, Shelf

TABLES = "tables"
SERVING = "serving.duckdb"
STAGING = ".tmp"
WORK = "work"
YOUNGEST_REMOVED = timedelta(minutes=15)
CLOCK_SLACK = timedelta(minutes=5)
FREE_BYTES = 2 * 1024**3


class LoadRefusedError(LoaderError):
    """The load was not begun, or its input may not replace what is served."""


def quietly(step: str) -> None:
    """Follow no step."""
    del step


@dataclass(frozen=True, slots=True)
class SnapshotRef:
    """One published snapshot: where it lies and the hash of its own manifest."""

    id: str
    district: str
    folder: Path
    digest: str

    @property
    def tables(self) -> Path:
        """Folder of the canonical Parquet files."""
        return self.folder / TABLES

    @property
    def serving(self) -> Path:
        """The file that pages ask."""
        return self.folder / SERVING

    def manifest(self) -> dict[str, Any]:
        """Files with hashes, sources, imports and control totals, checked against the digest."""
        path = self.folder / manifest.FILE
        if not path.is_file() or sha256_of(path) != self.digest:
            raise LoaderError("The snapshot's list of files is damaged.", file=path)
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return content


@dataclass(frozen=True, slots=True)
class Staging:
    """A snapshot in the making, under a name that no reader looks at."""

    id: str
    district: str
    created: datetime
    folder: Path

    @property
    def tables(self) -> Path:
        """Folder for the canonical Parquet files."""
        return self.folder / TABLES

    @property
    def serving(self) -> Path:
        """Place of the serving file."""
        return self.folder / SERVING

    @property
    def work(self) -> Path:
        """Folder for what is not published: staging database, sorted runs."""
        return self.folder / WORK


def published(var: Path, district: str) -> SnapshotRef | None:
    """The snapshot served for a district, or `None` before its first load."""
    shelf = manifest.read_shelves(var).get(district)
    return None if shelf is None else _reference(var, district, shelf, shelf.current)


def begin(var: Path, district: str, now: datetime) -> Staging:
    """Open a staging folder; the caller holds the lock. Removes what killed runs left behind."""
    remove_leftovers(var)
    name = manifest.snapshot_id(district, now, secrets.token_hex(4))
    staging = Staging(name, district, now, var / "snapshots" / f"{name}{STAGING}")
    staging.tables.mkdir(parents=True)
    staging.work.mkdir()
    return staging


def discard(staging: Staging) -> None:
    """Remove a staging folder that will not be published."""
    if staging.folder.exists():
        remove_tree(staging.folder)


def publish(
    var: Path,
    staging: Staging,
    contents: dict[str, Any],
    known: dict[str, str],
    *,
    keep: int,
    after: After = quietly,
) -> SnapshotRef:
    """Make a staged snapshot durable and serve it; old ones beyond `keep` are removed.

    `contents` joins the snapshot's manifest; `known` holds hashes that need not be reckoned
    again, by path below the snapshot. `after` is told each step.
    """
    if staging.work.exists():
        remove_tree(staging.work)
    digest = _seal(staging, contents, known, after)
    final = staging.folder.with_suffix("")
    staging.folder.rename(final)
    after("renamed")
    sync(final.parent)
    after("snapshots synced")
    shelves = manifest.read_shelves(var)
    old = shelves.get(staging.district)
    shelf = (
        old.serving(staging.id, digest, staging.created)
        if old
        else Shelf(staging.id, (staging.id,), {}, {staging.id: digest})
    )
    doomed = _doomed(shelf, keep, staging.created)
    manifest.replace_shelves(var, shelves | {staging.district: shelf.without(doomed)}, after)
    for name in sorted(doomed):
        remove_tree(var / "snapshots" / name)
    after("old ones removed")
    return _reference(var, staging.district, shelf, staging.id)


def rollback(var: Path, district: str, now: datetime, after: After = quietly) -> SnapshotRef:
    """Serve the snapshot before the present one, after its hashes were checked."""
    shelves = manifest.read_shelves(var)
    shelf = shelves.get(district)
    if shelf is None:
        raise LoadRefusedError(f"Nothing was ever loaded for {district}.")
    at = shelf.history.index(shelf.current)
    older = [
        name
        for name in shelf.history[at + 1 :]
        if manifest.created(name) <= manifest.created(shelf.current)
    ]
    if not older:
        raise LoadRefusedError(f"{district} has no snapshot older than {shelf.current}.")
    target = _reference(var, district, shelf, older[0])
    if damaged := verify(target):
        raise LoadRefusedError(f"{target.id} is damaged ({', '.join(damaged)}); nothing changed.")
    changed = shelf.serving(target.id, target.digest, now)
    manifest.replace_shelves(var, shelves | {district: changed}, after)
    return target


def verify(ref: SnapshotRef) -> tuple[str, ...]:
    """Names of files whose bytes are not those that were published; empty if all is well."""
    try:
        listed: dict[str, dict[str, Any]] = ref.manifest()["files"]
    except LoaderError:
        return (manifest.FILE,)
    damaged = [
        name
        for name, entry in listed.items()
        if not (ref.folder / name).is_file() or sha256_of(ref.folder / name) != entry["sha256"]
    ]
    strangers = _present(ref.folder) - set(listed) - {manifest.FILE}
    return tuple(sorted({*damaged, *strangers}))


def remove_leftovers(var: Path) -> None:
    """Remove folders that the manifest does not name; the caller holds the lock.

    Where there is no manifest at all, whole snapshots stay: somebody may have lost the file.
    """
    folder = var / "snapshots"
    folder.mkdir(parents=True, exist_ok=True)
    (var / f"{manifest.FILE}.new").unlink(missing_ok=True)
    shelves = manifest.read_shelves(var)
    named = {name for shelf in shelves.values() for name in shelf.history}
    for path in folder.iterdir():
        unnamed = path.name not in named and bool(shelves)
        if path.is_dir() and (path.suffix == STAGING or unnamed):
            remove_tree(path)


def check_clock(var: Path, now: datetime) -> None:
    """Refuse when the system clock stands before the last change: times would lie."""
    last = manifest.latest_change(manifest.read_shelves(var))
    if last is not None and now < last - CLOCK_SLACK:
        raise LoadRefusedError(
            f"The system clock says {now:%Y-%m-%d %H:%M} UTC, but the last load was at "
            f"{last:%Y-%m-%d %H:%M} UTC. Set the clock and start again."
        )


def check_disk(var: Path, previous: SnapshotRef | None) -> None:
    """Refuse when the disk could fill up: two gigabytes or three times the last snapshot."""
    size = 0
    if previous is not None:
        size = sum(path.stat().st_size for path in files_below(previous.folder))
    needed = max(FREE_BYTES, 3 * size)
    free = shutil.disk_usage(var).free
    if free < needed:
        raise LoadRefusedError(
            f"Only {free // 1024**2:,} MB are free under {var}; a load needs "
            f"{needed // 1024**2:,} MB. Free some space and start again."
        )


def _reference(var: Path, district: str, shelf: Shelf, name: str) -> SnapshotRef:
    return SnapshotRef(name, district, var / "snapshots" / name, shelf.digests.get(name, ""))


def _present(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in files_below(folder)}


def _seal(staging: Staging, contents: dict[str, Any], known: dict[str, str], after: After) -> str:
    """Sync and list every file, forbid writing; returns the hash of the list."""
    files = {}
    rows = contents.get("rows", {})
    for path in files_below(staging.folder):
        name = path.relative_to(staging.folder).as_posix()
        if name not in known:
            sync(path)
        digest = known.get(name) or sha256_of(path)
        files[name] = {"sha256": digest, "bytes": path.stat().st_size, "rows": rows.get(name)}
    after("files synced")
    path = staging.folder / manifest.FILE
    listing = {key: value for key, value in contents.items() if key != "rows"} | {
        "id": staging.id,
        "district": staging.district,
        "created_utc": staging.created.isoformat(timespec="seconds"),
        "schema_version": manifest.SCHEMA_VERSION,
        "files": files,
    }
    write_json(path, listing)
    after("files listed")
    make_read_only(staging.folder)
    for folder in folders_below(staging.folder):
        sync(folder)
    after("folders synced")
    return sha256_of(path)


def _doomed(shelf: Shelf, keep: int, now: datetime) -> set[str]:
    """Snapshots beyond the number kept that no reader can still be pinned to."""
    return {
        name
        for name in shelf.history[keep:]
        if now - datetime.fromisoformat(shelf.superseded[name]) >= YOUNGEST_REMOVED
        and now - manifest.created(name) >= YOUNGEST_REMOVED
    }
