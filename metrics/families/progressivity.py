"""Whether spending follows the share of low-income pupils, in a part of a table."""

from __future__ import annotations

from metrics import curves, horizontal, weighted
from metrics.families.measured import all_measured, measured, missing, too_few
from metrics.measure import Measure
from metrics.regression import MINIMUM_SCHOOLS, Line, Pattern, line
from metrics.unit_table import Part, Selection
from metrics.vertical.progressivity import progressivity

_MEANS = (
    "mean_poor",
    "mean_nonpoor",
    "progressivity_ratio",
    "progressivity_difference",
    "segregation_factor",
)
_RANKED = ("pearson", "spearman", "concentration_index", "concentration_share")


def progressivity_measures(part: Part, found: Line | None) -> list[Measure]:
    """Weighted means of poor and other pupils, slope, correlations, concentration index.

    `found` is the line of the part (`need_line`).
    """
    if not part.table.has("frl_share"):
        return []
    chosen = part.select("frl_share")
    reason = too_few(chosen, horizontal.MINIMUM_SCHOOLS)
    if reason:
        return missing([*_MEANS, "slope", *_RANKED], chosen, reason)
    return [*_means(chosen), slope(chosen, found), *_ranked(chosen)]


def need_line(part: Part) -> Line | None:
    """The line of spending on the share of low-income pupils; none under ten schools."""
    if not part.table.has("frl_share"):
        return None
    return _line(part.select("frl_share"))


def _line(chosen: Selection) -> Line | None:
    if chosen.count < MINIMUM_SCHOOLS:
        return None
    try:
        return line(chosen.column("frl_share"), chosen.spending, chosen.weights)
    except ValueError:
        return None


def _means(chosen: Selection) -> list[Measure]:
    found = progressivity(chosen.spending, chosen.column("frl_share"), chosen.weights)
    values = (found.poor, found.other, found.ratio, found.difference, found.segregation)
    return all_measured(dict(zip(_MEANS, values, strict=True)), chosen)


def slope(chosen: Selection, found: Line | None) -> Measure:
    """The slope of spending on the share of low-income pupils, its interval and its pattern."""
    few = too_few(chosen, MINIMUM_SCHOOLS)
    if few:
        return measured("slope", None, chosen, reason=few, note=Pattern.TOO_FEW)
    if found is None:
        return measured("slope", None, chosen, reason="the share is the same everywhere")
    bounds = (found.low, found.high)
    return measured("slope", found.slope, chosen, bounds=bounds, note=found.pattern)


def _ranked(chosen: Selection) -> list[Measure]:
    share, spending, weights = chosen.column("frl_share"), chosen.spending, chosen.weights
    index = curves.concentration_index(spending, share, weights)
    gini = horizontal.gini(spending, weights)
    return all_measured(
        {
            "pearson": weighted.pearson(spending, share, weights),
            "spearman": weighted.spearman(spending, share),
            "concentration_index": index,
            "concentration_share": index / gini if gini > 0 else float("nan"),
        },
        chosen,
    )
