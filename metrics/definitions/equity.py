"""Vertical equity, neutrality and outcomes: whether spending follows need, wealth and results."""

from __future__ import annotations

from metrics import curves, horizontal, neutrality, outcomes, regression, residuals, weighted
from metrics.definitions.spread import METRICS as SPREAD
from metrics.definitions.words import (
    BOOKS,
    BY_KIND,
    BY_PUPIL,
    EQUITY_PAGES,
    FIVE,
    FORMULA,
    NEED_WEIGHTS,
    PICUS,
    PRINTED,
    ROBUST,
    TEN,
    URBAN,
    WHOLE,
)
from metrics.fiscal import equity_factor
from metrics.funding import formula
from metrics.metric import Direction, Metric, Reference, Standing, Unit
from metrics.vertical import implicit, need, progressivity

WEIGHTED = (
    "restricted_range", "federal_range_ratio", "cv", "mcloone", "verstegen", "gini", "hoover",
    "theil_t", "theil_l",
)  # fmt: skip
"""Indices that are also taken of spending per weighted pupil, as `need_<id>`."""

_NONE = Direction.NONE
_NEUTRAL_1 = Reference(1.0, "1 is neutral; above 1 poor pupils sit where more is spent",
                       Standing.NEUTRAL)  # fmt: skip
_NEUTRAL_0 = Reference(0.0, "0 is neutral; above 0 more is spent where need is higher",
                       Standing.NEUTRAL)  # fmt: skip
_KAKWANI = "N. Kakwani, A. Wagstaff and E. van Doorslaer, Journal of Econometrics (1997)"
_IMPLICIT = "R. Toutkoushian and R. Michael (2007), ERIC EJ761694"
_WORLD_BANK = "World Bank, Quantitative Techniques for Health Equity Analysis, Technical Note 7"
_MILES = "K. Miles and M. Roza, Peabody Journal of Education (2006)"
_STOCK = "J. Stock and M. Watson, Introduction to Econometrics"
_CAP = "Center for American Progress, Return on Educational Investment (2011, 2014)"

_PROGRESSIVITY = tuple(
    Metric(id_, label, unit, _NONE, text, f"{BY_KIND}; {FIVE}", URBAN,
           progressivity.progressivity, formula_, reference, "progressivity", EQUITY_PAGES)
    for id_, label, unit, text, formula_, reference in (
        ("mean_poor", "Spending where poor pupils are", Unit.DOLLARS_PER_PUPIL,
         "Spending per pupil at the school of an average low-income pupil.",
         "spending per pupil weighted by low-income pupils", None),
        ("mean_nonpoor", "Spending where other pupils are", Unit.DOLLARS_PER_PUPIL,
         "Spending per pupil at the school of an average pupil who is not low-income.",
         "spending per pupil weighted by the other pupils", None),
        ("progressivity_ratio", "Progressivity ratio", Unit.RATIO,
         "Spending where poor pupils are, over spending where other pupils are.",
         "mean weighted by poor pupils over mean weighted by the others", _NEUTRAL_1),
        ("progressivity_difference", "Progressivity difference", Unit.DOLLARS_PER_PUPIL,
         ("Spending where poor pupils are, less spending where other pupils are. It cannot be "
         "large where poverty is spread evenly over schools: see the segregation factor."),
         "mean weighted by poor pupils less mean weighted by the others", _NEUTRAL_0),
        ("segregation_factor", "Segregation factor", Unit.SHARE,
         ("How unevenly poor pupils are spread over schools: 0 evenly, 1 wholly apart. Near 0 no "
         "difference in progressivity can show."),
         "variance of the low-income share over its mean times one less its mean", None),
    )
)  # fmt: skip

_ASSOCIATION = (
    Metric(
        "slope", "Slope", Unit.DOLLARS_PER_PUPIL, _NONE, "", ROBUST, _STOCK, regression.line,
        "dollars per pupil that go with a share of low-income pupils of 1 instead of 0",
        _NEUTRAL_0, "progressivity", ("/evaluate/scatter", *EQUITY_PAGES),
    ),
    Metric(
        "pearson", "Correlation", Unit.INDEX, _NONE, "", BY_PUPIL, "K. Pearson (1895)",
        weighted.pearson, "covariance over the product of the standard deviations", None,
        "progressivity", ("/evaluate/scatter", *EQUITY_PAGES),
    ),
    Metric(
        "spearman", "Rank correlation", Unit.INDEX, _NONE, "",
        "each school once; ties share a rank",
        "C. Spearman (1904)", weighted.spearman, "correlation of the ranks", None,
        "progressivity", EQUITY_PAGES,
    ),
    Metric(
        "concentration_index", "Concentration index", Unit.INDEX, _NONE, "",
        "schools ranked by rising need, ties sharing a rank; " + BY_PUPIL,
        f"{_KAKWANI}; {_WORLD_BANK}", curves.concentration_index,
        "twice the covariance of spending and rank by need, over the mean", _NEUTRAL_0,
        "progressivity", EQUITY_PAGES,
    ),
    Metric(
        "concentration_share", "Inequality in line with need", Unit.SHARE, _NONE,
        "How much of the inequality between schools lines up with need: 1 where need ranks them "
        "exactly as spending does, negative where the needier have less.",
        BY_PUPIL, _KAKWANI, curves.concentration_index, "concentration index over Gini coefficient",
        None, "progressivity", EQUITY_PAGES,
    ),
)  # fmt: skip

