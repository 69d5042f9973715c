"""Every file of a delivery, read into the canonical tables of schema `stage`."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from loaders.erp import accounts, amounts, calendar, dates, masters
from loaders.erp.account_masters import load_accounts
from loaders.erp.account_years import install_masters
from loaders.erp.balances import load_balances
from loaders.erp.budget_lines import load_budget_lines
from loaders.erp.context import Context, FileReport, Handler
from loaders.erp.crosswalks import crosswalk_codes
from loaders.erp.district import write_district
from loaders.erp.headings_row import tidy
from loaders.erp.ledger import load_ledger
from loaders.erp.mapping import FileKind, FileMapping, Mapping
from loaders.erp.orders import load_encumbrances, load_orders
from loaders.erp.privacy import refuse_private_headings
from loaders.erp.raw_table import materialised, prepared
from loaders.erp.read import open_file
from loaders.erp.recodings import add_recodings
from loaders.erp.sections import count_outside, refuse_unread
from loaders.erp.stage import create_stage, write_import
from loaders.erp.told import NOTHING_TOLD, ToldAccounts
from loaders.errors import LoaderError
from loaders.facts.position_control import load_positions
from loaders.facts.school_facts import load_school_facts
from loaders.progress import Progress

# Masters come before the lines that refer to them.
HANDLERS: dict[FileKind, Handler] = {
    FileKind.PERIOD_CALENDAR: masters.load_calendar,
    FileKind.SEGMENT_VALUES: masters.load_segment_values,
    FileKind.LOCATION_MASTER: masters.load_locations,
    FileKind.VENDOR_MASTER: masters.load_vendors,
    FileKind.ACCOUNT_MASTER: load_accounts,
    FileKind.ACCOUNT_CROSSWALK: masters.load_crosswalk,
    FileKind.BUDGET_BALANCE: load_balances,
    FileKind.BUDGET_DETAIL: load_budget_lines,
    FileKind.LEDGER_DETAIL: load_ledger,
    FileKind.PO_DETAIL: load_orders,
    FileKind.ENCUMBRANCE_DETAIL: load_encumbrances,
    FileKind.POSITION_CONTROL: load_positions,
    FileKind.SCHOOL_FACTS: load_school_facts,
}
_ORDER = {kind: number for number, kind in enumerate(HANDLERS)}
# Long files are read directly into their typed form; the others are small enough to be kept as
# text while they are read.
_DIRECT = frozenset(
    {
        FileKind.BUDGET_BALANCE,
        FileKind.BUDGET_DETAIL,
        FileKind.LEDGER_DETAIL,
        FileKind.PO_DETAIL,
        FileKind.ENCUMBRANCE_DETAIL,
    }
)


@dataclass(frozen=True, slots=True)
class _Job:
    """One file to read."""

    path: Path
    file: FileMapping


def extract(
    con: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    source: Path,
    progress: Progress,
    *,
    hash_key: str = "",
    told: ToldAccounts = NOTHING_TOLD,
) -> list[FileReport]:
    """Read every file below `source` that the mapping names; the facts end up in `stage`.

    Raises a LoaderError where a file cannot be used at all; rows that cannot be used are in
    `stage.quarantine_row`. `hash_key` is the secret for privacy.hash_columns,
    `told` what the district has said of single accounts itself.
    """
    jobs = list(_jobs(mapping, source))
    install(con, mapping)
    accounts.set_types(con, told.types)
    reports: list[FileReport] = []
    for number, job in enumerate(jobs):
        progress(f"Read {job.path.name}", number / len(jobs))
        report = _report(mapping, source, job)
        same = next((r for r in reports if _is_same(r, report)), None)
        reports.append(report)
        if same:
            report.notes.append(f"the same file as {same.path}; not read again")
            continue
        with tempfile.TemporaryDirectory(prefix="plumbline-read-") as folder:
            _read(con, mapping, report, job, Path(folder), hash_key)
    masters.finish(con, mapping, reports)
    add_recodings(con, mapping, told.recodings)
    accounts.forget_accounts(con)
    for report in reports:
        write_import(con, mapping, report)
    progress("Read", 1.0)
    return reports


def install(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Make a connection ready: stage tables, macros, calendar, crosswalks."""
    # The line of a row is its place in the file, so the order of rows must survive the read.
    con.execute("SET preserve_insertion_order = true")
    create_stage(con)
    for module in (amounts, dates, calendar):
        module.install_macros(con)
    calendar.install_calendar(con, mapping)
    accounts.write_segment_defs(con, mapping)
    write_district(con, mapping)
    install_masters(con)
    for name, crosswalk in mapping.crosswalks.items():
        if crosswalk.from_ and crosswalk.to:
            codes = crosswalk_codes(mapping, name)
            con.execute(
                f"CREATE OR REPLACE TEMP TABLE erp_cross_{name} AS SELECT"
                " unnest($codes::VARCHAR[]) AS code, unnest($targets::VARCHAR[]) AS target",
                {"codes": list(codes), "targets": list(codes.values())},
            )


