"""Which whole locations a budget's scopes stand for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from data.entities.content import Values
from data.entities.entity import folded
from data.scope import Operator

_NAMES: Final = frozenset(
    {"location", "locations", "school", "schools", "site", "sites", "building", "buildings"}
)


def locations_of(lines: Iterable[Values]) -> frozenset[str]:
    """The locations that scope lines name one by one, and nothing but them.

    Rows are shown by whole locations. Scopes that say anything else as well (a fund, a range, an
    exception) would show too much that way, so they give none.
    """
    found = set()
    for line in lines:
        is_place = folded(line.get("segment_type")) in _NAMES
        if not is_place or line.get("operator") != Operator.IS or not line.get("segment_code"):
            return frozenset()
        found.add(str(line["segment_code"]))
    return frozenset(found)
