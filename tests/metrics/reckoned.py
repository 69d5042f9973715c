"""The values of the oracle as the public functions reckon them, by the oracle's keys."""

from __future__ import annotations

import numpy as np

from metrics import curves, decomposition, horizontal, neutrality, outcomes, residuals, weighted
from metrics.funding.formula import formula_gaps
from metrics.horizontal import MedianSchool
from metrics.regression import fit
from metrics.vertical.implicit import implicit_weights
from metrics.vertical.need import Need, NeedWeight, NeedWeights, per_weighted_pupil, weighted_pupils
from metrics.vertical.progressivity import progressivity

TOY_WEIGHTS = NeedWeights(
    tuple(NeedWeight(n, w, "test") for n, w in zip(Need, (0.25, 0.20, 0.90), strict=True))
)


def expanded(found, prefix):
    return {f"{prefix}.{key}": value for key, value in found.items()}


def spread(x, n):
    """What every set has: averages, percentiles and indices, by pupil and each unit once."""
    strict, inclusive = (
        {"median_school": MedianSchool.STRICT},
        {"median_school": MedianSchool.INCLUSIVE},
    )
    found = {
        "n_units": len(x),
        "pupils": n.sum(),
        "mean_unweighted": weighted.mean(x),
        "mean_pupil": weighted.mean(x, n),
        "sd_unweighted_ddof1": weighted.standard_deviation(x, ddof=1),
        "sd_pupil_ddof0": weighted.standard_deviation(x, n),
        "cv_unweighted_ddof0": horizontal.coefficient_of_variation(x),
        "cv_unweighted_ddof1": horizontal.coefficient_of_variation(x, ddof=1),
        "cv_pupil_ddof0": horizontal.coefficient_of_variation(x, n),
        "range": horizontal.value_range(x),
        "restricted_range_pupil": horizontal.restricted_range(x, n),
        "federal_range_ratio_pupil": horizontal.federal_range_ratio(x, n),
        "p05_unweighted_linear": weighted.quantile(x, 0.05, interpolated=True),
        "p95_unweighted_linear": weighted.quantile(x, 0.95, interpolated=True),
        "federal_range_ratio_unweighted_linear": horizontal.federal_range_ratio(
            x, interpolated=True
        ),
        "median_unweighted": weighted.median(x),
        "mcloone_pupil_half": horizontal.mcloone(x, n),
        "verstegen_pupil_half": horizontal.verstegen(x, n),
        "mcloone_pupil_strict": horizontal.mcloone(x, n, **strict),
        "mcloone_pupil_le": horizontal.mcloone(x, n, **inclusive),
        "verstegen_pupil_strict": horizontal.verstegen(x, n, **strict),
        "mcloone_unweighted_strict(median=np.median)": horizontal.mcloone(x, **strict),
        "verstegen_pupil_ge": horizontal.verstegen(x, n, **inclusive),
        "verstegen_unweighted_strict(median=np.median)": horizontal.verstegen(x, **strict),
        "hoover_pupil": horizontal.hoover(x, n),
        "theilL_pupil": horizontal.theil_l(x, n),
    }
    for share in (0.05, 0.25, 0.50, 0.75, 0.95):
        found[f"p{round(100 * share):02d}_pupil_invcdf"] = weighted.quantile(x, share, n)
    for name, weights in (("unweighted", None), ("pupil", n)):
        found[f"gini_{name}"] = horizontal.gini(x, weights)
        found[f"theilT_{name}"] = horizontal.theil_t(x, weights)
        for epsilon in (0.5, 1, 2):
            index = horizontal.atkinson(x, weights, epsilon=epsilon)
            found[f"atkinson{epsilon:g}_{name}"] = index
    return found


