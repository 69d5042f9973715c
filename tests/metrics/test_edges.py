"""The edges: nothing, one school, zero, negative, ties, shares in percent, too few."""

from __future__ import annotations

import numpy as np
import pytest

from metrics import curves, decomposition, horizontal, neutrality, weighted
from metrics.equity import UnitTable, statistics
from metrics.families.measured import UNDEFINED
from metrics.funding.formula import entitlement, formula_gaps, weighted_index
from metrics.funding.hold_harmless import InfeasibleGuaranteeError, hold_harmless
from metrics.funding.salaries import salary_gaps
from metrics.horizontal import MedianSchool
from metrics.regression import Robust, fit
from metrics.residuals import against_need, shrunk
from metrics.vertical.implicit import implicit_weights, inflation_factors
from metrics.vertical.need import Counting, Need, NeedWeight, NeedWeights, need_factor
from metrics.vertical.progressivity import progressivity

INDICES = (
    horizontal.value_range,
    horizontal.restricted_range,
    horizontal.federal_range_ratio,
    horizontal.coefficient_of_variation,
    horizontal.mcloone,
    horizontal.verstegen,
    horizontal.gini,
    horizontal.hoover,
    horizontal.theil_t,
    horizontal.theil_l,
    horizontal.atkinson,
)


@pytest.mark.parametrize("index", INDICES)
def test_no_school_has_no_index(index):
    assert np.isnan(index([]))
    assert np.isnan(index([], []))


@pytest.mark.parametrize("index", INDICES)
def test_one_school_is_equal_to_itself(index):
    expected = 1 if index in {horizontal.mcloone, horizontal.verstegen} else 0
    assert index([9_000], [50]) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("index", INDICES)
def test_missing_values_are_refused(index):
    with pytest.raises(ValueError, match="missing values"):
        index([1.0, np.nan], [1, 1])


def test_a_school_without_pupils_weighs_nothing():
    for index in INDICES[1:]:
        assert index([8_000, 9_000, 99_999], [10, 10, 0]) == pytest.approx(
            index([8_000, 9_000], [10, 10])
        )


def test_zero_spending():
    x = [0.0, 10_000]
    assert horizontal.gini(x) == pytest.approx(0.5)
    assert horizontal.theil_t(x) == pytest.approx(np.log(2))
    assert np.isnan(horizontal.theil_l(x))
    assert horizontal.atkinson(x, epsilon=1) == 1
    assert horizontal.atkinson(x, epsilon=2) == 1
    assert horizontal.atkinson(x, epsilon=0.5) == pytest.approx(0.5)
    assert horizontal.atkinson(x, epsilon=0) == pytest.approx(0, abs=1e-12)
    assert np.isnan(horizontal.federal_range_ratio(x))
    with pytest.raises(ValueError, match="epsilon"):
        horizontal.atkinson(x, epsilon=-1)


def test_negative_spending_after_a_reversal_has_no_index_of_shares():
    x = [-500.0, 9_000, 10_000]
    for index in (
        horizontal.gini,
        horizontal.theil_t,
        horizontal.theil_l,
        horizontal.atkinson,
        horizontal.mcloone,
        horizontal.verstegen,
    ):
        assert np.isnan(index(x))
    table = UnitTable.of(list("ABCDE"), [10] * 5, [-500, 9_000, 10_000, 9_500, 9_700])
    found = statistics(table)
    assert found.overall.measures["gini"].reason == UNDEFINED
    assert found.overall.measures["range"].value == 10_500
    assert found.overall.lorenz is None


def test_ties_at_the_median_and_the_three_conventions():
    x, n = [1, 2, 2, 3], [10, 10, 10, 10]
    assert weighted.quantile(x, 0.5, n) == 2
    low = {school: horizontal.mcloone(x, n, median_school=school) for school in MedianSchool}
    assert low == pytest.approx(
        {MedianSchool.HALF: 0.75, MedianSchool.STRICT: 0.5, MedianSchool.INCLUSIVE: 5 / 6}
    )
    high = {school: horizontal.verstegen(x, n, median_school=school) for school in MedianSchool}
    assert high == pytest.approx(
        {MedianSchool.HALF: 1.25, MedianSchool.STRICT: 1.5, MedianSchool.INCLUSIVE: 7 / 6}
    )


