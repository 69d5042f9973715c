"""The definition of a figure under the weighting by which it was reckoned.

The registry says what holds under either weighting; a figure in hand was reckoned under one, and
its words say which.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from metrics.definitions.words import (
    BY_KIND,
    BY_PUPIL,
    COUNTING_PUPILS,
    NEED_WEIGHTS,
    PRINTED,
    ROBUST,
    WHOLE,
)
from metrics.metric import Metric

_BY_PUPILS: Final = {
    BY_PUPIL: "schools weighted by pupils",
    NEED_WEIGHTS: f"weighted by need-weighted pupils; {PRINTED}",
}
_EACH_ONCE: Final = {
    BY_PUPIL: "each school once",
    NEED_WEIGHTS: f"each school once, its pupils counted by need; {PRINTED}",
    WHOLE: "population form over schools (divisor N)",
    ROBUST: "least squares, each school once, HC1 robust errors, 95 % by Student's t",
    BY_KIND: "each school once, by its share of either kind of pupils",
    COUNTING_PUPILS: "each school once; of an even number the mean of the middle two",
}
_OVER_PUPILS: Final = re.compile(
    r"(?<!weighted )(?<!its )(?<!poor )\bpupils\b|(?<=every )pupil\b|, of weighted pupils$"
)
_IN_PLACE: Final = {"pupil": "school", ", of weighted pupils": ", of dollars per weighted pupil"}
_SPREAD: Final = ("horizontal", "need")
_BY_NEED: Final = ("weighted_pupils", "per_weighted_pupil")

_LABELS: Final = {
    "mean_poor": "Mean by share of poor pupils",
    "mean_nonpoor": "Mean by share of other pupils",
    "formula_within_5": "Schools within 5 % of the formula",
    "formula_within_10": "Schools within 10 % of the formula",
}
_TEXTS: Final = {
    "mean_pupil": "The mean over schools, each counting once whatever its enrollment.",
    "median_pupil": "The value of the school in the middle; of an even number, the mean of two.",
    "hoover": "The share of spending per pupil, summed over schools, that would have to move for "
    "every school to have the same.",
    "mean_poor": "Mean spending per pupil of schools, each weighing by its share of low-income "
    "pupils.",
    "mean_nonpoor": "Mean spending per pupil of schools, each weighing by its share of the others.",
    "progressivity_ratio": "The mean by share of poor pupils over the mean by share of the others.",
    "progressivity_difference": "The mean by share of poor pupils less the mean by share of the "
    "others. It cannot be large where poverty is spread evenly: see the segregation factor.",
    "formula_within_5": "The share of schools with 95 % to 105 % of their formula dollars.",
    "formula_within_10": "The share of schools with 90 % to 110 % of their formula dollars.",
}
_FORMULAS: Final = {
    "mean_pupil": "sum of spending per pupil over the number of schools",
    "hoover": "sum of the distances of schools' spending from the mean, over twice their sum",
    "mean_poor": "spending per pupil weighted by the low-income share",
    "mean_nonpoor": "spending per pupil weighted by one less the low-income share",
    "progressivity_ratio": "mean by low-income share over mean by one less it",
    "progressivity_difference": "mean by low-income share less mean by one less it",
    "formula_spread": "standard deviation over mean of actual over formula dollars, each school "
    "once",
    "formula_within_5": "schools with 0.95 to 1.05 of their formula dollars over all schools",
    "formula_within_10": "schools with 0.90 to 1.10 of their formula dollars over all schools",
}


def weighted_as(metric: Metric, *, is_each: bool) -> Metric:
    """The metric in the words of one weighting: by pupils, or each school once."""
    if not is_each:
        return replace(metric, convention=_swapped(metric.convention, _BY_PUPILS))
    return replace(
        metric,
        label=_LABELS.get(metric.id, metric.label),
        text=_TEXTS.get(metric.id) or _over_schools(metric, metric.definition),
        convention=_over_schools(metric, _swapped(metric.convention, _EACH_ONCE)),
        formula=_FORMULAS.get(metric.id) or _over_schools(metric, metric.formula),
    )


def _swapped(text: str, words: dict[str, str]) -> str:
    for general, particular in words.items():
        text = text.replace(general, particular)
    return text


def _over_schools(metric: Metric, text: str) -> str:
    """Figures of spread count schools where they otherwise count pupils."""
    if metric.family not in _SPREAD or metric.id in _BY_NEED:
        return text
    return _OVER_PUPILS.sub(lambda found: _IN_PLACE.get(found.group(), "schools"), text)
