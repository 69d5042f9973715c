"""The next snapshot, made in its staging folder from what a feed brings and what stays."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any

from duckdb import DuckDBPyConnection

from config import Settings
from loaders import checks
from loaders.checks import Check, Status
from loaders.disclosure.earlier import Earlier
from loaders.durable import link_or_copy, sha256_of
from loaders.erp.context import FileReport
from loaders.errors import LoaderError
from loaders.feed import Feed
from loaders.manifest import After
from loaders.merge import Plan, merge
from loaders.partitions import (
    Partition,
    drop_written,
    rank_accounts,
    write_checks_of,
    write_partition,
)
from loaders.progress import Progress
from loaders.serving import build_serving, close_serving, connection, refresh_checks, text
from loaders.snapshot import SERVING, SnapshotRef, Staging

_HASHES = "select distinct sha256 from stage.import_file where sha256 is not null"
_IMPORTS = "select import_id from canon.import_file order by 1"


class DefectError(LoaderError):
    """The snapshot contradicts itself: a defect of Plumbline, which no override may publish."""


@dataclass(frozen=True, slots=True)
class Built:
    """A staged snapshot, ready to be published or thrown away."""

    files: tuple[FileReport, ...]
    checks: tuple[Check, ...]
    totals: tuple[dict[str, Any], ...]
    contents: dict[str, Any]
    hashes: dict[str, str]


def build(
    settings: Settings,
    feed: Feed,
    staging: Staging,
    previous: SnapshotRef | None,
    progress: Progress,
    after: After,
) -> Built:
    """Read the feed, merge, write Parquet and serving file, check; everything below `staging`."""
    before = _sound(previous)
    with closing(connection(settings, staging.work / "spill")) as con:
        reports = feed.read(con, progress)
        after("extracted")
        told = checks.told_by_files(con)
        found = checks.thresholds(con, feed.limits) + feed.control.checks(reports)
        plan = merge(con, previous.tables if previous else None, feed.source, feed.loads)
        _write(con, plan, staging, progress)
        hashes = _link(plan.link, staging, previous, before)
        after("tables written")
        sources = _sources(con, feed, before)
        drop_written(con)
        earlier = _earlier(previous, before)
        withheld = build_serving(con, staging.tables, staging.serving, settings, progress, earlier)
        after("serving built")
        progress("Checking", 0.0)
        found += _compare(con, plan, feed, previous, before)
        _write_checks(con, staging, feed, found)
        found += told
        contents = _contents(con, feed, found) | {"sources": sources, "rows": _rows(plan, before)}
        contents["privacy"] = withheld.told()
        close_serving(con)
        progress("Checking", 1.0)
    hashes |= _unchanged(plan.write, staging, previous, before)
    return Built(tuple(reports), tuple(found), tuple(contents["control_totals"]), contents, hashes)


def _earlier(previous: SnapshotRef | None, before: dict[str, Any] | None) -> Earlier | None:
    """The served snapshot, whose withheld counts must not come to light beside the new ones."""
    if previous is None or before is None or not _is_served_whole(previous, before):
        return None
    return Earlier(previous.serving, previous.tables)


def _is_served_whole(previous: SnapshotRef, before: dict[str, Any]) -> bool:
    return sha256_of(previous.serving) == str(before["files"][SERVING]["sha256"])


def _contents(con: DuckDBPyConnection, feed: Feed, found: list[Check]) -> dict[str, Any]:
    """What the snapshot's manifest says beside its files and sources."""
    return {
        "data_as_of": _data_as_of(con, feed),
        "imports": [row[0] for row in con.execute(_IMPORTS).fetchall()],
        "control_totals": checks.control_totals(con),
        "held": [str(check) for check in checks.holding(found)],
    }


def _write(con: DuckDBPyConnection, plan: Plan, staging: Staging, progress: Progress) -> None:
    rank_accounts(con)
    tables = [partition for partition in plan.write if partition.table != "check_result"]
    for number, partition in enumerate(tables):
        progress("Writing tables", number / len(tables))
        write_partition(con, partition, staging.folder)
    progress("Writing tables", 1.0)


def _sound(previous: SnapshotRef | None) -> dict[str, Any] | None:
    """The served snapshot's manifest, once every table it is built upon proved sound."""
    if previous is None:
        return None
    manifest = previous.manifest()
    for name, entry in manifest["files"].items():
        path = previous.folder / name
        if Partition.at(name) and not (path.is_file() and sha256_of(path) == entry["sha256"]):
            raise LoaderError(
                f"This file of {previous.id} is damaged; roll back before loading again.",
                file=name,
            )
    return manifest


