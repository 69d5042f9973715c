"""Which schools stand behind a figure: those that have every number it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from metrics.weighted import Floats


@dataclass(frozen=True, slots=True)
class Complete:
    """The schools that have every figure: their arrays, their places, and how many were left."""

    columns: tuple[Floats, ...]
    kept: tuple[int, ...]
    dropped: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A school left out of a figure: its place in the lists given, and why."""

    place: int
    why: str


def complete(*columns: Sequence[float | None]) -> Complete:
    """Only the schools without a missing figure in any column, in their order."""
    kept: list[int] = []
    dropped: list[int] = []
    for place, row in enumerate(zip(*columns, strict=True)):
        known = all(value is not None and isfinite(value) for value in row)
        (kept if known else dropped).append(place)
    arrays = tuple(np.array([column[i] for i in kept], dtype=np.float64) for column in columns)
    return Complete(arrays, tuple(kept), tuple(dropped))
