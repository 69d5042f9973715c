"""The account master: titles, short keys, and which accounts are open."""

from __future__ import annotations

import duckdb

from loaders.erp import accounts
from loaders.erp.account_years import adopt, expand
from loaders.erp.context import Context, FileReport
from loaders.erp.mapping import Mapping
from loaders.erp.stage import settle
from loaders.erp.typed_columns import account_parts, fill_work
from loaders.erp.work import Work, typed_rows


def load_accounts(context: Context) -> None:
    """Read one account master. Without a fiscal year it waits for the years of the lines."""
    context.has_master = False  # Its accounts are not provisional.
    if "fiscal_year" in context.file.columns or "fiscal_year" in context.file.constants:
        work = typed_rows(context, day=None, measures=())
        con = context.con
        con.execute(
            "CREATE OR REPLACE TEMP TABLE erp_master_asked AS"  # noqa: S608 - own names
            f" SELECT account_text AS account, the_year AS fiscal_year, {_told(work)}"
            f" FROM {work.rows} WHERE {work.good}"
        )
        adopt(con, "erp_master_asked")
    else:
        work = _remember(context)
    count = context.con.execute(
        f"SELECT count(*) FROM {work.rows} WHERE {work.good}"  # noqa: S608 - own names
    ).fetchone()
    settle(work, count[0] if count else 0)


def _told(work: Work) -> str:
    title = [name for name in ("description", "account_description") if work.has(name)]
    description = f"coalesce({', '.join(title)})" if title else "NULL::VARCHAR"
    key = work.value("short_key", "NULL::VARCHAR")
    active = work.value("is_active", "true")
    return f"{description} AS description, {key} AS short_key, {active} AS is_active"


def _remember(context: Context) -> Work:
    """Keep the rows of a master without a year in `erp_master`."""
    read = fill_work(context, day=None)
    rows = f"(SELECT *, NULL::SMALLINT AS the_year FROM {context.numbered()})"  # noqa: S608
    work = Work(context, rows, read.headings, list(read.troubles))
    named = [part for part in account_parts(read) if part != "account_kind"]
    segments = context.file.segment_columns
    text = accounts.segment_text(named) if segments else f"coalesce({named[0]}, '')"
    context.con.execute(
        "INSERT INTO erp_master BY NAME SELECT $import_id AS import_id, $name AS file_name,"  # noqa: S608 - own names
        " source_row AS line,"
        f" {text} AS account, {work.value('account_kind', 'NULL::VARCHAR')} AS account_kind,"
        f" {_told(work)} FROM {work.rows} WHERE {work.good}",
        {"import_id": context.report.import_id, "name": context.file.name},
    )
    return work


def describe(
    con: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    years: list[int],
    reports: dict[str, FileReport],
) -> None:
    """Give the masters without a year the years of the lines; set aside what cannot be read."""
    expand(con, mapping, years)
    con.execute("UPDATE stage.account SET is_active = true WHERE is_active IS NULL")
    con.execute("UPDATE stage.account SET is_provisional = false WHERE is_provisional IS NULL")
    found = con.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'erp_master_reject'"
    ).fetchone()
    if not found or not found[0]:
        return
    con.execute(_REJECTED, {"district": mapping.district})
    for import_id, count in con.execute(_COUNTED).fetchall():
        report = reports[import_id]
        report.rows_accepted -= count
        report.rows_quarantined += count
    con.execute("DROP TABLE erp_master_reject")


_REJECTED = """
INSERT INTO stage.quarantine_row BY NAME
SELECT DISTINCT m.import_id, $district AS district_id, m.line AS source_row,
    'account' AS column_name, r.reason_code, replace(m.account, chr(31), '|') AS found, r.message,
    false AS is_warning, replace(m.account, chr(31), '|') AS raw
FROM erp_master m
JOIN erp_master_reject r ON r.file_name = m.file_name AND r.account_text = m.account
QUALIFY row_number() OVER (PARTITION BY m.import_id, m.line ORDER BY r.fiscal_year DESC) = 1
ORDER BY m.import_id, m.line
"""
_COUNTED = """
SELECT m.import_id, count(DISTINCT m.line) FROM erp_master m
JOIN erp_master_reject r ON r.file_name = m.file_name AND r.account_text = m.account
GROUP BY m.import_id
"""
