"""Locations that accounts name: the list of the district, completed by what lines use."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from loaders.erp.context import FileReport
from loaders.erp.mapping import FileKind, Mapping

_FACTS = (
    "ledger_line",
    "budget_line",
    "balance_snapshot",
    "po_line_account",
    "encumbrance_event",
)

_MOST_SHOWN = 8


def complete_locations(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Add locations that accounts name and no list has, and say what kind of place each is.

    Where the district sends a list of locations, a missing one is a warning: its dollars stay.
    """
    con.execute(_UNKNOWN)
    if any(file.kind is FileKind.LOCATION_MASTER for file in mapping.files):
        _warn(con, mapping)
    con.execute(_ADD, {"district": mapping.district, "segments": _segments(mapping)})
    for rule in mapping.locations:
        con.execute(
            "UPDATE stage.location SET type = coalesce(type, $type), level = coalesce(level,"
            " $level) WHERE regexp_matches(location_id, $codes)",
            {"type": rule.type, "level": rule.level, "codes": f"^(?:{rule.codes})$"},
        )
    con.execute(
        "UPDATE stage.location SET type = 'undistributed' WHERE type IS NULL"
        " AND list_contains($codes::VARCHAR[], location_id)",
        {"codes": _undistributed(mapping)},
    )
    con.execute(
        "UPDATE stage.location SET type = CASE WHEN level IS NULL THEN 'department'"
        " ELSE 'school' END WHERE type IS NULL"
    )


def _segments(mapping: Mapping) -> list[str]:
    found = [layout.location_segment for layout in mapping.chart.layouts]
    return [segment.name for segment in found if segment]


def _undistributed(mapping: Mapping) -> list[str]:
    found = [layout.location_segment for layout in mapping.chart.layouts]
    return [code for segment in found if segment for code in segment.undistributed]


def _warn(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """One warning for each file and missing location, at the first line that names it."""
    lines = " UNION ALL ".join(
        f"SELECT account_id, import_id, source_row FROM stage.{table}"  # noqa: S608 - canonical names
        for table in _FACTS
    )
    con.execute(
        f"""
        INSERT INTO stage.quarantine_row BY NAME
        SELECT l.import_id, $district AS district_id, min(l.source_row) AS source_row,
            'location' AS column_name, 'UNKNOWN_LOCATION' AS reason_code, u.location_id AS found,
            concat('Location ', u.location_id, ' is not in the list of locations.') AS message,
            true AS is_warning
        FROM ({lines}) l JOIN stage.account a USING (account_id)
        JOIN erp_unknown_location u USING (location_id)
        WHERE NOT list_contains($undistributed::VARCHAR[], u.location_id)
        GROUP BY l.import_id, u.location_id ORDER BY l.import_id, source_row
        """,  # noqa: S608
        {"district": mapping.district, "undistributed": _undistributed(mapping)},
    )


def note_strangers(con: duckdb.DuckDBPyConnection, reports: Iterable[FileReport]) -> None:
    """Say which locations of pupil and position files neither accounts nor lists know.

    Their figures stand beside no dollars, as where a school's leading zero was lost.
    """
    known = con.execute("SELECT count(*) FROM stage.location").fetchone()
    if not known or not known[0]:
        return
    for report in reports:
        codes = con.execute(_STRANGERS, {"import_id": report.import_id}).fetchall()
        if codes:
            shown = ", ".join(code for (code,) in codes[:_MOST_SHOWN])
            more = ", ..." if len(codes) > _MOST_SHOWN else ""
            places = "1 location" if len(codes) == 1 else f"{len(codes)} locations"
            report.notes.append(
                f"{places} that no account and no list of locations has: {shown}{more}"
            )


_STRANGERS = """
SELECT DISTINCT location_id FROM (
    SELECT location_id, import_id FROM stage.school_year_fact
    UNION ALL SELECT location_id, import_id FROM stage.position
) WHERE import_id = $import_id
  AND location_id NOT IN (SELECT location_id FROM stage.location)
ORDER BY location_id
"""
_UNKNOWN = """
CREATE OR REPLACE TEMP TABLE erp_unknown_location AS
SELECT DISTINCT location_id FROM stage.account
WHERE location_id IS NOT NULL
  AND location_id NOT IN (SELECT location_id FROM stage.location)
"""
_ADD = """
INSERT INTO stage.location BY NAME
SELECT $district AS district_id, u.location_id, u.location_id AS erp_code,
    coalesce(arg_max(v.label, v.fiscal_year), u.location_id) AS name
FROM erp_unknown_location u
LEFT JOIN stage.segment_value v
  ON v.code = u.location_id AND list_contains($segments::VARCHAR[], v.segment)
GROUP BY u.location_id ORDER BY u.location_id
"""
