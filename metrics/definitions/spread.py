"""Horizontal equity: how equally the pupils of schools are spent on."""

from __future__ import annotations

from metrics import decomposition, horizontal, weighted
from metrics.definitions.words import (
    BOOKS,
    BY_PUPIL,
    COUNTING_PUPILS,
    EQUITY_PAGES,
    FIVE,
    PICUS,
    WHOLE,
)
from metrics.metric import Direction, Metric, Reference, Standing, Unit

FAMILY = "horizontal"
_FEDERAL = "34 CFR 222.162 and Subpart K, Appendix"
_THEIL = "H. Theil, Economics and Information Theory (1967)"
_ATKINSON = "A. Atkinson, On the Measurement of Inequality (1970)"
_LOWER = Direction.LOWER


def _textbook(value: float, text: str) -> Reference:
    return Reference(value, text, Standing.TEXTBOOK, PICUS)


_ATKINSON_FORMULA = (
    "one less the mean of spending over the mean, raised to 1 - epsilon, taken to the power "
    "1/(1 - epsilon); for epsilon 1 one less the geometric over the plain mean"
)

METRICS = (
    Metric(
        "mean_pupil", "Mean", Unit.DOLLARS_PER_PUPIL, Direction.NONE, "", BY_PUPIL, BOOKS,
        weighted.mean, "all dollars over all pupils", None, FAMILY, EQUITY_PAGES,
    ),
    Metric(
        "median_pupil", "Median", Unit.DOLLARS_PER_PUPIL, Direction.NONE, "",
        COUNTING_PUPILS, BOOKS, weighted.median,
        "the spending at which half of the pupils, counted from the lowest, are reached", None,
        FAMILY, EQUITY_PAGES,
    ),
    Metric(
        "range", "Range", Unit.DOLLARS_PER_PUPIL, _LOWER, "", "no weights; " + FIVE, BOOKS,
        horizontal.value_range, "highest less lowest spending per pupil", None, FAMILY,
        EQUITY_PAGES,
    ),
    Metric(
        "restricted_range", "Restricted range", Unit.DOLLARS_PER_PUPIL, _LOWER, "",
        "percentiles of pupils by the inverted distribution; " + BY_PUPIL, BOOKS,
        horizontal.restricted_range, "95th less 5th percentile of pupils", None, FAMILY,
        EQUITY_PAGES,
    ),
    Metric(
        "federal_range_ratio", "Federal range ratio", Unit.RATIO, _LOWER, "",
        "percentiles of pupils by the inverted distribution; " + BY_PUPIL, _FEDERAL,
        horizontal.federal_range_ratio,
        "95th less 5th percentile of pupils, over the 5th percentile",
        Reference(0.25, "at most 0.25 for districts within a state", Standing.REGULATION, _FEDERAL),
        FAMILY, EQUITY_PAGES,
    ),
    Metric(
        "cv", "Coefficient of variation", Unit.RATIO, _LOWER, "", f"{WHOLE}; {BY_PUPIL}", BOOKS,
        horizontal.coefficient_of_variation, "standard deviation over mean",
        _textbook(0.10, "at most 0.10 for districts within a state"), FAMILY, EQUITY_PAGES,
    ),
    Metric(
        "mcloone", "McLoone index", Unit.INDEX, Direction.HIGHER, "",
        "the school of the median is split; " + BY_PUPIL, BOOKS, horizontal.mcloone,
        "dollars of the lower half of pupils over what they would be at the median",
        _textbook(0.95, "at least 0.95 for districts within a state"), FAMILY, EQUITY_PAGES,
    ),
    Metric(
        "verstegen", "Verstegen index", Unit.INDEX, _LOWER, "",
        "the school of the median is split; " + BY_PUPIL, PICUS, horizontal.verstegen,
        "dollars of the upper half of pupils over what they would be at the median",
        _textbook(1.05, "at most 1.05 for districts within a state"), FAMILY, EQUITY_PAGES,
    ),
    Metric(
        "gini", "Gini coefficient", Unit.INDEX, _LOWER, "",
        "no correction for the number of schools; " + BY_PUPIL, BOOKS, horizontal.gini,
        "mean difference between any two pupils, over twice the mean",
        _textbook(0.05, "at most 0.05 for districts within a state"), FAMILY, EQUITY_PAGES,
    ),
    Metric(
        "hoover", "Hoover index", Unit.SHARE, _LOWER, "", BY_PUPIL, BOOKS, horizontal.hoover,
        "sum of the distances of pupils' spending from the mean, over twice all dollars", None,
        FAMILY, EQUITY_PAGES,
    ),
    Metric(
        "theil_t", "Theil T", Unit.INDEX, _LOWER, "", BY_PUPIL, _THEIL, horizontal.theil_t,
        "mean over pupils of spending over the mean times its natural logarithm", None, FAMILY,
        EQUITY_PAGES,
    ),
    Metric(
        "theil_l", "Theil L", Unit.INDEX, _LOWER, "", BY_PUPIL, _THEIL, horizontal.theil_l,
        "mean over pupils of the natural logarithm of the mean over spending", None, FAMILY,
        EQUITY_PAGES,
    ),
    Metric(
        "theil_between", "Theil T between groups", Unit.INDEX, _LOWER,
        "The part of Theil's T that lies between the groups' means.", BY_PUPIL, _THEIL,
        decomposition.theil_parts,
        "each group's share of spending times the logarithm of its mean over the whole mean",
        None, FAMILY, EQUITY_PAGES,
    ),
    Metric(
        "theil_within", "Theil T within groups", Unit.INDEX, _LOWER,
        "The part of Theil's T that lies between schools of the same group.", BY_PUPIL, _THEIL,
        decomposition.theil_parts, "each group's own Theil T times its share of spending", None,
        FAMILY, EQUITY_PAGES,
    ),
    Metric(
        "theil_between_share", "Share between groups", Unit.SHARE, Direction.NONE,
        "How much of Theil's T lies between the groups' means.",
        "missing where T is a millionth or less; " + BY_PUPIL, _THEIL, decomposition.theil_parts,
        "Theil T between groups over Theil T", None, FAMILY, EQUITY_PAGES,
    ),
    *(
        Metric(
            id_, f"Atkinson index, aversion {epsilon:g}", Unit.SHARE, _LOWER, "",
            f"epsilon {epsilon:g}; {BY_PUPIL}", _ATKINSON, horizontal.atkinson,
            _ATKINSON_FORMULA, None, FAMILY, EQUITY_PAGES,
        )
        for id_, epsilon in (("atkinson_05", 0.5), ("atkinson", 1.0), ("atkinson_2", 2.0))
    ),
)  # fmt: skip
