"""What stays of the previous snapshot: a load replaces what it brings and keeps the rest.

`full_fy` replaces the lines of a file for the fiscal years that it brings, `full` replaces all
of them, `as_of` those of the same day, and `incremental` only the lines with the same key.
Accounts and locations are only added to, because lines of other years still name them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from data.schema import CANONICAL, Table
from loaders.partitions import WHOLE, Partition, partitions_below, rows_of, staged

# Lines that other files still name are never dropped, only overridden.
_LASTING = frozenset({"account", "location"})
# Their lines without a file, of the mapping and of records, come with every load again.
_TOLD = frozenset({"account_crosswalk"})
_MASTERS = {
    "location": "location_master",
    "vendor": "vendor_master",
    "segment_value": "segment_values",
}

_PREVIOUS = "create or replace temp table before_import as select * from ROWS"
_NO_PREVIOUS = (
    "create or replace temp table before_import as select * from stage.import_file limit 0"
)

# A file name that the mapping no longer knows gives way to the files of its kind.
_GONE = """
create or replace temp table gone as
with brought as (
    select i.file_name, i.kind, m.load,
        unnest(case when m.load = 'full_fy' and coalesce(i.fiscal_years, '') <> ''
            then str_split(i.fiscal_years, ',') else [null] end) as year
    from stage.import_file i
    join (select unnest($names) as file_name, unnest($loads) as load) m using (file_name)
    where m.load in ('full_fy', 'full')
)
select distinct o.import_id, try_cast(b.year as smallint) as fiscal_year
from before_import o
join brought b on b.file_name = o.file_name
    or (b.kind = o.kind and not list_contains($names, o.file_name))
"""
_SAME_DAY = """
create or replace temp table same_day as
select distinct o.import_id, b.as_of_date
from stage.balance_snapshot b
join stage.import_file i using (import_id)
join (select unnest($names) as file_name, unnest($loads) as load) m using (file_name)
join before_import o using (file_name)
where m.load = 'as_of'
"""
_CANDIDATES = "create or replace temp view candidate as select COLUMNS from ROWS o"
_KEPT = """
select COLUMNS from candidate o
where o.import_id not in (select import_id from stage.import_file)
    and (LASTING or not exists (
        select 1 from gone g where g.import_id = o.import_id
            and (g.fiscal_year is null or YEAR)))
    and SAME_DAY
"""
_NOT_SAME_DAY = """not exists (
    select 1 from same_day d
    where d.import_id = o.import_id and d.as_of_date is not distinct from o.as_of_date)"""
_KEEP = "create or replace temp table kept as "
_ANY = "select count(*) from kept"
_INSERT = "insert into stage.TABLE select COLUMNS from kept o"
_UNLESS_NEW = " where not exists (select 1 from stage.TABLE s where MATCH)"
_TOUCHED = """
select exists (select 1 from candidate o join gone g on g.import_id = o.import_id
    and (g.fiscal_year is null or YEAR))
"""
# What a posting says of an account or place gives way to what the master said before.
_YIELD_ACCOUNT = """
delete from stage.account where is_provisional
    and account_id in (select account_id from kept where not is_provisional)
"""
_YIELD = """
delete from stage.TABLE s
where not exists (select 1 from stage.import_file i
        where i.import_id = s.import_id and i.kind = $master)
    and exists (select 1 from kept o join before_import i on i.import_id = o.import_id
        where i.kind = $master and MATCH)
"""
_RETIRED = """
delete from before_import o
where import_id in (select import_id from stage.import_file)
    or exists (select 1 from gone g where g.import_id = o.import_id and g.fiscal_year is null)
    or (coalesce(fiscal_years, '') <> '' and not exists (
        select 1 from (select unnest(str_split(o.fiscal_years, ',')) as year) y
        where not exists (select 1 from gone g
            where g.import_id = o.import_id and g.fiscal_year = try_cast(y.year as smallint))))
