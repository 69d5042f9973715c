"""Federal tests, student funding and figures of single schools."""

from __future__ import annotations

from metrics import curves, peers, residuals
from metrics.definitions.words import FORMULA, ROBUST, TEN
from metrics.fiscal import comparability, equity_factor, maintenance, supplement
from metrics.funding import formula, hold_harmless, salaries
from metrics.metric import Direction, Metric, Reference, Standing, Unit

_NONE = Direction.NONE
_TITLE_I = "20 USC 6321(c); state guides of CA, CO, FL, LA and NC"
_ESEA = "20 USC 7901; 34 CFR 299.5"
_IDEA = "34 CFR 300.203 to 300.205"
_CAP = "Center for American Progress, Return on Educational Investment (2011, 2014)"
_PAGE = ("/evaluate/federal",)
_MILES = "K. Miles and M. Roza, Peabody Journal of Education (2006)"
_ROZA = "M. Roza and P. Hill (2004)"
_COMPARED = (
    "state and local means by grade span; pooled average of the schools without Title I unless "
    "said otherwise; schools of 100 pupils or fewer and single schools of a span are exempt"
)

_COMPARABILITY = tuple(
    Metric(
        f"comparability_{code}", f"Title I comparability: {label}", unit, _NONE,
        f"{label.capitalize()} of each Title I school against the average of the schools of its "
        "grade span without Title I. Pay for length of service is left out, so schools can be "
        "comparable here and unequal in dollars.",
        _COMPARED, _TITLE_I, comparability.comparability, words,
        Reference(line, text, Standing.GUIDANCE, _TITLE_I), "federal", _PAGE,
    )
    for code, label, unit, words, line, text in (
        ("staffing", "pupils per instructional staff", Unit.RATIO,
         "pupils over full-time equivalents of instructional staff", 1.10,
         "at most 1.10 of the average"),
        ("salaries", "salary dollars per pupil", Unit.DOLLARS_PER_PUPIL,
         "salaries of instructional staff over pupils", 0.90, "at least 0.90 of the average"),
        ("materials", "materials dollars per pupil", Unit.DOLLARS_PER_PUPIL,
         "dollars for materials over pupils", 0.90, "at least 0.90 of the average"),
    )
)  # fmt: skip

_EFFORT = (
    Metric(
        "esea_effort", "ESEA maintenance of effort", Unit.RATIO, Direction.HIGHER,
        "State and local spending of the year before over that of the year before it, in total "
        "or per pupil, whichever is better. Under 0.90 the federal allocation is cut in "
        "proportion, but only where the district also failed in one of the five years before; a "
        "failed year does not lower the next bar.",
        "whole cents; community services, capital outlay, debt service and disaster spending left "
        "out", _ESEA, maintenance.esea_effort,
        "prior over second prior year, the larger of the two ratios",
        Reference(0.90, "at least 0.90", Standing.STATUTE, _ESEA), "federal", _PAGE,
    ),
    Metric(
        "idea_effort", "IDEA maintenance of effort", Unit.RATIO, Direction.HIGHER,
        "Spending on children with disabilities over that of the last year in which the same test "
        "was met. One of four tests is enough: local or state and local dollars, in total or per "
        "child.",
        "whole cents; federal dollars left out; allowed reductions lower the bar, those of a year "
        "that failed too", _IDEA,
        maintenance.idea_effort, "year over the comparison year of the same test",
        Reference(1.0, "at least 1.00 on any one test", Standing.REGULATION, _IDEA), "federal",
        _PAGE,
    ),
    Metric(
        "supplement_gap", "Supplement, not supplant: screening", Unit.DOLLARS_PER_PUPIL, _NONE,
        "What Title I schools have in state and local dollars beside what the district's own "
        "formula gives them when Title I is ignored. A screening, not a compliance finding.",
        "mean over pupils of Title I schools",
        "20 USC 6321(b)(2); US Department of Education, guidance of June 2019",
        supplement.screening, "actual less formula dollars, over pupils",
        Reference(0.0, "not negative on average", Standing.GUIDANCE), "federal", _PAGE,
    ),
    Metric(
        "grant_multiplier", "Equity multiplier of the federal grant", Unit.RATIO, _NONE,
        "What the federal education finance incentive grant multiplies by.",
        "", "20 USC 6337(b)(3)", equity_factor.grant_multiplier, "1.30 less the equity factor",
        None, "federal",
    ),
)  # fmt: skip

