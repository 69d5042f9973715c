"""Spending and outcomes beside what needs predict, in a part of a table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics import weighted
from metrics.families.measured import measured, missing
from metrics.families.models import model_needs, too_few_for, why_alone
from metrics.measure import Measure
from metrics.outcomes import Quadrant, Quadrants, quadrants
from metrics.residuals import Differences, against_need
from metrics.unit_table import Part, Selection

_FIELDS = {
    "quadrant_high_high": Quadrant.HIGH_HIGH,
    "quadrant_high_low": Quadrant.HIGH_LOW,
    "quadrant_low_high": Quadrant.LOW_HIGH,
    "quadrant_low_low": Quadrant.LOW_LOW,
}
IDS = ("outcome_explained", "outcome_spending_correlation", *_FIELDS)


@dataclass(frozen=True, slots=True)
class NeedAdjusted:
    """Spending and outcome of the units selected, less what their needs predict for each."""

    selection: Selection
    spending: Differences
    outcome: Differences | None
    fields: Quadrants | None


def spending_for_need(part: Part) -> NeedAdjusted | str:
    """Spending less what needs predict; the reason in words where that is not possible."""
    return _adjusted(part)


def need_adjusted(part: Part) -> NeedAdjusted | str:
    """Spending and outcome less what needs predict, and the field of each unit."""
    return _adjusted(part, "outcome")


def _adjusted(part: Part, *columns: str) -> NeedAdjusted | str:
    needs, chosen = model_needs(part, *columns)
    if not needs:
        return "no share of need is given"
    reason = too_few_for(chosen, len(needs) + 1)
    if reason:
        return reason
    shares = list(chosen.shares(needs).values())
    try:
        money = against_need(chosen.spending, shares, chosen.weights, chosen.pupils)
        if not columns:
            return NeedAdjusted(chosen, money, None, None)
        result = against_need(chosen.column("outcome"), shares, chosen.weights, chosen.pupils)
    except ValueError as error:
        return str(error)
    fields = quadrants(
        money.differences, result.differences, chosen.weights, x_line=0.0, y_line=0.0
    )
    return NeedAdjusted(chosen, money, result, fields)


def outcome_measures(part: Part) -> list[Measure]:
    """How much needs explain, what goes with spending beyond them, schools by quadrant."""
    if not part.table.has("outcome"):
        return []
    found = need_adjusted(part)
    if isinstance(found, str):
        return missing(IDS, model_needs(part, "outcome")[1], found)
    chosen, money, result, fields = found.selection, found.spending, found.outcome, found.fields
    if result is None or fields is None:
        return []
    explained = result.fit.r_squared
    r = weighted.pearson(money.differences, result.differences, chosen.weights)
    return [
        measured(
            "outcome_explained",
            explained,
            chosen,
            reason="the outcome is the same everywhere",
            note=why_alone(part, chosen, "outcome"),
        ),
        measured("outcome_spending_correlation", r, chosen),
        *(measured(name, fields.count(field), chosen) for name, field in _FIELDS.items()),
    ]


def on_places(values: np.ndarray, selection: Selection, part: Part) -> np.ndarray:
    """Figures of the units selected at their places among the units of the part."""
    spread_out = np.full(len(part.places), np.nan)
    spread_out[np.searchsorted(part.places, selection.places)] = values
    return spread_out
