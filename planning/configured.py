"""What districts have configured about rows, kept in a process until somebody changes something.

Every change of a record writes an entry of the audit log in its transaction, so that the head of
the log tells whether anything has changed since it was read: one short question a request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from access.account_rules import Attributes, Rulebook
from access.assigned import OwnBudget
from access.rights import Person
from data.store import Store
from data.store.audit import position
from data.store.given_names import given_names
from data.store.labels import labels
from planning.account_rules import attributes, attributes_mark, rulebook
from planning.assigned import assigned_rights

_MOST: Final = 4_096
Key = TypeVar("Key")
Made = TypeVar("Made")
Labels = tuple[tuple[str, str], ...]
Rights = tuple[Person, list[OwnBudget]] | None


@dataclass
class _Kept:
    """Everything read at one state of the log."""

    mark: tuple[int, str] = (-1, "")
    books: dict[str, Rulebook] = field(default_factory=dict)
    rights: dict[tuple[str, str], Rights] = field(default_factory=dict)
    labels: dict[str, Labels] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Configured:
    """Rulebooks and rights as the store has them now; safe for threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept = _Kept()
        self._attributes: dict[str, tuple[tuple[int, int, int], Attributes]] = {}

    def book(self, district: str) -> Rulebook:
        """Budgets, buckets, templates and attributes of a district."""
        return _found(self._now().books, district, lambda: self._read(district))

    def rights(self, district: str, email: str) -> Rights:
        """Levels, and rights budget by budget; none when the person is not active."""
        return _found(
            self._now().rights,
            (district, email),
            lambda: assigned_rights(self._store, district, email),
        )

    def labels(self, district: str) -> Labels:
        """What the district calls the words of the product: (word, label)."""
        return _found(self._now().labels, district, lambda: self._labels(district))

    def names(self, district: str) -> tuple[str, ...]:
        """Names of its records that hold a word which the district calls otherwise."""
        return _found(self._now().names, district, lambda: self._names(district))

    def _names(self, district: str) -> tuple[str, ...]:
        with self._store.reading() as tx:
            return given_names(tx, district, [word for word, _ in labels(tx, district)])

    def _labels(self, district: str) -> Labels:
        with self._store.reading() as tx:
            return labels(tx, district)

    def _now(self) -> _Kept:
        """What is kept, or nothing yet when the log has grown since."""
        mark = position(self._store)
        kept = self._kept
        if kept.mark != mark or len(kept.rights) > _MOST:
            kept = self._kept = _Kept(mark)
        return kept

    def _read(self, district: str) -> Rulebook:
        with self._store.reading() as tx:
            mark = attributes_mark(tx, district)
            known = self._attributes.get(district)
            if known is None or known[0] != mark:
                # Tens of thousands of values: read only when one of them has changed.
                known = (mark, attributes(tx, district))
                self._attributes[district] = known
            return rulebook(tx, district, known[1])


def _found(kept: dict[Key, Made], key: Key, read: Callable[[], Made]) -> Made:
    if key not in kept:
        kept[key] = read()
    return kept[key]
