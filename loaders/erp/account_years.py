"""Account masters that carry no fiscal year: they hold for every year that the lines name."""

from __future__ import annotations

import duckdb

from loaders.erp import accounts
from loaders.erp.context import Context
from loaders.erp.mapping import Mapping

_TABLE = """
CREATE TEMP TABLE IF NOT EXISTS erp_master (
    import_id VARCHAR, file_name VARCHAR, line INTEGER, account VARCHAR, account_kind VARCHAR,
    description VARCHAR, short_key VARCHAR, is_active BOOLEAN)
"""
_YEARS = "CREATE TEMP TABLE IF NOT EXISTS erp_master_year (file_name VARCHAR, fiscal_year SMALLINT)"


def install_masters(con: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables of masters without a year."""
    for name in ("erp_master", "erp_master_year"):
        con.execute(f"DROP TABLE IF EXISTS {name}")
    con.execute(_TABLE)
    con.execute(_YEARS)


def expand_masters(context: Context) -> None:
    """Give the masters the years of the short keys that are asked for."""
    years = context.con.execute("SELECT DISTINCT fiscal_year FROM erp_account_asked").fetchall()
    expand(context.con, context.mapping, [year for (year,) in years])


def expand(con: duckdb.DuckDBPyConnection, mapping: Mapping, years: list[int]) -> None:
    """Read the accounts of masters without a year for years that they do not have yet."""
    files = con.execute("SELECT DISTINCT file_name FROM erp_master ORDER BY 1").fetchall()
    for (name,) in files:
        values = {"name": name, "years": years}
        con.execute(
            """
            CREATE OR REPLACE TEMP TABLE erp_master_asked AS
            SELECT m.*, y.fiscal_year FROM erp_master m,
                (SELECT unnest($years::SMALLINT[]) AS fiscal_year) y
            WHERE m.file_name = $name AND y.fiscal_year NOT IN
                (SELECT fiscal_year FROM erp_master_year WHERE file_name = $name)
            """,
            values,
        )
        _read(con, mapping, name)
        con.execute("INSERT INTO erp_master_year SELECT $name, unnest($years::SMALLINT[])", values)


def _read(con: duckdb.DuckDBPyConnection, mapping: Mapping, name: str) -> None:
    file = mapping.file(name)
    has_kind = "account_kind" in file.columns or "account_kind" in file.constants
    accounts.parse_accounts(
        con,
        mapping,
        "erp_master_asked",
        kind_column="account_kind" if has_kind else None,
        segments=tuple(file.segment_columns),
        sign=dict(file.sign.items()),
    )
    adopt(con, "erp_master_asked")
    con.execute(
        "CREATE TEMP TABLE IF NOT EXISTS erp_master_reject AS"
        " SELECT *, ''::VARCHAR AS file_name FROM work_account_reject LIMIT 0"
    )
    con.execute(
        "INSERT INTO erp_master_reject SELECT *, $name FROM work_account_reject", {"name": name}
    )


def adopt(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Let the master have the last word on titles, keys and which accounts are open.

    `table` has account, account_kind, fiscal_year, description, short_key and is_active, and its
    accounts have just been parsed.
    """
    con.execute(
        f"""
        UPDATE stage.account AS a SET
            description = coalesce(m.description, a.description),
            short_key = coalesce(m.short_key, a.short_key),
            is_active = coalesce(m.is_active, a.is_active),
            is_provisional = false
        FROM (
            SELECT w.account_id, min(t.description) AS description, min(t.short_key) AS short_key,
                bool_or(t.is_active) AS is_active
            FROM {table} t JOIN work_account w
              ON w.account_text = coalesce(t.account, '') AND w.fiscal_year = t.fiscal_year
            GROUP BY w.account_id
        ) AS m
        WHERE m.account_id = a.account_id
        """  # noqa: S608 - names of this loader
    )
