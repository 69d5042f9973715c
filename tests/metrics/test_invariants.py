"""What must hold for any schools: laws of the indices, not single values."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from metrics import curves, horizontal, weighted
from metrics.decomposition import theil_parts
from metrics.funding.formula import formula_gaps
from metrics.funding.hold_harmless import InfeasibleGuaranteeError, hold_harmless
from metrics.funding.salaries import salary_gaps
from metrics.regression import fit
from metrics.rounding import largest_remainder
from metrics.vertical.need import STARTING, Counting, Need, NeedWeights, need_factor
from metrics.vertical.progressivity import progressivity

ZERO_IS_EQUAL = {
    "federal_range_ratio": horizontal.federal_range_ratio,
    "cv": horizontal.coefficient_of_variation,
    "gini": horizontal.gini,
    "hoover": horizontal.hoover,
    "theil_t": horizontal.theil_t,
    "theil_l": horizontal.theil_l,
    "atkinson_05": partial(horizontal.atkinson, epsilon=0.5),
    "atkinson_1": partial(horizontal.atkinson, epsilon=1),
    "atkinson_2": partial(horizontal.atkinson, epsilon=2),
}
HALVES = {"mcloone": horizontal.mcloone, "verstegen": horizontal.verstegen}
RATIOS = ZERO_IS_EQUAL | HALVES
SCHOOL = st.tuples(
    st.integers(4_000, 30_000), st.integers(1, 2_000), st.integers(0, 100), st.integers(0, 3)
)
SCHOOLS = st.lists(SCHOOL, min_size=2, max_size=14)
several = settings(max_examples=60, deadline=None)


def arrays(schools):
    x, n, frl, group = (np.array(column, dtype=float) for column in zip(*schools, strict=True))
    return x, n, frl / 100, group.astype(int).astype(str)


def near(value, slack=1e-11):
    return pytest.approx(value, rel=1e-9, abs=slack)


@several
@given(schools=SCHOOLS, factor=st.integers(2, 9), seed=st.integers(0, 99))
def test_scale_replication_and_order(schools, factor, seed):
    x, n, _, _ = arrays(schools)
    order = np.random.default_rng(seed).permutation(len(x))
    for index in RATIOS.values():
        expected = near(index(x, n))
        assert index(factor * x, n) == expected
        assert index(x, factor * n) == expected
        assert index(x[order], n[order]) == expected


@several
@given(schools=SCHOOLS)
def test_splitting_a_school_changes_nothing_when_pupils_count(schools):
    x, n, frl, _ = arrays(schools)
    split = np.append(x, x[0]), np.append(n, n[0] / 2)
    split[1][0] /= 2
    for index in RATIOS.values():
        assert index(*split) == near(index(x, n))
    there = curves.concentration_index(split[0], np.append(frl, frl[0]), split[1])
    assert there == near(curves.concentration_index(x, frl, n))


def test_splitting_a_school_changes_what_counts_each_school_once():
    x = [8_000.0, 9_000, 14_000]
    for index in (horizontal.gini, horizontal.theil_t, horizontal.coefficient_of_variation):
        assert index(x) != pytest.approx(index([*x, x[0]]), rel=1e-3)


@several
@given(schools=SCHOOLS, more=st.integers(1, 5_000))
def test_the_same_dollars_more_for_all_lower_inequality(schools, more):
    x, n, _, _ = arrays(schools)
    assume(np.ptp(x) > 0)
    for name in ("cv", "gini", "theil_t"):
        assert RATIOS[name](x + more, n) < RATIOS[name](x, n)


@several
@given(schools=SCHOOLS, share=st.floats(0.05, 1.0))
def test_a_transfer_from_rich_to_poor_lowers_inequality(schools, share):
    x, n, _, _ = arrays(schools)
    poor, rich = int(np.argmin(x)), int(np.argmax(x))
    assume(x[rich] - x[poor] > 10)
    # At most what makes the two equal: their order is not reversed.
    dollars = share * (x[rich] - x[poor]) / (1 / n[rich] + 1 / n[poor])
    after = x.copy()
    after[rich] -= dollars / n[rich]
    after[poor] += dollars / n[poor]
    for name in ("cv", "gini", "theil_t", "theil_l", "atkinson_05", "atkinson_1", "atkinson_2"):
        assert RATIOS[name](after, n) <= RATIOS[name](x, n) * (1 - 1e-12) + 1e-13


@several
@given(value=st.integers(1, 40_000), pupils=st.lists(st.integers(1, 900), min_size=1, max_size=9))
def test_all_equal(value, pupils):
    x = [float(value)] * len(pupils)
    for index in ZERO_IS_EQUAL.values():
        assert index(x, pupils) == pytest.approx(0, abs=1e-9)
    for index in HALVES.values():
        for school in horizontal.MedianSchool:
            assert index(x, pupils, median_school=school) == pytest.approx(1)


@several
@given(schools=SCHOOLS)
def test_both_halves_share_out_the_mean(schools):
    x, n, _, _ = arrays(schools)
    low, high = horizontal.mcloone(x, n), horizontal.verstegen(x, n)
    assert 0 <= low <= 1 + 1e-12
    assert high >= 1 - 1e-12
    assert (low + high) / 2 == near(weighted.mean(x, n) / weighted.median(x, n))


@several
@given(schools=SCHOOLS)
def test_gini_is_the_area_beside_the_lorenz_curve_and_the_mean_of_pairs(schools):
    x, n, _, _ = arrays(schools)
    pairs = np.abs(x[:, None] - x) * n[:, None] * n
    by_pairs = pairs.sum() / (2 * n.sum() ** 2 * weighted.mean(x, n))
    assert horizontal.gini(x, n) == near(by_pairs)
    assert curves.lorenz(x, n).index == near(by_pairs)


@several
@given(schools=SCHOOLS)
def test_the_parts_of_theil_add_up(schools):
    x, n, _, groups = arrays(schools)
    parts = theil_parts(x, groups, n)
    assert parts.between + parts.within == near(parts.total)
    assert parts.between >= -1e-12
    assert parts.within >= -1e-12


@several
@given(schools=SCHOOLS)
def test_the_difference_of_progressivity_three_ways(schools):
    x, n, frl, _ = arrays(schools)
    assume(np.ptp(frl) > 0)
    found = progressivity(x, frl, n)
    mixed = found.poverty * (1 - found.poverty)
    slack = 1e-7
    assert found.difference == near(weighted.covariance(x, frl, n) / mixed, slack)
    slope = fit(x, [frl], n).coefficients[1]
    assert found.difference == near(slope * found.segregation, 1e-6)
    assert 0 <= found.segregation <= 1 + 1e-12


@several
@given(schools=SCHOOLS)
def test_concentration_never_exceeds_gini(schools):
    x, n, frl, _ = arrays(schools)
    gini = horizontal.gini(x, n)
    index = curves.concentration_index(x, frl, n)
    assert abs(index) <= gini + 1e-12
    assert curves.concentration_curve(x, frl, n).index == near(index)
    assert curves.concentration_index(x, x, n) == near(gini)
    assert curves.concentration_index(x, -x, n) == near(-gini)


@several
@given(schools=SCHOOLS)
def test_concentration_by_the_convenient_regression(schools):
    x, n, frl, _ = arrays(schools)
    assume(np.ptp(frl) > 0)
    ranks = weighted.middle_ranks(frl, n)
    left = 2 * weighted.covariance(ranks, ranks, n) * x / weighted.mean(x, n)
    assert fit(left, [ranks], n).coefficients[1] == near(curves.concentration_index(x, frl, n))


@several
@given(schools=SCHOOLS)
def test_formula_gaps_sum_to_nothing(schools):
    x, n, frl, _ = arrays(schools)
    counted = n * need_factor({Need.FRL: frl}, STARTING)
    found = formula_gaps(n * x, counted)
    assert found.gaps.sum() == pytest.approx(0, abs=1e-12 * (n @ x))
    assert found.index @ counted / counted.sum() == near(1)


@several
@given(schools=SCHOOLS, pool=st.integers(0, 10**12))
def test_allocations_sum_to_the_pool(schools, pool):
    _, n, _, _ = arrays(schools)
    assert sum(largest_remainder(pool, [int(one) for one in n])) == pool


@several
@given(
    schools=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=12),
    share=st.floats(0, 1),
)
def test_hold_harmless_spends_the_pot_and_keeps_its_word(schools, share):
    formula, prior = (np.array(column, dtype=float) for column in zip(*schools, strict=True))
    assume(formula.sum() > 0)
    if share * prior.sum() > formula.sum() * (1 + 1e-9):
        with pytest.raises(InfeasibleGuaranteeError, match="short"):
            hold_harmless(formula, prior, share)
        return
    found = hold_harmless(formula, prior, share)
    assert found.final.sum() == near(formula.sum(), 1e-6)
    assert (found.final >= share * prior - 1e-9).all()
    assert 0 <= found.factor <= 1
    assert found.final == near(np.maximum(formula * found.factor, share * prior), 1e-6)


@several
@given(schools=SCHOOLS, pay=st.lists(st.integers(30_000, 120_000), min_size=14, max_size=14))
def test_charging_averages_moves_dollars_and_makes_none(schools, pay):
    _, n, _, _ = arrays(schools)
    staff = np.full((len(n), 1), 9.0)
    found = salary_gaps(n[:, None], np.array(pay)[: len(n), None], n, staff)
    assert found.dollars.sum() == pytest.approx(0, abs=1e-6 * n.sum())


@several
@given(frl=st.floats(0, 1), ell=st.floats(0, 1), sped=st.floats(0, 1))
def test_counting_pupils_once_never_counts_more(frl, ell, sped):
    shares = {Need.FRL: [frl], Need.ELL: [ell], Need.SPED: [sped]}
    once = NeedWeights(STARTING.weights, Counting.UNDUPLICATED)
    added, single = need_factor(shares, STARTING)[0], need_factor(shares, once)[0]
    assert 1 <= single <= added + 1e-12
    assert single >= 1 + max(STARTING.of(n) * s[0] for n, s in shares.items()) - 1e-12
