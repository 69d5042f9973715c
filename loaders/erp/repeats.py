"""Lines that come twice: equal lines get keys of their own, and a later file replaces a line."""

from __future__ import annotations

from decimal import Decimal

import duckdb

from loaders.erp.context import FileReport
from loaders.erp.mapping import Mapping

REPLACED = "replaced by a later file"
_SLICE = 3_000_000
_KEYS = {
    "ledger_line": "ledger_line_id",
    "budget_line": "budget_line_id",
    "encumbrance_event": "event_id",
}


def replace_earlier(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, reports: list[FileReport]
) -> None:
    """Keep the last telling of a line whose natural key stands in several files of one kind.

    Files are in the order of their names. The replaced rows are counted as skipped.
    """
    for file in mapping.files:
        told = [report.import_id for report in reports if report.file_name == file.name]
        if not file.identity.natural_key or len(told) < 2:  # noqa: PLR2004 - nothing to replace
            continue
        con.execute("CREATE OR REPLACE TEMP TABLE erp_gone (import_id VARCHAR, line INTEGER)")
        flipped = [kind for kind, way in file.sign.items() if way == "flip"]
        dollars: dict[str, Decimal] = {}
        for table, key in _KEYS.items():
            values = {"told": told}
            con.execute(_find(table, key), values)
            for import_id, amount in con.execute(
                _dollars(table, key), {"flipped": flipped}
            ).fetchall():
                dollars[import_id] = dollars.get(import_id, Decimal(0)) + amount
            con.execute("INSERT INTO erp_gone SELECT import_id, source_row FROM erp_earlier")
            con.execute(
                f"DELETE FROM stage.{table} t USING erp_earlier e WHERE t.{key} = e.key"  # noqa: S608 - canonical names
                " AND t.import_id = e.import_id"
            )
        _count(con, {r.import_id: r for r in reports}, dollars)


def _find(table: str, key: str) -> str:
    return f"""
        CREATE OR REPLACE TEMP TABLE erp_earlier AS
        SELECT key, import_id, source_row FROM (
            SELECT {key} AS key, import_id, source_row,
                list_position($told::VARCHAR[], import_id) AS place,
                max(list_position($told::VARCHAR[], import_id)) OVER (PARTITION BY {key}) AS last
            FROM stage.{table}
            WHERE list_contains($told::VARCHAR[], import_id) AND {key} IN (
                SELECT {key} FROM stage.{table} WHERE list_contains($told::VARCHAR[], import_id)
                GROUP BY 1 HAVING count(*) > 1)
        ) WHERE place < last
        """  # noqa: S608


def _dollars(table: str, key: str) -> str:
    return (
        "SELECT e.import_id, sum(t.amount * CASE WHEN list_contains($flipped::VARCHAR[], a.kind)"  # noqa: S608
        f" THEN -1 ELSE 1 END) FROM stage.{table} t JOIN erp_earlier e"
        f" ON t.{key} = e.key AND t.import_id = e.import_id"
        " LEFT JOIN stage.account a USING (account_id) GROUP BY 1"
    )


def _count(
    con: duckdb.DuckDBPyConnection, reports: dict[str, FileReport], dollars: dict[str, Decimal]
) -> None:
    rows = con.execute(
        "SELECT import_id, count(DISTINCT line) FROM erp_gone GROUP BY 1 ORDER BY 1"
    ).fetchall()
    for import_id, count in rows:
        report = reports[import_id]
        report.rows_accepted -= count
        report.skipped[REPLACED] = report.skipped.get(REPLACED, 0) + count
        if report.amount_accepted is not None:
            report.amount_accepted -= dollars.get(import_id, Decimal(0))


def fill_twice(con: duckdb.DuckDBPyConnection, table: str, keys: str) -> int:
    """Fill `table` with the keys that the query `keys` gives more than once; returns how many.

    Many keys are looked through in slices, to bound the memory.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE erp_key AS {keys}")
    rows = con.execute("SELECT count(*) FROM erp_key").fetchone()
    slices = 1 + (rows[0] if rows else 0) // _SLICE
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} (key UBIGINT)")
    for number in range(slices):
        con.execute(
            f"INSERT INTO {table} SELECT key FROM erp_key"  # noqa: S608 - own names
            f" WHERE key % {slices} = {number} GROUP BY 1 HAVING count(*) > 1"
        )
    con.execute("DROP TABLE erp_key")
    found = con.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    return int(found[0]) if found else 0


def number_repeats(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, reports: list[FileReport]
) -> None:
    """Give equal lines of one load different keys, by their order in the files.

    Two equal lines are two postings. The first keeps the hash of the line, the others hash it
    with their occurrence, so that the keys are the same in the next load of the same lines.
    """
    keyed = {file.name for file in mapping.files if file.identity.natural_key}
    loose = [report.import_id for report in reports if report.file_name not in keyed]
    if not loose:
        return
    listed = ", ".join(f"'{import_id}'" for import_id in loose)
    for table, key in _KEYS.items():
        keys = f"SELECT {key} AS key FROM stage.{table} WHERE import_id IN ({listed})"  # noqa: S608 - canonical names, hashes
        if not fill_twice(con, "erp_repeat", keys):
            continue
        con.execute(
            f"""
            UPDATE stage.{table} AS t SET {key} = hash(t.{key}, n.turn)
            FROM (
                SELECT rowid AS row, row_number() OVER (
                    PARTITION BY {key} ORDER BY import_id, source_row) AS turn
                FROM stage.{table} WHERE {key} IN (SELECT key FROM erp_repeat)
            ) AS n
            WHERE n.row = t.rowid AND n.turn > 1
            """  # noqa: S608
        )
