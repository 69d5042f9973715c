"""One feed under the lock: known already, refused, held, or published."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from config import Settings
from loaders import checks, snapshot
from loaders.build import Built, build
from loaders.checks import Check
from loaders.durable import write_json
from loaders.erp.context import FileReport
from loaders.errors import LoaderError
from loaders.feed import Feed
from loaders.lock import load_lock
from loaders.manifest import SCHEMA_VERSION, After
from loaders.progress import Progress, silent
from loaders.snapshot import LoadRefusedError, SnapshotRef, Staging, quietly

HOLDS = "holds"
_OTHERS = (
    "The files, or the rules by which they are read, are not those that were held and released: "
    "load again, so that they are checked."
)


class LoadHeld(LoaderError):  # noqa: N818  it is a state that a person resolves
    """The load was read and checked, but may not be served without a decision.

    `delivery` tells which files these were, so that the decision is about no others.
    """

    is_held = True

    def __init__(self, checks: Sequence[Check], delivery: str = "") -> None:
        self.checks, self.delivery = tuple(checks), delivery
        listed = "\n".join(f"  {check}" for check in self.checks)
        super().__init__(
            f"The load is held by {len(self.checks)} checks; the snapshot served stays.\n{listed}\n"
            "Correct the extract, or publish it all the same with --force."
        )


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What a load did. `changed` is false where everything was loaded before."""

    district: str
    source: str
    changed: bool
    snapshot_id: str
    folder: Path
    files: tuple[FileReport, ...]
    checks: tuple[Check, ...]
    control_totals: tuple[dict[str, Any], ...]
    seconds: float

    @property
    def held(self) -> tuple[Check, ...]:
        """Checks that held the load and were overridden."""
        return tuple(checks.holding(self.checks))


def deliver(
    settings: Settings,
    bring: Callable[[], Feed],
    *,
    force: bool = False,
    only: str = "",
    progress: Progress = silent,
    after: After = quietly,
) -> LoadResult:
    """Load one feed and publish a snapshot, or leave everything as it was.

    `bring` finds and hashes the files; it is called under the lock, so that a second load is
    refused before it reads anything. Raises LoadHeld where checks fail and `force` is not
    given, and LoadRefusedError where the delivery is older than what is served, is not the `only`
    one that may be loaded, or the machine is not fit.
    """
    begun = time.monotonic()
    with load_lock(settings.var):
        now = datetime.now(UTC)
        snapshot.check_clock(settings.var, now)
        snapshot.remove_leftovers(settings.var)
        feed = bring()
        if only not in ("", feed.digest):
            raise LoadRefusedError(_OTHERS)
        previous = snapshot.published(settings.var, feed.district)
        if previous is not None and not force:
            served = previous.manifest()
            registered = served["sources"].get(feed.source)
            if feed.is_known(registered) and served["schema_version"] == SCHEMA_VERSION:
                return _no_change(feed, previous, begun)
            _refuse_older(feed, registered)
        snapshot.check_disk(settings.var, previous)
        staging = snapshot.begin(settings.var, feed.district, now)
        after("staged")
        try:
            built = build(settings, feed, staging, previous, progress, after)
            _hold(settings.var, feed, now, [] if force else checks.holding(built.checks))
            after("checked")
            ref = _publish(settings, staging, built, after)
        except BaseException:
            snapshot.discard(staging)
            raise
    return _result(feed, ref, built, begun)


def _publish(settings: Settings, staging: Staging, built: Built, after: After) -> SnapshotRef:
    ref = snapshot.publish(
        settings.var,
        staging,
        built.contents,
        built.hashes,
        keep=settings.keep_snapshots,
        after=after,
    )
    (settings.var / HOLDS / f"{staging.district}.json").unlink(missing_ok=True)
    return ref


def _result(feed: Feed, ref: SnapshotRef, built: Built, begun: float) -> LoadResult:
    return LoadResult(
        feed.district,
        feed.source,
        changed=True,
        snapshot_id=ref.id,
        folder=ref.folder,
        files=built.files,
        checks=built.checks,
        control_totals=built.totals,
        seconds=time.monotonic() - begun,
    )


def _no_change(feed: Feed, previous: SnapshotRef, begun: float) -> LoadResult:
    totals = tuple(previous.manifest()["control_totals"])
    seconds = time.monotonic() - begun
    return LoadResult(
        feed.district, feed.source, False, previous.id, previous.folder, (), (), totals, seconds
    )


def _refuse_older(feed: Feed, registered: dict[str, Any] | None) -> None:
    day, served = feed.control.extract_date, (registered or {}).get("extract_date")
    if day is not None and served is not None and day.isoformat() < served:
        raise LoadRefusedError(
            f"This delivery was extracted on {day}, but the one of {served} is served. "
            "Load it all the same with --force."
        )


def _hold(var: Path, feed: Feed, now: datetime, failing: Sequence[Check]) -> None:
    """Stop here if checks fail, leaving word for the data page.

    The next load that is published takes the note away.
    """
    if not failing:
        return
    folder = var / HOLDS
    folder.mkdir(exist_ok=True)
    note = {
        "district": feed.district,
        "source": feed.source,
        "held_utc": now.isoformat(timespec="seconds"),
        "checks": [str(check) for check in failing],
    }
    write_json(folder / f"{feed.district}.json", note)
    raise LoadHeld(failing, feed.digest)
