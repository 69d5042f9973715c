"""What has been found out about an upload: its mapping, its dry run, what that promises."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from data.entities.entity import Entity
from data.entities.problem import Problem
from loaders.uploads.apply import CHANGING
from loaders.uploads.changes import Review
from loaders.uploads.companions import companion_of
from loaders.uploads.mapping import Column
from loaders.uploads.packed import Part
from loaders.uploads.sheet import Sheet
from loaders.uploads.world import StoreWorld


@dataclass(frozen=True, slots=True)
class Mapped:
    """A file with what its columns stand for, and why a review cannot begin yet.

    `sheet` holds only the first of its `row_count` rows.
    """

    sheet: Sheet
    columns: tuple[Column, ...]
    problems: tuple[Problem, ...]
    row_count: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The dry run of an upload, with the file and the columns that it was made of."""

    sheet: Sheet
    columns: tuple[Column, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class Looked:
    """A dry run and what it was made of; `count` is the number of audit entries at that moment."""

    entity: Entity
    count: int
    found: Reviewed
    world: StoreWorld
    stamp: str

    @property
    def parts(self) -> list[Part]:
        """What is to be written, by kind of record."""
        review, other = self.found.review, companion_of(self.entity)
        parts: list[Part] = [(self.entity, review.of(*CHANGING))]
        if other is not None and review.companions:
            parts.append((other, review.companions))
        return parts


def stamp(found: Review) -> str:
    """What a review promises, in short: every record's outcome and content."""
    made = hashlib.sha256()
    for one in found.changes:
        parts: list[object] = [str(one.outcome), one.key, one.rows]
        if one.outcome in CHANGING:
            parts += [draft and (draft.values, draft.lines) for draft in (one.before, one.after)]
        made.update(repr(parts).encode("utf-8", "backslashreplace"))
    return made.hexdigest()