_NEED = (
    Metric(
        "weighted_pupils", "Need-weighted pupils", Unit.PUPILS, _NONE, "",
        PRINTED, BOOKS, need.weighted_pupils,
        "pupils times one plus the extra weight of each share of need", None, "need", EQUITY_PAGES,
    ),
    Metric(
        "per_weighted_pupil", "Spending per weighted pupil", Unit.DOLLARS_PER_WEIGHTED_PUPIL,
        _NONE, "", f"need-weighted pupils under either weighting; {PRINTED}", BOOKS,
        need.per_weighted_pupil,
        "all dollars over all need-weighted pupils", None, "need", EQUITY_PAGES,
    ),
    Metric(
        "need_cv_before", "Coefficient of variation before needs count", Unit.RATIO,
        Direction.LOWER,
        "The coefficient of variation of spending per pupil of the schools with every share of "
        "need: what the one by need is read beside.",
        f"{WHOLE}; {BY_PUPIL}", BOOKS, horizontal.coefficient_of_variation,
        "standard deviation over mean", None, "need", EQUITY_PAGES,
    ),
    *(
        Metric(
            f"need_{one.id}", f"{one.label}, by need",
            Unit.DOLLARS_PER_WEIGHTED_PUPIL if one.unit is Unit.DOLLARS_PER_PUPIL else one.unit,
            one.direction,
            f"{one.label} of spending per need-weighted pupil: the spread that need does not "
            "call for under the weights in force.",
            NEED_WEIGHTS, one.source, one.function, f"{one.formula}, of weighted pupils",
            # The legal line is drawn for plain pupils.
            one.reference if one.id != "federal_range_ratio" else None, "need", EQUITY_PAGES,
        )
        for one in SPREAD if one.id in WEIGHTED
    ),
)  # fmt: skip

_IMPLICIT_METRICS = (
    Metric(
        "implicit_base", "Base", Unit.DOLLARS_PER_PUPIL, _NONE,
        "What the spending of the schools implies for a pupil without any need.",
        f"{ROBUST}; {TEN}", _IMPLICIT, implicit.implicit_weights,
        "intercept of spending per pupil on the shares of need", None, "implicit", EQUITY_PAGES,
    ),
    *(
        Metric(
            f"implicit_{code}", f"Implicit weight: {label}", Unit.RATIO, _NONE,
            f"What the spending of the schools implies for {label}, as a share of the base. "
            "Shown as found, a negative one too.",
            f"{ROBUST}; {TEN}; the first need alone, levels held equal, where fewer than 20 "
            "schools have every share; needs whose variance inflation exceeds 5 only together "
            "with what they rise with",
            _IMPLICIT, implicit.implicit_weights,
            "coefficient of the share over the base", None, "implicit", EQUITY_PAGES,
        )
        for code, label in (
            ("frl", "low-income pupils"), ("ell", "English learners"),
            ("sped", "pupils with disabilities"), ("joint", "needs that rise together"),
        )
    ),
    Metric(
        "implicit_unexplained", "Spread that need does not explain", Unit.SHARE, Direction.LOWER,
        "The part of the spread between schools that their needs do not explain: horizontal "
        "equity once needs differ.",
        f"{ROBUST}; {TEN}", _IMPLICIT, implicit.implicit_weights, "one less R squared", None,
        "implicit", EQUITY_PAGES,
    ),
    Metric(
        "implicit_inflation", "Largest variance inflation", Unit.RATIO, _NONE,
        "How much the needs rise together: above 5 they cannot be told apart.",
        ROBUST, _STOCK, implicit.inflation_factors,
        "one over one less R squared of a share on the other shares",
        Reference(5.0, "above 5 only the joint effect is shown", Standing.HOUSE), "implicit",
        EQUITY_PAGES,
    ),
)  # fmt: skip

_WEALTH_LINE = Reference(0.50, "weak below 0.50, for districts within a state; judged together "
                         "with the elasticity", Standing.TEXTBOOK, PICUS)  # fmt: skip
_ELASTICITY_LINE = Reference(0.10, "small below 0.10, for districts within a state; judged "
                             "together with the correlation", Standing.TEXTBOOK, PICUS)  # fmt: skip
