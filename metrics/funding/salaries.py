"""Charging schools average instead of actual salaries: which schools that moves dollars from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.weighted import Floats

MINIMUM_STAFF = 3
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SalaryGaps:
    """What each school's staff cost above the district's averages; schools by kinds of staff.

    `dollars` holds a row a school and a column a kind; where `is_hidden`, too few people stand
    behind it and the value is not a number. `per_pupil` sums the kinds shown of each school and
    is missing where any of its kinds is hidden. `averages` are the district's by kind, weighted
    by FTE.
    """

    dollars: Floats
    is_hidden: Flags
    averages: Floats
    per_pupil: Floats


def salary_gaps(
    fte: ArrayLike,
    mean_pay: ArrayLike,
    pupils: ArrayLike,
    staff: ArrayLike,
    minimum_staff: int = MINIMUM_STAFF,
) -> SalaryGaps:
    """FTE times actual mean pay less the district's average pay, by school and kind of staff.

    Above 0 the school's staff are paid more than the average, so a charge at averages leaves it
    better off than it looks. Gaps of a kind sum to 0 over all schools. `staff` counts people: a
    cell with fewer than `minimum_staff` is hidden. The sum of 0 tells what all hidden ones of a
    kind come to, so the next smallest are hidden too until there are two and enough people in them.
    """
    time = np.atleast_2d(np.asarray(fte, dtype=np.float64))
    pay = np.atleast_2d(np.asarray(mean_pay, dtype=np.float64))
    people = np.atleast_2d(np.asarray(staff, dtype=np.float64))
    size = np.asarray(pupils, dtype=np.float64)
    if not time.shape == pay.shape == people.shape or len(size) != len(time):
        raise ValueError("FTE, pay and staff must have one row a school and one column a kind")
    if (time < 0).any() or (people < 0).any():
        raise ValueError("FTE and staff must be at least 0")
    paid = np.where(time > 0, pay, 0.0)
    whole = time.sum(axis=0)
    averages = np.divide((time * paid).sum(axis=0), whole, out=np.full(len(whole), np.nan),
                         where=whole > 0)  # fmt: skip
    gaps = np.where(time > 0, time * (paid - averages), 0.0)
    hidden = _hidden(people, time, minimum_staff)
    shown = np.where(hidden, np.nan, gaps)
    per_pupil = np.divide(shown.sum(axis=1), size, out=np.full(len(size), np.nan), where=size > 0)
    return SalaryGaps(shown, hidden, averages, per_pupil)


def _hidden(people: Floats, time: Floats, minimum: int) -> Flags:
    """Cells with too few people, and the next smallest until their sum tells of nobody."""
    small = (time > 0) & (people < minimum)
    for kind in np.flatnonzero(small.any(axis=0)):
        others = np.flatnonzero((time[:, kind] > 0) & ~small[:, kind])
        for school in others[np.argsort(people[others, kind], kind="stable")]:
            hidden = small[:, kind]
            if hidden.sum() > 1 and people[hidden, kind].sum() >= minimum:
                break
            small[school, kind] = True
    return small
