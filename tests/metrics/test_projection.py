"""Projections against sums done by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from metrics.projection import (
    Alert,
    GrantPeriod,
    Limits,
    Method,
    Terms,
    project,
    project_grant,
    project_personnel,
)
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


def test_the_seasonal_example_to_the_cent():
    """42,000 of 120,000 spent after five periods, 18,000 on order; 38, 40 and 42 % before."""
    shares = [Fraction(38, 100), Fraction(40, 100), Fraction(42, 100)]
    made = project(12_000_000, 4_200_000, 1_800_000, elapsed=Fraction(5, 12), prior_shares=shares)
    assert (made.method, made.projected, made.left_over) == (Method.SEASONAL, 10_500_000, 1_500_000)
    assert (made.low, made.high) == (10_000_000, 11_052_632)
    assert not made.floor_binds
    straight = project(12_000_000, 4_200_000, 1_800_000, elapsed=Fraction(5, 12))
    assert straight.projected == 10_080_000


def test_limits_are_the_districts_own():
    asked = {"elapsed": Fraction(1, 2)}
    assert project(1_000, 460, 0, **asked).alert is Alert.NONE
    assert (
        project(1_000, 460, 0, **asked, limits=Limits(slow=Fraction(95, 100))).alert is Alert.SLOW
    )
    assert project(1_000, 510, 0, **asked).alert is Alert.OVER
    assert project(1_000, 510, 0, **asked, limits=Limits(over=Fraction(11, 10))).alert is Alert.NONE
    assert project(1_000, 510, 0, **asked, limits=Limits(early=Fraction(6, 10))).is_early


def test_pay_goes_on_as_at_the_last_pay_date_and_vacancies_fill_with_a_probability():
    terms = Terms(100_000, 40_000, 5_000)
    asked = {"pay": 9_000, "pay_dates": 4, "vacancies": 10_000}
    made = project_personnel(terms, **asked, limits=Limits(fill=Fraction(1, 4)))
    assert (made.low, made.projected, made.high) == (76_000, 78_500, 86_000)
    assert made.left_over == 21_500
    assert project_personnel(terms, **asked).projected == 81_000  # one half, unless set
    assert project_personnel(terms, pay=100, pay_dates=4).projected == 45_000  # the floor


GRANT = GrantPeriod(date(2026, 7, 1), date(2027, 4, 26))  # 300 days


def test_a_grant_is_measured_by_its_own_period():
    assert GRANT.elapsed(date(2026, 11, 27)) == Fraction(1, 2)
    assert GRANT.elapsed(date(2026, 6, 30)) == 0
    assert GRANT.elapsed(date(2028, 1, 1)) == 1
    made = project_grant(Terms(10_000, 4_800, 0), GRANT, date(2026, 11, 27))
    assert (made.method, made.projected, made.alert) == (Method.GRANT, 9_600, Alert.NONE)
    early = project_grant(Terms(10_000, 480, 0), GRANT, date(2026, 7, 31))
    assert early.is_early


@pytest.mark.parametrize(
    ("spent", "ordered", "alert"),
    [(7_900, 0, Alert.SLOW), (7_900, 200, Alert.NONE), (8_800, 0, Alert.OVER)],
)
def test_a_grant_that_ends_soon_with_much_left_is_slow(spent, ordered, alert):
    # 240 of 300 days are over on 25 February, 60 are left; an even pace would stand at 8,000.
    day = date(2027, 2, 25)
    assert project_grant(Terms(10_000, spent, ordered), GRANT, day).alert is alert


def test_a_grant_that_has_not_begun_has_no_projection():
    made = project_grant(Terms(100, 0, 0), GRANT, date(2026, 6, 1))
    assert (made.method, made.reason) == (Method.NONE, "the grant has not begun")


def test_a_projection_says_how_many_earlier_years_stand_behind_it():
    shares = [Fraction(38, 100), Fraction(0), Fraction(42, 100)]
    seasonal = project(12_000_000, 4_200_000, 0, elapsed=Fraction(5, 12), prior_shares=shares)
    straight = project(12_000_000, 4_200_000, 0, elapsed=Fraction(5, 12))
    assert (seasonal.prior_years, straight.prior_years) == (2, 0)
