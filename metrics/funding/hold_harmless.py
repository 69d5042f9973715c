"""A guarantee against loss: no school falls below a share of what it had before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics.weighted import Floats

_EDGE = 1e-9


class InfeasibleGuaranteeError(ValueError):
    """The guaranteed sums alone exceed the pot; the message says by how much."""

    def __init__(self, floors: float, pot: float) -> None:
        self.short = floors - pot
        super().__init__(
            f"the guarantees come to {floors:,.2f} and the pot holds {pot:,.2f}: "
            f"{self.short:,.2f} short; lower the guaranteed share or raise the pot"
        )


@dataclass(frozen=True, slots=True)
class HoldHarmless:
    """What each school gets, who is held, the cut of all others, and what the guarantee costs.

    `factor` is what the formula dollars of the schools that are not held are multiplied by;
    `cost` is what the held schools get above the formula, paid by the others.
    """

    final: Floats
    floors: Floats
    is_held: tuple[bool, ...]
    factor: float
    cost: float


def hold_harmless(
    formula: ArrayLike, prior: ArrayLike, share: float, pot: float | None = None
) -> HoldHarmless:
    """The larger of formula dollars times one common factor and a share of the year before.

    The factor, at most 1, is what makes all schools together come to the pot (the formula's own
    sum unless said otherwise). Where even the full formula leaves part of the pot over, the
    factor is 1 and the rest stays. Raises `InfeasibleGuaranteeError` where the guarantees exceed
    the pot, `ValueError` for negative dollars or a share outside 0 to 1.
    """
    entitled = np.asarray(formula, dtype=np.float64)
    before = np.asarray(prior, dtype=np.float64)
    if entitled.shape != before.shape or (entitled < 0).any() or (before < 0).any():
        raise ValueError("formula and prior dollars must be lists of equal length, at least 0")
    if not 0 <= share <= 1:
        raise ValueError("the guaranteed share lies between 0 and 1")
    whole = float(entitled.sum()) if pot is None else pot
    floors: Floats = before * share
    if floors.sum() > whole * (1 + _EDGE):
        raise InfeasibleGuaranteeError(float(floors.sum()), whole)
    factor = _factor(entitled, floors, whole)
    final: Floats = np.maximum(entitled * factor, floors)
    held = floors > entitled * factor + _EDGE
    cost = float(np.clip(final - entitled, 0, None).sum())
    return HoldHarmless(final, floors, tuple(held.tolist()), factor, cost)


def _factor(entitled: Floats, floors: Floats, whole: float) -> float:
    """The common factor: schools are released from their floor in the order of floor / formula.

    With the k schools of the lowest such ratio on the formula the rest stay at their floors; the
    sum grows with the factor, so exactly one k fits.
    """
    if np.maximum(entitled, floors).sum() <= whole:
        return 1.0
    ratios = np.divide(floors, entitled, out=np.full_like(floors, np.inf), where=entitled > 0)
    order = np.argsort(ratios, kind="stable")
    freed = np.cumsum(entitled[order])
    held = floors.sum() - np.cumsum(floors[order])
    room = np.divide(whole - held, freed, out=np.zeros_like(freed), where=freed > 0)
    upper = np.append(ratios[order][1:], np.inf)
    fits = np.flatnonzero((room >= ratios[order] - _EDGE) & (room <= upper + _EDGE))
    # None fits only where the floors take the whole pot: everybody stays on the floor.
    return float(min(room[fits[0]], 1.0)) if len(fits) else float(ratios.min())
