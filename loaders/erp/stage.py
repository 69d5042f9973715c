"""The canonical tables of a load in the making: schema `stage`, and what a file leaves there."""

from __future__ import annotations

from decimal import Decimal

import duckdb

from data.schema import CANONICAL
from loaders.erp.context import Context, FileReport
from loaders.erp.filters import CONTROL, GRAND
from loaders.erp.mapping import FIELDS, Mapping
from loaders.erp.quarantine import added
from loaders.erp.raw_text import raw_of_faults
from loaders.erp.work import Work
from loaders.errors import LoaderError


def create_stage(con: duckdb.DuckDBPyConnection) -> None:
    """Create the empty tables that do not exist yet."""
    con.execute("CREATE SCHEMA IF NOT EXISTS stage")
    for table in CANONICAL.values():
        con.execute(f"CREATE TABLE IF NOT EXISTS stage.{table.name} ({table.ddl()})")


def insert(
    work: Work, table: str, columns: dict[str, str], *, where: str = "true", source: str = ""
) -> int:
    """Insert the good rows of a file into a canonical table; returns how many.

    `columns` are SQL over the rows by canonical column; import, line and district come by
    themselves where the table has them. `source` replaces the rows of the file.
    """
    context = work.context
    names = CANONICAL[table].names
    own = {
        "district_id": "$district",
        "import_id": "$import_id",
        "source_row": "source_row",
    }
    given = {name: columns.get(name, own.get(name)) for name in names}
    filled = {name: sql for name, sql in given.items() if sql is not None}
    sql = (
        f"INSERT INTO stage.{table} ({', '.join(filled)})"  # noqa: S608 - canonical names
        f" SELECT {', '.join(filled.values())} FROM {source or work.rows}"
        f" WHERE {work.good} AND ({where})"
    )
    values = {"district": context.mapping.district, "import_id": context.report.import_id}
    used = {name: value for name, value in values.items() if f"${name}" in sql}
    found = context.con.execute(sql, used).fetchone()
    return int(found[0]) if found else 0


def settle(work: Work, inserted: int) -> None:
    """Count the rows of a file, set aside those at fault, and compare control totals.

    Raises LoaderError where rows are unaccounted for, which would be a defect of the loader.
    """
    con, report = work.context.con, work.context.report
    by_rule = dict(con.execute("SELECT skip, count(*) FROM erp_work GROUP BY skip").fetchall())
    data = by_rule.pop(None, 0)
    report.rows_read += data + sum(by_rule.values())
    for rule, count in by_rule.items():
        report.skipped[rule] = report.skipped.get(rule, 0) + count
    before, amount_before = report.rows_quarantined, report.amount_quarantined
    report.rows_quarantined, report.amount_quarantined = 0, None
    if inserted != data:
        raw_of_faults(work)
    aside, dollars = report.rows_quarantined, report.amount_quarantined
    if inserted + aside != data:
        raise LoaderError(
            f"{data} rows became {inserted} facts and {aside} rows set aside.",
            file=work.context.source,
        )
    report.rows_accepted += inserted
    total = _sum(con, work.amount, "skip IS NULL") if work.measure else None
    if total is not None:
        report.amount_accepted = added(report.amount_accepted, total - (dollars or Decimal(0)))
    report.rows_quarantined += before
    report.amount_quarantined = added(amount_before, dollars)
    _note_years(work)
    _note_padding(work)
    _compare_control_totals(work)


def _sum(con: duckdb.DuckDBPyConnection, amount: str, where: str) -> Decimal | None:
    found = con.execute(f"SELECT sum({amount}) FROM erp_work WHERE {where}").fetchone()  # noqa: S608 - own names
    return found[0] if found else None


