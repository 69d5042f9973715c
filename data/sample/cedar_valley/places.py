"""Where the schools stand: a high school in the middle of each area, feeder schools around it."""

from __future__ import annotations

from typing import Final

import numpy as np

from data.sample.cedar_valley.shape import Floats

_CENTER: Final = (38.42, -120.95)
_AREAS: Final = 5
_RING: Final = 0.072
_REACH: Final = {"high": 0.004, "middle": 0.014, "k8": 0.022, "elementary": 0.024, "other": 0.03}
_FLAT: Final = 0.78
"""A degree of longitude is shorter than one of latitude by the cosine of 38 degrees."""


def places(levels: list[str], random: np.random.Generator) -> Floats:
    """Latitude and longitude of each school, in the order of `levels`.

    The areas lie on a ring around the town; the schools of a level go to them in turn, and stand
    the further from the area's middle the more schools there are of their level.
    """
    turns = dict.fromkeys(_REACH, 0)
    made = np.empty((len(levels), 2))
    angles = np.linspace(0, 2 * np.pi, _AREAS, endpoint=False) + 0.4
    for i, level in enumerate(levels):
        angle = angles[turns[level] % _AREAS]
        turns[level] += 1
        north, east = random.normal(0, _REACH[level], 2)
        made[i, 0] = _CENTER[0] + _RING * np.sin(angle) * 0.8 + north
        made[i, 1] = _CENTER[1] + (_RING * np.cos(angle) + east) / _FLAT
    return made