def test_sample_divisor_and_interpolation_only_where_schools_count_once():
    with pytest.raises(ValueError, match="count once"):
        weighted.standard_deviation([1, 2], [1, 1], ddof=1)
    with pytest.raises(ValueError, match="not interpolated"):
        weighted.quantile([1, 2], 0.5, [1, 1], interpolated=True)
    assert np.isnan(weighted.standard_deviation([1], ddof=1))


def test_theil_between_is_not_shared_out_where_there_is_nothing():
    parts = decomposition.theil_parts([5, 5, 5], ["a", "a", "b"])
    assert np.isnan(parts.between_share)
    assert np.isnan(decomposition.theil_parts([-1, 2], ["a", "b"]).between)
    # A group that spends nothing adds nothing.
    assert decomposition.theil_parts([0, 4, 4], ["a", "b", "b"]).within == pytest.approx(0)


@pytest.mark.parametrize("share", [[0, 0, 0], [1, 1, 1]])
def test_nobody_or_everybody_poor_has_no_progressivity(share):
    found = progressivity([1, 2, 3], share)
    assert np.isnan(found.ratio)
    assert np.isnan(found.difference)
    assert np.isnan(progressivity([], []).poor)


def test_percent_is_refused_as_a_share():
    with pytest.raises(ValueError, match="percentage"):
        progressivity([1, 2], [20, 30])
    with pytest.raises(ValueError, match="percentage"):
        need_factor({Need.FRL: [20.0]}, NeedWeights(()))
    with pytest.raises(ValueError, match="at least 0"):
        NeedWeight(Need.FRL, -0.1, "test")
    with pytest.raises(ValueError, match="no share"):
        need_factor({}, NeedWeights(()))


def test_counting_a_pupil_once_takes_the_largest_weight():
    weights = (NeedWeight(Need.FRL, 0.2, "a"), NeedWeight(Need.SPED, 0.9, "b"))
    shares = {Need.FRL: [0.5], Need.SPED: [0.1]}
    assert need_factor(shares, NeedWeights(weights))[0] == pytest.approx(1.19)
    # A tenth of the pupils at .9, the other two fifths of the half at .2.
    once = NeedWeights(weights, Counting.UNDUPLICATED)
    assert need_factor(shares, once)[0] == pytest.approx(1 + 0.09 + 0.08)
    assert "FRL +0.2 (a)" in once.text


def test_no_dollars_have_no_curve():
    assert len(curves.lorenz([0, 0]).up) == 0
    assert np.isnan(curves.concentration_index([0, 0], [1, 2]))


def test_logarithms_need_positive_figures():
    with pytest.raises(ValueError, match="logarithms"):
        neutrality.elasticity([1, 2, 3], [1, 0, 2])


def test_dropped_wealth_is_counted():
    count = 12
    wealth = [100.0 + i for i in range(count)]
    wealth[3], wealth[5] = 0.0, None
    rng = np.random.default_rng(5)
    table = UnitTable.of(
        [str(i) for i in range(count)], [100] * count, rng.normal(9_000, 500, count), wealth=wealth
    )
    found = statistics(table).overall.measures["wealth_elasticity"]
    assert found.dropped == (3, 5)
    assert found.dropped_why == ("wealth is not positive: it has no logarithm", "no wealth")
    assert found.value is not None
    assert found.low < found.value < found.high


def test_weak_link_needs_only_one_low_figure():
    assert neutrality.is_weak(0.8, 0.05)
    assert neutrality.is_weak(0.3, 0.5)
    assert not neutrality.is_weak(0.5, 0.1)


def test_needs_that_rise_together_show_only_their_joint_effect():
    rng = np.random.default_rng(2)
    frl = rng.uniform(0.1, 0.9, 60)
    ell = np.clip(frl / 2 + rng.normal(0, 0.01, 60), 0, 1)
    sped = rng.uniform(0.05, 0.25, 60)
    x = 8_000 + 2_000 * frl + 1_000 * ell + 6_000 * sped + rng.normal(0, 100, 60)
    found = implicit_weights(x, {Need.FRL: frl, Need.ELL: ell, Need.SPED: sped})
    assert found.joint.needs == (Need.FRL, Need.ELL)
    assert [one.needs for one in found.shown] == [(Need.FRL, Need.ELL), (Need.SPED,)]
    both = found.effects[0].dollars + found.effects[1].dollars
    assert found.joint.dollars == pytest.approx(both)
    # Together they are known far better than apart.
    width = [one.high - one.low for one in (found.joint, found.effects[1])]
    assert width[0] < width[1]
    table = UnitTable.of(
        [str(i) for i in range(60)], [100] * 60, x, frl_share=frl, ell_share=ell, sped_share=sped
    )
    measures = statistics(table).overall.measures
    assert measures["implicit_frl"].value is None
    assert "joint effect" in measures["implicit_frl"].reason
    assert measures["implicit_joint"].note.startswith("FRL and ELL together")
    assert measures["implicit_sped"].value is not None