def _link(
    partitions: Iterable[Partition],
    staging: Staging,
    previous: SnapshotRef | None,
    before: dict[str, Any] | None,
) -> dict[str, str]:
    """Give untouched files of the served snapshot a second name; returns their hashes."""
    hashes: dict[str, str] = {}
    if previous is None or before is None:
        return hashes
    for partition in partitions:
        link_or_copy(previous.folder / partition.path, staging.folder / partition.path)
        hashes[partition.path] = before["files"][partition.path]["sha256"]
    return hashes


def _unchanged(
    partitions: Iterable[Partition],
    staging: Staging,
    previous: SnapshotRef | None,
    before: dict[str, Any] | None,
) -> dict[str, str]:
    """Share the bytes of written files that came out as they were; returns their hashes."""
    hashes: dict[str, str] = {}
    for partition in partitions:
        path = staging.folder / partition.path
        known = before["files"].get(partition.path) if before else None
        if previous is None or known is None or not path.exists():
            continue
        old = previous.folder / partition.path
        if path.stat().st_size == known["bytes"] and sha256_of(path) == known["sha256"]:
            path.unlink()
            link_or_copy(old, path)
            hashes[partition.path] = known["sha256"]
    return hashes


def _compare(
    con: DuckDBPyConnection,
    plan: Plan,
    feed: Feed,
    previous: SnapshotRef | None,
    before: dict[str, Any] | None,
) -> list[Check]:
    """Identities, and the comparison with the served snapshot; a defect ends the load."""
    sums = checks.serving_sums(con)
    if broken := [str(check) for check in sums if check.status is not Status.OK]:
        raise DefectError("The snapshot contradicts itself. " + " ".join(broken))
    found = sums + checks.identities(con) + checks.central_cost(con)
    if previous is None or before is None:
        return found
    old = {
        (partition.table, partition.year): before["files"][partition.path]["rows"] or 0
        for partition in map(Partition.at, before["files"])
        if partition is not None and partition.source == feed.source
    }
    linked = {partition for partition in plan.link if partition.source == feed.source}
    now = {(partition.table, partition.year): rows for partition, rows in plan.write.items()}
    now |= {(p.table, p.year): old[p.table, p.year] for p in linked}
    found += checks.row_drops(old, now, feed.tables)
    if _is_served_whole(previous, before):
        con.execute(_ATTACH.replace("PLACE", str(previous.serving).replace("'", "''")))
        found += checks.fund_changes(con)
        con.execute("detach before")
    return found


_ATTACH = "attach 'PLACE' as before (read_only)"


def _write_checks(
    con: DuckDBPyConnection, staging: Staging, feed: Feed, found: list[Check]
) -> None:
    """Add this load's checks to those that stay, as Parquet and in the serving file."""
    checks.write_checks(con, feed.district, found)
    write_checks_of(con, feed.source, staging.folder)
    refresh_checks(con, staging.tables)


def _data_as_of(con: DuckDBPyConnection, feed: Feed) -> str | None:
    """The sender's day, or else the newest day of which postings or balances tell."""
    if feed.control.extract_date is not None:
        return feed.control.extract_date.isoformat()
    row = con.execute(text("newest_day")).fetchone()
    newest: date | None = row[0] if row else None
    return newest.isoformat() if newest else None


def _sources(con: DuckDBPyConnection, feed: Feed, before: dict[str, Any] | None) -> dict[str, Any]:
    """The register: which files of each source are loaded, and with which mapping."""
    live = {row[0] for row in con.execute(_HASHES).fetchall()}
    known = dict(before["sources"]) if before else {}
    mine = known.get(feed.source, {})
    kept = set(mine["inputs"]) & live if _same_mapping(mine, feed) else set()
    day = feed.control.extract_date
    known[feed.source] = {
        "mapping_sha256": feed.mapping_sha256,
        "inputs": sorted(kept | set(feed.inputs.values())),
        "extract_date": day.isoformat() if day else mine.get("extract_date"),
    }
    return known


def _same_mapping(registered: dict[str, Any], feed: Feed) -> bool:
    return bool(registered.get("mapping_sha256") == feed.mapping_sha256)


def _rows(plan: Plan, before: dict[str, Any] | None) -> dict[str, int]:
    rows = {part.path: count for part, count in plan.write.items() if part.table != "check_result"}
    files = before["files"] if before else {}
    return rows | {partition.path: files[partition.path]["rows"] for partition in plan.link}
