"""What the command line and the jobs ask for: load, check, roll back.

A load goes from the inbox to publication: register, read, merge, check, then hold or publish.
"""

from __future__ import annotations

import hmac
import secrets
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from config import Settings
from loaders import checks, snapshot
from loaders.checks import Check
from loaders.delivery import delivery
from loaders.erp.context import FileReport
from loaders.erp.told import NOTHING_TOLD, ToldAccounts
from loaders.errors import LoaderError
from loaders.feed import Feed
from loaders.lock import load_lock
from loaders.manifest import After
from loaders.partitions import view_stage
from loaders.progress import Progress, silent
from loaders.publication import LoadHeld, LoadResult, deliver
from loaders.serving import connection, text
from loaders.snapshot import LoadRefusedError as LoadRefused
from loaders.snapshot import quietly

__all__ = [
    "CheckReport",
    "LoadHeld",
    "LoadRefused",
    "LoadResult",
    "LoaderError",
    "check",
    "load",
    "rollback",
]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a load would do. `problem` says why a file cannot be read at all.

    `unknown_codes` are rows (segment, code, accounts, dollars), `totals` rows (fiscal year, kind,
    measure, lines, dollars) and `quarantined` rows (path, line, column, reason, message, raw).
    """

    district: str
    source: str
    files: tuple[FileReport, ...]
    missing: tuple[str, ...]
    checks: tuple[Check, ...]
    totals: tuple[tuple[Any, ...], ...]
    unknown_codes: tuple[tuple[Any, ...], ...]
    quarantined: tuple[tuple[Any, ...], ...]
    problem: LoaderError | None = None

    @property
    def publishable(self) -> bool:
        """Whether a load would be published without force, as far as one can tell beforehand."""
        return self.problem is None and not checks.holding(self.checks)


def load(
    settings: Settings,
    district: str,
    mapping_path: Path,
    source: Path,
    *,
    force: bool = False,
    only: str = "",
    progress: Progress | None = None,
    after: After = quietly,
    told: ToldAccounts = NOTHING_TOLD,
) -> LoadResult:
    """Load a folder of extracts and publish a snapshot, or leave everything as it was.

    Raises LoadHeld where checks fail and `force` is not given, LoadRefused where the delivery
    is older than what is served or the machine is not fit, and LoaderError where a file cannot
    be read. `only` is the one delivery that may be loaded, as a hold has named it; any without
    one. `after` is told the name of each step that is done; `told` is what the
    district has said of accounts itself.
    """
    return deliver(
        settings,
        lambda: delivery(district, mapping_path, source, lambda: _column_key(settings), told),
        force=force,
        only=only,
        progress=progress or silent,
        after=after,
    )


def check(
    settings: Settings,
    district: str,
    mapping_path: Path,
    source: Path,
    *,
    force: bool = False,
    progress: Progress | None = None,
    told: ToldAccounts = NOTHING_TOLD,
) -> CheckReport:
    """Say what a load would do and write nothing; `force` is taken for symmetry with `load`."""
    del force
    feed = delivery(district, mapping_path, source, lambda: secrets.token_hex(32), told)
    with (
        tempfile.TemporaryDirectory(prefix="plumbline-check-") as spill,
        closing(connection(settings, Path(spill))) as con,
    ):
        try:
            reports = feed.read(con, progress or silent)
        except LoaderError as problem:
            return CheckReport(district, feed.source, (), (), (), (), (), (), problem)
        view_stage(con)
        return _report(con, feed, reports)


def rollback(settings: Settings, district: str) -> str:
    """Serve the snapshot before the present one again; returns its id."""
    with load_lock(settings.var):
        now = datetime.now(UTC)
        snapshot.check_clock(settings.var, now)
        return snapshot.rollback(settings.var, district, now).id


def _column_key(settings: Settings) -> str:
    """The secret behind hashed columns: the same person has the same hash in every load."""
    from data.store.keys import secret  # noqa: PLC0415  the store is loaded only if needed

    return hmac.new(secret(settings), b"plumbline:columns", sha256).hexdigest()


def _report(con: DuckDBPyConnection, feed: Feed, reports: list[FileReport]) -> CheckReport:
    found = [
        *checks.told_by_files(con),
        *feed.control.checks(reports),
        *checks.thresholds(con, feed.limits),
        *checks.identities(con),
    ]
    seen = {report.file_name for report in reports}
    return CheckReport(
        feed.district,
        feed.source,
        tuple(reports),
        tuple(name for name in feed.loads if name not in seen),
        tuple(found),
        tuple(con.execute(text("stage_totals")).fetchall()),
        tuple(con.execute(text("unknown_codes")).fetchall()),
        tuple(con.execute(text("first_quarantined")).fetchall()),
    )
