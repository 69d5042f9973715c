"""What travels with one file through the loader: connection, mapping, raw table, report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb

from loaders.erp.mapping import FileMapping, Mapping


@dataclass(slots=True)
class FileReport:
    """What happened to one file; becomes its row of `import_file`.

    `rows_read == rows_accepted + rows_skipped + rows_quarantined` holds for every file.
    Dollars are in the sign that the file writes, so that they compare with its own totals.
    """

    import_id: str
    file_name: str
    kind: str
    path: str
    sha256: str
    encoding: str = ""
    delimiter: str = ""
    rows_read: int = 0
    rows_accepted: int = 0
    rows_quarantined: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    amount_accepted: Decimal | None = None
    amount_quarantined: Decimal | None = None
    fiscal_years: tuple[int, ...] = ()
    notes: list[str] = field(default_factory=list)

    @property
    def rows_skipped(self) -> int:
        """Rows dropped by a named rule: totals, repeated headings, filters."""
        return sum(self.skipped.values())


@dataclass(frozen=True, slots=True)
class RawTable:
    """A file as text in DuckDB: one VARCHAR column for each heading, `c1`, `c2`, ...

    `name` stands after FROM; `parameters` are the values of its `$names` (none for a table).
    `columns` maps the heading as written to the column. Materialised tables have a further
    column `line INTEGER`, the physical line of the file; direct ones can be read only once.
    Positional files have `text`, the whole line. `unpivoted` names the canonical columns that
    headings have become: `u_<name>`.
    """

    name: str
    columns: dict[str, str]
    parameters: dict[str, object] = field(default_factory=dict)
    is_materialised: bool = False
    is_positional: bool = False
    unpivoted: frozenset[str] = frozenset()
    is_ascii: bool = True
    is_padded: bool = True


def lines_are_there() -> str:
    """SQL for the rows of `erp_work` where the raw table had the line of each row already."""
    return "(SELECT w.rowid AS record, w.* FROM erp_work w)"


@dataclass(slots=True)
class Context:
    """One file on its way: handlers read `raw`, fill `stage` tables and the report.

    `numbered` is called once `erp_work` is filled; it gives SQL for its rows with `record` and
    `line`, and counts the lines that did not fit the columns.
    """

    con: duckdb.DuckDBPyConnection
    mapping: Mapping
    file: FileMapping
    report: FileReport
    raw: RawTable
    source: Path
    hash_key: str = ""
    has_master: bool = False
    has_bad_lines: bool = False
    rejected_amount: Decimal | None = None
    numbered: Callable[[], str] = lines_are_there


Handler = Callable[[Context], None]
