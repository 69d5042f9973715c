"""Weighted averages, percentiles and correlation."""

from __future__ import annotations

import numpy as np
import pytest

from metrics import weighted
from tests.metrics.conftest import cases

KNOWN = cases("equity")


def figures(x, n, frl):
    found = {
        f"p{int(100 * s):02d}": weighted.quantile(x, s, n) for s in (0.05, 0.25, 0.5, 0.75, 0.95)
    }
    return found | {
        "mean": weighted.mean(x, n),
        "standard_deviation": weighted.standard_deviation(x, n),
        "pearson": weighted.pearson(x, frl, n),
        "pearson_by_school": weighted.pearson(x, frl),
    }


def test_five_schools():
    toy = KNOWN["toy"]
    found = figures(toy["x"], toy["n"], toy["frl"])
    assert found == pytest.approx(KNOWN["toy_weighted"], rel=1e-9)


def test_california(california):
    found = figures(california["x"], california["n"], california["frl"])
    assert found == pytest.approx(KNOWN["ca_weighted"], rel=1e-7)


def test_medians():
    assert weighted.median([1, 2, 3, 4]) == 2.5
    assert weighted.median([1, 2, 3, 4], [1, 1, 1, 1]) == 2
    assert np.isnan(weighted.median([]))


def test_correlation_with_a_constant_is_undefined():
    assert np.isnan(weighted.pearson([1, 2, 3], [5, 5, 5]))


@pytest.mark.parametrize(
    ("values", "weights"),
    [([1, 2], [1]), ([1, np.nan], [1, 1]), ([1, 2], [-1, 2]), ([1, 2], [0, 0])],
)
def test_what_cannot_be_averaged_is_refused(values, weights):
    with pytest.raises(ValueError, match=r"weights|missing|lists"):
        weighted.mean(values, weights)