_NEUTRALITY = (
    Metric(
        "wealth_correlation", "Correlation with wealth", Unit.INDEX, _NONE, "",
        BY_PUPIL, PICUS, weighted.pearson,
        "covariance over the product of the standard deviations", _WEALTH_LINE, "neutrality",
        EQUITY_PAGES,
    ),
    Metric(
        "wealth_elasticity", "Elasticity to wealth", Unit.RATIO, _NONE, "",
        "logarithms of both; wealth and spending must be positive, others are dropped and "
        f"counted; {ROBUST}", PICUS, neutrality.elasticity,
        "slope of the logarithm of spending on the logarithm of wealth", _ELASTICITY_LINE,
        "neutrality", EQUITY_PAGES,
    ),
    Metric(
        "wealth_elasticity_at_means", "Elasticity at the means", Unit.RATIO, _NONE, "",
        BY_PUPIL, PICUS, neutrality.elasticity_at_means,
        "slope of spending on wealth times mean wealth over mean spending", _ELASTICITY_LINE,
        "neutrality", EQUITY_PAGES,
    ),
    Metric(
        "wealth_correlation_controlled", "Correlation with wealth, needs held", Unit.INDEX, _NONE,
        "Correlation with wealth of what needs, enrollment and group leave unexplained in both.",
        BY_PUPIL, PICUS, neutrality.controlled_correlation,
        "correlation of the residuals of both on needs, enrollment and group", _WEALTH_LINE,
        "neutrality", EQUITY_PAGES,
    ),
    Metric(
        "wealth_elasticity_controlled", "Elasticity to wealth, needs held", Unit.RATIO, _NONE,
        "Elasticity to wealth among schools of the same needs, enrollment and group.",
        ROBUST, PICUS, neutrality.elasticity,
        "slope on the logarithm of wealth beside needs, the logarithm of enrollment and group",
        _ELASTICITY_LINE, "neutrality", EQUITY_PAGES,
    ),
)  # fmt: skip

_QUADRANTS = tuple(
    Metric(
        f"quadrant_{code}", label, Unit.SCHOOLS, _NONE,
        f"Schools with {label} than their needs predict. A place in the picture, not a verdict.",
        "spending and outcome less what needs predict, each line at 0; on a line counts as higher",
        _CAP, outcomes.quadrants, "schools counted", None, "outcomes", EQUITY_PAGES,
    )
    for code, label in (
        ("high_high", "higher spending, higher outcome"),
        ("high_low", "higher spending, lower outcome"),
        ("low_high", "lower spending, higher outcome"),
        ("low_low", "lower spending, lower outcome"),
    )
)  # fmt: skip

_OUTCOMES = (
    Metric(
        "outcome_explained", "Outcome that needs explain", Unit.SHARE, _NONE,
        "How much of the spread of the outcome between schools their needs explain.",
        f"outcome on shares of need, never on spending; {ROBUST}; {TEN}", _CAP,
        residuals.against_need, "R squared", None, "outcomes", EQUITY_PAGES,
    ),
    Metric(
        "outcome_spending_correlation", "Outcome and spending, needs held", Unit.INDEX, _NONE,
        "Whether schools that spend more than their needs predict also have higher outcomes than "
        "their needs predict. An association, not a cause.",
        BY_PUPIL, _CAP, residuals.against_need,
        "correlation of the two differences from what needs predict", None, "outcomes",
        EQUITY_PAGES,
    ),
    *_QUADRANTS,
)  # fmt: skip

_FORMULA = tuple(
    Metric(id_, label, unit, direction, text,
           FORMULA if id_ == "formula_moved" else f"{BY_PUPIL}; {FORMULA}", _MILES,
           formula.formula_gaps, words, reference, "formula", EQUITY_PAGES)
    for id_, label, unit, direction, text, words, reference in (
        ("formula_spread", "Spread around the formula", Unit.RATIO, Direction.LOWER,
         "Coefficient of variation of actual dollars over the dollars that the need weights give.",
         "standard deviation over mean of actual over formula dollars, by pupils", None),
        ("formula_within_5", "Pupils within 5 % of the formula", Unit.SHARE, Direction.HIGHER,
         "The share of pupils whose school has between 95 % and 105 % of its formula dollars.",
         "pupils of schools with 0.95 to 1.05 of their formula dollars over all pupils", None),
        ("formula_within_10", "Pupils within 10 % of the formula", Unit.SHARE, Direction.HIGHER,
         "The share of pupils whose school has between 90 % and 110 % of its formula dollars.",
         "pupils of schools with 0.90 to 1.10 of their formula dollars over all pupils", None),
        ("formula_moved", "Dollars apart from the formula", Unit.DOLLARS, Direction.LOWER,
         "What would have to move between schools for each to have its formula dollars.",
         "sum of actual less formula dollars over the schools above the formula", None),
    )
)  # fmt: skip

_FEDERAL = (
    Metric(
        "equity_factor", "Federal equity factor", Unit.RATIO, Direction.LOWER, "",
        "units of more than 200 pupils, weighted by pupils under either weighting; each poor pupil "
        "counts 1.4; the low-income share stands for poverty", "20 USC 6337(b)(3)",
        equity_factor.equity_factor,
        "coefficient of variation of dollars per pupil, poor pupils counting 1.4",
        None, "federal", EQUITY_PAGES,
    ),
)  # fmt: skip

METRICS = (
    *_PROGRESSIVITY,
    *_ASSOCIATION,
    *_NEED,
    *_IMPLICIT_METRICS,
    *_NEUTRALITY,
    *_OUTCOMES,
    *_FORMULA,
    *_FEDERAL,
)
