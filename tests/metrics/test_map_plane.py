"""The flat map against great-circle distances, and its scale bar."""

from __future__ import annotations

from math import asin, cos, hypot, radians, sin, sqrt

import pytest

from metrics.map_plane import bar_length, map_plane


def great_circle_miles(a, b):
    """Haversine distance on a sphere of 3,958.8 miles."""
    (p, q), (r, s) = ((radians(x) for x in place) for place in (a, b))
    half = sin((r - p) / 2) ** 2 + cos(p) * cos(r) * sin((s - q) / 2) ** 2
    return 2 * 3958.7613 * asin(sqrt(half))


@pytest.mark.parametrize(
    ("a", "b"),
    [((38.40, -121.05), (38.47, -120.90)), ((61.1, -149.9), (61.3, -149.5)),
     ((25.7, -80.4), (25.9, -80.1))],
)  # fmt: skip
def test_distances_are_those_of_the_globe(a, b):
    plane = map_plane([a, b])
    (x, y), (u, v) = plane.at(a), plane.at(b)
    assert hypot(u - x, v - y) == pytest.approx(great_circle_miles(a, b), rel=2e-3)


def test_east_is_right_and_north_is_up():
    plane = map_plane([(38.0, -121.0), (39.0, -120.0)])
    x, y = plane.at((39.0, -120.0))
    assert x > 0
    assert y > 0


@pytest.mark.parametrize(("width", "bar"), [(10, 2), (12.4, 2), (26, 5), (4.9, 0.5), (0, 1)])
def test_the_scale_bar_is_round(width, bar):
    assert bar_length(width) == pytest.approx(bar)


def test_no_place_no_map():
    with pytest.raises(ValueError, match="needs a place"):
        map_plane([])
