"""Schools like one school: near in size and in need, never in results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metrics.coverage import complete
from metrics.weighted import Floats

NUMBER = 5


@dataclass(frozen=True, slots=True)
class Peer:
    """A school like the one asked about: its place in the lists given, and how far off it is.

    The distance counts standard deviations: 1 is one deviation apart in one measure.
    """

    place: int
    distance: float


@dataclass(frozen=True, slots=True)
class Peers:
    """The nearest schools, and how many were compared, the one asked about included.

    `found` is empty where `reason` says why.
    """

    found: tuple[Peer, ...]
    pool: int
    reason: str = ""


def peers(
    pupils: Sequence[float | None],
    needs: Sequence[Sequence[float | None]],
    me: int,
    *,
    number: int = NUMBER,
) -> Peers:
    """The schools nearest in size and in shares of need.

    Size counts by its logarithm, so that 100 and 200 pupils are as far apart as 500 and 1,000.
    Each measure is standardised over the schools compared, and distances are straight lines
    (Euclid). A school lacking a measure is left out. `needs` holds a list for each share of
    need; equal distances keep the order given.
    """
    sizes = [float(np.log(n)) if n is not None and n > 0 else None for n in pupils]
    whole = complete(sizes, *needs)
    if me not in whole.kept:
        return Peers((), len(whole.kept), "the school itself lacks enrollment or a share of need")
    others = len(whole.kept) - 1
    if others < 1:
        return Peers((), len(whole.kept), "no other school of the level has these figures")
    points = np.column_stack([_standardised(column) for column in whole.columns])
    here = points[whole.kept.index(me)]
    distances = np.sqrt(((points - here) ** 2).sum(axis=1))
    order = [place for place in np.argsort(distances, kind="stable") if whole.kept[place] != me]
    found = tuple(Peer(whole.kept[place], float(distances[place])) for place in order[:number])
    return Peers(found, len(whole.kept))


def _standardised(values: Floats) -> Floats:
    """Differences from the mean in standard deviations; 0 for a measure that never varies."""
    spread = values.std()
    apart: Floats = values - values.mean()
    return apart / spread if spread > 0 else np.zeros_like(values)
