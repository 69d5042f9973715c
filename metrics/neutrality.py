"""Neutrality: whether spending follows wealth, or anything else that should not decide it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from metrics import weighted
from metrics.regression import Fit, fit
from metrics.weighted import checked

CORRELATION_LINE = 0.50
ELASTICITY_LINE = 0.10


def elasticity(
    spending: ArrayLike,
    wealth: ArrayLike,
    pupils: ArrayLike | None = None,
    controls: Sequence[ArrayLike] = (),
) -> Fit:
    """How spending follows wealth: 0.1 says that 10 % more wealth goes with 1 % more spending.

    The second coefficient is the elasticity. Both must be positive; callers leave other schools
    out and count them.
    """
    dollars, _ = checked(spending, pupils)
    riches, _ = checked(wealth, pupils)
    if (dollars <= 0).any() or (riches <= 0).any():
        raise ValueError("logarithms need positive spending and wealth; leave other schools out")
    return fit(np.log(dollars), [np.log(riches), *controls], pupils)


def elasticity_at_means(
    spending: ArrayLike, wealth: ArrayLike, pupils: ArrayLike | None = None
) -> float:
    """How spending follows wealth at a school of average spending and average wealth.

    Undefined where mean spending is not positive.
    """
    slope = fit(spending, [wealth], pupils).coefficients[1]
    middle = weighted.mean(spending, pupils)
    return slope * weighted.mean(wealth, pupils) / middle if middle > 0 else float("nan")


def controlled_correlation(
    spending: ArrayLike,
    wealth: ArrayLike,
    controls: Sequence[ArrayLike],
    pupils: ArrayLike | None = None,
) -> float:
    """Pearson's r of what the controls leave unexplained in spending and in wealth."""
    rest = [fit(values, list(controls), pupils).residuals for values in (spending, wealth)]
    return weighted.pearson(rest[0], rest[1], pupils)


def is_weak(correlation: float, size: float) -> bool:
    """Whether the link to wealth counts as weak: either the correlation or the elasticity is low.

    The lines (0.50 and 0.10) are textbook thresholds made for districts within a state.
    """
    return abs(correlation) < CORRELATION_LINE or abs(size) < ELASTICITY_LINE