def _jobs(mapping: Mapping, source: Path) -> Iterator[_Job]:
    """The files to read, masters first, then by name; a missing one that is required is refused."""
    for file in sorted(mapping.files, key=lambda file: _ORDER[file.kind]):
        paths = sorted(path for path in source.glob(file.glob) if path.is_file())
        if not paths and file.required:
            there = sorted(path.name for path in source.iterdir() if path.is_file())
            raise LoaderError(
                "The file of the mapping is not there.",
                file=file.name,
                found=", ".join([*there[:8], *(["..."] if there[8:] else [])]) or str(source),
                expected=f"{file.glob} in {source}",
            )
        yield from (_Job(path, file) for path in paths)


def _read(
    con: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    report: FileReport,
    job: _Job,
    workdir: Path,
    hash_key: str,
) -> None:
    """Read one file by the handler of its kind."""
    opened = open_file(job.path, job.file, workdir)
    report.encoding, report.delimiter = opened.text.encoding, opened.delimiter
    report.notes += opened.text.notes
    if not opened.is_positional:
        refuse_private_headings(job.path, opened.row.headings, mapping.privacy.drop_columns)
    direct = job.file.kind in _DIRECT and not job.file.fill_down and not job.file.unpivot
    context = (prepared if direct else materialised)(con, mapping, job.file, report, opened)
    context.hash_key = hash_key
    context.has_master = any(f.kind is FileKind.ACCOUNT_MASTER for f in mapping.files)
    _check_hash_key(context)
    HANDLERS[job.file.kind](context)
    refuse_unread(report, opened)
    count_outside(report, opened)
    for table in ("erp_work", "erp_raw"):
        con.execute(f"DROP TABLE IF EXISTS {table}")


def _is_same(one: FileReport, other: FileReport) -> bool:
    """Whether a file was sent twice under two names."""
    return one.sha256 == other.sha256 and one.file_name == other.file_name


def _check_hash_key(context: Context) -> None:
    """A hash without a secret could be undone by trying every number."""
    hashed = {tidy(heading) for heading in context.mapping.privacy.hash_columns}
    used = [h for rule in context.file.columns.values() for h in rule.headings if tidy(h) in hashed]
    if used and not context.hash_key:
        raise LoaderError(
            "the column is to be hashed, but there is no secret to hash it with.",
            file=context.source,
            column=used[0],
            expected="a secret key of the deployment",
        )


def _report(mapping: Mapping, source: Path, job: _Job) -> FileReport:
    with job.path.open("rb") as raw:
        sha256 = hashlib.file_digest(raw, "sha256").hexdigest()
    path = job.path.relative_to(source).as_posix()
    whole = f"{sha256} {mapping.sha256} {job.file.name} {path}"
    import_id = hashlib.sha256(whole.encode()).hexdigest()[:16]
    return FileReport(import_id, job.file.name, job.file.kind.value, path, sha256)