def test_under_twenty_schools_levels_are_held_equal():
    """Spending is 6,000 and 1,500 for need, 900 more in middle schools, which are needier.

    Without the level its dollars would look like need; the base stands for the mix of levels.
    """
    frl = np.array([0.1, 0.2, 0.15, 0.3, 0.25, 0.35, 0.6, 0.8, 0.7, 0.9, 0.75, 0.65])
    ell = np.linspace(0.4, 0.0, 12)
    is_middle = np.repeat([0.0, 1.0], 6)
    pupils = np.arange(100.0, 700.0, 50.0)
    table = UnitTable.of(
        [str(i) for i in range(12)], pupils, 6_000 + 1_500 * frl + 900 * is_middle,
        frl_share=frl, ell_share=ell, group=["elementary"] * 6 + ["middle"] * 6,
    )  # fmt: skip
    found = statistics(table)
    base = 6_000 + 900 * float(pupils @ is_middle / pupils.sum())
    measures = found.overall.measures
    assert measures["implicit_base"].value == pytest.approx(base)
    assert measures["implicit_frl"].value == pytest.approx(1_500 / base)
    assert measures["implicit_frl"].note.endswith("levels held equal")
    assert "implicit_ell" not in measures
    # Within a level there is nothing to hold equal, and six schools are too few.
    assert measures["implicit_unexplained"].value == pytest.approx(0, abs=1e-9)
    assert "needs at least 10" in found.groups[0].measures["implicit_base"].reason


def test_levels_take_schools_of_their_own():
    """Ten schools of five levels: one need and four levels would leave four degrees of freedom."""
    table = UnitTable.of(
        [str(i) for i in range(10)], [100] * 10, np.linspace(8_000, 9_000, 10),
        frl_share=np.random.default_rng(4).random(10), group=[*"aabbccddee"],
    )  # fmt: skip
    assert "needs at least 11 schools" in statistics(table).overall.measures["implicit_frl"].reason


def test_under_twenty_schools_low_income_alone_explains():
    rng = np.random.default_rng(3)
    table = UnitTable.of(
        [str(i) for i in range(15)], [100] * 15, rng.normal(9_000, 300, 15),
        frl_share=rng.random(15), ell_share=rng.random(15) / 2,
    )  # fmt: skip
    measures = statistics(table).overall.measures
    assert "implicit_ell" not in measures
    assert measures["implicit_frl"].value is not None


def mixed(count, **changes):
    rng = np.random.default_rng(3)
    ell, sped = rng.uniform(0, 0.3, count), rng.uniform(0, 0.3, count)
    frl = np.clip(0.2 + ell + sped + rng.normal(0, 0.052, count), 0, 1)
    x = 8_000 + 2_000 * frl + 1_000 * ell + 5_000 * sped + rng.normal(0, 500, count)
    shares = {"frl_share": frl, "ell_share": ell, "sped_share": sped} | changes
    return UnitTable.of([str(i) for i in range(count)], [300] * count, x, **shares)


def test_a_need_that_is_the_sum_of_others_never_stands_alone():
    table = mixed(60)
    columns = [table.frl_share, table.ell_share, table.sped_share]
    factors = inflation_factors(columns, table.pupils)
    assert factors[0] > 5 > max(factors[1:])
    measures = statistics(table).overall.measures
    assert measures["implicit_frl"].value is None
    # What is left of it beside the needs that keep a weight of their own varies apart from them.
    joint = measures["implicit_joint"].note.split(" together")[0]
    kept = {"ELL", "SPED"} - set(joint.split(" and "))
    assert joint.startswith("FRL and ")
    assert len(kept) == 1
    assert measures[f"implicit_{kept.pop().lower()}"].value is not None


def test_a_model_on_low_income_alone_says_why():
    table = mixed(25, sped_share=[None] * 10 + [0.1 + n / 100 for n in range(15)])
    measures = statistics(table).overall.measures
    assert "implicit_sped" not in measures
    for name in ("implicit_base", "implicit_frl", "implicit_unexplained"):
        assert measures[name].note.endswith(
            "FRL alone: 15 of 25 schools have every share, and all needs together take 20"
        )
    assert not statistics(mixed(25)).overall.measures["implicit_base"].note


