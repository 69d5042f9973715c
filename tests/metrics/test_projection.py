"""Projections against sums done by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from metrics.projection import Method, project
from tests.metrics.conftest import cases


def cents(dollars):
    return None if dollars is None else round(dollars * 100)


@pytest.mark.parametrize("case", cases("projection"), ids=lambda case: case["what"])
def test_cases(case):
    made = project(
        cents(case["budget"]),
        cents(case["spent"]),
        cents(case["encumbered"]),
        elapsed=Fraction(case["elapsed"]),
        prior_shares=[Fraction(share) for share in case.get("prior_shares", [])],
    )
    for name, value in case["expect"].items():
        is_money = name in {"projected", "low", "high", "left_over"}
        assert getattr(made, name) == (cents(value) if is_money else value), name


def test_transfers_and_capital_are_not_projected():
    made = project(100, 10, 0, elapsed=Fraction(1, 2), is_one_off=True)
    assert made.method is Method.NONE
    assert made.projected is None


def test_a_year_that_has_not_begun_has_no_straight_line():
    assert project(100, 0, 0, elapsed=Fraction(0)).reason == "the year has not begun"
