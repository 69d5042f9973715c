"""What the snapshot before withheld: a count that reappears beside an unchanged total tells it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

_WITHHELD = """
create or replace temp view withheld_before as
select l.location_id, f.fiscal_year, f.metric, f.count_type, f.grade, f.group_code
from earlier.fct_school f join earlier.dim_location l using (location_key)
where f.status = 'suppressed'
"""
_KNOWN = """
create or replace temp view known_before as
select location_id, fiscal_year, metric, count_type, grade, group_code, value
from read_parquet('FILES')
"""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The snapshot that is served while the next one is made: its serving file and its tables."""

    serving: Path
    tables: Path


@contextmanager
def remembered(con: DuckDBPyConnection, earlier: Earlier | None) -> Iterator[bool]:
    """Views `withheld_before` and `known_before`; whether there is anything in them."""
    files = earlier.tables / "school_year_fact" if earlier else None
    if earlier is None or files is None or not any(files.glob("*.parquet")):
        yield False
        return
    con.execute(f"attach '{_quoted(earlier.serving)}' as earlier (read_only)")
    con.execute(_WITHHELD)
    con.execute(_KNOWN.replace("FILES", _quoted(files / "*.parquet")))
    try:
        yield True
    finally:
        con.execute("drop view withheld_before")
        con.execute("drop view known_before")
        con.execute("detach earlier")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
