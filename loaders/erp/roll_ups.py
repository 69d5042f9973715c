"""Roll-up accounts: rows that repeat, in one line, what other rows say account by account."""

from __future__ import annotations

from loaders.erp.work import Work

ROLL_UP = "roll-up account"


def drop_parents(work: Work) -> None:
    """Skip rows whose account is a parent of another row's account.

    A parent has zeros at the end of the parts listed in `drop_parents`, where the other account
    has more; all other parts are the same.
    """
    con, listed = work.context.con, list(work.context.file.filters.drop_parents)
    con.execute(_PARENTS, {"listed": listed})
    con.execute(
        "UPDATE erp_work SET skip = $rule WHERE skip IS NULL"
        " AND account_key IN (SELECT account_key FROM erp_parent)",
        {"rule": ROLL_UP},
    )
    # Only this file has named these accounts so far: nothing stands on them any more.
    for table in ("account_segment", "account"):
        con.execute(
            f"DELETE FROM stage.{table} WHERE account_id IN (SELECT account_id FROM erp_parent"  # noqa: S608 - own names
            " WHERE account_id IN (SELECT account_id FROM stage.account"
            " WHERE import_id = $import_id))",
            {"import_id": work.context.report.import_id},
        )


_PARENTS = """
CREATE OR REPLACE TEMP TABLE erp_parent AS
WITH parts AS (
    SELECT a.account_key, a.account_id, a.fiscal_year, s.segment, s.code,
        list_contains($listed::VARCHAR[], s.segment) AS is_listed
    FROM erp_account a JOIN stage.account_segment s ON s.account_id = a.account_id
), split AS (
    SELECT account_key, account_id, fiscal_year,
        string_agg(segment || '=' || code, chr(31) ORDER BY segment)
            FILTER (NOT is_listed) AS same,
        list(code ORDER BY segment) FILTER (is_listed) AS codes,
        list(rtrim(code, '0') ORDER BY segment) FILTER (is_listed) AS stems
    FROM parts GROUP BY ALL
)
SELECT DISTINCT p.account_key, p.account_id
FROM split p JOIN split c
  ON c.fiscal_year = p.fiscal_year AND c.same IS NOT DISTINCT FROM p.same
 AND len(c.codes) = len(p.codes) AND c.codes <> p.codes
 AND len(list_filter(list_zip(c.codes, p.codes, p.stems),
        lambda z: z[1] <> z[2] AND NOT (z[2] <> z[3] AND starts_with(z[1], z[3])))) = 0
"""
