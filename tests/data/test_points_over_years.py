"""Means over years and what is beyond need, against plain reckonings."""

from __future__ import annotations

import numpy as np
import pytest

from data.attribution import attributed_spending
from data.points_over_years import TOO_FEW, beyond_need, needs_of
from data.read_model import ArgumentError
from data.school_measures import SchoolFigures, Value
from data.school_points import school_points

NEEDS = ("frl_share", "ell_share", "sped_share")


def points(warehouse, whole, year=2025, **given):
    rows = school_points(warehouse, whole, fiscal_year=year, **given).to_pylist()
    return {row["location_id"]: row for row in rows}


def district(number=16, seed=4):
    """Schools with needs of every kind, spending and a result, drawn at random."""
    dice = np.random.default_rng(seed)
    made = []
    for place in range(number):
        frl, ell, sped = dice.uniform(0.1, 0.9, 3)
        spent = 9000 + 4000 * frl + dice.normal(0, 700)
        row = {"pupils": float(dice.integers(80, 900)), "hidden": "", "reason": ""}
        school = SchoolFigures(str(place), f"School {place}", "high", row)
        school.values = {
            "frl_share": Value(frl), "ell_share": Value(ell), "sped_share": Value(sped),
            "per_pupil_usd": Value(spent), "pupils": Value(row["pupils"]),
            "ela_points": Value(40 - 90 * frl + dice.normal(0, 20)),
        }  # fmt: skip
        made.append(school)
    return made


def by_least_squares(schools, measure):
    """Residuals of the weighted model, by scaling rows with the roots of the weights."""
    y = np.array([one.values[measure].value for one in schools])
    x = np.column_stack(
        [np.ones(len(schools)), *([one.values[n].value for one in schools] for n in NEEDS)]
    )
    root = np.sqrt([one.row["pupils"] for one in schools])
    found, *_ = np.linalg.lstsq(x * root[:, None], y * root, rcond=None)
    return y - x @ found


def test_beyond_need_is_the_residual_of_a_weighted_model(warehouse, whole):
    schools = district()
    rows = points(warehouse, whole, x="per_pupil_usd", y="ela_points", adjusted=True,
                  figures=schools)  # fmt: skip
    got = [rows[one.location_id] for one in schools]
    for axis, measure in (("x", "per_pupil_usd"), ("y", "ela_points")):
        want = by_least_squares(schools, measure)
        assert [row[f"{axis}_value"] for row in got] == pytest.approx(list(want), rel=1e-8)
        raw = [one.values[measure].value for one in schools]
        both = [row[f"{axis}_value"] + row[f"{axis}_expected"] for row in got]
        assert both == pytest.approx(raw)
        assert all(row[f"{axis}_reach"] > 0 for row in got)


def test_needs_themselves_stay_as_they_are(warehouse, whole):
    schools = district()
    rows = points(warehouse, whole, x="frl_share", y="ela_points", adjusted=True, figures=schools)
    assert rows["3"]["x_value"] == schools[3].values["frl_share"].value
    assert rows["3"]["x_expected"] is None


def test_a_school_without_a_share_of_need_is_left_out_and_named(warehouse, whole):
    schools = district()
    schools[5].values["ell_share"] = Value(None, "hidden, too few pupils")
    rows = points(warehouse, whole, y="ela_points", adjusted=True, figures=schools)
    assert rows["5"]["reason"] == "a share of need is missing or hidden"
    rest = [one for one in schools if one.location_id != "5"]
    want = by_least_squares(rest, "ela_points")
    got = [rows[one.location_id]["y_value"] for one in rest]
    assert got == pytest.approx(list(want), rel=1e-8)


@pytest.mark.parametrize("number", [0, 1, 9])
def test_few_schools_have_no_model(warehouse, whole, number):
    schools = district(number)
    assert beyond_need([1.0] * number, [(0.1 * n,) for n in range(number)], [9.0] * number) is None
    if number:
        rows = points(warehouse, whole, y="ela_points", adjusted=True, figures=schools)
        assert {row["reason"] for row in rows.values()} == {TOO_FEW}


def test_a_need_that_most_schools_lack_is_no_part_of_the_model():
    schools = district()
    for one in schools[:10]:
        one.values["ell_share"] = Value(None, "not loaded")
    assert needs_of(schools).names == ("frl_share", "sped_share")
    assert len(needs_of(schools).of) == len(schools)


def test_a_mean_of_years_is_that_of_the_years(warehouse, whole):
    one, other = (points(warehouse, whole, year) for year in (2025, 2024))
    both = points(warehouse, whole, years=2)
    for code in ("101", "102", "201"):
        values = [rows[code]["y_value"] for rows in (one, other)]
        known = [value for value in values if value is not None]
        assert both[code]["y_value"] == pytest.approx(sum(known) / len(known))
        assert both[code]["y_years"] == len(known)
        assert both[code]["pupils"] == one[code]["pupils"]


def test_more_years_than_there_are_is_all_of_them_and_nonsense_is_said(warehouse, whole):
    assert points(warehouse, whole, years=5) == points(warehouse, whole, years=2)
    with pytest.raises(ArgumentError, match="between 1 and 5"):
        points(warehouse, whole, years=9)


def test_a_hidden_school_stays_hidden_over_years(warehouse, whole):
    row = points(warehouse, whole, years=2)["103"]
    assert row["reason"].startswith("hidden")
    assert row["pupils"] is None


def test_spending_with_the_central_share_is_that_of_the_report(warehouse, whole):
    rows = points(warehouse, whole, 2024, x="total_per_pupil_usd", y="central_per_pupil_usd")
    report = attributed_spending(warehouse, whole, fiscal_year=2024, funds=("10",)).to_pylist()
    for told in report:
        row = rows[told["location_id"]]
        for axis, name in (("x", "total"), ("y", "central")):
            want = told[f"{name}_per_pupil_usd"]
            assert row[f"{axis}_value"] == (None if want is None else float(want))
    assert rows["103"]["reason"].startswith("hidden")


def test_only_the_schools_chosen_yet_means_of_all(warehouse, whole):
    schools = district()
    asked = {"y": "ela_points", "adjusted": True, "figures": schools}
    every = points(warehouse, whole, **asked)
    some = points(warehouse, whole, location_ids=("2", "7"), **asked)
    assert some == {code: every[code] for code in ("2", "7")}
