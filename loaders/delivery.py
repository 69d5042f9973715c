"""A folder of extracts and its mapping file, made ready to be loaded."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from duckdb import DuckDBPyConnection

from loaders.durable import sha256_of
from loaders.erp.context import FileReport
from loaders.erp.extract import extract
from loaders.erp.mapping import FileKind, Mapping, read_mapping
from loaders.erp.told import NOTHING_TOLD, ToldAccounts
from loaders.errors import LoaderError
from loaders.feed import Feed, read_control_file
from loaders.progress import Progress

_FACTS = {
    FileKind.BUDGET_BALANCE: "balance_snapshot",
    FileKind.BUDGET_DETAIL: "budget_line",
    FileKind.LEDGER_DETAIL: "ledger_line",
    FileKind.PO_DETAIL: "po_line_account",
    FileKind.ENCUMBRANCE_DETAIL: "encumbrance_event",
    FileKind.POSITION_CONTROL: "position",
    FileKind.SCHOOL_FACTS: "school_year_fact",
}


def delivery(
    district: str,
    mapping_path: Path,
    source: Path,
    hash_key: Callable[[], str],
    told: ToldAccounts = NOTHING_TOLD,
) -> Feed:
    """The feed of the folder `source`, read as the mapping file says.

    `hash_key` gives the secret for columns that enter as a hash; it is asked only where there
    are such columns. `told` is what the district has said of accounts itself. Raises LoaderError
    where the mapping is another district's, or no file of it is there.
    """
    mapping = read_mapping(mapping_path)
    if mapping.district != district:
        raise LoaderError(
            "This mapping is written for another district.",
            file=mapping_path,
            found=mapping.district,
            expected=district,
        )
    if not source.is_dir():
        raise LoaderError("The folder of extracts is not there.", found=str(source))
    paths = _found(mapping, source)
    if not paths:
        globs = ", ".join(file.glob for file in mapping.files)
        raise LoaderError("No file of the mapping is there.", found=str(source), expected=globs)
    stamps = _stamps(paths)
    inputs = {path.relative_to(source).as_posix(): sha256_of(path) for path in paths}

    def read(con: DuckDBPyConnection, progress: Progress) -> list[FileReport]:
        key = hash_key() if mapping.privacy.hash_columns else ""
        reports = extract(con, mapping, source, progress, hash_key=key, told=told)
        if _stamps(paths) != stamps:
            raise LoaderError("A file changed while it was read; load again when it is whole.")
        return reports

    control = read_control_file(source)
    control.check_bytes(inputs, source)
    return Feed(
        district=district,
        source=mapping.source,
        mapping_sha256=told.reading(mapping.sha256),
        loads={file.name: file.load for file in mapping.files},
        limits={file.name: file.thresholds for file in mapping.files},
        tables=_drops(mapping),
        inputs=inputs,
        read=read,
        control=control,
    )


def _found(mapping: Mapping, source: Path) -> list[Path]:
    found = {path for file in mapping.files for path in source.glob(file.glob) if path.is_file()}
    return sorted(found)


def _stamps(paths: list[Path]) -> list[tuple[int, int]]:
    """Time of change and size of each file: a file still being written shows here."""
    return [(status.st_mtime_ns, status.st_size) for status in (path.stat() for path in paths)]


def _drops(mapping: Mapping) -> dict[str, Decimal]:
    """Table of lines -> drop in percent that holds a load; the strictest file decides.

    A file that brings only new lines says nothing about how many there should be.
    """
    limits: dict[str, Decimal] = {}
    for file in mapping.files:
        table = _FACTS.get(file.kind)
        if table is None or file.load == "incremental":
            continue
        limit = file.thresholds.max_row_drop_pct
        limits[table] = min(limits.get(table, limit), limit)
    return limits
