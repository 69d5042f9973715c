"""Recoded accounts that a district has recorded itself, beside those of its files."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from data.recoding import Recoding
from loaders.erp.mapping import Mapping

_TOLD = """
CREATE OR REPLACE TEMP TABLE work_recoding AS
SELECT unnest($from_account::VARCHAR[]) AS from_account, unnest($from_fy::SMALLINT[]) AS from_fy,
    unnest($to_account::VARCHAR[]) AS to_account, unnest($to_fy::SMALLINT[]) AS to_fy,
    unnest($share::VARCHAR[])::DECIMAL(9,6) AS share
"""
_REPLACED = """
DELETE FROM stage.account_crosswalk AS c USING work_recoding AS r
WHERE lower(c.from_account) = lower(r.from_account) AND c.from_fy = r.from_fy
"""
# Accounts are compared without regard to case, and kept as the ERP prints them. A source that
# brings no accounts, such as school facts, has nothing to do with them.
_ADDED = """
INSERT INTO stage.account_crosswalk BY NAME
WITH printed AS (SELECT lower(display) AS folded, min(display) AS display
                 FROM stage.account GROUP BY 1)
SELECT $district AS district_id, coalesce(o.display, r.from_account) AS from_account, r.from_fy,
    coalesce(n.display, r.to_account) AS to_account, r.to_fy, r.share,
    'recorded by the district' AS note, '' AS import_id,
    (row_number() OVER ())::INTEGER AS source_row
FROM work_recoding AS r
LEFT JOIN printed AS o ON o.folded = lower(r.from_account)
LEFT JOIN printed AS n ON n.folded = lower(r.to_account)
WHERE EXISTS (FROM stage.account)
"""


def add_recodings(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, recodings: Sequence[Recoding]
) -> None:
    """Add them to `stage.account_crosswalk`; they stand in for what a file says of the account."""
    if not recodings:
        return
    told = {name: [getattr(one, name) for one in recodings] for name in Recoding._fields}
    con.execute(_TOLD, {**told, "share": [str(one.share) for one in recodings]})
    con.execute(_REPLACED)
    con.execute(_ADDED, {"district": mapping.district})
