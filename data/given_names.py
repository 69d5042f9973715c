"""Names in the loaded data that hold words which the district calls otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable

from data.warehouse import NoSnapshotError, Warehouse


def loaded_names(warehouse: Warehouse, district: str, words: Iterable[str]) -> tuple[str, ...]:
    """Names of locations, segments, categories, buckets and pools with one of the words.

    None before the first load.
    """
    wanted = "|".join(re.escape(word.lower()) for word in sorted(words))
    try:
        found = warehouse.exact(district, "given_names", words=wanted)
    except NoSnapshotError:
        return ()
    return tuple(found.column("name").to_pylist())
