"""A flat picture of places on the globe, true enough for one district."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, floor, log10, radians
from typing import Final

Place = tuple[float, float]
"""Degrees north and degrees east."""
KM_A_DEGREE: Final = 111.195
"""Kilometers of a degree of latitude on a sphere of the Earth's mean radius, 6,371 km."""
KM_A_MILE: Final = 1.609344


@dataclass(frozen=True, slots=True)
class MapPlane:
    """Miles east and north of a middle: degrees of longitude shrink by the cosine of latitude."""

    north: float
    east: float

    def at(self, place: Place) -> tuple[float, float]:
        """Miles to the east and to the north of the middle."""
        a_degree = KM_A_DEGREE / KM_A_MILE
        x = (place[1] - self.east) * a_degree * cos(radians(self.north))
        return x, (place[0] - self.north) * a_degree


def map_plane(places: Sequence[Place]) -> MapPlane:
    """The plane around the middle of the places' extent; ValueError without any."""
    if not places:
        raise ValueError("a map needs a place")
    north = [place[0] for place in places]
    east = [place[1] for place in places]
    return MapPlane((min(north) + max(north)) / 2, (min(east) + max(east)) / 2)


def bar_length(width: float) -> float:
    """A round length of about a fifth of the width: 1, 2 or 5 by a power of ten."""
    if width <= 0:
        return 1.0
    power = 10.0 ** floor(log10(width / 5))
    fitting = [step * power for step in (1, 2, 5) if step * power <= width / 5]
    return float(max(fitting, default=power))
