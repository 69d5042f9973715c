"""Which parts of the search table may hold a text: only those where its words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import punctuation
from typing import Final

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from access.scope import Scope
from data.serving_schema import LEAST_SUFFIX, SEARCH_PART, SUFFIX
from data.warehouse import Warehouse

Parts = NDArray[np.int64]
Places = tuple[int, int]
"""From a place of the search table up to, not with, another."""

_BETWEEN_WORDS: Final = re.compile(f"[ {re.escape(punctuation)}]+")
_MOST_LOOKS: Final = 4
_MOST_SUFFIXES: Final = 2_000
_MOST_RUNS: Final = 16


def places_with(
    warehouse: Warehouse, scope: Scope, search: str, first: int, end: int
) -> list[Places]:
    """Runs of places from `first` up to `end` where the text may stand, in their order.

    Every line with the text lies in one of them, at most sixteen; other lines may as well. Words
    say where lines of any location are: readers of a few locations are told all places.
    """
    pieces = [] if scope.locations is not None else _pieces(search)
    for piece in pieces[:_MOST_LOOKS]:
        parts = _parts_with(warehouse, scope, piece)
        if parts is not None:
            runs = [(max(first, low), min(end, high)) for low, high in _joined(parts)]
            return [(low, high) for low, high in runs if low < high]
    return [(first, end)]


def _pieces(search: str) -> list[str]:
    """What of the text can be looked up, the rarest first as a rule: the longest words.

    The end of a long one comes before its beginning, as numbers differ most in their last digits.
    """

    def looked_up() -> Iterator[str]:
        for word in sorted(_BETWEEN_WORDS.split(search), key=len, reverse=True):
            yield word[-SUFFIX:]
            yield word[:SUFFIX]

    return [piece for piece in dict.fromkeys(looked_up()) if len(piece) >= LEAST_SUFFIX]


def _parts_with(warehouse: Warehouse, scope: Scope, piece: str) -> Parts | None:
    """The parts with a word that the piece lies in; nothing where they are not worth knowing."""
    raw = warehouse.exact(
        scope,
        "search_suffixes",
        piece=piece,
        characters=SUFFIX,
        most_suffixes=_MOST_SUFFIXES + 1,
    )
    found = raw.column("parts")
    if len(found) > _MOST_SUFFIXES or found.null_count:
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
