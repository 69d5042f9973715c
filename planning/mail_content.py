"""What a mail says: words, and a short table where it has one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MailTable:
    """A short table. The columns from `first_number` on hold numbers and stand to the right."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    first_number: int

    def lines(self) -> str:
        """The table as plain text, in columns of equal width."""
        every = [self.head, *self.rows]
        wide = [max(_width(row[place]) for row in every) for place in range(len(self.head))]
        return "\n".join(
            "  ".join(self._cell(text, wide[place], place) for place, text in enumerate(row))
            .rstrip()
            for row in every
        )  # fmt: skip

    def _cell(self, text: str, width: int, place: int) -> str:
        room = " " * (width - _width(text))
        return room + text if place >= self.first_number else text + room


@dataclass(frozen=True, slots=True)
class MailContent:
    """The paragraphs before the table and the button of a mail, and those after them.

    `milestones` are the numbers of those that it congratulates on.
    """

    before: Sequence[str]
    table: MailTable | None = None
    after: Sequence[str] = ()
    language: str = "en"
    milestones: Sequence[int] = ()

    @classmethod
    def plain(cls, paragraphs: Sequence[str]) -> MailContent:
        """Words alone: the last paragraph, which says what to do without the link, ends it."""
        ending = max(1, len(paragraphs) - 1)
        return cls(tuple(paragraphs[:ending]), None, tuple(paragraphs[ending:]))


def _width(text: str) -> int:
    return sum(not unicodedata.combining(letter) for letter in text)
