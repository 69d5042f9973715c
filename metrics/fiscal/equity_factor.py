"""The equity factor of the federal education finance incentive grants, 20 USC 6337(b)(3)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from metrics import horizontal
from metrics.vertical.need import POVERTY_FEDERAL
from metrics.weighted import checked

SMALLEST = 200
GRANT_BASE = 1.30


def equity_factor(spending: ArrayLike, poverty: ArrayLike, pupils: ArrayLike) -> float:
    """The spread between districts as the federal grant counts it: a poor pupil counts 1.4.

    Only districts of more than 200 pupils enter. Dollars per so weighted pupil are compared, each
    district weighing as many. Undefined without such a district.
    """
    values, counted = checked(spending, pupils)
    shares, _ = checked(poverty, pupils)
    enters = counted > SMALLEST
    if not enters.any():
        return float("nan")
    factor = 1 + POVERTY_FEDERAL.extra * shares[enters]
    per_pupil = values[enters] / factor
    return horizontal.coefficient_of_variation(per_pupil, counted[enters] * factor)


def grant_multiplier(factor: float) -> float:
    """What the grant multiplies by: 1.30 less the equity factor."""
    return GRANT_BASE - factor if np.isfinite(factor) else float("nan")
