"""Central cost shared between schools: a pool of cents by a driver, exact to the cent.

A driver says how much of a pool each school causes: pupils, staff, square feet, meals. Cents go
by largest remainder, so that shares sum to the pool; a school without a known driver value takes
no share and is named, because its share would tell the value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from metrics.rounding import largest_remainder

# Driver values carry up to four decimals (staff, average daily attendance, percent).
_PARTS: Final = 10_000
NO_SCHOOL: Final = "no school is selected in this year"
NO_VALUE: Final = "no selected school has a value of the driver in this year"
ALL_ZERO: Final = "the driver is 0 at every selected school"


@dataclass(frozen=True, slots=True)
class DriverValue:
    """A school's value of a driver, or why it has none that may be used."""

    value: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """How a pool is shared: schools in order of their codes, and whole weights of each.

    `reason` says why nothing can be shared; then the pool stays not attributed. `left_out` names
    the selected schools that take no share, each with the reason.
    """

    schools: tuple[str, ...] = ()
    weights: tuple[int, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def portions(self) -> dict[str, float]:
        """Each school's part of the pool, between 0 and 1; empty where nothing can be shared."""
        whole = sum(self.weights)
        if self.reason or not whole:
            return {}
        return {
            school: weight / whole
            for school, weight in zip(self.schools, self.weights, strict=True)
        }

    def split(self, cents: int) -> dict[str, int]:
        """The cents of each school, which sum to the pool exactly; none where there is a reason.

        Cents left over by rounding down go to the largest remainders and, among equal ones, to
        the school whose code comes first, whatever the order in which schools were given.
        """
        if self.reason:
            return {}
        return dict(zip(self.schools, largest_remainder(cents, self.weights), strict=True))


def basis(values: Mapping[str, DriverValue]) -> Basis:
    """The basis on which a pool is shared between the selected schools."""
    left_out = {
        school: told.reason or "no value of the driver"
        for school, told in sorted(values.items())
        if told.value is None
    } | {
        school: "the driver is below zero"
        for school, told in sorted(values.items())
        if told.value is not None and told.value < 0
    }
    weights = {
        school: round(told.value * _PARTS)
        for school, told in sorted(values.items())
        if told.value is not None and told.value >= 0
    }
    reason = ""
    if not values:
        reason = NO_SCHOOL
    elif not weights:
        reason = NO_VALUE
    elif not any(weights.values()):
        reason = ALL_ZERO
    return Basis(tuple(weights), tuple(weights.values()), left_out, reason)


def difference(ledger_cents: int, *components_cents: int) -> int:
    """What the components lack against the ledger, in cents: 0 where nothing was lost."""
    return ledger_cents - sum(components_cents)
