"""Horizontal equity of a part of a table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from metrics import decomposition, horizontal, weighted
from metrics.families.measured import all_measured, measured, missing, too_few
from metrics.measure import Measure
from metrics.unit_table import Part, Selection

PLACES: Final[dict[str, Callable[..., float]]] = {
    "mean_pupil": weighted.mean,
    "median_pupil": weighted.median,
}
INDICES: Final[dict[str, Callable[..., float]]] = {
    "range": horizontal.value_range,
    "restricted_range": horizontal.restricted_range,
    "federal_range_ratio": horizontal.federal_range_ratio,
    "cv": horizontal.coefficient_of_variation,
    "mcloone": horizontal.mcloone,
    "verstegen": horizontal.verstegen,
    "gini": horizontal.gini,
    "hoover": horizontal.hoover,
    "theil_t": horizontal.theil_t,
    "theil_l": horizontal.theil_l,
    "atkinson_05": partial(horizontal.atkinson, epsilon=0.5),
    "atkinson": partial(horizontal.atkinson, epsilon=1.0),
    "atkinson_2": partial(horizontal.atkinson, epsilon=2.0),
}
_PERCENTILES = ("restricted_range", "federal_range_ratio")
_FEW = 20
_ENDS = "with fewer than 20 schools the percentiles may be the lowest and the highest school"


def horizontal_measures(part: Part) -> list[Measure]:
    """Mean, median and every index of spread; the parts of Theil's T where there are groups."""
    chosen = part.select()
    found = all_measured(
        {name: function(chosen.spending, chosen.weights) for name, function in PLACES.items()},
        chosen,
    )
    reason = too_few(chosen, horizontal.MINIMUM_SCHOOLS)
    if reason:
        return found + missing([*INDICES, *_theil_ids(part)], chosen, reason)
    return found + indices(INDICES, chosen, chosen.spending, chosen.weights) + _theil(part, chosen)


def indices(
    chosen: dict[str, Callable[..., float]],
    selection: Selection,
    values: Any,
    weights: Any,
    prefix: str = "",
) -> list[Measure]:
    """Each index of the values, with a word where few schools stand behind a percentile."""
    few = selection.count < _FEW
    return [
        measured(
            prefix + name,
            function(values, weights),
            selection,
            note=_ENDS if few and name in _PERCENTILES else "",
        )
        for name, function in chosen.items()
    ]


def _theil_ids(part: Part) -> tuple[str, ...]:
    wanted = part.is_whole and len(part.table.groups) > 1
    return ("theil_between", "theil_within", "theil_between_share") if wanted else ()


def _theil(part: Part, chosen: Selection) -> list[Measure]:
    if not _theil_ids(part):
        return []
    parts = decomposition.theil_parts(chosen.spending, chosen.groups(), chosen.weights)
    return all_measured(
        {
            "theil_between": parts.between,
            "theil_within": parts.within,
            "theil_between_share": parts.between_share,
        },
        chosen,
    )
