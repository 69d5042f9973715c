"""What Cedar Valley Unified is: years, size, funds, shares. Fictional from end to end.

The shares of pay and of function families follow a real district's public record (Oakland
Unified 2023-24, general fund: objects 1000s 32 %, 2000s 16 %, 3000s 24 %, 4000s 4 %, 5000s
21 %; at its schools pay splits 55 : 14 : 31 into teachers, staff and benefits).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

YEARS = (2025, 2026, 2027)
CURRENT = 2027
LAST_PERIOD = 8
AS_OF = "2027-03-01"
PERIODS = 12
ADJUSTMENT = 13
LINES_AT_SCALE_ONE = 400_000
PAID_TWICE_A_MONTH_FROM = 1_000_000
DEMO_SCHOOL = "112"
PUPILS_A_SCHOOL = 24_000 / 46

# FY2026 dollars a pupil more when every pupil, instead of none, has free or reduced lunch.
NEED_SLOPE = 4_200.0
BASE_PER_PUPIL = {"elementary": 8_700, "k8": 8_800, "middle": 8_900, "high": 9_400, "other": 13_500}
NEED_NOISE = 420.0
GROWTH = {2025: 0.977, 2026: 1.0, 2027: 1.024}

# (lines, schools): between the points the number of schools follows a straight log-log line.
_SIZES = ((400_000, 46), (1_000_000, 150), (10_000_000, 600), (50_000_000, 1_800))


@dataclass(frozen=True, slots=True)
class Shape:
    """How much is generated, and from which seed."""

    lines: int
    seed: int
    schools: int
    pay_lines: int

    def random(self, *stream: int) -> np.random.Generator:
        """A random stream of its own for each part, so that parts do not disturb each other."""
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, *stream])))


def shape(lines: int, seed: int, schools: int | None = None) -> Shape:
    """The district that fits a ledger of about `lines` lines over the three years.

    `schools` are as many as fit the lines, unless a number is given.
    """
    pay_lines = 1 if lines < PAID_TWICE_A_MONTH_FROM else 2
    return Shape(lines, seed, schools or _school_count(lines), pay_lines)


def _school_count(lines: int) -> int:
    if lines <= LINES_AT_SCALE_ONE:
        return max(7, round(46 * lines / LINES_AT_SCALE_ONE))
    sizes = np.log([size for size, _ in _SIZES])
    schools = np.log([count for _, count in _SIZES])
    return round(float(np.exp(np.interp(np.log(lines), sizes, schools))))


def last_period(year: int) -> int:
    """The last period posted in that year."""
    return LAST_PERIOD if year == CURRENT else PERIODS
