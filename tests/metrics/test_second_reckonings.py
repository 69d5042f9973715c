"""The same figures by other people's code: statsmodels, scipy, and one row for every pupil."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy import stats

from metrics import curves, horizontal, neutrality, weighted
from metrics.regression import Robust, fit
from metrics.residuals import against_need
from metrics.vertical.implicit import implicit_weights, inflation_factors
from metrics.vertical.need import Need

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import statsmodels.api as sm
    from statsmodels.stats.outliers_influence import variance_inflation_factor

RNG = np.random.default_rng(11)
N = 2 * RNG.integers(20, 450, 60)
FRL, ELL, SPED = RNG.random(60), RNG.random(60) / 2, RNG.random(60) / 5
X = 9_000 + 2_500 * FRL + 800 * ELL + RNG.normal(0, 900, 60)
W = np.exp(RNG.normal(11, 0.5, 60))


def model(y, columns, weights=None, robust="HC1"):
    design = sm.add_constant(np.column_stack(columns))
    found = sm.OLS(y, design) if weights is None else sm.WLS(y, design, weights=weights)
    return found.fit(cov_type=robust, use_t=True)


@pytest.mark.parametrize("robust", list(Robust))
@pytest.mark.parametrize("weights", [None, N])
def test_coefficients_errors_and_intervals(robust, weights):
    columns = [FRL, ELL, SPED]
    ours, theirs = fit(X, columns, weights, robust), model(X, columns, weights, robust)
    assert ours.coefficients == pytest.approx(theirs.params, rel=1e-9)
    assert ours.covariance == pytest.approx(theirs.cov_params(), rel=1e-7)
    assert ours.r_squared == pytest.approx(theirs.rsquared, rel=1e-9)
    for place, expected in enumerate(theirs.conf_int()):
        assert ours.interval(place) == pytest.approx(tuple(expected), rel=1e-7)


def test_a_sum_of_coefficients_as_a_linear_hypothesis():
    theirs = model(X, [FRL, ELL, SPED], N).t_test([[0, 1, 1, 0]])
    total, low, high = fit(X, [FRL, ELL, SPED], N).combined((1, 2))
    assert total == pytest.approx(theirs.effect[0], rel=1e-9)
    assert (low, high) == pytest.approx(tuple(theirs.conf_int()[0]), rel=1e-7)


def test_interval_of_an_implicit_weight_by_numerical_derivatives():
    found = implicit_weights(X, {Need.FRL: FRL, Need.ELL: ELL}, N)
    theirs = model(X, [FRL, ELL], N)
    params, step = theirs.params, 1e-4
    slope = np.array(
        [
            ((p := params + step * unit)[1] / p[0] - (m := params - step * unit)[1] / m[0])
            / (2 * step)
            for unit in np.eye(3)
        ]
    )
    error = np.sqrt(slope @ theirs.cov_params() @ slope)
    reach = stats.t.ppf(0.975, theirs.df_resid) * error
    effect = found.effects[0]
    assert effect.weight == pytest.approx(params[1] / params[0], rel=1e-9)
    assert effect.weight_high - effect.weight == pytest.approx(reach, rel=1e-6)


def test_variance_inflation():
    design = sm.add_constant(np.column_stack([FRL, ELL, SPED]))
    theirs = [variance_inflation_factor(design, place) for place in (1, 2, 3)]
    assert inflation_factors([FRL, ELL, SPED]) == pytest.approx(theirs, rel=1e-9)
    rows = np.repeat(design, N, axis=0)
    theirs = [variance_inflation_factor(rows, place) for place in (1, 2, 3)]
    assert inflation_factors([FRL, ELL, SPED], N) == pytest.approx(theirs, rel=1e-9)


def test_elasticity_and_correlation_with_controls():
    controls = [FRL, np.log(N)]
    theirs = model(np.log(X), [np.log(W), *controls], N)
    ours = neutrality.elasticity(X, W, N, controls)
    assert ours.coefficients[1] == pytest.approx(theirs.params[1], rel=1e-9)
    rest = [np.repeat(model(v, controls, N).resid, N) for v in (X, W)]
    expected = np.corrcoef(*rest)[0, 1]
    assert neutrality.controlled_correlation(X, W, controls, N) == pytest.approx(expected, rel=1e-8)


def test_the_reach_of_a_difference_is_the_interval_of_a_new_school():
    ours = against_need(X, [FRL], None, N)
    design = sm.add_constant(FRL)
    plain = sm.OLS(X, design).fit()
    robust = plain.get_robustcov_results("HC1")
    scatter = np.einsum("ij,jk,ik->i", design, robust.cov_params(), design)
    expected = stats.t.ppf(0.975, plain.df_resid) * np.sqrt(plain.mse_resid + scatter)
    assert ours.reach == pytest.approx(expected, rel=1e-7)
    assert ours.differences == pytest.approx(plain.resid)


def test_weighted_moments_and_correlation():
    theirs = sm.stats.DescrStatsW(np.column_stack([X, FRL]), weights=N, ddof=0)
    assert weighted.mean(X, N) == pytest.approx(theirs.mean[0], rel=1e-12)
    assert weighted.standard_deviation(X, N) == pytest.approx(theirs.std[0], rel=1e-9)
    assert weighted.pearson(X, FRL, N) == pytest.approx(theirs.corrcoef[0, 1], rel=1e-9)
    assert weighted.covariance(X, FRL, N) == pytest.approx(
        np.cov(X, FRL, aweights=N, ddof=0)[0, 1], rel=1e-9
    )


def test_rank_correlation_with_ties():
    tied = np.round(FRL, 1)
    assert weighted.spearman(X, tied) == pytest.approx(stats.spearmanr(X, tied)[0], rel=1e-12)


@pytest.mark.parametrize("share", [0.05, 0.25, 0.5, 0.75, 0.95])
def test_percentiles_of_pupils(share):
    expected = np.quantile(X, share, weights=N, method="inverted_cdf")
    assert weighted.quantile(X, share, N) == expected
    assert np.quantile(np.repeat(X, N), share, method="inverted_cdf") == expected


def test_every_index_over_one_row_a_pupil():
    each, share = np.repeat(X, N), np.repeat(FRL, N)
    ratio = each / each.mean()
    ordered = np.sort(each)
    place = np.arange(1, len(each) + 1)
    gini = 2 * (place @ ordered) / (len(each) * ordered.sum()) - (len(each) + 1) / len(each)
    half = len(each) // 2
    median = np.quantile(each, 0.5, method="inverted_cdf")
    expected = {
        horizontal.coefficient_of_variation: stats.variation(each),
        horizontal.gini: gini,
        horizontal.hoover: np.abs(ratio - 1).mean() / 2,
        horizontal.theil_t: (ratio * np.log(ratio)).mean(),
        horizontal.theil_l: -np.log(ratio).mean(),
        horizontal.atkinson: 1 - stats.gmean(ratio),
    }
    for index, value in expected.items():
        assert index(X, N) == pytest.approx(value, rel=1e-9)
    assert horizontal.mcloone(X, N) == pytest.approx(ordered[:half].mean() / median, rel=1e-9)
    assert horizontal.verstegen(X, N) == pytest.approx(ordered[half:].mean() / median, rel=1e-9)
    ranks = stats.rankdata(share) / len(share)
    expected = 2 * np.cov(each, ranks, ddof=0)[0, 1] / each.mean()
    assert curves.concentration_index(X, FRL, N) == pytest.approx(expected, rel=1e-9)
    assert horizontal.atkinson(X, N, epsilon=2) == pytest.approx(1 - stats.hmean(ratio), rel=1e-9)
