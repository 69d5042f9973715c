"""The dashboard questions in SQLite: one table of lines, an index for each question."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial

import pyarrow as pa

_SPENT = "from lines where year = ? and kind = 'actual' and period >= 1"
_BY_SCHOOL = f"select place, fund, category, source, sum(cents) {_SPENT} group by 1, 2, 3, 4"
_PRINCIPAL = """
select account, kind, sum(cents) from lines where year = ? and place = ? group by 1, 2
"""
_BUCKETS = """
select m.bucket, s.kind, sum(s.cents)
from members m join (
    select account_key, kind, sum(cents) as cents from lines where year = ? group by 1, 2
) s using (account_key)
group by 1, 2
"""
_MONTHS = "select period, kind, sum(cents) from lines where year = ? group by 1, 2"
_EQUITY = f"""
select place, cents / pupils
from (select place, sum(cents) as cents {_SPENT} group by 1) join pupils using (place)
"""
_INDEXES = (
    "create index by_place on lines (year, place, kind)",
    "create index by_account on lines (year, account_key, kind, cents)",
    "create index by_period on lines (year, period, kind, cents)",
    "create index by_bucket on members (account_key, bucket)",
    "analyze",
)


def database(lines: pa.Table, pupils: pa.Table, members: pa.Table) -> sqlite3.Connection:
    """A temporary database with the three tables and an index for each question."""
    opened = sqlite3.connect("")
    for name, rows in (("lines", lines), ("pupils", pupils), ("members", members)):
        columns, places = ", ".join(rows.column_names), ", ".join("?" * rows.num_columns)
        opened.execute(f"create table {name} ({columns})")
        for batch in rows.to_batches(50_000):
            values = zip(*(column.to_pylist() for column in batch.columns), strict=True)
            opened.executemany(f"insert into {name} values ({places})", values)
    for statement in _INDEXES:
        opened.execute(statement)
    return opened


def answers(opened: sqlite3.Connection, year: int, school: str) -> list[Callable[[], object]]:
    """The five questions in the order of `bench.peers.QUESTIONS`."""
    asked = (
        (_BY_SCHOOL, (year,)),
        (_PRINCIPAL, (year, school)),
        (_BUCKETS, (year,)),
        (_MONTHS, (year,)),
        (_EQUITY, (year,)),
    )
    return [partial(_rows, opened, sql, values) for sql, values in asked]


def _rows(opened: sqlite3.Connection, sql: str, values: tuple[object, ...]) -> object:
    return opened.execute(sql, values).fetchall()