def test_inflation_of_one_and_of_independent_columns():
    assert inflation_factors([[1, 2, 3]]) == (1.0,)
    assert inflation_factors([[1, 2, 1, 2], [1, 1, 2, 2]]) == pytest.approx((1, 1))


def test_a_model_without_spare_schools_has_no_interval():
    found = fit([1, 2, 4], [[1, 2, 4], [1, 4, 9]])
    assert np.isnan(found.interval(1)).all()
    assert np.isnan(against_need([1, 2, 4], [[1, 2, 4], [1, 4, 9]]).reach).all()


def test_a_school_that_alone_decides_a_coefficient_does_not_break_hc3():
    found = fit([1.0, 2, 3, 9], [[0, 0, 0, 1]], None, Robust.HC3)
    assert np.isfinite(found.covariance).all()


def test_differences_shrink_by_pupils_and_reach_wider_for_small_schools():
    assert shrunk([10, 10], [100, 900]).tolist() == [5, 9]
    rng = np.random.default_rng(4)
    need, pupils = rng.random(40), rng.integers(20, 900, 40).astype(float)
    y = 50 - 20 * need + rng.normal(0, 40 / np.sqrt(pupils))
    found = against_need(y, [need], pupils, pupils)
    assert found.expected + found.differences == pytest.approx(y)
    assert found.reach[np.argmin(pupils)] > found.reach[np.argmax(pupils)]
    assert np.abs(found.shrunk).max() < np.abs(found.differences).max()
    assert (found.low < found.high).all()


def test_formula_with_fixed_sums_and_a_pot():
    found = formula_gaps([60, 40], [1, 1], foundation=[10, 0], pot=110)
    assert found.formula.tolist() == [60, 50]
    assert found.gaps.tolist() == [0, -10]
    with pytest.raises(ValueError, match="exceed the pot"):
        formula_gaps([10, 10], [1, 1], foundation=[30, 0])
    assert entitlement([[10, 5]], 100, [0, 0.5], [7]).tolist() == [1_757]


def test_weighted_index_of_miles_and_roza():
    # Averages of 100 and 200 dollars by type: the first school gets 10 % less than intended.
    index = weighted_index([900, 2_200, 5], [[10, 0], [0, 10], [0, 0]], [100, 200])
    assert index[:2] == pytest.approx([0.9, 1.1])
    assert np.isnan(index[2])
    gaps = formula_gaps([900, 2_200], [10, 20], pot=3_000)
    assert gaps.within(0.10, [10, 10]) == 1
    assert gaps.within(0.05, [10, 10]) == 0


def test_guarantees_that_exceed_the_pot_say_by_how_much():
    with pytest.raises(InfeasibleGuaranteeError, match=r"50\.00 short") as caught:
        hold_harmless([100, 100], [200, 50], 1.0)
    assert caught.value.short == pytest.approx(50)
    with pytest.raises(ValueError, match="between 0 and 1"):
        hold_harmless([1], [1], 1.5)
    with pytest.raises(ValueError, match="equal length"):
        hold_harmless([1], [1, 2], 0.5)


def test_small_staffs_are_hidden_and_not_given_away_by_the_sum():
    found = salary_gaps(
        [[10], [10], [2]], [[50_000], [60_000], [90_000]], [100, 100, 100], [[10], [12], [2]]
    )
    # The smallest is hidden, and the next, since all gaps sum to nothing.
    assert found.is_hidden[:, 0].tolist() == [True, False, True]
    assert np.isnan(found.per_pupil[[0, 2]]).all()
    assert np.isfinite(found.per_pupil[1])
    # One and one are two people, whom the sum would tell of together.
    pay = [[50_000], [60_000], [90_000], [70_000]]
    found = salary_gaps([[1], [1], [5], [4]], pay, [100] * 4, [[1], [1], [5], [4]])
    assert found.is_hidden[:, 0].tolist() == [True, True, False, True]
    with pytest.raises(ValueError, match="one row a school"):
        salary_gaps([[1]], [[1], [2]], [1], [[1]])


def test_duplicate_units_are_two_units():
    table = UnitTable.of(["A", "A", "B", "C", "D"], [10] * 5, [1, 1, 2, 3, 4])
    assert statistics(table).overall.measures["gini"].schools == 5
