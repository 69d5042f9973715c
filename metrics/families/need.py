"""Spending per need-weighted pupil and the need-weighted formula, in a part of a table."""

from __future__ import annotations

from metrics import horizontal
from metrics.definitions.equity import WEIGHTED
from metrics.families import spread
from metrics.families.measured import all_measured, measured, missing, too_few
from metrics.funding.formula import formula_gaps
from metrics.measure import Measure
from metrics.unit_table import NEED_COLUMNS, Part, Selection, Weighting
from metrics.vertical.need import NeedWeights, need_factor
from metrics.weighted import Floats

_INDICES = {name: spread.INDICES[name] for name in WEIGHTED}
_SPREAD = ("need_cv_before", *(f"need_{name}" for name in _INDICES))
_FORMULA = ("formula_spread", "formula_within_5", "formula_within_10", "formula_moved")


def need_selection(part: Part) -> Selection:
    """The units that have every share of need which the table has."""
    return part.select(*(NEED_COLUMNS[need] for need in part.table.needs))


def need_measures(part: Part, weights: NeedWeights) -> list[Measure]:
    """Need-weighted pupils, spending per weighted pupil, and its spread."""
    if not part.table.needs:
        return []
    chosen = need_selection(part)
    if not chosen.count:
        ids = ["weighted_pupils", "per_weighted_pupil", *_SPREAD]
        return missing(ids, chosen, "no school has every share of need")
    factor = need_factor(chosen.shares(part.table.needs), weights)
    counted, each = chosen.pupils * factor, chosen.spending / factor
    whole = float(chosen.spending @ chosen.pupils / counted.sum())
    found = all_measured(
        {"weighted_pupils": float(counted.sum()), "per_weighted_pupil": whole}, chosen
    )
    reason = too_few(chosen, horizontal.MINIMUM_SCHOOLS)
    if reason:
        return found + missing(_SPREAD, chosen, reason)
    before = horizontal.coefficient_of_variation(chosen.spending, chosen.weights)
    weighs = counted if part.weighting is Weighting.PUPILS else None
    indices = spread.indices(_INDICES, chosen, each, weighs, "need_")
    return [*found, measured("need_cv_before", before, chosen), *indices]


def formula_measures(part: Part, weights: NeedWeights) -> list[Measure]:
    """How near the units are to the dollars that the need weights give them."""
    if not part.table.needs:
        return []
    chosen = need_selection(part)
    reason = too_few(chosen, horizontal.MINIMUM_SCHOOLS)
    dollars = chosen.spending * chosen.pupils
    if not reason and not dollars.sum() > 0:
        reason = "no dollars are spent"
    if reason:
        return missing(_FORMULA, chosen, reason)
    found = formula_gaps(dollars, _weighted(chosen, weights))
    weighs = chosen.weights if chosen.weights is not None else [1.0] * chosen.count
    values = (
        found.spread(chosen.weights),
        found.within(0.05, weighs),
        found.within(0.10, weighs),
        found.moved,
    )
    return all_measured(dict(zip(_FORMULA, values, strict=True)), chosen)


def _weighted(chosen: Selection, weights: NeedWeights) -> Floats:
    counted: Floats = chosen.pupils * need_factor(chosen.shares(chosen.table.needs), weights)
    return counted
