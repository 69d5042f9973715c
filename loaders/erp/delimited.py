"""Delimited and fixed-width text as a DuckDB relation of text columns, and nothing guessed.

DuckDB reads with a declared dialect and a declared schema. It sets rows of the wrong width aside
itself; `record_lines` then settles on which physical line each remaining record stands.
"""

from __future__ import annotations

import contextlib
import csv
from dataclasses import dataclass
from pathlib import Path

import duckdb

from loaders.erp.decode import DecodedText
from loaders.erp.headings_row import HeadingsRow
from loaders.errors import FileUnreadableError

REJECTS = "erp_reject"
SCANS = "erp_scan"
LINES = "erp_line"
# No decoded text holds this character, so a line read with it is one column.
_NEVER = "\x01"
# DuckDB shows no more than this of a record that it sets aside.
_SHOWN = 10_000


@dataclass(frozen=True, slots=True)
class Relation:
    """SQL to stand after FROM, and the values of its `$parameters`."""

    sql: str
    parameters: dict[str, object]


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that does not fit the columns: its lines and what DuckDB says of it."""

    first_line: int
    lines: tuple[str, ...]
    kind: str
    column: str
    message: str

    @property
    def numbers(self) -> range:
        """The physical lines that the record takes."""
        return range(self.first_line, self.first_line + len(self.lines))


def delimited(text: DecodedText, row: HeadingsRow, delimiter: str, quote: str) -> Relation:
    """The records below the headings, columns `c1`, `c2`, ... all VARCHAR.

    DuckDB is strict by default; saying so explicitly makes 1.5 drop every row of a CRLF file.
    """
    names = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(1, len(row.headings) + 1))
    sql = (
        "read_csv($raw_path, delim=$raw_delimiter, quote=$raw_quote, escape=$raw_quote,"
        f" header=false, skip=$raw_skip::BIGINT, new_line={_newline(text)}, auto_detect=false,"
        " store_rejects=true,"
        f" rejects_table='{REJECTS}', rejects_scan='{SCANS}', columns={{{names}}})"
    )
    return Relation(
        sql,
        {
            "raw_path": str(text.path),
            "raw_delimiter": delimiter,
            "raw_quote": quote,
            "raw_skip": row.lines,
        },
    )


def fixed_width(text: DecodedText, fields: list[tuple[int, int]], skipped_lines: int) -> Relation:
    """Lines cut at (start, width), the first character being 1; columns `c1`, `c2`, ..."""
    cuts = ", ".join(
        f"substring(line, {int(start)}, {int(width)}) AS c{n}"
        for n, (start, width) in enumerate(fields, start=1)
    )
    sql = f"(SELECT {cuts}, line AS text FROM {_lines(text)})"  # noqa: S608 - positions are whole numbers
    return Relation(sql, _line_parameters(text, skipped_lines))


def _lines(text: DecodedText) -> str:
    """SQL for the lines of a file, one column wide."""
    return (
        "read_csv($raw_path, delim=$raw_delimiter, quote='', escape='', header=false,"
        f" skip=$raw_skip::BIGINT, new_line={_newline(text)}, auto_detect=false,"
        " strict_mode=false, columns={'line': 'VARCHAR'})"
    )


def _line_parameters(text: DecodedText, skipped_lines: int) -> dict[str, object]:
    return {
        "raw_path": str(text.path),
        "raw_delimiter": _NEVER,
        "raw_skip": skipped_lines,
    }


def _newline(text: DecodedText) -> str:
    """SQL for the line end, which DuckDB must not guess."""
    return "'\\r\\n'" if text.newline == "\r\n" else "'\\n'"


def drop_rejects(con: duckdb.DuckDBPyConnection) -> None:
    """Forget the rejects of the file before."""
    con.execute(f"DROP TABLE IF EXISTS {REJECTS}")
    con.execute(f"DROP TABLE IF EXISTS {SCANS}")


def rejects(
    con: duckdb.DuckDBPyConnection, text: DecodedText, row: HeadingsRow, path: Path
) -> list[Reject]:
    """The records that DuckDB set aside, with their physical lines.

    Raises FileUnreadableError where a quote swallows a large part of the file.
    """
    found = con.execute(
        "SELECT line_byte_position, any_value(error_type), any_value(column_name),"  # noqa: S608
        f" any_value(csv_line), any_value(error_message) FROM {REJECTS}"
        " GROUP BY line_byte_position ORDER BY line_byte_position"
    ).fetchall()
    starts = _line_numbers(
        text.path, [position + _blank_head(raw) for position, *_, raw, _ in found]
    )
    result = []
    for line, (_, kind, column, raw, message) in zip(starts, found, strict=True):
        lines = tuple((raw or "").strip("\r\n").split("\n"))
        heading = row.headings[int(column[1:]) - 1] if column else ""
        if len(raw or "") >= _SHOWN and "QUOTE" in kind:
            raise _open_quote(path, line, heading, lines[0])
        result.append(Reject(line, lines, kind, heading, message))
    return result


def _open_quote(path: Path, line: int, column: str, found: str) -> FileUnreadableError:
    """Rows have run together behind a quote; no one can tell where they begin."""
    return FileUnreadableError(
        "a quote opens here or below and does not close, so the rows behind it run together.",
        file=path,
        row=line,
        column=column,
        found=found[:80],
        expected="quotes in pairs, or format.quote empty",
    )


def _blank_head(raw: str | None) -> int:
    """Bytes of blank lines that DuckDB counts to a record's beginning."""
    shown = raw or ""
    return len(shown) - len(shown.lstrip("\r\n"))


