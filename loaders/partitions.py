"""Canonical tables as Parquet: one file for each table, source and fiscal year.

The order of rows and the size of row groups are fixed and no column holds the time of the load,
so the same bytes and the same mapping give the same file, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from data.schema import CANONICAL, Table
from loaders.errors import LoaderError

SOURCE = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?")
WHOLE = "_snapshot"  # instead of a source: what holds for all of them
_FILE = re.compile(r"(?P<source>.+?)(?:__fy(?P<year>\d{4}))?\.parquet")
_NOT_DIVIDED = frozenset({"quarantine_row", "check_result"})  # their year may be unknown

# Accounts are ranked once, so that millions of lines sort by one integer.
_RANK = """
create or replace temp table account_rank as
select account_id, row_number() over (
    order by min(location_id) nulls first, min(canonical), account_id)::integer as rank
from stage.account group by account_id
"""
_RANKED = """
copy (
    select COLUMNS from stage.TABLE t left join account_rank k on k.account_id = t.account_id
    where t.fiscal_year = $year order by k.rank, KEYS
) to $path (format parquet, compression zstd, row_group_size 122880)
"""
_PLAIN = """
copy (select COLUMNS from stage.TABLE t where t.fiscal_year = $year order by KEYS)
to $path (format parquet, compression zstd, row_group_size 122880)
"""
_WHOLE = """
copy (select COLUMNS from stage.TABLE t order by KEYS)
to $path (format parquet, compression zstd, row_group_size 122880)
"""
_CHECKS = """
copy (
    select COLUMNS from stage.TABLE t where (t.import_id = '') = $whole
    order by KEYS, t.fiscal_year, t.message
) to $path (format parquet, compression zstd, row_group_size 122880)
"""
_YEARS = "select fiscal_year, count(*) from stage.TABLE group by all order by all"
_COUNT = "select count(*) from stage.TABLE"
_VIEW = "create or replace view canon.TABLE as select COLUMNS from ROWS t"
_STAGED = "create or replace view canon.TABLE as select COLUMNS from stage.TABLE t"
_OF_OLDER = """(
    select NOTHING where false
    union all by name
    select * from read_parquet([FILES], union_by_name = true))"""
_IN_ALL = "select name from parquet_schema([FILES]) group by name having count(*) = $files"
_EMPTY = "create or replace view canon.TABLE as select NOTHING where false"


@dataclass(frozen=True, slots=True, order=True)
class Partition:
    """What one Parquet file holds; `year` is `None` where the table is not divided by year."""

    table: str
    source: str
    year: int | None

    @property
    def path(self) -> str:
        """Place below the snapshot's folder."""
        year = "" if self.year is None else f"__fy{self.year:04d}"
        return f"tables/{self.table}/{self.source}{year}.parquet"

    @classmethod
    def at(cls, path: str) -> Partition | None:
        """The partition of a path below the snapshot's folder; `None` for other files."""
        folder, _, name = path.removeprefix("tables/").partition("/")
        found = _FILE.fullmatch(name)
        if found is None or folder not in CANONICAL:
            return None
        year = found["year"]
        return cls(folder, found["source"], None if year is None else int(year))


def partitions_below(tables: Path) -> Iterator[Partition]:
    """The partitions that lie in a folder of canonical tables, in order of their names."""
    for path in sorted(tables.glob("*/*.parquet")):
        partition = Partition.at(f"{path.parent.name}/{path.name}")
        if partition is None:
            raise LoaderError("This file is no part of a snapshot.", file=path)
        yield partition


def is_divided(table: Table) -> bool:
    """Whether a table has one file a fiscal year."""
    return "fiscal_year" in table.names and table.name not in _NOT_DIVIDED


