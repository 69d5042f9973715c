"""Whether poor pupils sit in schools that spend more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics import weighted
from metrics.weighted import checked

_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Progressivity:
    """Spending at the school of an average poor pupil against that of an average other pupil.

    `poor` and `other` are dollars per pupil, `poverty` is the share of poor pupils in all, and
    `segregation` says how unevenly they are spread over schools: 0 evenly, 1 apart.
    """

    poor: float
    other: float
    poverty: float
    segregation: float

    @property
    def ratio(self) -> float:
        """1.1 means that poor pupils sit where spending is a tenth higher."""
        return self.poor / self.other if self.other > 0 else _NAN

    @property
    def difference(self) -> float:
        """Dollars per pupil; above 0, poor pupils sit where spending is higher."""
        return self.poor - self.other


def progressivity(
    spending: ArrayLike, poor_share: ArrayLike, pupils: ArrayLike | None = None
) -> Progressivity:
    """Mean spending weighted by poor pupils against mean spending weighted by the others.

    Where poverty is spread evenly over schools the two cannot differ; the segregation factor
    beside them says so. Undefined where no pupil is poor or all are.
    """
    values, counted = checked(spending, pupils)
    shares, _ = checked(poor_share, pupils)
    if ((shares < 0) | (shares > 1)).any():
        raise ValueError("shares must lie between 0 and 1; a percentage is divided first")
    if not len(values):
        return Progressivity(_NAN, _NAN, _NAN, _NAN)
    poor, other = counted * shares, counted * (1 - shares)
    overall = weighted.mean(shares, counted)
    if not (poor.sum() > 0 and other.sum() > 0):
        return Progressivity(_NAN, _NAN, overall, _NAN)
    return Progressivity(
        float(values @ poor / poor.sum()),
        float(values @ other / other.sum()),
        overall,
        _segregation(shares, counted, overall),
    )


def _segregation(shares: np.ndarray, counted: np.ndarray, overall: float) -> float:
    return weighted.covariance(shares, shares, counted) / (overall * (1 - overall))
