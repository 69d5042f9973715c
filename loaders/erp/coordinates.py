"""Places of locations on the map: coordinates that cannot be right are put aside with a warning.

The location itself stays: its name and level are good although its place is not.
"""

from __future__ import annotations

from typing import Final

import duckdb

from loaders.erp.work import Work

_RULES: Final = (
    (
        "latitude IS NULL OR longitude IS NULL",
        "COORDINATE_INCOMPLETE",
        "Latitude and longitude belong together; expected both in decimal degrees, or neither.",
    ),
    (
        "latitude = 0 OR longitude = 0",
        "COORDINATE_ZERO",
        "0 stands for a missing place; expected decimal degrees, or an empty cell.",
    ),
    # Districts lie in the United States: north of the equator or, in Samoa, west of Greenwich.
    (
        "(abs(latitude) > 90 AND abs(longitude) <= 90) OR (latitude < 0 AND longitude > 0)",
        "COORDINATE_SWAPPED",
        "Latitude and longitude look exchanged; expected degrees north, then degrees east.",
    ),
    (
        "abs(latitude) > 90 OR abs(longitude) > 180",
        "COORDINATE_RANGE",
        "Expected a latitude from -90 to 90 and a longitude from -180 to 180, in decimal degrees.",
    ),
)
_REASON: Final = " ".join(f"WHEN {test} THEN '{reason}'" for test, reason, _ in _RULES)
_MESSAGE: Final = " ".join(f"WHEN reason = '{reason}' THEN '{text}'" for _, reason, text in _RULES)
_FIND: Final = f"""
CREATE OR REPLACE TEMP TABLE erp_misplaced AS
SELECT location_id, source_row, latitude, longitude, CASE {_REASON} END AS reason
FROM stage.location
WHERE import_id = $import_id AND (latitude IS NOT NULL OR longitude IS NOT NULL)
    AND CASE {_REASON} END IS NOT NULL
"""  # noqa: S608 - constants of this module
_TELL: Final = f"""
INSERT INTO stage.quarantine_row BY NAME
SELECT $import_id AS import_id, $district AS district_id, source_row,
    $heading AS column_name, reason AS reason_code,
    concat(coalesce(latitude::VARCHAR, 'empty'), ', ', coalesce(longitude::VARCHAR, 'empty'))
        AS found,
    concat('Location ', location_id, ' is not placed on the map. ', CASE {_MESSAGE} END)
        AS message,
    true AS is_warning
FROM erp_misplaced ORDER BY source_row
"""  # noqa: S608


def clear_misplaced(con: duckdb.DuckDBPyConnection, work: Work) -> None:
    """Take coordinates away that cannot be right, and say which and why."""
    if not (work.has("latitude") and work.has("longitude")):
        return
    import_id = work.context.report.import_id
    con.execute(_FIND, {"import_id": import_id})
    headings = [work.headings[name] for name in ("latitude", "longitude")]
    con.execute(
        _TELL,
        {
            "import_id": import_id,
            "district": work.context.mapping.district,
            "heading": ", ".join(headings),
        },
    )
    con.execute(
        "UPDATE stage.location SET latitude = NULL, longitude = NULL WHERE import_id = $import_id"
        " AND location_id IN (SELECT location_id FROM erp_misplaced)",
        {"import_id": import_id},
    )
