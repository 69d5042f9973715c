"""The outline of a district: every form of GeoJSON, thinned where long, refused if no degrees."""

from __future__ import annotations

import json

import pytest

from loaders.erp.boundary import MOST_CORNERS, boundary_rings
from loaders.errors import LoaderError

SQUARE = [[-121.0, 38.0], [-120.0, 38.0], [-120.0, 39.0], [-121.0, 38.0]]
RING = [(38.0, -121.0), (38.0, -120.0), (39.0, -120.0), (38.0, -121.0)]
POLYGON = {"type": "Polygon", "coordinates": [SQUARE, [[0, 0]]]}


def rings(tmp_path, content):
    path = tmp_path / "outline.geojson"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return boundary_rings(path)


@pytest.mark.parametrize(
    "content",
    [
        POLYGON,
        {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
        {"type": "Feature", "geometry": POLYGON},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POLYGON}]},
        {"type": "GeometryCollection", "geometries": [POLYGON]},
    ],
)
def test_every_form_of_polygon(tmp_path, content):
    assert rings(tmp_path, content) == [RING]


def test_a_long_outline_is_thinned_and_stays_closed(tmp_path):
    corners = [[-120 + n / 1e5, 38.0] for n in range(9_001)]
    ring = rings(tmp_path, {"type": "Polygon", "coordinates": [corners]})[0]
    assert len(ring) <= MOST_CORNERS + 1
    assert ring[0] == ring[-1]


@pytest.mark.parametrize(
    ("content", "words"),
    [("no json", "cannot be read"), ({"type": "Point", "coordinates": [1, 2]}, "no polygon"),
     ({"type": "Polygon", "coordinates": [[[600000.0, 4200000.0]]]}, "not in degrees"),
     ({"type": "Polygon", "coordinates": [[["x", "y"]]]}, "no pair of numbers")],
)  # fmt: skip
def test_what_is_no_outline_is_said(tmp_path, content, words):
    with pytest.raises(LoaderError, match=words):
        rings(tmp_path, content)
