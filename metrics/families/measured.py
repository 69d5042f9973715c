"""How the families say what they found: a measure with its coverage, or the reason for none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite

from metrics.measure import Measure
from metrics.unit_table import Selection, Weighting

UNDEFINED = "is not defined for these figures"


def measured(
    metric: str,
    value: float | None,
    selection: Selection,
    *,
    reason: str = UNDEFINED,
    bounds: tuple[float, float] | None = None,
    note: str = "",
) -> Measure:
    """A figure of the units selected; `reason` stands where it is missing or not a number."""
    known = value is not None and isfinite(value)
    low, high = bounds if bounds and known and all(map(isfinite, bounds)) else (None, None)
    return Measure(
        metric,
        value if known else None,
        selection.count,
        float(selection.pupils.sum()),
        tuple(one.place for one in selection.dropped),
        "" if known else reason,
        tuple(one.why for one in selection.dropped),
        low,
        high,
        note,
        selection.weighting is Weighting.EACH,
    )


def all_measured(values: Mapping[str, float], selection: Selection) -> list[Measure]:
    """Several figures of the same units."""
    return [measured(metric, value, selection) for metric, value in values.items()]


def missing(metrics: Iterable[str], selection: Selection, reason: str) -> list[Measure]:
    """Several figures that cannot be given, for one reason."""
    return [measured(metric, None, selection, reason=reason) for metric in metrics]


def too_few(selection: Selection, minimum: int) -> str:
    """Why there are too few units; empty where there are enough."""
    if selection.count >= minimum:
        return ""
    return f"needs at least {minimum} schools; {selection.count} have every figure"
