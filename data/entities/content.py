"""What a record holds: the values of its fields, and of each line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from data.entities.field import Value

Values = Mapping[str, Value]
Key = tuple[str, ...]


class Filled(Protocol):
    """Anything that holds a record: one that is kept, one that would be, a row of a file."""

    @property
    def values(self) -> Values:
        """Values by field name."""

    @property
    def lines(self) -> tuple[Values, ...]:
        """The values of each line, in their order."""


@dataclass(frozen=True, slots=True)
class Content:
    """A record that is not kept yet."""

    values: Values
    lines: tuple[Values, ...] = ()
