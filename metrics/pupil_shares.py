"""Pupils of many schools and shares of their groups, a column at a time, small groups withheld.

The rules are those that `metrics.per_pupil` has for one school: the preferred count stands for a
school, a share is of one and the same count, and a withheld count stays withheld.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from metrics.per_pupil import HIDDEN, NOT_LOADED, WITHHELD, per_pupil

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
NO_COUNT: Final = -1
_PARTS: Final = 10_000
# Above this, twice the cents in parts of a pupil would not fit 64 bits.
_FITS: Final = 2**62 // _PARTS // 2


class Told(IntEnum):
    """What is told of a share; from `HIDDEN` on it exists and is withheld."""

    SHOWN = 0
    NOT_LOADED = 1
    TOO_MANY = 2
    HIDDEN = 3
    A_FEW = 4
    NEARLY_ALL = 5


WORDS: Final = {
    Told.SHOWN: "",
    Told.NOT_LOADED: NOT_LOADED.reason,
    Told.TOO_MANY: "more pupils in the group than in all",
    Told.HIDDEN: HIDDEN,
    Told.A_FEW: WITHHELD["bottom_coded"],
    Told.NEARLY_ALL: WITHHELD["top_coded"],
}
STATUSES: Final = {
    "suppressed": Told.HIDDEN,
    "bottom_coded": Told.A_FEW,
    "top_coded": Told.NEARLY_ALL,
}
"""How the status of a loaded count is told; any other is shown."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts by kind (the preferred first), group (all pupils first) and school.

    `numbers` are `nan` where there is none; `told` says which are withheld.
    """

    numbers: Floats
    told: Ints

    @property
    def is_counted(self) -> Flags:
        """Whether there is a count; a withheld one still stands for the school."""
        return ~np.isnan(self.numbers) | (self.told >= Told.HIDDEN)


@dataclass(frozen=True, slots=True)
class Pupils:
    """Pupils of each school, `nan` where missing; `kind` is the place of the count, or NO_COUNT."""

    numbers: Floats
    kind: Ints
    is_hidden: Flags


@dataclass(frozen=True, slots=True)
class Shares:
    """Pupils of a group at each school and their share (0-1), `nan` where it is not shown."""

    pupils: Floats
    shares: Floats
    told: Ints


def pupils_of(counts: Counts, minimum: int) -> Pupils:
    """All pupils by the preferred count; hidden where withheld or fewer than the minimum."""
    kind = _first(counts.is_counted[:, 0])
    whole = _numbers(counts, 0, kind)
    is_hidden = (kind != NO_COUNT) & _is_withheld(whole, minimum)
    return Pupils(np.where(is_hidden, np.nan, whole), kind, is_hidden)


def shares_of(counts: Counts, used: Ints, group: int, minimum: int) -> Shares:
    """A group's share: of the count used for pupils if it is there, else of its own count."""
    is_counted = counts.is_counted
    is_own = (used != NO_COUNT) & _picked(is_counted[:, group], used)
    kind = np.where(is_own, used, _first(is_counted[:, 0] & is_counted[:, group]))
    value, whole = (_numbers(counts, one, kind) for one in (group, 0))
    # The first that holds decides; a comparison with `nan` never does.
    told = np.select(
        [
            kind == NO_COUNT,
            _is_withheld(whole, minimum),
            _picked(counts.told[:, group], kind) >= Told.HIDDEN,
            np.isnan(value) | (whole <= 0),
            value > whole,
            value < minimum,
        ],
        [
            Told.NOT_LOADED,
            Told.HIDDEN,
            _picked(counts.told[:, group], kind),
            Told.NOT_LOADED,
            Told.TOO_MANY,
            Told.HIDDEN,
        ],
        Told.SHOWN,
    )
    is_shown = told == Told.SHOWN
    share = np.divide(value, whole, out=np.full(len(value), np.nan), where=is_shown)
    return Shares(np.where(is_shown, value, np.nan), share, told)


def cents_per_pupil(cents: Ints, is_known: Flags, pupils: Floats) -> tuple[Ints, Flags]:
    """Whole cents for each pupil, half a cent away from zero, and where there is a figure."""
    is_known = is_known & (pupils > 0)
    found = np.zeros(len(cents), np.int64)
    size = np.abs(cents[is_known])
    if (size > _FITS).any():
        pairs = zip(cents[is_known].tolist(), pupils[is_known].tolist(), strict=True)
        found[is_known] = [per_pupil(*pair) or 0 for pair in pairs]
        return found, is_known
    parts = np.rint(pupils[is_known] * _PARTS).astype(np.int64)
    whole = (2 * size * _PARTS + parts) // (2 * parts)
    found[is_known] = np.where(cents[is_known] >= 0, whole, -whole)
    return found, is_known


def _is_withheld(whole: Floats, minimum: int) -> Flags:
    return np.isnan(whole) | (whole < minimum)


def _first(flags: Flags) -> Ints:
    """The first kind of each school that is there, or NO_COUNT."""
    return np.where(flags.any(axis=0), flags.argmax(axis=0), NO_COUNT)


def _picked(values: npt.NDArray[Any], kind: Ints) -> npt.NDArray[Any]:
    """Each school's value of its kind; any value for no kind."""
    return values[np.maximum(kind, 0), np.arange(values.shape[1])]


def _numbers(counts: Counts, group: int, kind: Ints) -> Floats:
    return np.where(kind == NO_COUNT, np.nan, _picked(counts.numbers[:, group], kind))
