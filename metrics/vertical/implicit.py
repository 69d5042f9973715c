"""Implicit weights: what the spending of schools says a need is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics import student_t, weighted
from metrics.regression import Fit, Robust, fit
from metrics.vertical.need import Need
from metrics.weighted import Floats, checked

INFLATED = 5.0
FEW_SCHOOLS = 20
_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Effect:
    """What a need goes with: dollars for a share of 1 instead of 0, with its 95 % interval.

    `weight` is the same over the base; its interval counts the uncertainty of the base too (delta
    method). `inflation` is the variance inflation factor: how many
    times larger the error is because this need rises together with the others.
    """

    needs: tuple[Need, ...]
    dollars: float
    low: float
    high: float
    weight: float
    weight_low: float
    weight_high: float
    inflation: float


@dataclass(frozen=True, slots=True)
class ImplicitWeights:
    """The base (dollars for a pupil without need), each need's effect, and the share explained.

    `joint` is the effect of the needs that rise too much together to be told apart; theirs alone
    are then not shown. `unexplained` (1 less R squared) is the part of the spread between schools
    that no need explains.
    """

    base: float
    effects: tuple[Effect, ...]
    joint: Effect | None
    r_squared: float
    fit: Fit

    @property
    def unexplained(self) -> float:
        """The share of the spread that is not explained by need."""
        return 1 - self.r_squared

    @property
    def shown(self) -> tuple[Effect, ...]:
        """The effects that may be shown: each need's own, or the joint one in their place."""
        if self.joint is None:
            return self.effects
        apart = tuple(e for e in self.effects if e.needs[0] not in self.joint.needs)
        return (self.joint, *apart)


def implicit_weights(
    spending: ArrayLike,
    needs: Mapping[Need, ArrayLike],
    pupils: ArrayLike | None = None,
    controls: Sequence[ArrayLike] = (),
    robust: Robust = Robust.HC1,
) -> ImplicitWeights:
    """Spending per pupil explained by the shares of need: the coefficient over the intercept.

    Controls (the logarithm of enrollment, level) are measured from their mean, so that the base
    stands for their average. Weights are shown as found, negative ones too. Needs whose variance
    inflation exceeds 5 are shown only together, a single one with the needs it rises with. Raises
    `ValueError` where the columns do not vary apart from one another.
    """
    columns: list[ArrayLike] = [np.asarray(share, dtype=np.float64) for share in needs.values()]
    columns += [_centred(control, pupils) for control in controls]
    found = fit(spending, columns, pupils, robust)
    inflation = inflation_factors(columns, pupils)
    base = found.coefficients[0]
    names = tuple(needs)
    effects = tuple(
        _effect((need,), found, (place,), inflation[place - 1])
        for place, need in enumerate(names, start=1)
    )
    tangled = _tangled(columns, pupils, inflation, len(names))
    joint = None
    if len(tangled) > 1:
        together = tuple(names[i - 1] for i in tangled)
        joint = _effect(together, found, tangled, max(inflation[i - 1] for i in tangled))
    return ImplicitWeights(base, effects, joint, found.r_squared, found)


def _tangled(
    columns: Sequence[ArrayLike],
    pupils: ArrayLike | None,
    inflation: Sequence[float],
    needs: int,
) -> tuple[int, ...]:
    """The needs that only stand together, by their places among the coefficients.

    One need alone may be the sum of others, each of which varies enough: it stands with those
    whose leaving tells it apart, the one that tells most first.
    """
    inflated = [place for place in range(needs) if inflation[place] > INFLATED]
    if len(inflated) != 1:
        return tuple(place + 1 for place in inflated)
    (alone,) = inflated
    partners: list[int] = []

    def left(more: int | None = None) -> float:
        gone = {alone, *partners, more}
        rest = [column for place, column in enumerate(columns) if place not in gone]
        return inflation_factors([columns[alone], *rest], pupils)[0]

    others = [place for place in range(needs) if place != alone]
    while others and left() > INFLATED:
        partners.append(min(others, key=left))
        others.remove(partners[-1])
    return tuple(place + 1 for place in sorted((alone, *partners)))


def inflation_factors(
    columns: Sequence[ArrayLike], weights: ArrayLike | None = None
) -> tuple[float, ...]:
    """Each column's variance inflation factor: 1 where it varies apart from the others."""
    if len(columns) <= 1:
        return (1.0,) * len(columns)
    deviations = []
    for column in columns:
        numbers, counted = checked(column, weights)
        apart = (numbers - weighted.mean(numbers, counted)) * np.sqrt(counted)
        deviations.append(apart / np.linalg.norm(apart))
    design = np.column_stack(deviations)
    return tuple(float(value) for value in np.diag(np.linalg.inv(design.T @ design)))


def _effect(
    needs: tuple[Need, ...], found: Fit, places: tuple[int, ...], inflation: float
) -> Effect:
    dollars, low, high = found.combined(places)
    base = found.coefficients[0]
    weight = dollars / base if base else _NAN
    reach = _ratio_reach(found, places, weight) if base else _NAN
    return Effect(needs, dollars, low, high, weight, weight - reach, weight + reach, inflation)


def _ratio_reach(found: Fit, places: tuple[int, ...], weight: float) -> float:
    """Half the interval of a sum of coefficients over the intercept, by the delta method."""
    if found.freedom < 1:
        return _NAN
    slant = np.zeros(len(found.coefficients))
    slant[list(places)] = 1.0
    slant[0] = -weight
    variance = float(slant @ found.covariance @ slant) / found.coefficients[0] ** 2
    return student_t.critical(found.freedom) * float(np.sqrt(max(variance, 0.0)))


def _centred(control: ArrayLike, pupils: ArrayLike | None) -> Floats:
    numbers, counted = checked(control, pupils)
    centred: Floats = numbers - weighted.mean(numbers, counted)
    return centred
