"""Student's t: how many standard errors an interval spans."""

from __future__ import annotations

from functools import cache
from math import exp, lgamma, log, pi

import numpy as np

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(96)
_WIDEST = 1_000.0


def _mass(t: float, freedom: int) -> float:
    """Probability between 0 and t."""
    scale = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - 0.5 * log(freedom * pi)
    # Substituting x = sqrt(freedom) tan(u) leaves a power of cosine on a short interval.
    end = np.arctan(t / np.sqrt(freedom))
    u = end * (_NODES + 1) / 2
    powers = np.cos(u) ** (freedom - 1)
    return float(exp(scale) * np.sqrt(freedom) * end / 2 * (_WEIGHTS @ powers))


@cache
def critical(freedom: int, confidence: float = 0.95) -> float:
    """The t beyond which, on both sides together, 1 - confidence of the distribution lies."""
    if freedom < 1 or not 0 < confidence < 1:
        raise ValueError(f"no t for {freedom} degrees of freedom and confidence {confidence}")
    low, high = 0.0, _WIDEST
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _mass(middle, freedom) < confidence / 2 else (low, middle)
    return (low + high) / 2
