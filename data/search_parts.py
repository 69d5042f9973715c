"""Which parts of the search table may hold a text: only those where its words stand."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from access.scope import Scope
from data.serving_schema import SEARCH_PART
from data.warehouse import Warehouse

Parts = NDArray[np.int64]
Places = tuple[int, int]
"""From a place of the search table up to, not with, another."""

_MOST_WORDS: Final = 2_000
_MOST_RUNS: Final = 16


def places_with(
    warehouse: Warehouse, scope: Scope, search: str, first: int, end: int
) -> list[Places]:
    """Runs of places from `first` up to `end` where the text may stand, in their order.

    Every line with the text lies in one of them, at most sixteen; other lines may as well. Words
    say where lines of any location are: readers of a few locations are told all places.
    """
    pieces = [] if scope.locations is not None else [one for one in search.split(" ") if one]
    # One look through the words is enough: the longest piece is the rarest, as a rule.
    for piece in sorted(pieces, key=len, reverse=True):
        parts = _parts_with(warehouse, scope, piece)
        if parts is not None:
            runs = [(max(first, low), min(end, high)) for low, high in _joined(parts)]
            return [(low, high) for low, high in runs if low < high]
    return [(first, end)]


def _parts_with(warehouse: Warehouse, scope: Scope, piece: str) -> Parts | None:
    """The parts with a word that the piece lies in; nothing where they are not worth knowing."""
    raw = warehouse.exact(scope, "search_words", piece=piece, most_words=_MOST_WORDS + 1)
    found = raw.column("parts")
    if len(found) > _MOST_WORDS or found.null_count:
        return None
    parts = pc.unique(pc.list_flatten(found)).to_numpy()
    return np.sort(parts).astype(np.int64)


def _joined(parts: Parts) -> list[Places]:
    """Parts in order as runs of places, over the smallest gaps between them where need be."""
    if not len(parts):
        return []
    gaps = np.diff(parts)
    widest = np.sort(np.argsort(gaps, kind="stable")[::-1][: _MOST_RUNS - 1])
    cuts = widest[gaps[widest] > 1]
    starts = parts[np.concatenate([[0], cuts + 1])]
    ends = parts[np.concatenate([cuts, [len(parts) - 1]])] + 1
    return [(int(a) * SEARCH_PART, int(b) * SEARCH_PART) for a, b in zip(starts, ends, strict=True)]
