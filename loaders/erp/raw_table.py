"""From an opened file to the raw table that a handler reads, with the lines of its rows."""

from __future__ import annotations

import duckdb

from loaders.erp.columns import amount_form
from loaders.erp.context import Context, FileReport, RawTable, lines_are_there
from loaders.erp.delimited import LINES, Reject, drop_rejects, record_lines, rejects
from loaders.erp.filters import skipped_line
from loaders.erp.headings import proposals
from loaders.erp.headings_row import tidy
from loaders.erp.mapping import FIELDS, FileKind, FileMapping, Mapping
from loaders.erp.quarantine import AmountCell, write_rejects
from loaders.erp.read import OpenedFile
from loaders.erp.unpivot import fill_down, unpivoted

_AMOUNTS = ("amount", "actual_ytd", "current_budget", "open_amount")


def prepared(
    con: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    file: FileMapping,
    report: FileReport,
    opened: OpenedFile,
) -> Context:
    """A context whose raw table is the file itself, to be read once."""
    drop_rejects(con)
    raw = RawTable(
        opened.relation.sql,
        opened.columns,
        opened.relation.parameters,
        is_positional=opened.is_positional,
        is_ascii=opened.text.is_ascii,
        is_padded=opened.text.is_padded or opened.is_positional,
    )
    context = Context(con, mapping, file, report, raw, opened.path)
    context.has_bad_lines = bool(opened.text.bad_lines)
    context.numbered = lambda: numbered(context, opened, "erp_work", "source_row")
    _note_unread(context)
    return context


def materialised(
    con: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    file: FileMapping,
    report: FileReport,
    opened: OpenedFile,
) -> Context:
    """A context whose raw table is `erp_raw`, a copy with the line of each row.

    Empty cells of `fill_down` columns are filled and unpivoted headings have become rows.
    """
    context = prepared(con, mapping, file, report, opened)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE erp_read AS SELECT * FROM {context.raw.name}",  # noqa: S608 - own names
        context.raw.parameters,
    )
    rows = numbered(context, opened, "erp_read", "line")
    con.execute(f"CREATE OR REPLACE TEMP TABLE erp_raw AS SELECT * FROM {rows} ORDER BY record")  # noqa: S608
    con.execute("DROP TABLE erp_read")
    raw = context.raw
    context.raw = RawTable(
        "erp_raw",
        raw.columns,
        is_materialised=True,
        is_positional=raw.is_positional,
        is_ascii=raw.is_ascii,
        is_padded=raw.is_padded,
    )
    context.numbered = lines_are_there
    if file.fill_down:
        fill_down(context)
    # Pupil files turn their headings into rows themselves.
    wide = file.unpivot and file.kind is not FileKind.SCHOOL_FACTS
    return unpivoted(context) if wide else context


def numbered(context: Context, opened: OpenedFile, table: str, name: str) -> str:
    """SQL for the rows of a table just read, with `record` and the line as `name`.

    Lines that do not fit the columns are set aside.
    """
    con = context.con
    count = con.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - own names
    set_aside = [] if opened.is_positional else rejects(con, opened.text, opened.row, opened.path)
    lines = record_lines(
        con,
        opened.text,
        opened.row,
        count[0] if count else 0,
        opened.quote,
        set_aside,
        opened.path,
    )
    _set_rejects_aside(context, opened, set_aside)
    line = f"(w.rowid + {opened.row.lines + 1})::INTEGER"
    join = ""
    if lines:
        line, join = "l.line", f" LEFT JOIN {LINES} l ON l.record = w.rowid"
    trouble = ""
    if opened.text.bad_lines:
        con.execute(
            "CREATE OR REPLACE TEMP TABLE erp_bad_line AS SELECT"
            " unnest($lines::INTEGER[]) AS line, unnest($troubles::VARCHAR[]) AS line_trouble",
            {
                "lines": list(opened.text.bad_lines),
                "troubles": list(opened.text.bad_lines.values()),
            },
        )
        trouble, join = ", b.line_trouble", f"{join} LEFT JOIN erp_bad_line b ON b.line = {line}"
    return f"(SELECT w.rowid AS record, {line} AS {name}{trouble}, w.* FROM {table} w{join})"  # noqa: S608


def _set_rejects_aside(context: Context, opened: OpenedFile, found: list[Reject]) -> None:
    """Lines that do not fit the columns: banners and totals are skipped, the others set aside."""
    report, kept = context.report, []
    for reject in found:
        rule = skipped_line(context.file, reject.lines, opened.delimiter, opened.row.headings)
        if rule is None:
            kept.append(reject)
            continue
        report.skipped[rule] = report.skipped.get(rule, 0) + 1
        report.rows_read += 1
    before = report.rows_quarantined
    write_rejects(
        context.con,
        report,
        context.mapping.district,
        kept,
        len(opened.row.headings),
        opened.delimiter,
        _amount_cell(context, opened),
    )
    report.rows_read += report.rows_quarantined - before
    context.rejected_amount = report.amount_quarantined


def _amount_cell(context: Context, opened: OpenedFile) -> AmountCell | None:
    """Where the dollars of a line stand, for lines that break off behind them."""
    places = {tidy(heading): int(column[1:]) for heading, column in opened.columns.items()}
    for name in _AMOUNTS:
        rule = context.file.columns.get(name)
        if rule and rule.from_ and tidy(rule.from_) in places:
            form = amount_form(rule, context.file.format)
            return AmountCell(places[tidy(rule.from_)], form)
    return None


def _note_unread(context: Context) -> None:
    """Name the headings that no rule of the mapping reads: they are dropped."""
    file = context.file
    used = {tidy(h) for rule in file.columns.values() for h in rule.headings}
    used |= {tidy(h) for h in (*file.extra, *file.fill_down)}
    used |= {tidy(rule.from_) for rule in file.unpivot if rule.from_}
    unread = [heading for heading in context.raw.columns if tidy(heading) not in used]
    if unread and not any(rule.matches for rule in file.unpivot):
        context.report.notes.append(
            f"columns not read: {', '.join(unread)}{_proposed(file, unread)}"
        )


def _proposed(file: FileMapping, unread: list[str]) -> str:
    """Columns of this kind that the mapping leaves empty and an unread heading may stand for."""
    empty = set(FIELDS[file.kind]) - set(file.columns) - set(file.constants)
    found = [f"{one.heading} may be {one.field}" for one in proposals(unread) if one.field in empty]
    return f" ({', '.join(found)})" if found else ""
