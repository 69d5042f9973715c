"""Need-weighted pupils: a pupil with a need counts for more than one.

The weights are a choice of values, not a finding. Each carries where it came from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from metrics.weighted import Floats


class Need(StrEnum):
    """A need that a share of a school's pupils has."""

    FRL = "frl"
    ELL = "ell"
    SPED = "sped"


class Counting(StrEnum):
    """How a pupil with several needs counts."""

    ADDITIVE = "additive"
    """The extra weights of all of a pupil's needs are added."""
    UNDUPLICATED = "unduplicated"
    """Only the largest extra weight counts; groups are taken to overlap as far as they can."""


@dataclass(frozen=True, slots=True)
class NeedWeight:
    """The extra weight of a need (0.25: such a pupil counts 1.25) and where it came from."""

    need: Need
    extra: float
    source: str

    def __post_init__(self) -> None:
        """Refuse negative weights."""
        if not 0 <= self.extra < float("inf"):
            raise ValueError(f"the weight of {self.need} must be at least 0, not {self.extra}")


@dataclass(frozen=True, slots=True)
class NeedWeights:
    """The extra weights in force and how they combine."""

    weights: tuple[NeedWeight, ...]
    counting: Counting = Counting.ADDITIVE

    def of(self, need: Need) -> float:
        """The extra weight of a need; 0 where none is set."""
        return next((one.extra for one in self.weights if one.need is need), 0.0)

    @property
    def text(self) -> str:
        """The weights in words, for the line below a figure."""
        if not self.weights:
            return "none"
        parts = ", ".join(
            f"{one.need.upper()} +{one.extra:g} ({one.source})" for one in self.weights
        )
        return f"{parts}; {self.counting}"


POVERTY_NCES = NeedWeight(Need.FRL, 0.20, "NCES estimate, used by Quality Counts 2006")
POVERTY_FEDERAL = NeedWeight(Need.FRL, 0.40, "federal equity factor, 20 USC 6337(b)(3)")
POVERTY_LCFF = NeedWeight(Need.FRL, 0.20, "California LCFF, each pupil once")
LEARNER_LCFF = NeedWeight(Need.ELL, 0.20, "California LCFF, each pupil once")
DISABILITY_CSEF = NeedWeight(
    Need.SPED, 0.90, "Center for Special Education Finance, used by Quality Counts 2006"
)
STARTING = NeedWeights(
    (
        NeedWeight(Need.FRL, 0.25, "starting value between the 0.20 of NCES and the federal 0.40"),
        NeedWeight(Need.ELL, 0.20, LEARNER_LCFF.source),
        DISABILITY_CSEF,
    )
)
"""What holds until a district sets its own."""


CHOSEN = "as you chose"


def changed(extra: Mapping[Need, float], counting: Counting = Counting.ADDITIVE) -> NeedWeights:
    """The starting weights with some of them as a person has chosen, and how they combine."""
    weights = tuple(
        NeedWeight(one.need, extra[one.need], CHOSEN) if one.need in extra else one
        for one in STARTING.weights
    )
    return NeedWeights(weights, counting)


def need_factor(shares: Mapping[Need, ArrayLike], weights: NeedWeights) -> Floats:
    """How many plain pupils an average pupil of each school counts for: 1 where nobody has a need.

    Shares lie between 0 and 1; a need without a share counts nothing. Raises `ValueError` for
    shares outside, which are most often percentages.
    """
    known = {need: _share(need, values) for need, values in shares.items()}
    if not known:
        raise ValueError("no share of need is given")
    if weights.counting is Counting.ADDITIVE:
        extra = [weights.of(need) * share for need, share in known.items()]
        return np.asarray(1 + sum(extra), dtype=np.float64)
    return _once(known, weights)


def weighted_pupils(
    pupils: ArrayLike, shares: Mapping[Need, ArrayLike], weights: NeedWeights = STARTING
) -> Floats:
    """Pupils counted by need: enrollment times one plus the extra weight of each share of need.

    A pupil with two needs counts for both unless each pupil is to count once.
    """
    counted: Floats = np.asarray(pupils, dtype=np.float64) * need_factor(shares, weights)
    return counted


def per_weighted_pupil(
    spending: ArrayLike, shares: Mapping[Need, ArrayLike], weights: NeedWeights = STARTING
) -> Floats:
    """Dollars per need-weighted pupil: spending per pupil over how many an average pupil counts."""
    each: Floats = np.asarray(spending, dtype=np.float64) / need_factor(shares, weights)
    return each


def _once(shares: Mapping[Need, Floats], weights: NeedWeights) -> Floats:
    """Each pupil at its largest weight; the smaller groups lie inside the larger ones.

    From shares alone the overlap is not known. Groups that overlap fully give the fewest
    weighted pupils that the shares allow.
    """
    factor = np.ones_like(next(iter(shares.values())))
    covered = np.zeros_like(factor)
    ranked: Sequence[Need] = sorted(shares, key=lambda need: -weights.of(need))
    for need in ranked:
        factor = factor + weights.of(need) * np.clip(shares[need] - covered, 0, None)
        covered = np.maximum(covered, shares[need])
    return factor


def _share(need: Need, values: ArrayLike) -> Floats:
    share = np.asarray(values, dtype=np.float64)
    if ((share < 0) | (share > 1)).any():
        raise ValueError(
            f"shares of {need} must lie between 0 and 1; a percentage is divided first"
        )
    return share
