"""The line through a scatter: weighted least squares with robust intervals.

An association between schools is not a cause; the page that draws the line says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from metrics import student_t, weighted
from metrics.weighted import Floats, checked

MINIMUM_SCHOOLS = 10
MINIMUM_FREEDOM = 5
_NO_SPARE = 1e-9
_NO_SPREAD = 1e-13


class Robust(StrEnum):
    """Which correction of the standard errors for unequal scatter is used."""

    HC1 = "HC1"
    HC3 = "HC3"


class Pattern(StrEnum):
    """How plainly two measures go together; the word decides how a line is drawn."""

    CLEAR = "clear"
    """The interval of the slope leaves 0 out and r is 0.5 or more: a solid line."""
    WEAK = "weak"
    """The interval leaves 0 out, r is lower: a dotted line."""
    NONE = "no clear pattern"
    """The interval holds 0: no line."""
    TOO_FEW = "too few schools"
    """Fewer than ten schools with both figures: nothing is drawn."""


STRONG = 0.5


class TooFewSchoolsError(ValueError):
    """Too few schools for a line; the message says how many are needed."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model: coefficients (intercept first), their covariance and the fit's quality."""

    coefficients: tuple[float, ...]
    covariance: Floats
    r_squared: float
    schools: int
    residuals: Floats
    robust: Robust

    @property
    def freedom(self) -> int:
        """Schools less coefficients."""
        return self.schools - len(self.coefficients)

    def standard_error(self, place: int) -> float:
        """The robust standard error of a coefficient."""
        return float(np.sqrt(max(float(self.covariance[place, place]), 0.0)))

    def interval(self, place: int, confidence: float = 0.95) -> tuple[float, float]:
        """The interval of a coefficient by Student's t."""
        _, low, high = self.combined((place,), confidence)
        return low, high

    def combined(
        self, places: Sequence[int], confidence: float = 0.95
    ) -> tuple[float, float, float]:
        """The sum of coefficients with its interval: what all of them together go with.

        Without a school to spare beyond the coefficients the interval is not a number.
        """
        chosen = list(places)
        total = sum(self.coefficients[place] for place in chosen)
        if self.freedom < 1:
            return total, float("nan"), float("nan")
        variance = max(float(self.covariance[np.ix_(chosen, chosen)].sum()), 0.0)
        reach = student_t.critical(self.freedom, confidence) * float(np.sqrt(variance))
        return total, total - reach, total + reach


@dataclass(frozen=True, slots=True)
class Line:
    """A line y = intercept + slope x through a scatter of schools, with its 95 % interval.

    `r` is Pearson's r under the same weights; `low` and `high` bound the slope.
    """

    intercept: float
    slope: float
    low: float
    high: float
    r: float
    fit: Fit

    @property
    def is_clear(self) -> bool:
        """Whether the interval of the slope leaves 0 out; if not, there is no clear pattern."""
        return self.low > 0 or self.high < 0

    @property
    def pattern(self) -> Pattern:
        """Clear, weak or none, by the interval of the slope and the size of r."""
        if not self.is_clear:
            return Pattern.NONE
        return Pattern.CLEAR if abs(self.r) >= STRONG else Pattern.WEAK

    def band(self, x: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats, Floats]:
        """The line at each x, and the lower and upper edge of its confidence band."""
        design = np.column_stack([np.ones_like(np.asarray(x, float)), np.asarray(x, float)])
        middle = design @ np.array(self.fit.coefficients)
        variance = np.einsum("ij,jk,ik->i", design, self.fit.covariance, design)
        # Where schools of one share alone fix the line, rounding leaves less than nothing.
        spread = np.sqrt(np.clip(variance, 0, None))
        reach = student_t.critical(self.fit.freedom, confidence) * spread
        return middle, middle - reach, middle + reach


def fit(
    y: ArrayLike,
    columns: list[ArrayLike],
    weights: ArrayLike | None = None,
    robust: Robust = Robust.HC1,
) -> Fit:
    """Weighted least squares of y on the columns and an intercept, each school by its weight.

    Standard errors are robust (HC1, or HC3 for few schools); they are not numbers where no school
    is left beyond the coefficients. Raises `ValueError` where the columns do not vary apart from
    one another.
    """
    outcome, counted = checked(y, weights)
    design = np.column_stack([np.ones_like(outcome), *(checked(c, weights)[0] for c in columns)])
    cross = (design * counted[:, None]).T @ design
    if not _is_full(cross):
        raise ValueError("the measures do not vary apart from one another")
    inverse: Floats = np.linalg.inv(cross).astype(np.float64)
    coefficients = inverse @ (design.T @ (counted * outcome))
    residuals = outcome - design @ coefficients
    apart = outcome - weighted.mean(outcome, counted)
    total = float(counted @ apart**2)
    return Fit(
        tuple(float(value) for value in coefficients),
        _covariance(design, counted, residuals, inverse, robust),
        1 - float(counted @ residuals**2) / total if total else float("nan"),
        len(outcome),
        residuals,
        robust,
    )


def line(
    x: ArrayLike,
    y: ArrayLike,
    weights: ArrayLike | None = None,
    robust: Robust = Robust.HC1,
) -> Line:
    """The line through a scatter: what one unit more of x goes with in y.

    It needs ten schools; fewer raise `TooFewSchoolsError`.
    """
    count = len(np.asarray(x))
    if count < max(MINIMUM_SCHOOLS, MINIMUM_FREEDOM + 2):
        raise TooFewSchoolsError(
            f"a line needs at least {MINIMUM_SCHOOLS} schools; {count} have both figures"
        )
    fitted = fit(y, [x], weights, robust)
    low, high = fitted.interval(1)
    intercept, slope = fitted.coefficients
    return Line(intercept, slope, low, high, weighted.pearson(x, y, weights), fitted)


def _is_full(cross: Floats) -> bool:
    """Whether no column is a sum of the others, judged free of the columns' scales."""
    lengths = np.sqrt(np.diag(cross))
    if not (lengths > 0).all():
        return False
    return bool(np.linalg.eigvalsh(cross / np.outer(lengths, lengths))[0] > _NO_SPREAD)


def _covariance(
    design: Floats, weights: Floats, residuals: Floats, inverse: Floats, robust: Robust
) -> Floats:
    """The sandwich: how far the coefficients scatter when schools scatter unequally."""
    count, parameters = design.shape
    scaled = weights * residuals
    if count <= parameters:
        return np.full((parameters, parameters), np.nan)
    if robust is Robust.HC3:
        leverage = weights * np.einsum("ij,jk,ik->i", design, inverse, design)
        # A school that alone decides a coefficient fits exactly: it says nothing of the scatter.
        spare = 1 - leverage
        scaled = np.divide(scaled, spare, out=np.zeros_like(scaled), where=spare > _NO_SPARE)
    filling = design * scaled[:, None]
    sandwich: Floats = inverse @ (filling.T @ filling) @ inverse
    # HC1 corrects for the coefficients used up; HC3 does so school by school.
    return sandwich * count / (count - parameters) if robust is Robust.HC1 else sandwich
