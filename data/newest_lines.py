"""The newest posting lines of a year, kept in memory: most pages and searches end among them.

The first page of a year, and that of a common word, lies within its last few thousand lines. They
are kept as they are shown, with what a search looks through, for as long as the snapshot is
served; what they cannot answer alone is asked of the file.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from access.scope import Scope
from data.line_search import lines_of
from data.statements import is_given
from data.warehouse import Warehouse

LINES: Final = 16_384
ROOM: Final = 7 << 19
"""Bytes of a year at most, well below what the warehouse keeps of one answer: fewer lines are kept
where they are long."""
_REPEATED: Final = (
    "line_type", "source_code", "account_description", "location_id", "vendor_id",
    "vendor_name", "file", "extra",
)  # fmt: skip
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
    wanted = asked["fiscal_year"], LINES, ROOM
    kept = warehouse.reckoned(
        scope, "newest_lines", lambda: _newest(warehouse, scope, *wanted), *wanted, lasts=True
    )
    if not asked["search"]:
        return kept.slice(offset, end - offset) if kept.num_rows >= end else None
    word = pc.utf8_lower(pa.scalar(asked["search"])).as_py()
    found = lines_with(kept.column("text").combine_chunks(), word, end)
    return kept.take(pa.array(found[offset:], pa.int64())) if len(found) >= end else None


def _newest(
    warehouse: Warehouse, scope: Scope, fiscal_year: int, lines: int, room: int
) -> pa.Table:
    """The lines to keep, as many as there is room for."""
    texts = warehouse.once(
        scope,
        "newest_texts",
        fiscal_year=fiscal_year,
        most_lines=lines,
        most_bytes=room,
    )
    keys = texts.column("line_key").to_numpy()
    rows = lines_of(warehouse, scope, fiscal_year, keys, once=True)
    rows = rows.append_column("text", texts.column("text")).combine_chunks()
    while (made := _written_once(rows)).nbytes > room:
        rows = rows.slice(0, rows.num_rows // 2)
    return made


def _written_once(rows: pa.Table) -> pa.Table:
    """The same rows with texts that repeat written once, which halves their room."""
    for name in _REPEATED:
        place = rows.schema.get_field_index(name)
        rows = rows.set_column(place, name, rows.column(name).dictionary_encode())
    return rows


def lines_with(texts: pa.StringArray, word: str, most: int) -> list[int]:
    """The first texts with a word, as their numbers: one search through all of them as they lie.

    Comparing text by text costs three times as much, which is most of what such a page costs.
    """
    _, bounds, characters = texts.buffers()
    if not len(texts) or characters is None:
        return []
    ends = memoryview(bounds).cast("i")[texts.offset :][: len(texts) + 1]
    data, wanted, found = characters.to_pybytes()[: ends[-1]], word.encode(), list[int]()
    at = data.find(wanted, ends[0])
    while at >= 0 and len(found) < most:
        line = bisect_right(ends, at)
        end = ends[line]
        is_inside = at + len(wanted) <= end
        found += [line - 1] if is_inside else []
        at = data.find(wanted, end if is_inside else at + 1)
    return found
