"""What schools have beside what their needs predict: a difference, with its uncertainty.

A difference is not effectiveness. Small schools swing most, so theirs are shrunk and their
intervals are wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics import student_t
from metrics.regression import Fit, fit
from metrics.weighted import Floats, checked

SHRINKAGE = 100.0
"""Pupils at which a difference counts half. A rule of this product."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Each school's figure, what its needs predict, and the difference.

    `reach` is half the width of the 95 % interval around a difference: noise of a school of its
    size and uncertainty of the prediction together; an interval that holds 0 cannot be told apart
    from the prediction. `shrunk` is the difference drawn towards 0, the more the fewer pupils.
    """

    expected: Floats
    differences: Floats
    reach: Floats
    shrunk: Floats
    fit: Fit

    @property
    def low(self) -> Floats:
        """Lower end of each interval."""
        return self.differences - self.reach

    @property
    def high(self) -> Floats:
        """Upper end of each interval."""
        return self.differences + self.reach


def against_need(
    values: ArrayLike,
    needs: Sequence[ArrayLike],
    weights: ArrayLike | None = None,
    pupils: ArrayLike | None = None,
    shrinkage: float = SHRINKAGE,
) -> Differences:
    """An outcome or spending less what a model of the needs alone predicts for it.

    Never predicted from spending. `weights` weigh the schools in the model, `pupils` decide how
    far a difference is drawn towards 0: by pupils / (pupils + shrinkage). Raises `ValueError`
    where the needs do not vary apart from one another.
    """
    numbers, counted = checked(values, weights)
    found = fit(numbers, list(needs), weights)
    design = np.column_stack([np.ones_like(numbers), *(np.asarray(one, float) for one in needs)])
    size = counted if pupils is None else np.asarray(pupils, dtype=np.float64)
    return Differences(
        numbers - found.residuals,
        found.residuals,
        _reach(design, counted, found),
        found.residuals * size / (size + shrinkage),
        found,
    )


def shrunk(difference: ArrayLike, pupils: ArrayLike, shrinkage: float = SHRINKAGE) -> Floats:
    """A difference drawn towards 0: times pupils over pupils plus the shrinkage."""
    size = np.asarray(pupils, dtype=np.float64)
    drawn: Floats = np.asarray(difference, dtype=np.float64) * size / (size + shrinkage)
    return drawn


def _reach(design: Floats, weights: Floats, found: Fit) -> Floats:
    """Half the interval of one school: its own noise and that of the prediction."""
    if found.freedom < 1:
        return np.full(len(weights), np.nan)
    noise = float(weights @ found.residuals**2) / found.freedom
    own = np.divide(noise, weights, out=np.full_like(weights, np.nan), where=weights > 0)
    of_prediction = np.einsum("ij,jk,ik->i", design, found.covariance, design)
    wide: Floats = student_t.critical(found.freedom) * np.sqrt(own + np.maximum(of_prediction, 0))
    return wide
