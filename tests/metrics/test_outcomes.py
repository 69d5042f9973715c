"""Quadrants and fifths of need."""

from __future__ import annotations

import numpy as np
import pytest

from metrics.outcomes import Quadrant, need_groups, quadrants
from metrics.regression import fit
from tests.metrics.conftest import cases

KNOWN = cases("equity")


def test_california_quadrants_against_what_need_predicts(california):
    needs = [california["frl"], california["ell"], california["income"]]
    apart = fit(california["score"], needs).residuals
    found = quadrants(california["x"], apart, california["n"], y_line=0)
    for name, count in KNOWN["quadrants_california"].items():
        assert found.count(Quadrant[name.upper()]) == count


def test_lines_lie_at_the_pupil_weighted_means_and_belong_to_the_higher_side():
    found = quadrants([10, 20], [1, 2], [100, 300])
    assert (found.x_line, found.y_line) == (17.5, 1.75)
    assert found.fields == (Quadrant.LOW_LOW, Quadrant.HIGH_HIGH)
    assert quadrants([5, 5], [1, 1]).fields == (Quadrant.HIGH_HIGH,) * 2


def test_fifths_divide_the_school_on_the_border():
    toy = KNOWN["toy"]
    found = need_groups(toy["x"], toy["frl"], toy["n"])
    assert [group.pupils for group in found] == pytest.approx([200] * 5)
    # 100 pupils of A and 100 of B, then the other 100 of B and 100 of C, and so on.
    assert [group.value_mean for group in found] == pytest.approx(
        [8_500, 9_500, 10_000, 11_000, 14_000]
    )
    assert [group.schools for group in found] == [2, 2, 1, 1, 1]


def test_the_order_of_equal_schools_does_not_matter():
    values, need, pupils = np.array([1.0, 9, 5]), np.array([0.5, 0.5, 0.5]), np.array([10.0, 30, 7])
    there = need_groups(values, need, pupils)
    back = need_groups(values[::-1], need[::-1], pupils[::-1])
    assert [g.value_mean for g in there] == pytest.approx([g.value_mean for g in back])