def _line_numbers(path: Path, positions: list[int]) -> list[int]:
    """The physical line of each byte position (from 1), by counting line ends up to it."""
    result: list[int] = []
    line, here = 1, 0
    with path.open("rb") as raw:
        for position in positions:
            while here < position - 1:
                chunk = raw.read(min(1 << 20, position - 1 - here))
                if not chunk:
                    break
                here += len(chunk)
                line += chunk.count(b"\n")
            result.append(line)
    return result


# A record a line; blank lines are none.
_PLAIN = """
SELECT n, line FROM (SELECT row_number() OVER () AS n, line FROM @lines)
WHERE n > $head AND line IS NOT NULL
"""
# A line break inside quotes leaves their number odd, so the next line goes on with the record.
_QUOTED = """
SELECT n, line FROM (
    SELECT n, line, coalesce(sum(quotes) FILTER (n > $head) OVER (
        ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) AS open_before
    FROM (SELECT row_number() OVER () AS n, line,
            length(line) - length(replace(line, '"', '')) AS quotes
        FROM @lines)
    WHERE NOT list_contains($taken::BIGINT[], n) OR n <= $head)
WHERE n > $head AND line IS NOT NULL AND open_before % 2 = 0
"""


def record_lines(
    con: duckdb.DuckDBPyConnection,
    text: DecodedText,
    row: HeadingsRow,
    records: int,
    quote: str,
    set_aside: list[Reject],
    path: Path,
) -> str | None:
    """The table with the physical line of each record, or None where it is a plain offset.

    The table `erp_line` has (record BIGINT from 0, line INTEGER). It is needed only where blank
    lines, line breaks inside quotes or rejected records shift the count.
    """
    if not set_aside and row.lines + records == text.lines:
        return None
    taken = [line for reject in set_aside for line in reject.numbers]
    parameters = _line_parameters(text, 0) | {"head": row.lines, "taken": taken}
    for beginnings in (_PLAIN, _QUOTED) if quote == '"' else (_PLAIN,):
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {LINES} AS"  # noqa: S608 - names and conditions are this module's own
            " SELECT row_number() OVER (ORDER BY n) - 1 AS record, n::INTEGER AS line"
            f" FROM ({beginnings.replace('@lines', _lines(text))})"
            " ANTI JOIN (SELECT unnest($taken::BIGINT[]) AS n) AS taken USING (n)",
            parameters,
        )
        count = con.execute(f"SELECT count(*) FROM {LINES}").fetchone()  # noqa: S608
        if count is not None and count[0] == records:
            return LINES
    starts = _record_starts(text.path, row, quote, set(taken))
    if len(starts) != records:
        first = next((reject for reject in set_aside if "QUOTE" in reject.kind), None)
        line, column = (first.first_line, first.column) if first else (row.lines + 1, "")
        raise _open_quote(path, line, column, first.lines[0] if first else "")
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {LINES} AS"
        " SELECT generate_subscripts($starts, 1) - 1 AS record, unnest($starts)::INTEGER AS line",
        {"starts": starts},
    )
    return LINES


def _record_starts(path: Path, row: HeadingsRow, quote: str, taken: set[int]) -> list[int]:
    """First line of each record by reading the file once more: for quotes in odd places only."""
    starts = []
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text, quotechar=quote or '"')
        begin = 1
        # A field beyond the limit of the reader ends the walk: then the counts differ.
        with contextlib.suppress(csv.Error):
            for cells in reader:
                if cells and begin > row.lines and begin not in taken:
                    starts.append(begin)
                begin = reader.line_num + 1
    return starts
