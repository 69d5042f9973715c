"""Lines and models against the textbook, an exact model, and an expansion to single pupils."""

from __future__ import annotations

import numpy as np
import pytest

from metrics.regression import Robust, TooFewSchoolsError, fit, line
from metrics.student_t import critical
from tests.metrics.conftest import cases

KNOWN = cases("equity")


def test_the_toy_line_and_its_robust_error():
    toy, known = KNOWN["toy"], KNOWN["toy_line"]
    by_pupil, by_school = fit(toy["x"], [toy["frl"]], toy["n"]), fit(toy["x"], [toy["frl"]])
    assert by_pupil.coefficients[1] == pytest.approx(known["slope"], rel=1e-9)
    assert by_pupil.standard_error(1) == pytest.approx(known["standard_error"], rel=1e-9)
    assert by_school.coefficients[1] == pytest.approx(known["slope_by_school"], rel=1e-9)
    assert by_school.r_squared == pytest.approx(known["r_squared_by_school"], rel=1e-9)


def test_california_has_no_clear_pattern(california):
    known = KNOWN["ca_line"]
    found = line(california["frl"], california["x"], california["n"])
    assert found.slope == pytest.approx(known["slope"], rel=1e-7)
    assert found.fit.standard_error(1) == pytest.approx(known["standard_error"], rel=1e-7)
    assert found.r == pytest.approx(KNOWN["ca_weighted"]["pearson"], rel=1e-7)
    assert not found.is_clear
    assert line(california["frl"], california["x"]).slope == pytest.approx(
        known["slope_by_school"], rel=1e-7
    )


def test_textbook_equations(california):
    known = KNOWN["stock_watson"]
    simple = fit(california["score"], [california["str"]])
    assert simple.coefficients == pytest.approx(known["simple"]["coefficients"], rel=1e-7)
    errors = [simple.standard_error(place) for place in range(2)]
    assert errors == pytest.approx(known["simple"]["standard_errors"], abs=6e-4)
    assert simple.r_squared == pytest.approx(known["simple"]["r_squared"], abs=5e-5)
    columns = [california["str"], california["x"] / 1000, california["ell"] * 100]
    three = fit(california["score"], columns)
    assert three.coefficients == pytest.approx(known["three"]["coefficients"], rel=1e-6)
    errors = [three.standard_error(place) for place in range(4)]
    assert errors == pytest.approx(known["three"]["standard_errors"], abs=6e-4)


def test_an_exact_model_is_found_exactly():
    known = KNOWN["exact_model"]
    found = fit(known["x"], [known["f"], known["e"], known["s"]])
    assert found.coefficients == pytest.approx(known["coefficients"], rel=1e-9)
    assert found.r_squared == pytest.approx(1, abs=1e-12)


def test_hc3_by_leaving_each_school_out():
    rng = np.random.default_rng(3)
    x, n = rng.random(14), rng.integers(50, 900, 14).astype(float)
    y = 9_000 + 2_000 * x + rng.normal(0, 500, 14)
    whole = fit(y, [x], n, Robust.HC3)
    inverse = np.linalg.inv((np.column_stack([np.ones(14), x]) * n[:, None]).T
                            @ np.column_stack([np.ones(14), x]))  # fmt: skip
    filling = np.zeros((2, 2))
    for i in range(14):
        rest = np.arange(14) != i
        left = fit(y[rest], [x[rest]], n[rest])
        row = np.array([1, x[i]])
        apart = y[i] - row @ np.array(left.coefficients)
        filling += np.outer(row, row) * (n[i] * apart) ** 2
    assert whole.covariance == pytest.approx(inverse @ filling @ inverse, rel=1e-9)


def test_the_band_is_narrowest_at_the_mean_and_spans_the_interval():
    rng = np.random.default_rng(4)
    x = rng.random(30)
    y = 5 + 3 * x + rng.normal(0, 1, 30)
    found = line(x, y)
    middle, low, high = found.band([0.0, x.mean(), 1.0])
    assert middle[0] == pytest.approx(found.intercept)
    assert ((low < middle) & (middle < high)).all()
    assert (high - low)[1] < min((high - low)[0], (high - low)[2])
    assert found.fit.interval(1) == (found.low, found.high)


@pytest.mark.parametrize(
    ("freedom", "expected"), [(1, 12.706205), (5, 2.570582), (8, 2.306004), (30, 2.042272),
                              (418, 1.965657), (100_000, 1.959988)]
)  # fmt: skip
def test_students_t_as_tabled(freedom, expected):
    assert critical(freedom) == pytest.approx(expected, abs=2e-6)


def test_too_few_schools_and_measures_that_do_not_vary():
    with pytest.raises(TooFewSchoolsError, match="at least 10"):
        line([1, 2, 3], [1, 2, 3])
    with pytest.raises(ValueError, match="do not vary"):
        line([1.0] * 12, list(range(12)))


def test_a_band_that_one_school_alone_fixes_has_width_and_no_error():
    shares = np.array([0.5] * 5 + [0.1] * 5 + [0.5, 0.5])
    found = line(shares, [10_000] * 5 + [10_500] * 5 + [10_000, 40_000], [100] * 12)
    middle, low, high = found.band(np.linspace(0.1, 0.5, 25))
    assert np.isfinite(low).all()
    assert (low <= middle).all()
    assert (middle <= high).all()