def by_need(x, n, frl, groups):
    """What sets with groups and a share of low-income pupils have."""
    by_pupil = decomposition.theil_parts(x, groups, n)
    each = decomposition.theil_parts(x, groups)
    means = progressivity(x, frl, n)
    ols, wls = fit(x, [frl]), fit(x, [frl], n)
    variance = weighted.covariance(frl, frl, n)
    return {
        "theil_between_pupil": by_pupil.between,
        "theil_within_pupil": by_pupil.within,
        "theil_total_check": by_pupil.between + by_pupil.within,
        "theil_between_unweighted": each.between,
        "theil_within_unweighted": each.within,
        "mean_poor_weighted": means.poor,
        "mean_nonpoor_weighted": means.other,
        "progressivity_ratio": means.ratio,
        "progressivity_diff": means.difference,
        "progressivity_diff_identity": wls.coefficients[1]
        * variance
        / (means.poverty * (1 - means.poverty)),
        "slope_ols_$per_1.0_FRL": ols.coefficients[1],
        "slope_ols_r2": ols.r_squared,
        "slope_wls_$per_1.0_FRL": wls.coefficients[1],
        "intercept_wls": wls.coefficients[0],
        "slope_wls_se_HC1": wls.standard_error(1),
        "pearson_unweighted": weighted.pearson(x, frl),
        "spearman_unweighted": weighted.spearman(x, frl),
        "pearson_pupil": weighted.pearson(x, frl, n),
        "concentration_index_pupil_rankFRL": curves.concentration_index(x, frl, n),
        "concentration_index_trapezoid": curves.concentration_curve(x, frl, n).index,
    }


def toy(data):
    x, n, frl = (np.array(data[name], dtype=float) for name in ("x", "n", "frl"))
    shares = {need: np.array(data[need], dtype=float) for need in Need}
    counted, each = (
        weighted_pupils(n, shares, TOY_WEIGHTS),
        per_weighted_pupil(x, shares, TOY_WEIGHTS),
    )
    gaps = formula_gaps(n * x, counted)
    found = spread(x, n) | by_need(x, n, frl, data["span"])
    found |= {
        "weighted_pupils": counted.sum(),
        "ppe_per_weighted_pupil_mean": weighted.mean(each, counted),
        "cv_per_weighted_pupil(weights=weighted pupils)": horizontal.coefficient_of_variation(
            each, counted
        ),
        "gini_per_weighted_pupil": horizontal.gini(each, counted),
        "mcloone_half_per_weighted_pupil": horizontal.mcloone(each, counted),
        "wsf_gap_sum": gaps.gaps.sum(),
    }
    for place, unit in enumerate(data["id"]):
        found[f"ppwp_{unit}"] = each[place]
        found[f"wsf_gap_{unit}_$"] = gaps.gaps[place]
        found[f"wsf_ratio_{unit}"] = gaps.index[place]
    return expanded(found, "toy")


def published(inputs):
    vector, bank = inputs["R_ineq_doc"], inputs["WorldBankTN7"]
    rule = inputs["34CFR222K"]
    found = {
        "R_ineq_doc.gini": horizontal.gini(vector),
        "R_ineq_doc.theilT": horizontal.theil_t(vector),
        "R_ineq_doc.atkinson0.5": horizontal.atkinson(vector, epsilon=0.5),
        "R_ineq_doc.atkinson1": horizontal.atkinson(vector, epsilon=1),
        "R_ineq_doc.cv_ddof1": horizontal.coefficient_of_variation(vector, ddof=1),
        # Births counted from poorest to richest: the place in the list is the rank.
        "WorldBankTN7.concentration_index": curves.concentration_index(
            bank["rate"], range(len(bank["rate"])), bank["births"]
        ),
        "34CFR222K.example_frr": horizontal.federal_range_ratio(
            [rule["p5"], rule["p95"]], [50, 50]
        ),
    }
    for year, row in inputs["NCES_A35_1"].items():
        parts = decomposition.Parts(row["total"], row["between"], row["within"])
        found[f"NCES_A35_1.{year}.between_pct"] = 100 * parts.between_share
    return found


