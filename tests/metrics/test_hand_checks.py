"""Small cases reckoned by hand or printed in a rule, a guide or a paper."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest

from metrics import curves, horizontal, neutrality
from metrics.fiscal.comparability import ComparedSchool, Option, comparability
from metrics.fiscal.maintenance import esea_effort
from metrics.funding.hold_harmless import hold_harmless
from metrics.funding.salaries import salary_gaps
from metrics.peers import peers
from metrics.regression import fit
from metrics.rounding import largest_remainder
from metrics.vertical.implicit import implicit_weights
from metrics.vertical.need import Need
from metrics.vertical.progressivity import progressivity
from tests.metrics.conftest import CASES

ORACLE = json.loads((CASES / "oracle.json").read_text())
HAND = ORACLE["hand_checks"]
TOY = ORACLE["inputs"]["toy"]
CHECKED = {
    "gini_after_adding_1000_to_each_toy_x", "lorenz_toy", "segregation_factor_toy",
    "progressivity_two_schools", "implicit_weights_exact", "wealth_elasticity_exact",
    "central_cost_allocation", "comparability_north_carolina", "esea_moe", "hold_harmless",
    "average_salary", "stock_watson_hc1", "peers_ca_row0",
}  # fmt: skip


def test_no_hand_check_is_left_out():
    assert set(HAND) == CHECKED


def test_gini_after_a_thousand_dollars_more():
    found = horizontal.gini(np.array(TOY["x"]) + 1_000, TOY["n"])
    assert found == pytest.approx(HAND["gini_after_adding_1000_to_each_toy_x"], rel=1e-9)


def test_lorenz_curve_and_the_gini_under_it():
    curve = curves.lorenz(TOY["x"], TOY["n"])
    assert curve.across == pytest.approx(HAND["lorenz_toy"]["p"])
    assert curve.up == pytest.approx(HAND["lorenz_toy"]["L"])
    assert curve.index == pytest.approx(horizontal.gini(TOY["x"], TOY["n"]), rel=1e-12)


def test_segregation_factor():
    found = progressivity(TOY["x"], TOY["frl"], TOY["n"])
    assert found.poverty == pytest.approx(HAND["segregation_factor_toy"]["F"], rel=1e-9)
    assert found.segregation == pytest.approx(HAND["segregation_factor_toy"]["value"], rel=1e-9)


@pytest.mark.parametrize("case", HAND["progressivity_two_schools"])
def test_two_schools_of_equal_size(case):
    found = progressivity(case["x"], case["f"], case["n"])
    assert (found.poor, found.other) == pytest.approx((case["poor"], case["nonpoor"]), rel=1e-9)
    assert (found.ratio, found.difference) == pytest.approx((case["ratio"], case["diff"]), rel=1e-9)


def test_implicit_weights_of_an_exact_model():
    case = HAND["implicit_weights_exact"]
    shares = {Need.FRL: case["f"], Need.ELL: case["e"], Need.SPED: case["s"]}
    found = implicit_weights(case["x"], shares)
    assert found.fit.coefficients == pytest.approx(case["coefficients"], rel=1e-9)
    assert [one.weight for one in found.effects] == pytest.approx(case["weights"], rel=1e-9)
    assert found.r_squared == pytest.approx(case["r2"], abs=1e-12)


def test_elasticity_of_an_exact_power():
    case = HAND["wealth_elasticity_exact"]
    wealth = np.array(case["W"], dtype=float)
    found = neutrality.elasticity(5_000 * (wealth / 100) ** 0.2, wealth)
    assert found.coefficients[1] == pytest.approx(case["elasticity"], rel=1e-9)


@pytest.mark.parametrize("driver", ["n", "fte", "sqft"])
def test_a_pool_shared_out_to_the_cent(driver):
    case = HAND["central_cost_allocation"]
    cents = largest_remainder(100 * case["P"], case[driver])
    assert sum(cents) == 100 * case["P"]
    name = {"n": "by_pupil", "fte": "by_fte", "sqft": "by_sqft"}[driver]
    each = [part / 100 / n for part, n in zip(cents, case["n"], strict=True)]
    assert each == pytest.approx(case["per_pupil_dollars"][name], abs=0.005)


def test_comparability_as_north_carolina_prints_it():
    case = HAND["comparability_north_carolina"]
    title_one = [
        ComparedSchool(str(i), "elementary", n, fte, is_title_one=True)
        for i, (n, fte) in enumerate(zip(case["pupils"], case["staff"], strict=True))
    ]
    # The guide prints the pupils of the other schools and the limit, not their staff.
    others = [
        ComparedSchool(f"o{n}", "elementary", n, n / 12.8, is_title_one=False)
        for n in (1_764, 757, 1_005, 484)
    ]
    (span,) = comparability(title_one + others, Option.STAFFING)
    ratios = [round(one.ratio, 1) for one in span.schools[: len(title_one)]]
    assert ratios == case["ratios_1dp"]
    assert round(span.highest, 1) == case["limit"]
    assert span.is_comparable is case["comparable"]


def test_esea_effort_passes_by_the_better_of_two():
    case = HAND["esea_moe"]
    (prior, before, total), (each, each_before, per_pupil) = case["aggregate"], case["per_pupil"]
    found = esea_effort(
        100 * prior,
        100 * before,
        prior_pupils=prior / each,
        second_prior_pupils=before / each_before,
    )
    assert found.total == Fraction(89, 100) == Fraction(str(total))
    assert float(found.per_pupil) == pytest.approx(per_pupil, abs=5e-5)
    assert found.passes is case["passes"]


def test_hold_harmless():
    case = HAND["hold_harmless"]
    found = hold_harmless(case["E"], case["prior"], case["h"], case["P"])
    assert found.floors == pytest.approx(case["floors"], rel=1e-12)
    assert found.factor == pytest.approx(case["lambda"], rel=1e-12)
    assert found.final == pytest.approx(case["final"], rel=1e-12)
    assert found.cost == pytest.approx(case["cost"], rel=1e-12)
    assert found.is_held == (False, True, False)


def test_average_against_actual_salaries():
    case = HAND["average_salary"]
    found = salary_gaps(
        [[fte] for fte in case["fte"]], [[pay] for pay in case["mean_pay"]], case["pupils"],
        [[20], [20]],
    )  # fmt: skip
    assert found.averages == pytest.approx([case["average"]])
    assert found.per_pupil == pytest.approx(case["gap_per_pupil"])
    assert found.dollars.sum() == pytest.approx(0)


def test_textbook_errors(california):
    case = HAND["stock_watson_hc1"]
    simple = fit(california["score"], [california["str"]])
    errors = [simple.standard_error(place) for place in range(2)]
    assert errors == pytest.approx(case["score_on_STR"]["se"], abs=6e-4)
    assert simple.r_squared == pytest.approx(case["score_on_STR"]["r2"], abs=5e-5)
    columns = [california["str"], california["x"] / 1000, california["ell"] * 100]
    three = fit(california["score"], columns)
    errors = [three.standard_error(place) for place in range(4)]
    assert errors == pytest.approx(case["score_on_STR_Expn_PctEL"]["se"], abs=6e-4)
    naive = fit(california["score"], [california["x"] / 1000])
    assert naive.r_squared == pytest.approx(case["naive_r2"], abs=5e-4)


def test_peers_of_the_first_district(california):
    case = HAND["peers_ca_row0"]
    needs = [california["frl"].tolist(), california["ell"].tolist()]
    found = peers(california["n"].tolist(), needs, 0, number=case["k"]).found
    assert [peer.place for peer in found] == case["rows"]
    assert [peer.distance for peer in found] == pytest.approx(case["distances"], abs=6e-5)
