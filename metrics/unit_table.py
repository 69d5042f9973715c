"""A table of schools or districts, as all statistics of equity take it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from metrics.coverage import Dropped
from metrics.vertical.need import Need
from metrics.weighted import Floats

Places = NDArray[np.intp]

NEED_COLUMNS = {Need.FRL: "frl_share", Need.ELL: "ell_share", Need.SPED: "sped_share"}
NUMBERS = ("pupils", "spending", *NEED_COLUMNS.values(), "wealth", "outcome")
WHY = {
    "pupils": "no enrollment",
    "spending": "no spending per pupil",
    "frl_share": "no share of low-income pupils",
    "ell_share": "no share of English learners",
    "sped_share": "no share of pupils with disabilities",
    "wealth": "no wealth",
    "outcome": "no outcome",
    "group": "no group",
}


class Weighting(StrEnum):
    """How much a school weighs in a figure."""

    PUPILS = "by pupil"
    EACH = "each school once"


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Schools or districts with what statistics of equity need; not a number where missing.

    `spending` is dollars per pupil, shares lie between 0 and 1, `wealth` is any positive measure
    (property value, income) and `outcome` any result of which more is better. `group` is the
    comparison set of a unit (its grade span), empty where unknown.
    """

    units: tuple[str, ...]
    pupils: Floats
    spending: Floats
    frl_share: Floats | None = None
    ell_share: Floats | None = None
    sped_share: Floats | None = None
    wealth: Floats | None = None
    outcome: Floats | None = None
    group: tuple[str, ...] | None = None

    @classmethod
    def of(
        cls,
        units: Sequence[str],
        pupils: Sequence[float | None],
        spending: Sequence[float | None],
        *,
        group: Sequence[str] | None = None,
        **columns: Sequence[float | None] | None,
    ) -> UnitTable:
        """A table of lists with None where a figure is missing; columns by their names here.

        Raises `ValueError` for lists of unequal length, unknown columns, negative pupils and
        shares outside 0 to 1.
        """
        arrays = {
            name: np.array([np.nan if v is None else v for v in values], dtype=np.float64)
            for name, values in ({"pupils": pupils, "spending": spending} | columns).items()
            if values is not None
        }
        unknown = set(arrays) - set(NUMBERS)
        if unknown:
            raise ValueError(f"unknown columns: {', '.join(sorted(unknown))}")
        groups = None if group is None else tuple(group)
        return cls(tuple(units), group=groups, **arrays)

    def __post_init__(self) -> None:
        """Refuse what no statistic could mean."""
        count = len(self.units)
        for name in NUMBERS:
            values = getattr(self, name)
            if values is not None and values.shape != (count,):
                raise ValueError(f"{name} must have one value a unit: {count}, not {values.shape}")
        if self.group is not None and len(self.group) != count:
            raise ValueError(f"group must have one value a unit: {count}, not {len(self.group)}")
        if (self.pupils < 0).any():
            raise ValueError("pupils must be at least 0")
        for name in NEED_COLUMNS.values():
            share = getattr(self, name)
            if share is not None and ((share < 0) | (share > 1)).any():
                raise ValueError(f"{name} must lie between 0 and 1; a percentage is divided first")

    def __len__(self) -> int:
        """How many units."""
        return len(self.units)

    @property
    def needs(self) -> tuple[Need, ...]:
        """The needs that the table has a share of."""
        return tuple(n for n, name in NEED_COLUMNS.items() if getattr(self, name) is not None)

    def has(self, *names: str) -> bool:
        """Whether all these columns are there."""
        return all(getattr(self, name) is not None for name in names)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups in the order in which they first appear."""
        return tuple(dict.fromkeys(name for name in self.group or () if name))


@dataclass(frozen=True, slots=True)
class Selection:
    """The units of a part of a table that have every column wanted, and those left out.

    `weights` are the pupils, or missing where each unit counts once.
    """

    table: UnitTable
    places: Places
    dropped: tuple[Dropped, ...]
    weighting: Weighting

    @property
    def count(self) -> int:
        """How many units are left."""
        return len(self.places)

    @property
    def pupils(self) -> Floats:
        """Enrollment of each unit left."""
        return self.table.pupils[self.places]

    @property
    def spending(self) -> Floats:
        """Dollars per pupil of each unit left."""
        return self.table.spending[self.places]

    @property
    def weights(self) -> Floats | None:
        """What each unit weighs; missing where each counts once."""
        return self.pupils if self.weighting is Weighting.PUPILS else None

    def column(self, name: str) -> Floats:
        """A column of the units left; the column must be there."""
        values: Floats = getattr(self.table, name)[self.places]
        return values

    def shares(self, needs: Sequence[Need]) -> dict[Need, Floats]:
        """The shares of these needs."""
        return {need: self.column(NEED_COLUMNS[need]) for need in needs}

    def groups(self) -> tuple[str, ...]:
        """The group of each unit left."""
        named = self.table.group or ("",) * len(self.table)
        return tuple(named[place] for place in self.places)


@dataclass(frozen=True, slots=True)
class Part:
    """All units of a table, or those of one group, and how they are weighed."""

    table: UnitTable
    places: Places
    weighting: Weighting = Weighting.PUPILS
    is_whole: bool = True

    def select(self, *names: str, positive: Sequence[str] = ()) -> Selection:
        """The units with pupils, spending and all columns named, and those with positive ones.

        The first thing that a unit lacks is the reason why it is left out.
        """
        reason = np.full(len(self.places), "", dtype=object)
        for name in ("pupils", "spending", *names):
            values = getattr(self.table, name)[self.places]
            lacks = ~np.isfinite(values) | ((values <= 0) if name == "pupils" else False)
            reason[lacks & (reason == "")] = WHY[name]
        for name in positive:
            values = getattr(self.table, name)[self.places]
            low = np.isfinite(values) & (values <= 0)
            reason[low & (reason == "")] = f"{name} is not positive: it has no logarithm"
        kept = reason == ""
        dropped = tuple(
            Dropped(int(place), str(why))
            for place, why in zip(self.places[~kept], reason[~kept], strict=True)
        )
        return Selection(self.table, self.places[kept], dropped, self.weighting)
