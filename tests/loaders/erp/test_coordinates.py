"""Coordinates of locations: what cannot be right is taken away, the location stays."""

from __future__ import annotations

import pytest

SITES = {
    "name": "sites",
    "kind": "location_master",
    "glob": "sites*",
    "format": {"type": "csv"},
    "columns": {
        "location_id": {"from": "No"},
        "name": {"from": "Site"},
        "latitude": {"from": "Lat"},
        "longitude": {"from": "Lon"},
    },
}


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        ("38.4,-120.9", None),
        ("13.45,144.78", None),
        ("-14.3,-170.7", None),
        (",", None),
        ("90,-180", None),
        ("38.4,", "COORDINATE_INCOMPLETE"),
        (",-120.9", "COORDINATE_INCOMPLETE"),
        ("0,0", "COORDINATE_ZERO"),
        ("38.4,0", "COORDINATE_ZERO"),
        ("-120.9,38.4", "COORDINATE_SWAPPED"),
        ("-74.0,40.7", "COORDINATE_SWAPPED"),
        ("91,-120", "COORDINATE_RANGE"),
        ("38.4,-181", "COORDINATE_RANGE"),
        ("384000,-1209000", "COORDINATE_RANGE"),
    ],
)
def test_a_place(read, pair, reason):
    got = read({"sites.csv": f"No,Site,Lat,Lon\n001,Elm,{pair}\n"}, SITES)
    name, north, east = got.rows("SELECT name, latitude, longitude FROM stage.location")[0]
    assert name == "Elm"
    told = got.rows(
        "SELECT reason_code, column_name, source_row, is_warning FROM stage.quarantine_row"
    )
    if reason is None:
        values = [float(text) if text else None for text in pair.split(",")]
        assert (told, [north, east]) == ([], values)
    else:
        assert (north, east) == (None, None)
        assert told == [(reason, "Lat, Lon", 2, True)]


def test_the_message_says_where_and_what_to_do(read):
    got = read({"sites.csv": "No,Site,Lat,Lon\n001,Elm,-120.9,38.4\n002,Oak,38.4,-120.9\n"}, SITES)
    assert got.rows("SELECT found, message FROM stage.quarantine_row") == [
        ("-120.9, 38.4", ("Location 001 is not placed on the map. Latitude and longitude look "
         "exchanged; expected degrees north, then degrees east."))
    ]  # fmt: skip
    assert got.rows("SELECT location_id FROM stage.location WHERE latitude IS NOT NULL") == [
        ("002",)
    ]
