"""Whether spending follows wealth, in a part of a table."""

from __future__ import annotations

from metrics import horizontal, neutrality, weighted
from metrics.families.measured import measured, missing, too_few
from metrics.families.models import group_columns, size_column, too_few_for, varying
from metrics.measure import Measure
from metrics.regression import Pattern
from metrics.unit_table import NEED_COLUMNS, Part, Selection

_PLAIN = ("wealth_elasticity", "wealth_elasticity_at_means")
_HELD = ("wealth_correlation_controlled", "wealth_elasticity_controlled")


def neutrality_measures(part: Part) -> list[Measure]:
    """Correlation with wealth and elasticity, plain and with needs, enrollment and group held."""
    if not part.table.has("wealth"):
        return []
    chosen = part.select("wealth")
    reason = too_few(chosen, horizontal.MINIMUM_SCHOOLS)
    if reason:
        return missing(["wealth_correlation", *_PLAIN, *_HELD], chosen, reason)
    r = weighted.pearson(chosen.spending, chosen.column("wealth"), chosen.weights)
    return [
        measured("wealth_correlation", r, chosen, reason="wealth is the same everywhere"),
        _elasticity(part),
        _at_means(chosen),
        *_controlled(part),
    ]


def _elasticity(part: Part) -> Measure:
    chosen = part.select("wealth", positive=("wealth", "spending"))
    reason = too_few_for(chosen, 2)
    if reason:
        return measured("wealth_elasticity", None, chosen, reason=reason, note=Pattern.TOO_FEW)
    try:
        found = neutrality.elasticity(chosen.spending, chosen.column("wealth"), chosen.weights)
    except ValueError as error:
        return measured("wealth_elasticity", None, chosen, reason=str(error))
    value, low, high = found.combined((1,))
    return measured("wealth_elasticity", value, chosen, bounds=(low, high))


def _at_means(chosen: Selection) -> Measure:
    reason = too_few_for(chosen, 2)
    value = None
    if not reason:
        try:
            value = neutrality.elasticity_at_means(
                chosen.spending, chosen.column("wealth"), chosen.weights
            )
        except ValueError as error:
            reason = str(error)
    return measured("wealth_elasticity_at_means", value, chosen, reason=reason)


def _controlled(part: Part) -> list[Measure]:
    names = [NEED_COLUMNS[need] for need in part.table.needs]
    chosen = part.select("wealth", *names, positive=("wealth", "spending"))
    controls = [*(chosen.column(name) for name in names), *size_column(chosen)]
    if part.is_whole:
        controls += group_columns(chosen)
    controls = varying(controls)
    reason = too_few_for(chosen, len(controls) + 2)
    if reason:
        return missing(_HELD, chosen, reason)
    wealth, weights = chosen.column("wealth"), chosen.weights
    try:
        r = neutrality.controlled_correlation(chosen.spending, wealth, controls, weights)
        size = neutrality.elasticity(chosen.spending, wealth, weights, controls)
    except ValueError as error:
        return missing(_HELD, chosen, str(error))
    value, low, high = size.combined((1,))
    return [measured(_HELD[0], r, chosen), measured(_HELD[1], value, chosen, bounds=(low, high))]