def california(data):
    x, n, frl, ell, income = (data[key] for key in ("x", "n", "frl", "ell", "income"))
    shares = {Need.FRL: frl, Need.ELL: ell}
    counted, each = (
        weighted_pupils(n, shares, TOY_WEIGHTS),
        per_weighted_pupil(x, shares, TOY_WEIGHTS),
    )
    worth = implicit_weights(x, shares, n)
    linear = fit(x, [income])
    score = residuals.against_need(data["score"], [frl, ell, income], None, n)
    fields = outcomes.quadrants(x, score.differences, n, y_line=0)
    found = spread(x, n) | by_need(x, n, frl, data["county"])
    found |= {
        "naive_score_on_Exp_$000": fit(data["score"], [x / 1000]).coefficients[1],
        "cv_pupil_ddof0(duckdb)": horizontal.coefficient_of_variation(x, n),
        "slope_ols(duckdb)": fit(x, [frl]).coefficients[1],
        "pearson(duckdb)": weighted.pearson(x, frl),
        "wealth_corr_unweighted(exp,income)": weighted.pearson(x, income),
        "wealth_corr_pupil": weighted.pearson(x, income, n),
        "wealth_elasticity_loglog_ols": neutrality.elasticity(x, income).coefficients[1],
        "wealth_elasticity_loglog_wls": neutrality.elasticity(x, income, n).coefficients[1],
        "wealth_slope_linear_$per_$1000": linear.coefficients[1],
        "wealth_elasticity_at_means": neutrality.elasticity_at_means(x, income),
        "implicit_base_$": worth.base,
        "implicit_FRL_$": worth.effects[0].dollars,
        "implicit_ELL_$": worth.effects[1].dollars,
        "implicit_weight_FRL": worth.effects[0].weight,
        "implicit_weight_ELL": worth.effects[1].weight,
        "implicit_r2": worth.r_squared,
        "weighted_pupils(FRL.25,ELL.20)": counted.sum(),
        "exp_per_weighted_pupil_mean": weighted.mean(each, counted),
        "cv_per_weighted_pupil": horizontal.coefficient_of_variation(each, counted),
        "gini_per_weighted_pupil": horizontal.gini(each, counted),
        "mcloone_half_per_weighted_pupil": horizontal.mcloone(each, counted),
        "score_model_const": score.fit.coefficients[0],
        "score_model_FRL": score.fit.coefficients[1],
        "score_model_ELL": score.fit.coefficients[2],
        "score_model_income": score.fit.coefficients[3],
        "score_model_r2": score.fit.r_squared,
        "score_resid_sd_ddof1": weighted.standard_deviation(score.differences, ddof=1),
        "score_resid_first(Sunol Glen)": score.differences[0],
        "corr_resid_spend": weighted.pearson(score.differences, x),
    }
    split = "(split at pupil-wtd mean $, resid 0)"
    for money, across in (("hi", "HIGH"), ("lo", "LOW")):
        for result, up in (("hi", "HIGH"), ("lo", "LOW")):
            count = fields.count(outcomes.Quadrant[f"{across}_{up}"])
            found[f"quadrant_{money}$_{result}Res{split}"] = count
    simple = fit(data["score"], [data["str"]])
    three = fit(data["score"], [data["str"], x / 1000, 100 * ell])
    names = ("const", "STR", "Expn_$000", "PctEL")
    book = dict(zip(("const", "STR"), simple.coefficients, strict=True))
    return (
        expanded(found, "ca")
        | expanded(book, "SW.eq_simple")
        | expanded(dict(zip(names, three.coefficients, strict=True)), "SW.eq_expn")
    )


def massachusetts(data):
    x, frl, ell, sped = (data[key] for key in ("x", "frl", "ell", "sped"))
    worth = implicit_weights(x, {Need.FRL: frl, Need.ELL: ell, Need.SPED: sped})
    found = spread(x, np.ones_like(x)) | {
        "implicit_base_$": worth.base,
        "implicit_r2": worth.r_squared,
        "pearson(exptot,lunch)": weighted.pearson(x, frl),
        "pearson(exptot,income)": weighted.pearson(x, data["income"]),
        "wealth_elasticity_loglog_ols": neutrality.elasticity(x, data["income"]).coefficients[1],
    }
    for effect in worth.effects:
        name = effect.needs[0].upper()
        found[f"implicit_{name}_$"] = effect.dollars
        found[f"implicit_weight_{name}"] = effect.weight
    return expanded(found, "ma")
