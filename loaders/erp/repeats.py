"""Lines that say exactly the same: each occurrence gets a key of its own."""

from __future__ import annotations

import duckdb

_KEYS = {
    "ledger_line": "ledger_line_id",
    "budget_line": "budget_line_id",
    "encumbrance_event": "event_id",
}


def number_repeats(con: duckdb.DuckDBPyConnection) -> None:
    """Give equal lines of one load different keys, by their order in the files.

    Two equal lines are two postings. The first keeps the hash of the line, the others hash it
    with their occurrence, so that the keys are the same in the next load of the same lines.
    """
    for table, key in _KEYS.items():
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE erp_repeat AS SELECT {key} AS key"  # noqa: S608 - canonical names
            f" FROM stage.{table} GROUP BY 1 HAVING count(*) > 1"
        )
        found = con.execute("SELECT count(*) FROM erp_repeat").fetchone()
        if not found or not found[0]:
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
