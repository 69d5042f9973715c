"""Values of measures by school: held as columns, seen as one school's values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Value:
    """A school's value of a measure, or the reason why there is none.

    `years` is how many years a mean stands on.
    """

    value: float | None
    reason: str = ""
    years: int = 1

    @property
    def is_hidden(self) -> bool:
        """Whether the value exists and is withheld because few pupils stand behind it."""
        return self.reason.startswith("hidden")


NOT_LOADED: Final = Value(None, "not loaded")


@dataclass(frozen=True, slots=True)
class Values:
    """One measure of every school: numbers, `nan` where there is none, and why there is none.

    `is_told` says at which schools anything is known, be it only the reason.
    """

    numbers: Floats
    reasons: Texts
    is_told: Flags

    @property
    def is_known(self) -> Flags:
        """Where there is a number."""
        return ~np.isnan(self.numbers)

    @property
    def is_hidden(self) -> Flags:
        """Where a number exists and is withheld."""
        texts = [str(text).startswith("hidden") for text in self.reasons]
        return ~self.is_known & np.array(texts, np.bool_)

    def over(self, below: Values | None, where: Flags) -> Values:
        """These values where asked for, and others elsewhere."""
        if below is None:
            return Values(np.where(where, self.numbers, np.nan), self.reasons, where & self.is_told)
        return Values(
            np.where(where, self.numbers, below.numbers),
            np.where(where, self.reasons, below.reasons),
            np.where(where, self.is_told, below.is_told),
        )


@dataclass(frozen=True, slots=True)
class Own(Mapping[str, Value]):
    """The values of the school at a place of the columns."""

    columns: Mapping[str, Values]
    place: int

    def __getitem__(self, name: str) -> Value:
        """The value; KeyError where nothing is known of it at this school."""
        column = self.columns[name]
        if not column.is_told[self.place]:
            raise KeyError(name)
        number = float(column.numbers[self.place])
        return Value(None, column.reasons[self.place]) if isnan(number) else Value(number)

    def __iter__(self) -> Iterator[str]:
        """The measures of which something is known."""
        return (name for name, column in self.columns.items() if column.is_told[self.place])

    def __len__(self) -> int:
        """How many these are."""
        return sum(1 for _ in self)


@dataclass(slots=True)
class SchoolFigures:
    """One school of a year with everything it can be compared by."""

    location_id: str
    location_name: str
    level: str
    row: Mapping[str, Any]
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def pupils(self) -> float | None:
        """Its pupils, where they may be shown."""
        count: float | None = self.row["pupils"]
        return count

    def value(self, measure: str) -> Value:
        """Its value of a measure."""
        return self.values.get(measure, NOT_LOADED)


def known_measures(schools: Sequence[SchoolFigures]) -> set[str]:
    """The measures that at least one of the schools has a value of."""
    views = [school.values for school in schools]
    first = views[0] if views else None
    if isinstance(first, Own) and all(
        isinstance(one, Own) and one.columns is first.columns for one in views
    ):
        places = [one.place for one in views if isinstance(one, Own)]
        return {name for name, one in first.columns.items() if one.is_known[places].any()}
    return {name for own in views for name, one in own.items() if one.value is not None}
