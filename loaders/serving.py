"""Canonical Parquet to `serving.duckdb`: dimensions, star, balances, cubes, membership, search.

Each table has one file in `loaders/sql`; this module gives them their order and the variables
that bound the memory of the two large sorts. Everything is built from the Parquet files that
are published beside it, so the two can never tell different stories.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from config import Settings
from data.serving_schema import SERVING
from loaders.attribution import fill_attribution
from loaders.disclosure.earlier import Earlier
from loaders.disclosure.facts import Disclosure, fill_facts
from loaders.disclosure.rules import Rules
from loaders.partitions import view_canonical
from loaders.progress import Progress, silent
from loaders.serving_settings import (
    fill_buckets,
    fill_categories,
    fill_district,
    settings_of,
)
from loaders.suffixes import fill_suffixes

_SQL = Path(__file__).with_name("sql")
_ROWS_PER_SORT = 4_000_000

Step = Callable[[DuckDBPyConnection], object]


def build_serving(
    work: DuckDBPyConnection | Path | None,
    tables_dir: Path,
    target: Path,
    settings: Settings,
    progress: Progress = silent,
    earlier: Earlier | None = None,
) -> Disclosure:
    """Build the serving file at `target` from the Parquet folders below `tables_dir`.

    Returns what it withheld of small groups; `earlier` is the snapshot served until now.

    `work` is an open connection, a folder for what does not fit into memory, or nothing. An
    open connection keeps the views of schema `canon` and the finished file attached as
    `serving`, for the checks that follow; `close_serving` lets go of it.
    """
    if isinstance(work, DuckDBPyConnection):
        return _build(work, tables_dir, target, _steps(settings, earlier), progress)
    with (
        tempfile.TemporaryDirectory(dir=work) as spill,
        closing(connection(settings, Path(spill))) as con,
    ):
        told = _build(con, tables_dir, target, _steps(settings, earlier), progress)
        close_serving(con)
        return told


def connection(settings: Settings, spill: Path) -> DuckDBPyConnection:
    """A connection for loading: bounded in memory and threads, spilling to `spill`, no network."""
    return duckdb.connect(
        ":memory:",
        config={
            "threads": settings.load_threads,
            "memory_limit": f"{settings.load_memory_mb}MB",
            "temp_directory": str(spill),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "python_enable_replacements": False,
            "preserve_insertion_order": True,
            # The file is written out once, when it is whole, and not each time its log is long.
            "checkpoint_threshold": "1TB",
            # Trying a dictionary on columns that have none costs a quarter of the load.
            "disabled_compression_methods": "dictionary",
        },
    )


def close_serving(con: DuckDBPyConnection) -> None:
    """Write the serving file out whole and let go of it: no write-ahead log stays beside it."""
    con.execute("checkpoint serving")
    con.execute("detach serving")


def refresh_checks(con: DuckDBPyConnection, tables_dir: Path) -> None:
    """Take over checks that were written after the serving file was built."""
    view_canonical(con, tables_dir)
    con.execute("delete from serving.check_result")
    con.execute(text("check_result"))


@contextmanager
def one_thread(con: DuckDBPyConnection) -> Iterator[None]:
    """Keep the order of rows without threads that wait for one another: half the processor time."""
    [(threads,)] = con.execute("select current_setting('threads')").fetchall()
    con.execute("set threads = 1")
    try:
        yield
    finally:
        con.execute(f"set threads = {int(threads)}")


@contextmanager
def speaking_of_serving(con: DuckDBPyConnection) -> Iterator[None]:
    """Let plain table names mean those of the serving file."""
    [(home,)] = con.execute("select current_database()").fetchall()
    con.execute("use serving")
    try:
        yield
    finally:
        con.execute(f"use {home}")


def _build(
    con: DuckDBPyConnection,
    tables_dir: Path,
    target: Path,
    steps: list[tuple[str, Step]],
    progress: Progress,
) -> Disclosure:
    view_canonical(con, tables_dir)
    place = str(target).replace("'", "''")
    con.execute(f"attach '{place}' as serving")
    for table in SERVING.values():
        con.execute(f"create table serving.{table.name} ({table.ddl()})")
    made = {}
    for number, (name, step) in enumerate(steps):
        progress(f"Building {name}", number / len(steps))
        made[name] = step(con)
    progress("Building the serving file", 1.0)
    told = made["fct_school"]
    assert isinstance(told, Disclosure)  # noqa: S101 - the step of that name returns nothing else
    return told


def _steps(settings: Settings, earlier: Earlier | None) -> list[tuple[str, Step]]:
    plain = ("file", "dim_location", "dim_segment_value", "dim_account", "dim_account_segment")
    sums = ("line_sums", "cube_period", "balances", "cube_school")
    rest = ("dim_year", "fct_position", "purchase_orders", "account_recode",
            "quarantine_row", "check_result")  # fmt: skip
    return [
        *((name, _statement(name)) for name in (*plain, "dim_vendor", "dim_period")),
        ("fct_ledger", _ledger),
        ("search", _search),
        ("search_suffix", _suffixes),
        ("district", fill_district),
        *((name, _statement(name)) for name in sums),
        ("fct_school", lambda con: fill_facts(con, _rules(con, settings), earlier)),
        *((name, _statement(name)) for name in rest),
        ("dim_category", fill_categories),
        ("bucket", _buckets),
        ("attribution", _attribution),
    ]


def _rules(con: DuckDBPyConnection, settings: Settings) -> Rules:
    return Rules.of(settings_of(con), settings.minimum_cell)


@cache
def text(name: str) -> str:
    """The SQL text of one file of this folder."""
    return (_SQL / f"{name}.sql").read_text("utf-8")


def _statement(name: str) -> Step:
    return lambda con: con.execute(text(name))


def _ledger(con: DuckDBPyConnection) -> None:
    """Lines year by year: the order begins with the year, so each sort is small."""
    with one_thread(con):
        _insert_years(con)


def _insert_years(con: DuckDBPyConnection) -> None:
    years = con.execute("select distinct fiscal_year from serving.dim_account order by 1")
    for (year,) in years.fetchall():
        [(before,)] = con.execute("select count(*) from serving.fct_ledger").fetchall()
        con.execute("set variable fiscal_year = $year", {"year": year})
        con.execute("set variable lines_before = $before", {"before": before})
        con.execute(text("fct_ledger"))


def _search(con: DuckDBPyConnection) -> None:
    """Lines by date, one span of dates after the other, undated lines first."""
    spans = _spans(con)
    with one_thread(con):
        for low, high in spans:
            [(before,)] = con.execute("select count(*) from serving.search").fetchall()
            con.execute("set variable lines_before = $before", {"before": before})
            con.execute("set variable low = $low::date", {"low": low})
            con.execute("set variable high = $high::date", {"high": high})
            con.execute(text("search"))


def _spans(con: DuckDBPyConnection) -> list[tuple[date | None, date | None]]:
    """Spans of dates, low included and high not, of a few million lines each."""
    months = con.execute(
        "select date_trunc('month', posted_date)::date, count(*) from serving.fct_ledger "
        "group by all order by 1 nulls first"
    ).fetchall()
    cuts: list[date | None] = [None]
    rows = 0
    for month, count in months:
        if rows and rows + count > _ROWS_PER_SORT:
            cuts.append(month)
            rows = 0
        rows += count
    return list(zip(cuts, [*cuts[1:], None], strict=True))


def _suffixes(con: DuckDBPyConnection) -> None:
    with speaking_of_serving(con):
        fill_suffixes(con, text)


def _buckets(con: DuckDBPyConnection) -> None:
    with speaking_of_serving(con):
        fill_buckets(con)


def _attribution(con: DuckDBPyConnection) -> None:
    with speaking_of_serving(con):
        fill_attribution(con, settings_of(con), text)
