"""The formula over three schools in exact fractions: gaps, screening, and the guarantee."""

from __future__ import annotations

from fractions import Fraction

import pytest

from config import Settings
from data.federal.formula import formula_of, formula_rows
from data.read_models import ArgumentError
from data.warehouse import Warehouse
from tests.data.federal.conftest import FEDERAL, federal_sample
from tests.data.serving_sample import publish

PUPILS = {"101": (200, 120), "102": (310, 15), "201": (450, 300)}
KEYS = {"101": 1, "102": 2, "201": 4}


def of_school(place):
    return lambda a: a["location_key"] == KEYS[place] and a["fund_code"] == "10"


def by_hand(booked, year=2025):
    """Weighted pupils, actual and formula cents of each school."""
    weighted = {place: Fraction(n) * (1 + Fraction(1, 2) * Fraction(poor, n))
                for place, (n, poor) in PUPILS.items()}  # fmt: skip
    actual = {place: booked(year, of_school(place)) for place in PUPILS}
    rest = sum(actual.values()) - 3 * 100_000
    whole = sum(weighted.values())
    return weighted, actual, {p: rest * weighted[p] / whole + 100_000 for p in PUPILS}


def test_each_school_beside_the_formula(opened, whole, booked):
    rows = {
        r["location_id"]: r for r in formula_rows(opened(), whole, fiscal_year=2025).to_pylist()
    }
    weighted, actual, formula = by_hand(booked)
    for place in PUPILS:
        row = rows[place]
        assert row["weighted_pupils"] == pytest.approx(float(weighted[place]))
        assert row["actual_usd"] * 100 == actual[place]
        assert abs(Fraction(row["formula_usd"]) * 100 - formula[place]) <= 1
        gap = actual[place] - formula[place]
        assert abs(Fraction(row["gap_usd"]) * 100 - gap) <= 1
        assert abs(Fraction(row["gap_per_pupil_usd"]) * 100 - gap / PUPILS[place][0]) <= 1
        assert row["before_usd"] * 100 == booked(2024, of_school(place))
    assert abs(sum(rows[place]["gap_usd"] for place in PUPILS)) <= Fraction(3, 100)
    assert rows["103"]["reason"].startswith("hidden")
    assert (rows["103"]["weighted_pupils"], rows["103"]["gap_usd"]) == (None, None)


def test_title_one_schools_are_screened_by_pupils(opened, whole, booked):
    found = formula_of(opened(), whole, fiscal_year=2025)
    _, actual, formula = by_hand(booked)
    gap = (actual["101"] - formula["101"]) / 200
    assert found.screening.title_one == pytest.approx(float(gap))
    assert found.screening.needs_look == (gap < 0)
    others = sum(actual[p] - formula[p] for p in ("102", "201")) / 760
    assert found.screening.others == pytest.approx(float(others))


def test_a_guarantee_holds_some_and_others_pay(opened, whole, booked):
    """Every school has the larger of factor times formula and its floor; all come to the pot."""
    found = formula_of(opened(), whole, fiscal_year=2025, guarantee=60)
    _, actual, formula = by_hand(booked)
    places = [one.location_id for one in found.schools]
    floors = {place: Fraction(booked(2024, of_school(place)) * 60, 100) for place in PUPILS}
    factor = found.guarantee.factor
    for place, final, held in zip(
        places, found.guarantee.final, found.guarantee.is_held, strict=True
    ):
        assert final == pytest.approx(max(factor * float(formula[place]), float(floors[place])))
        assert held == (final > factor * float(formula[place]) + 1)
    assert found.guarantee.final.sum() == pytest.approx(sum(actual.values()))


def test_a_guarantee_that_cannot_be_paid_says_by_how_much(tmp_path, whole, booked):
    """A year before with twice the dollars: guaranteed whole, they exceed this year's."""
    made = federal_sample()
    for row in made.rows("cube_school"):
        row["spent_cents"] *= 2 if row["fiscal_year"] == 2024 else 1
    publish(tmp_path, made)
    warehouse = Warehouse(Settings(var=tmp_path))
    found = formula_of(warehouse, whole, fiscal_year=2025, guarantee=100)
    rows = formula_rows(warehouse, whole, fiscal_year=2025, guarantee=100).to_pylist()
    warehouse.close()
    short = sum(booked(2024, of_school(p)) * 2 - booked(2025, of_school(p)) for p in PUPILS) / 100
    assert found.guarantee is None
    assert f"{short:,.2f}" in found.no_guarantee
    assert {row["guaranteed_usd"] for row in rows} == {None}


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_guarantee_is_a_percent(opened, whole, percent):
    with pytest.raises(ArgumentError, match=f"guarantee: {percent} does not lie between"):
        formula_of(opened(), whole, guarantee=percent)


def test_without_a_year_before_there_is_no_guarantee(opened, whole):
    assert formula_of(opened(), whole, fiscal_year=2024).no_guarantee == (
        "the year before is not loaded"
    )


def test_the_part_of_all_effort_that_goes_through_the_formula(opened, whole, booked):
    found = formula_of(opened(), whole, fiscal_year=2025)
    effort = booked(2025, lambda a: a["fund_code"] == "10" and a["object_code"] != "5800")
    assert found.through == pytest.approx(sum(by_hand(booked)[1].values()) / effort)


def test_without_a_formula_starting_weights_stand_in(opened, whole):
    plain = {name: value for name, value in FEDERAL.items() if name != "formula"}
    found = formula_of(opened(plain), whole, fiscal_year=2025)
    assert not found.formula.is_own
    reasons = {one.location_id: why for one, why in found.left_out}
    assert reasons["102"] == "a share of need is missing or hidden: sped"


def test_fixed_sums_above_the_dollars_are_refused_in_words(opened, whole):
    rich = FEDERAL | {"formula": {"foundation": "999999999", "source": "Nobody"}}
    found = formula_of(opened(rich), whole, fiscal_year=2025)
    assert found.trouble == "the fixed sums of the schools exceed the pot"
    rows = formula_rows(opened(rich), whole, fiscal_year=2025).to_pylist()
    assert {row["formula_usd"] for row in rows} == {None}
