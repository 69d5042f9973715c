"""Supplement, not supplant: whether a formula blind to Title I gives the schools what they have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics import weighted
from metrics.weighted import Floats, checked

LABEL = "screening, not a compliance finding"


@dataclass(frozen=True, slots=True)
class Screening:
    """Actual state and local dollars less the formula's, by school, and what they come to.

    `title_one` and `others` are mean gaps per pupil; missing where there is no such school.
    `needs_look` says that Title I schools have less than the formula gives them on average.
    """

    gaps: Floats
    title_one: float
    others: float
    label: str = LABEL

    @property
    def needs_look(self) -> bool | None:
        """Whether Title I schools fall short on average; missing without such a school."""
        return None if np.isnan(self.title_one) else bool(self.title_one < 0)


def screening(
    actual: ArrayLike, formula: ArrayLike, pupils: ArrayLike, is_title_one: ArrayLike
) -> Screening:
    """The district's own formula, reckoned without regard to Title I, against actual dollars.

    Dollars are state and local. The mean gap of Title I schools, by pupils, should not be
    negative (20 USC 6321(b)(2) and the guidance of June 2019).
    """
    have, counted = checked(actual, pupils)
    due, _ = checked(formula, pupils)
    chosen = np.asarray(is_title_one, dtype=bool)
    if chosen.shape != have.shape:
        raise ValueError("say of each school whether it has Title I")
    gaps = have - due
    return Screening(gaps, _mean(gaps, counted, chosen), _mean(gaps, counted, ~chosen))


def _mean(gaps: Floats, pupils: Floats, chosen: np.ndarray) -> float:
    size = float(pupils[chosen].sum())
    return float(gaps[chosen].sum()) / size if size > 0 else weighted.mean([])
