"""How much of the inequality lies between groups of schools and how much within them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics import horizontal, weighted
from metrics.weighted import checked

_SMALLEST = 1e-6
_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Parts:
    """Theil's T in its two parts, which add up to it."""

    total: float
    between: float
    within: float

    @property
    def between_share(self) -> float:
        """The part between groups as a share of the whole; undefined where there is hardly any."""
        return self.between / self.total if self.total > _SMALLEST else _NAN


def theil_parts(
    values: ArrayLike, groups: Sequence[str], weights: ArrayLike | None = None
) -> Parts:
    """Theil's T between groups of schools, and within them.

    Between: each group's share of spending times the logarithm of its mean over the whole mean.
    Within: each group's own T times its share of spending; a group of one school has none. All
    parts are undefined where T is.
    """
    numbers, counted = checked(values, weights)
    total = horizontal.theil_t(values, weights)
    if np.isnan(total):
        return Parts(total, _NAN, _NAN)
    names, member = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    dollars = np.bincount(member, counted * numbers, minlength=len(names))
    pupils = np.bincount(member, counted, minlength=len(names))
    middle = weighted.mean(numbers, counted)
    spends = dollars > 0
    means = dollars[spends] / pupils[spends]
    shares = dollars[spends] / dollars.sum()
    between = float(shares @ np.log(means / middle))
    over = np.ones_like(numbers)
    group_means = np.divide(dollars, pupils, out=np.ones_like(dollars), where=spends)
    np.divide(numbers, group_means[member], out=over, where=numbers > 0)
    within = float((counted * numbers) @ np.log(over) / dollars.sum())
    return Parts(total, between, within)
