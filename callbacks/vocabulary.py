"""The words of each district: its labels, and the names that hold words of the product."""

from __future__ import annotations

from typing import Any, Final

from access.actor import Actor
from data.entities.labels import COUNTED
from data.given_names import loaded_names
from data.warehouse import NoSnapshotError, Warehouse
from metrics.registry import METRICS
from pages.evaluate.level_words import short_name
from pages.words import NOBODYS, Words, spoken_words
from planning.configured import Configured

_IN_TEXT: Final = (*COUNTED, *COUNTED.values())
_CITED: Final = frozenset(
    source
    for metric in METRICS.values()
    for source in (metric.source, metric.reference.source if metric.reference else "")
    if source
)
"""Titles of what is cited: nobody else's words are changed."""


class Vocabulary:
    """The words of every district, made anew when labels, names or the data have changed."""

    def __init__(self, configured: Configured, warehouse: Warehouse) -> None:
        self._configured, self._warehouse = configured, warehouse
        self._made: dict[str, tuple[Any, Words]] = {}

    def of(self, reader: Actor | None) -> Words:
        """The words of this reader; for nobody in particular they are our own."""
        pairs = self._configured.labels(reader.district) if reader else ()
        if reader is None or not pairs:
            return NOBODYS
        names = self._configured.names(reader.district)
        mark = (pairs, names, self._snapshot(reader.district))
        kept = self._made.get(reader.district)
        if kept is None or kept[0] != mark:
            known = loaded_names(self._warehouse, reader.district, [word for word, _ in pairs])
            kept = (
                mark,
                spoken_words(pairs, _IN_TEXT, (*names, *known, *map(short_name, known), *_CITED)),
            )
            self._made[reader.district] = kept
        return kept[1]

    def _snapshot(self, district: str) -> str:
        try:
            return self._warehouse.snapshot(district).id
        except NoSnapshotError:
            return ""