_FUNDING = (
    Metric(
        "formula_gap", "Gap to the formula", Unit.DOLLARS, _NONE,
        "What a school has beside what the same pot gives it by need-weighted pupils. The gaps of "
        "all schools sum to 0.",
        FORMULA, _MILES, formula.formula_gaps, "actual less formula dollars", None,
        "funding", ("/evaluate/own-table", *_PAGE),
    ),
    Metric(
        "weighted_index", "Weighted student index", Unit.RATIO, _NONE, "",
        "averages by type of pupil over the district", _MILES, formula.weighted_index,
        "actual over expected dollars",
        Reference(1.0, "1 is as intended", Standing.NEUTRAL), "funding",
    ),
    Metric(
        "hold_harmless", "Guarantee against loss", Unit.DOLLARS, _NONE,
        "The larger of a school's formula dollars times one common factor and a share of what it "
        "had before; the factor makes all schools together come to the pot. It favours schools "
        "that shrink and wears the formula away over time.",
        "factor at most 1; a guarantee above the pot is refused", _MILES,
        hold_harmless.hold_harmless, "larger of factor times formula and share times prior", None,
        "funding", _PAGE,
    ),
    Metric(
        "salary_gap", "Charge at average salaries", Unit.DOLLARS_PER_PUPIL, _NONE,
        "How far the actual pay of a school's staff lies above the district's average pay for the "
        "same kinds of staff. Above 0, charging averages leaves the school better off than it "
        "looks. The gaps of a kind sum to 0 over all schools.",
        "hidden under three staff of a kind, and a second cell where one alone could be told",
        _ROZA, salaries.salary_gaps, "FTE times actual less average pay, over pupils", None,
        "funding", _PAGE,
    ),
)  # fmt: skip

_SCHOOLS = (
    Metric(
        "spending_difference", "Spending beside need", Unit.DOLLARS_PER_PUPIL, _NONE,
        "Spending per pupil less what a model of the needs alone predicts for the school. The "
        "reach beside it is half the width of its 95 % interval.",
        f"{ROBUST}; {TEN}", _CAP, residuals.against_need, "actual less predicted", None,
        "outcomes", ("/evaluate/own-table",),
    ),
    Metric(
        "outcome_difference", "Outcome beside need", Unit.INDEX, _NONE,
        "The outcome less what a model of the needs alone predicts for the school, never from "
        "spending. A difference is not effectiveness.",
        f"{ROBUST}; {TEN}", _CAP, residuals.against_need, "actual less predicted", None,
        "outcomes", ("/evaluate/own-table",),
    ),
    Metric(
        "outcome_shrunk", "Outcome beside need, steadied", Unit.INDEX, _NONE,
        "The difference drawn towards 0, the more the fewer pupils a school has: small schools "
        "swing most. It counts half at 100 pupils.",
        "100 pupils is a rule of this product", _CAP, residuals.shrunk,
        "difference times pupils over pupils plus 100", None, "outcomes",
        ("/evaluate/own-table",),
    ),
    Metric(
        "lorenz", "Lorenz curve", Unit.SHARE, _NONE, "",
        "schools weighted by pupils", "M. Lorenz (1905)", curves.lorenz,
        "cumulative share of dollars against cumulative share of pupils by rising spending", None,
        "horizontal", ("/evaluate/own-table",),
    ),
    Metric(
        "peer_distance", "Distance to a school like it", Unit.INDEX, _NONE,
        "How far two schools are apart in size and needs, in standard deviations. Schools are "
        "never matched by results.",
        "logarithm of enrollment and shares of need, each standardised over the schools of the "
        "level; straight lines; the five nearest", "Texas Education Agency, campus comparison "
        "groups", peers.peers, "root of the summed squares of the standardised differences", None,
        "schools", ("/evaluate/schools/<location_id>",),
    ),
)  # fmt: skip

METRICS = (*_COMPARABILITY, *_EFFORT, *_FUNDING, *_SCHOOLS)