def _note_years(work: Work) -> None:
    """The fiscal years of the rows, and whether they stand on a guess of the period."""
    con, report = work.context.con, work.context.report
    if not work.is_timed:
        return
    years = con.execute(
        "SELECT DISTINCT fiscal_year FROM erp_clock WHERE trouble IS NULL ORDER BY 1"
    ).fetchall()
    report.fiscal_years = tuple(sorted({*report.fiscal_years, *(year for (year,) in years)}))
    undated = con.execute("SELECT 1 FROM erp_clock WHERE trouble IS NULL AND is_undated").fetchone()
    if undated and "period" in FIELDS[work.context.file.kind]:
        report.notes.append("rows without date and period stand in the last period of their year")


def _note_padding(work: Work) -> None:
    for name, rule in work.context.file.columns.items():
        if rule.pad_left and work.has(name):
            count = work.context.con.execute(
                f"SELECT count(*) FROM erp_work WHERE skip IS NULL AND {name}__padded"  # noqa: S608
            ).fetchone()
            if count and count[0]:
                work.context.report.notes.append(
                    f"leading zeros restored in {count[0]} cells of {work.headings[name]}"
                )


def _compare_control_totals(work: Work) -> None:
    """L3: the total that the file prints equals the rows read, kept or set aside."""
    context = work.context
    filters = context.file.filters
    configured = filters.control_total
    measure = configured.measure if configured else work.measure
    filtered = filters.drop_if or filters.keep_if or context.file.district_column
    if measure is None or not work.has(measure) or (filtered and not configured):
        return
    rule = CONTROL if configured else GRAND
    if rule not in context.report.skipped:
        if configured:
            add_check(context, "L3", None, None, "the control total row is not in the file")
        return
    expected = _sum(context.con, measure, f"skip = '{rule}'")
    actual = _sum(context.con, measure, "skip IS NULL")
    if measure == work.measure:
        actual = added(actual, context.rejected_amount)
    message = f"total of {work.headings[measure]} that the file prints, and its rows"
    add_check(context, "L3", expected, actual or Decimal(0), message)


def add_check(
    context: Context, code: str, expected: Decimal | None, actual: Decimal | None, message: str
) -> None:
    """Write one check of a file; it fails where the sums differ or cannot be read."""
    is_ok = expected is not None and expected == actual
    difference = actual - expected if expected is not None and actual is not None else None
    context.con.execute(
        "INSERT INTO stage.check_result VALUES ($import_id, $district, $code, 'all', NULL,"
        " 'error', $status, $expected, $actual, $difference, $message)",
        {
            "import_id": context.report.import_id,
            "district": context.mapping.district,
            "code": code,
            "status": "ok" if is_ok else "failed",
            "expected": expected,
            "actual": actual,
            "difference": difference,
            "message": message,
        },
    )


def write_import(con: duckdb.DuckDBPyConnection, mapping: Mapping, report: FileReport) -> None:
    """Write the file's row of `import_file`."""
    values = {
        "import_id": report.import_id,
        "district_id": mapping.district,
        "source": mapping.source,
        "file_name": report.file_name,
        "kind": report.kind,
        "path": report.path,
        "sha256": report.sha256,
        "mapping_sha256": mapping.sha256,
        "encoding": report.encoding,
        "delimiter": report.delimiter,
        "rows_read": report.rows_read,
        "rows_accepted": report.rows_accepted,
        "rows_skipped": report.rows_skipped,
        "rows_quarantined": report.rows_quarantined,
        "amount_accepted": report.amount_accepted,
        "amount_quarantined": report.amount_quarantined,
        "fiscal_years": ",".join(str(year) for year in report.fiscal_years),
        "notes": "; ".join(_notes(report)),
    }
    names = ", ".join(values)
    marks = ", ".join(f"${name}" for name in values)
    con.execute(f"INSERT INTO stage.import_file ({names}) VALUES ({marks})", values)  # noqa: S608


def _notes(report: FileReport) -> list[str]:
    skipped = [f"{count} rows skipped: {rule}" for rule, count in sorted(report.skipped.items())]
    return [*report.notes, *skipped]
