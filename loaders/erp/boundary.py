"""The outline of a district from a GeoJSON file, as rings of latitude and longitude."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from loaders.errors import LoaderError

MOST_CORNERS: Final = 2_000
Ring = list[tuple[float, float]]


def boundary_rings(path: Path) -> list[Ring]:
    """The outer rings of every polygon of the file; a long outline is thinned evenly.

    Raises LoaderError where the file is no GeoJSON of polygons in degrees.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise LoaderError(f"The outline of the district cannot be read: {problem}.",
                          file=path) from None  # fmt: skip
    outer = [polygon[0] for polygon in _polygons(content) if polygon]
    if not outer:
        raise LoaderError("The outline of the district holds no polygon.", file=path,
                          expected="GeoJSON with a Polygon or MultiPolygon")  # fmt: skip
    step = max(1, -(-sum(len(ring) for ring in outer) // MOST_CORNERS))
    return [_ring(ring, step, path) for ring in outer]


def _polygons(node: Any) -> list[Any]:
    """Every polygon's rings, through features, collections and geometries."""
    if not isinstance(node, dict):
        return []
    kind = node.get("type")
    if kind == "Polygon":
        return [node.get("coordinates") or []]
    if kind == "MultiPolygon":
        return list(node.get("coordinates") or [])
    inner = [node.get("geometry"), *node.get("features", []), *node.get("geometries", [])]
    return [polygon for entry in inner for polygon in _polygons(entry)]


def _ring(corners: list[Any], step: int, path: Path) -> Ring:
    """The corners as latitude and longitude; GeoJSON writes longitude first."""
    try:
        ring = [(round(float(c[1]), 5), round(float(c[0]), 5)) for c in corners]
    except (TypeError, ValueError, IndexError):
        raise LoaderError("A corner of the outline is no pair of numbers.", file=path,
                          expected="[longitude, latitude]") from None  # fmt: skip
    if any(abs(north) > 90 or abs(east) > 180 for north, east in ring):  # noqa: PLR2004 - degrees
        raise LoaderError("The outline is not in degrees of longitude and latitude.", file=path,
                          expected="GeoJSON in WGS 84")  # fmt: skip
    thinned = ring[::step]
    return thinned if thinned[:1] == thinned[-1:] else [*thinned, thinned[0]]
