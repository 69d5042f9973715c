"""Indices of spread against published and twice-confirmed values, and their invariants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import horizontal, weighted
from metrics.registry import METRICS
from tests.metrics.conftest import cases

KNOWN = cases("equity")
TOY = {name: np.array(values, dtype=float) for name, values in KNOWN["toy"].items()}
RATIOS = ["federal_range_ratio", "cv", "mcloone", "verstegen", "gini", "hoover", "theil_t",
          "theil_l", "atkinson"]  # fmt: skip
SCHOOLS = st.lists(
    st.tuples(st.integers(4_000, 30_000), st.integers(1, 2_000)), min_size=2, max_size=12
)


@pytest.mark.parametrize(("metric", "value"), KNOWN["toy_by_pupil"].items())
def test_five_schools_by_pupil(metric, value):
    assert METRICS[metric].function(TOY["x"], TOY["n"]) == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(("metric", "value"), KNOWN["toy_by_school"].items())
def test_five_schools_each_once(metric, value):
    assert METRICS[metric].function(TOY["x"]) == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(("metric", "value"), KNOWN["ca_by_pupil"].items())
def test_california_by_pupil(california, metric, value):
    found = METRICS[metric].function(california["x"], california["n"])
    assert found == pytest.approx(value, rel=1e-7)


@pytest.mark.parametrize(("metric", "value"), KNOWN["ca_by_school"].items())
def test_california_each_once(california, metric, value):
    assert METRICS[metric].function(california["x"]) == pytest.approx(value, rel=1e-7)


@pytest.mark.parametrize("metric", ["gini", "theil_t", "atkinson"])
def test_vector_of_the_literature(metric):
    known = KNOWN["ineq"]
    assert METRICS[metric].function(known["x"]) == pytest.approx(known[metric], rel=1e-7)


@pytest.mark.parametrize(("epsilon", "value"), KNOWN["atkinson_toy_by_pupil"].items())
def test_atkinson_by_aversion(epsilon, value):
    found = horizontal.atkinson(TOY["x"], TOY["n"], epsilon=float(epsilon))
    assert found == pytest.approx(value, rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(schools=SCHOOLS, factor=st.integers(2, 9), seed=st.integers(0, 99))
def test_scale_replication_and_order_change_no_ratio(schools, factor, seed):
    x, n = (np.array(column, dtype=float) for column in zip(*schools, strict=True))
    order = np.random.default_rng(seed).permutation(len(x))
    for metric in RATIOS:
        index = METRICS[metric].function
        expected = pytest.approx(index(x, n), rel=1e-9, abs=1e-12)
        assert index(x * factor, n) == expected
        assert index(x, n * factor) == expected
        assert index(x[order], n[order]) == expected


@settings(max_examples=60, deadline=None)
@given(schools=SCHOOLS)
def test_splitting_a_school_changes_nothing(schools):
    x, n = (np.array(column, dtype=float) for column in zip(*schools, strict=True))
    split = np.append(x, x[0]), np.append(n, n[0] / 2)
    split[1][0] /= 2
    for metric in RATIOS:
        index = METRICS[metric].function
        assert index(*split) == pytest.approx(index(x, n), rel=1e-9, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(schools=SCHOOLS)
def test_both_halves_share_out_the_mean(schools):
    x, n = (np.array(column, dtype=float) for column in zip(*schools, strict=True))
    low, high = horizontal.mcloone(x, n), horizontal.verstegen(x, n)
    assert 0 <= low <= 1 + 1e-12
    assert high >= 1 - 1e-12
    middle = weighted.quantile(x, 0.5, n)
    assert (low + high) / 2 == pytest.approx(weighted.mean(x, n) / middle, rel=1e-9)


def test_a_dollar_more_for_everyone_lowers_the_gini():
    found = horizontal.gini(TOY["x"] + 1000, TOY["n"])
    assert found == pytest.approx(KNOWN["gini_after_1000_more"], rel=1e-9)


def test_all_equal():
    equal = [9_000.0] * 6
    assert [METRICS[metric].function(equal) for metric in RATIOS] == pytest.approx(
        [0, 0, 1, 1, 0, 0, 0, 0, 0], abs=1e-12
    )


def test_undefined_is_not_zero():
    assert np.isnan(horizontal.coefficient_of_variation([0.0, 0.0]))
    assert np.isnan(horizontal.gini([-1.0, 5.0]))
    assert np.isnan(horizontal.federal_range_ratio([0.0, 5.0]))
    assert np.isnan(horizontal.theil_l([0.0, 5.0]))
    assert horizontal.atkinson([0.0, 5.0], epsilon=2) == 1