def staged(con: DuckDBPyConnection, source: str) -> dict[Partition, int]:
    """Partitions that schema `stage` would fill, with their row counts."""
    if not SOURCE.fullmatch(source):
        raise LoaderError(
            "A source's name is made of small letters, digits, - and _.", found=source
        )
    found: dict[Partition, int] = {}
    for table in CANONICAL.values():
        if is_divided(table):
            rows = con.execute(_text(_YEARS, table)).fetchall()
            found |= {Partition(table.name, source, year): count for year, count in rows}
        else:
            [(count,)] = con.execute(_text(_COUNT, table)).fetchall()
            found |= {Partition(table.name, source, None): count} if count else {}
    return found


def rank_accounts(con: DuckDBPyConnection) -> None:
    """Give each staged account its place by location and account; call before writing."""
    con.execute(_RANK)


def write_partition(con: DuckDBPyConnection, partition: Partition, folder: Path) -> None:
    """Write one staged partition below `folder`, the snapshot in the making."""
    path = folder / partition.path
    path.parent.mkdir(parents=True, exist_ok=True)
    table = CANONICAL[partition.table]
    parameters: dict[str, object] = {"path": str(path)}
    if partition.year is None:
        statement = _WHOLE
    else:
        statement = _RANKED if "account_id" in table.names else _PLAIN
        parameters["year"] = partition.year
    con.execute(_text(statement, table), parameters)


def view_canonical(con: DuckDBPyConnection, tables: Path) -> None:
    """Name each canonical table in schema `canon`, read from the Parquet files of a folder."""
    con.execute("create schema if not exists canon")
    for table in CANONICAL.values():
        files = sorted((tables / table.name).glob("*.parquet"), key=_by_year)
        if files:
            con.execute(_text(_VIEW, table).replace("ROWS", rows_of(con, table, files)))
        else:
            con.execute(_text(_EMPTY, table))


def rows_of(con: DuckDBPyConnection, table: Table, files: Sequence[Path]) -> str:
    """SQL for the rows of canonical files, to stand after FROM.

    A column that an older program did not write yet is missing in the rows of its files: data of
    other sources and years need not be delivered again for it.
    """
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    in_all = con.execute(_IN_ALL.replace("FILES", listed), {"files": len(files)}).fetchall()
    if set(table.names) <= {name for (name,) in in_all}:
        return f"read_parquet([{listed}])"
    return _text(_OF_OLDER, table).replace("FILES", listed)


def view_stage(con: DuckDBPyConnection) -> None:
    """Name each staged table in schema `canon`, for a check that writes nothing."""
    con.execute("create schema if not exists canon")
    for table in CANONICAL.values():
        con.execute(_text(_STAGED, table))


def drop_written(con: DuckDBPyConnection) -> None:
    """Free the staged rows once they are written; imports and checks are still asked."""
    for name in CANONICAL:
        if name not in {"import_file", "check_result"}:
            con.execute(f"drop table if exists stage.{name}")


def write_checks_of(con: DuckDBPyConnection, source: str, folder: Path) -> None:
    """Write the staged checks: those of files to the source's file, the others to their own."""
    table = CANONICAL["check_result"]
    for owner, whole in ((source, False), (WHOLE, True)):
        path = folder / Partition(table.name, owner, None).path
        path.parent.mkdir(parents=True, exist_ok=True)
        con.execute(_text(_CHECKS, table), {"path": str(path), "whole": whole})


def _by_year(path: Path) -> tuple[str, str]:
    """Years first: lines of several sources then come in the order of the serving file."""
    source, _, year = path.stem.partition("__fy")
    return year, source


def _text(statement: str, table: Table) -> str:
    """A statement with the names of one table of the contract."""
    keys = [name for name in (*table.key, "import_id", "source_row") if name in table.names]
    if table.name == "ledger_line":
        keys = ["posted_date", "ledger_line_id"]
    elif "account_id" in keys and len(table.key) > 1:
        keys.remove("account_id")
    nothing = ", ".join(f"null::{column.type} as {column.name}" for column in table.columns)
    return (
        statement.replace("NOTHING", nothing)
        .replace("COLUMNS", ", ".join(f"t.{name}" for name in table.names))
        .replace("KEYS", ", ".join(f"t.{name}" for name in dict.fromkeys(keys)))
        .replace("TABLE", table.name)
    )
