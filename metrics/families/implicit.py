"""What the spending of a part of a table says a need is worth."""

from __future__ import annotations

from metrics.families.measured import measured, missing
from metrics.families.models import group_columns, has_few, model_needs, too_few_for, why_alone
from metrics.measure import Measure
from metrics.unit_table import Part, Selection
from metrics.vertical.implicit import Effect, ImplicitWeights, implicit_weights

_IDS = ("implicit_base", "implicit_unexplained", "implicit_inflation")


def implicit_measures(part: Part) -> list[Measure]:
    """Base, implicit weights with intervals, what need leaves unexplained.

    With few schools low income alone explains, beside the grade span where there are several.
    """
    if not part.table.needs:
        return []
    needs, chosen = model_needs(part)
    ids = [_IDS[0], *(f"implicit_{need}" for need in needs), *_IDS[1:]]
    spans = group_columns(chosen) if has_few(part) else []
    reason = too_few_for(chosen, 1 + len(needs) + len(spans))
    if reason:
        return missing(ids, chosen, reason)
    try:
        found = implicit_weights(chosen.spending, chosen.shares(needs), chosen.weights, spans)
    except ValueError as error:
        return missing(ids, chosen, str(error))
    words = [why_alone(part, chosen), "levels held equal" if spans else ""]
    return _measures(found, chosen, "; ".join(word for word in words if word))


def _measures(found: ImplicitWeights, chosen: Selection, alone: str) -> list[Measure]:
    base = measured("implicit_base", found.base, chosen, bounds=found.fit.interval(0), note=alone)
    weights = [_weight(effect, found, chosen, alone) for effect in found.effects]
    joint = [_joint(found.joint, chosen)] if found.joint else []
    inflation = max((effect.inflation for effect in found.effects), default=1.0)
    return [
        base,
        *weights,
        *joint,
        measured("implicit_unexplained", found.unexplained, chosen, note=alone),
        measured("implicit_inflation", inflation, chosen),
    ]


def _weight(effect: Effect, found: ImplicitWeights, chosen: Selection, alone: str) -> Measure:
    metric = f"implicit_{effect.needs[0]}"
    if found.joint and effect.needs[0] in found.joint.needs:
        reason = "rises with other needs too much to be told apart; see the joint effect"
        return measured(metric, None, chosen, reason=reason)
    note = "; ".join(words for words in (_dollars(effect), alone) if words)
    return measured(metric, effect.weight, chosen, bounds=_bounds(effect), note=note)


def _joint(effect: Effect, chosen: Selection) -> Measure:
    together = " and ".join(need.upper() for need in effect.needs)
    note = f"{together} together; {_dollars(effect)}"
    return measured("implicit_joint", effect.weight, chosen, bounds=_bounds(effect), note=note)


def _bounds(effect: Effect) -> tuple[float, float]:
    return effect.weight_low, effect.weight_high


def _dollars(effect: Effect) -> str:
    return f"{effect.dollars:,.0f} dollars per pupil for a share of 1 instead of 0"
