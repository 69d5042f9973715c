"""Federal tests: comparability, maintenance of effort, supplement, equity factor."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from metrics.fiscal.comparability import (
    Averaging,
    Basis,
    ComparedSchool,
    Option,
    Rules,
    comparability,
)
from metrics.fiscal.equity_factor import equity_factor, grant_multiplier
from metrics.fiscal.maintenance import (
    IdeaTest,
    IdeaYear,
    esea_effort,
    idea_effort,
    idea_passes,
)
from metrics.fiscal.supplement import LABEL, screening


def school(name, pupils, amount, *, one=True, span="elementary", poverty=None):
    return ComparedSchool(name, span, pupils, amount, one, poverty)


STAFFED = [
    school("A", 440, 20),  # 22 pupils a teacher: the line exactly
    school("B", 441, 20),
    school("C", 400, 20, one=False),
    school("D", 600, 30, one=False),
]


def test_staffing_at_the_line_passes_and_beyond_it_fails():
    (span,) = comparability(STAFFED, Option.STAFFING)
    assert (span.basis, span.average, span.highest) == (Basis.NOT_TITLE_I, 20, 22)
    assert [one.passes for one in span.schools] == [True, False, None, None]
    assert span.is_comparable is False


def test_dollars_need_nine_tenths_of_the_average():
    schools = [
        school("A", 100.5, 90.45),
        school("B", 200, 179),
        school("C", 300, 300, one=False),
    ]
    for option in (Option.SALARIES, Option.MATERIALS):
        (span,) = comparability(schools, option)
        assert [one.passes for one in span.schools] == [True, False, None]
        assert span.lowest == pytest.approx(0.9)


def test_pooled_average_and_mean_of_ratios_differ():
    schools = [
        school("A", 430, 20),
        school("C", 200, 20, one=False),
        school("D", 900, 30, one=False),
    ]
    (pooled,) = comparability(schools, Option.STAFFING)
    (plain,) = comparability(schools, Option.STAFFING, Rules(Averaging.MEAN_OF_RATIOS))
    assert pooled.average == pytest.approx(1_100 / 50)
    assert plain.average == pytest.approx((10 + 30) / 2)


def test_where_all_have_title_one_the_low_poverty_half_is_the_measure():
    schools = [
        school("A", 300, 20, poverty=0.3),
        school("B", 360, 20, poverty=0.4),
        school("C", 400, 20, poverty=0.8),
        school("D", 300, 20, poverty=0.9),
    ]
    (low,) = comparability(schools, Option.STAFFING)
    assert (low.basis, low.average) == (Basis.LOW_POVERTY, 16.5)
    # The yardstick is not measured against itself: B, above its own half's mean, is no failure.
    assert [one.passes for one in low.schools] == [None, None, False, True]
    assert "compared with, not tested" in low.schools[0].reason
    rules = Rules(all_title_one=Basis.GROUP_MEAN)
    (band,) = comparability(schools, Option.STAFFING, rules)
    assert (band.basis, band.average) == (Basis.GROUP_MEAN, 17.0)
    assert (band.lowest, band.highest) == pytest.approx((15.3, 18.7))
    assert [one.passes for one in band.schools] == [False, True, False, False]


def test_all_title_one_without_poverty_falls_back_on_the_band():
    (span,) = comparability([school("A", 300, 20), school("B", 310, 20)], Option.STAFFING)
    assert span.basis is Basis.GROUP_MEAN
    assert span.is_comparable


@pytest.mark.parametrize("poverty", [0.9, None])
@pytest.mark.parametrize("basis", [Basis.LOW_POVERTY, Basis.GROUP_MEAN])
def test_one_school_left_by_exemptions_is_not_compared_with_itself(poverty, basis):
    schools = [school("Big", 500, 25, poverty=poverty), school("Tiny", 80, 8, one=False)]
    (span,) = comparability(schools, Option.STAFFING, Rules(all_title_one=basis))
    assert (span.basis, span.average, span.is_comparable) == (Basis.NONE, None, None)
    assert span.reason == "no school to compare with"
    assert span.schools[0].reason == "no school to compare with"


def test_a_school_without_staff_leaves_the_other_nobody_to_compare_with():
    (span,) = comparability([school("A", 300, 20), school("B", 300, 0)], Option.STAFFING)
    assert (span.average, span.is_comparable) == (None, None)


def test_a_low_poverty_yardstick_does_not_fail_the_span():
    schools = [
        school("A", 500, 50, poverty=0.2),
        school("B", 500, 33, poverty=0.3),
        school("C", 500, 50, poverty=0.8),
        school("D", 500, 50, poverty=0.9),
    ]
    (span,) = comparability(schools, Option.STAFFING)
    assert span.highest == pytest.approx(1.1 * 1_000 / 83)
    assert span.is_comparable is True


def test_exemptions_say_why():
    alone = comparability([school("A", 300, 20, span="high")], Option.STAFFING)[0]
    assert alone.is_comparable is None
    assert alone.reason == "exempt: the only school of its grade span"
    (span,) = comparability([school("S", 100, 1), *STAFFED], Option.STAFFING)
    assert span.schools[0].reason == "exempt: 100 pupils or fewer"
    assert comparability([school("S", 101, 20), *STAFFED], Option.STAFFING)[0].schools[0].passes
    small = comparability(STAFFED[:2] + STAFFED[2:3], Option.STAFFING, Rules(small_district=5_000))
    assert "fewer than 5,000 pupils" in small[0].reason


def test_no_staff_is_flagged_and_never_infinite():
    (span,) = comparability([school("Z", 300, 0), *STAFFED[:1], *STAFFED[2:]], Option.STAFFING)
    assert span.schools[0].ratio is None
    assert span.schools[0].passes is None
    assert "check the data" in span.schools[0].reason
    assert span.is_comparable is True
    (nobody,) = comparability([school("A", 300, 20), school("C", 300, 0, one=False)],
                              Option.STAFFING)  # fmt: skip
    assert nobody.reason == "no school to compare with"


def effort(prior, before, pupils=(1_000, 1_000), **rest):
    return esea_effort(prior, before, prior_pupils=pupils[0], second_prior_pupils=pupils[1], **rest)


def test_esea_nine_tenths_exactly_pass():
    found = effort(900_000_00, 1_000_000_00)
    assert (found.passes, found.level, found.cut) == (True, Fraction(9, 10), 0)
    assert not effort(899_999_99, 1_000_000_00).passes


def test_esea_cut_only_after_another_failure_in_five_years():
    first = effort(850_000_00, 1_000_000_00, failed_before=[False] * 5 + [True])
    again = effort(850_000_00, 1_000_000_00, failed_before=[False] * 4 + [True])
    assert (first.passes, first.cut) == (False, 0)
    # 50,000 short of the 900,000 required: one eighteenth.
    assert again.cut == Fraction(1, 18)
    assert again.next_base == 900_000_00


def test_esea_by_pupil_saves_a_shrinking_district():
    found = effort(850_000_00, 1_000_000_00, pupils=(850, 1_000))
    assert (found.passes, found.level, found.next_base) == (True, 1, 850_000_00)
    assert effort(1, 1_00, pupils=(0, 0)).per_pupil is None
    with pytest.raises(ValueError, match="to measure against"):
        effort(1, 0)


def idea(year, local, both, children=100, allowed=0):
    return IdeaYear(year, local, both, children, allowed)


def test_idea_passes_on_any_of_four_tests():
    results = idea_effort([idea(2024, 500, 1_000), idea(2025, 400, 990, 99)])
    outcome = {one.test: one.passes for one in results}
    assert outcome == {
        IdeaTest.LOCAL: False,
        IdeaTest.STATE_LOCAL: False,
        IdeaTest.LOCAL_CHILD: False,
        IdeaTest.STATE_LOCAL_CHILD: True,
    }
    assert idea_passes(results)


def test_idea_a_failed_year_does_not_lower_the_bar():
    years = [idea(2023, 500, 1_000), idea(2024, 300, 700), idea(2025, 499, 999)]
    local = idea_effort(years)[0]
    assert (local.bar, local.bar_year, local.passes) == (500, 2023, False)
    raised = idea_effort([idea(2023, 500, 1_000), idea(2024, 600, 700), idea(2025, 599, 999)])[0]
    assert (raised.bar, raised.bar_year, raised.passes) == (600, 2024, False)


def test_idea_reductions_of_a_failed_year_still_lower_the_bar():
    years = [idea(2022, 100, 100, 10), idea(2023, 80, 80, 10, allowed=10), idea(2024, 90, 90, 10)]
    # Without the failure 2023 would have required 90, and 9 for each of 10 children.
    found = {one.test: (one.bar, one.passes) for one in idea_effort(years)}
    assert found == {
        IdeaTest.LOCAL: (90, True),
        IdeaTest.STATE_LOCAL: (90, True),
        IdeaTest.LOCAL_CHILD: (9, True),
        IdeaTest.STATE_LOCAL_CHILD: (9, True),
    }
    short = idea_effort([*years[:2], idea(2024, 89, 89, 10)])
    assert not idea_passes(short)


def test_idea_allowed_reductions_lower_the_bar_for_the_year():
    years = [idea(2024, 500, 1_000), idea(2025, 480, 980, allowed=20)]
    assert [one.passes for one in idea_effort(years)] == [True] * 4
    assert not idea_passes(idea_effort([idea(2024, 500, 1_000), idea(2025, 479, 979, allowed=20)]))


def test_idea_without_children_and_with_too_few_years():
    results = idea_effort([idea(2024, 5, 10, 0), idea(2025, 5, 10, 0)])
    assert [one.passes for one in results] == [True, True, None, None]
    with pytest.raises(ValueError, match="at least two years"):
        idea_effort([idea(2024, 5, 10)])
    with pytest.raises(ValueError, match="earliest"):
        idea_effort([idea(2025, 5, 10), idea(2024, 5, 10)])


def test_supplement_screening():
    found = screening([900, 1_000, 2_100], [1_000, 1_000, 2_000], [10, 10, 20], [1, 1, 0])
    assert found.gaps.tolist() == [-100, 0, 100]
    assert (found.title_one, found.others) == (-5, 5)
    assert found.needs_look is True
    assert found.label == LABEL
    assert screening([1, 1], [1, 1], [1, 1], [0, 0]).needs_look is None


def test_equity_factor_counts_poor_pupils_as_one_and_two_fifths():
    spending, poverty, pupils = [10_000, 14_000, 99_999], [0.0, 1.0, 0.5], [400, 400, 200]
    # 14,000 for a pupil who counts 1.4 is 10,000; the district of 200 pupils does not enter.
    assert equity_factor(spending, poverty, pupils) == pytest.approx(0, abs=1e-12)
    expanded = np.repeat([10_000.0, 14_000 / 1.4], [400, 560])
    assert expanded.std() == pytest.approx(0, abs=1e-9)
    assert np.isnan(equity_factor([1], [0], [200]))
    assert grant_multiplier(0.1) == pytest.approx(1.2)


def test_equity_factor_by_expansion_to_single_weighted_pupils():
    spending, poverty, pupils = [8_000, 9_000, 12_000], [0.1, 0.5, 0.25], [1_000, 500, 2_000]
    weights = [1_040, 600, 2_200]
    each = np.repeat([8_000 / 1.04, 9_000 / 1.2, 12_000 / 1.1], weights)
    expected = each.std() / each.mean()
    assert equity_factor(spending, poverty, pupils) == pytest.approx(expected, rel=1e-12)
