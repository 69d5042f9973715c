"""The newest posting lines of a year, kept in memory: most pages and searches end among them.

The first page of a year, and that of a common word, lies within its last few thousand lines. They
are kept as they are shown, with what a search looks through, for as long as the snapshot is
served; what they cannot answer alone is asked of the file.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from access.scope import Scope
from data.statements import is_given
from data.warehouse import Warehouse

LINES: Final = 8_192
"""As many as the first window of a walk through the search table."""
CHARACTERS: Final = 1 << 20
"""Fewer lines are kept where their texts are long: three megabytes a year at most."""
_ANSWERED: Final = frozenset({"fiscal_year", "search"})


def newest_page(
    warehouse: Warehouse, scope: Scope, asked: dict[str, Any], offset: int, end: int
) -> pa.Table | None:
    """The rows from `offset` up to `end` that pass the filters; none where others may be needed.

    The scope must see every account and all pay.
    """
    others = (value for name, value in asked.items() if name not in _ANSWERED)
    if end > LINES or not scope.is_whole or any(map(is_given, others)):
        return None
    kept = warehouse.exact(
        scope,
        "newest_lines",
        fiscal_year=asked["fiscal_year"],
        most_lines=LINES,
        most_characters=CHARACTERS,
    )
    if not asked["search"]:
        return kept.slice(offset, end - offset) if kept.num_rows >= end else None
    word = pc.utf8_lower(pa.scalar(asked["search"])).as_py()
    found = lines_with(kept.column("text").combine_chunks(), word, end)
    return kept.take(pa.array(found[offset:], pa.int64())) if len(found) >= end else None


def lines_with(texts: pa.StringArray, word: str, most: int) -> list[int]:
    """The first texts with a word, as their numbers: one search through all of them as they lie.

    Comparing text by text costs three times as much, which is most of what such a page costs.
    """
    _, bounds, characters = texts.buffers()
    if not len(texts) or characters is None:
        return []
    start, *_ = ends = np.frombuffer(bounds, np.int32)[texts.offset :][: len(texts) + 1]
    data, wanted, found = characters.to_pybytes()[: ends[-1]], word.encode(), list[int]()
    at = data.find(wanted, start)
    while at >= 0 and len(found) < most:
        line = int(ends.searchsorted(at, "right"))
        is_inside = at + len(wanted) <= ends[line]
        found += [line - 1] if is_inside else []
        at = data.find(wanted, ends[line] if is_inside else at + 1)
    return found