"""
_KEEP_IMPORTS = "insert into stage.import_file select COLUMNS from before_import o"


@dataclass(frozen=True, slots=True)
class Plan:
    """How the next snapshot comes about: files to write from the stage, files to link."""

    write: dict[Partition, int]
    link: tuple[Partition, ...]


def merge(
    con: DuckDBPyConnection, previous: Path | None, source: str, loads: Mapping[str, str]
) -> Plan:
    """Add to the stage what stays of the source's touched partitions; plan the files.

    `previous` is the folder of the served snapshot's tables, `loads` the load mode of each file
    name of the mapping.
    """
    if previous is None:
        return Plan(staged(con, source), ())
    existing = [p for p in partitions_below(previous) if p.source != WHOLE]
    own = [p for p in existing if p.source == source and p.table != "import_file"]
    foreign = [p for p in existing if p.source != source]
    _prepare(con, previous, source, loads)
    fresh = staged(con, source)
    linked = [p for p in own if not _merged(con, p, previous, fresh)]
    con.execute(_RETIRED)
    con.execute(_KEEP_IMPORTS.replace("COLUMNS", _columns(CANONICAL["import_file"])))
    return Plan(staged(con, source), (*foreign, *linked))


def _prepare(
    con: DuckDBPyConnection, previous: Path, source: str, loads: Mapping[str, str]
) -> None:
    """Name the imports of the previous snapshot, and those that this load replaces."""
    path = previous / "import_file" / f"{source}.parquet"
    if path.exists():
        con.execute(_PREVIOUS.replace("ROWS", rows_of(con, CANONICAL["import_file"], [path])))
    else:
        con.execute(_NO_PREVIOUS)
    names = {"names": list(loads), "loads": list(loads.values())}
    con.execute(_GONE, names)
    con.execute(_SAME_DAY, names)


def _merged(
    con: DuckDBPyConnection, partition: Partition, previous: Path, fresh: dict[Partition, int]
) -> bool:
    """Whether the partition is written anew; what stays of it is then in the stage."""
    table = CANONICAL[partition.table]
    rows = rows_of(con, table, [previous.parent / partition.path])
    con.execute(_text(_CANDIDATES, table, partition.year).replace("ROWS", rows))
    if partition not in fresh and not _is_touched(con, table, partition.year):
        return False
    con.execute(_KEEP + _text(_kept(table), table, partition.year))
    [(count,)] = con.execute(_ANY).fetchall()
    if count:
        _yield_to_master(con, table)
        unless = _UNLESS_NEW if _has_own_key(table) else ""
        con.execute(_text(_INSERT + unless, table, partition.year))
    return True


def _is_touched(con: DuckDBPyConnection, table: Table, year: int | None) -> bool:
    """Whether lines of the partition are replaced although the load brings none for it."""
    if table.name == "check_result" or table.name in _TOLD:
        return True
    if "import_id" not in table.names or table.name in _LASTING:
        return False
    row = con.execute(_text(_TOUCHED, table, year)).fetchone()
    return bool(row and row[0])


def _kept(table: Table) -> str:
    if "import_id" not in table.names:
        return "select COLUMNS from candidate o"
    same_day = _NOT_SAME_DAY if table.name == "balance_snapshot" else "true"
    lasting = "true" if table.name in _LASTING else "false"
    told = " and o.import_id <> ''" if table.name in _TOLD else ""
    return _KEPT.replace("LASTING", lasting).replace("SAME_DAY", same_day) + told


def _yield_to_master(con: DuckDBPyConnection, table: Table) -> None:
    if table.name == "account":
        con.execute(_YIELD_ACCOUNT)
    elif table.name in _MASTERS:
        con.execute(_text(_YIELD, table, None), {"master": _MASTERS[table.name]})


def _has_own_key(table: Table) -> bool:
    """Whether the key tells the same thing in two loads, not only within one file."""
    return not {"import_id", "source_row"} & set(table.key)


def _columns(table: Table) -> str:
    return ", ".join(f"o.{name}" for name in table.names)


def _text(statement: str, table: Table, year: int | None) -> str:
    """A statement with the names of one table of the contract and the partition's year."""
    if year is not None:
        this_year = f"g.fiscal_year = {year:d}"
    elif "fiscal_year" in table.names:
        this_year = "o.fiscal_year is null or g.fiscal_year = o.fiscal_year"
    else:
        this_year = "true"
    match = " and ".join(f"s.{name} is not distinct from o.{name}" for name in table.key)
    return (
        statement.replace("COLUMNS", _columns(table))
        .replace("MATCH", match)
        .replace("YEAR", this_year)
        .replace("TABLE", table.name)
    )
