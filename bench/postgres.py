"""A PostgreSQL of its own for the length of a comparison, with the rows of the search table."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from pyarrow import csv

from bench.district import District

_PROGRAMS = Path("/usr/lib/postgresql/15/bin")
_COLUMNS = (
    "line_key bigint, fiscal_year smallint, posted_date date, period smallint, line_type text, "
    "account text, account_description text, location_id text, vendor_id text, vendor_name text, "
    "description text, po_no text, invoice_no text, check_no text, journal_no text, "
    "source_code text, amount_cents bigint, words text"
)
# One flat row a line, so that a page needs no join: the kindest form for the other side.
_ROWS = """
select f.line_key, f.fiscal_year, f.posted_date, f.period, f.line_type, a.display as account,
    a.description as account_description, l.location_id, v.vendor_id, v.name as vendor_name,
    f.description, f.po_no, f.invoice_no, f.check_no, f.journal_no, f.source_code, f.amount_cents,
    lower(concat_ws(' ', nullif(v.vendor_id, ''), nullif(v.name, ''), f.description, f.po_no,
        f.invoice_no, f.check_no, f.journal_no, f.source_code, a.display, f.extra)) as words
from fct_ledger f
join dim_account a using (account_key)
join dim_location l on l.location_key = f.location_key
join dim_vendor v using (vendor_key)
"""
_PREPARED = (
    "create extension pg_trgm",
    "create index by_date on lines (fiscal_year, posted_date desc, line_key desc)",
    "cluster lines using by_date",
    "create index by_words on lines using gin (words gin_trgm_ops)",
    "analyze lines",
)
_PAGE = """
select * from lines where fiscal_year = %s and words like %s
order by posted_date desc, line_key desc limit %s
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """An open connection and the process that answers it."""

    connection: psycopg.Connection[Any]
    process: int

    def searching(self, year: int, word: str, rows: int) -> Callable[[], object]:
        """The newest rows with a word."""
        asked = (year, f"%{word}%", rows)
        return lambda: self.connection.execute(_PAGE, asked, prepare=True).fetchall()

    def both_ns(self) -> int:
        """Processor time of this process and of the one that answers."""
        spent = Path(f"/proc/{self.process}/schedstat").read_text("ascii").split()[0]
        return time.process_time_ns() + int(spent)

    @staticmethod
    def own_ns() -> int:
        """Processor time of this process."""
        return time.process_time_ns()


def is_installed() -> bool:
    """Whether there is a PostgreSQL with trigrams, and somebody it may run as."""
    extension = Path("/usr/share/postgresql/15/extension/pg_trgm.control")
    return (_PROGRAMS / "initdb").exists() and extension.exists()


@contextmanager
def cluster(district: District) -> Iterator[Cluster]:
    """A cluster with the district's lines and both indexes; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="plumbline-bench-pg-"))
    folder.chmod(0o777)
    place, port = folder / "cluster", _free_port()
    try:
        _run(_PROGRAMS / "initdb", "-D", place, "-U", "bench", "-A", "trust", "--no-sync")
        with _started(place, port):
            address = f"host=127.0.0.1 port={port} user=bench dbname=postgres"
            with psycopg.connect(address, autocommit=True) as connection:
                _fill(connection, district)
                yield Cluster(connection, connection.info.backend_pid)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(place: Path, port: int) -> Iterator[None]:
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off "
        "-c shared_buffers=512MB -c maintenance_work_mem=512MB -c max_wal_size=4GB -c jit=off "
        "-c max_parallel_workers_per_gather=0 -c work_mem=64MB"
    )
    _run(_PROGRAMS / "pg_ctl", "-D", place, "-w", "-l", place / "log", "-o", options, "start")
    try:
        yield
    finally:
        with suppress(subprocess.CalledProcessError):
            _run(_PROGRAMS / "pg_ctl", "-D", place, "-w", "-m", "immediate", "stop")


def _fill(connection: psycopg.Connection[Any], district: District) -> None:
    connection.execute(f"create table lines ({_COLUMNS})")
    written = csv.WriteOptions(include_header=False)
    with connection.cursor().copy("copy lines from stdin (format csv)") as copy:
        for batch in district.by_hand.cursor().execute(_ROWS).to_arrow_reader(50_000):
            part = io.BytesIO()
            csv.write_csv(batch, part, written)
            copy.write(part.getvalue())
    for statement in _PREPARED:
        connection.execute(statement)
    connection.execute("set plan_cache_mode = force_custom_plan")


def _run(program: Path, *arguments: object) -> None:
    """Run a program of PostgreSQL, which refuses to run as root."""
    command = [str(program), *(str(argument) for argument in arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
