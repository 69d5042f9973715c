"""Central cost shared between schools: hand checks, and what must hold for every pool."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.attribution import ALL_ZERO, NO_SCHOOL, NO_VALUE, DriverValue, basis, difference
from metrics.rounding import half_away

PUPILS = {"elm": 430, "pine": 612, "oak": 958}


def given_values(**values):
    return {school: DriverValue(value) for school, value in values.items()}


@pytest.mark.parametrize(
    ("driver", "dollars", "per_pupil"),
    [
        (PUPILS, {"elm": 51_600, "pine": 73_440, "oak": 114_960}, ["120.00", "120.00", "120.00"]),
        (
            {"elm": 52, "pine": 80, "oak": 118},
            {"elm": 49_920, "pine": 76_800, "oak": 113_280},
            ["116.09", "125.49", "118.25"],
        ),
    ],
)
def test_three_schools_share_240_000_dollars(driver, dollars, per_pupil):
    shares = basis(given_values(**driver)).split(24_000_000)
    assert shares == {school: amount * 100 for school, amount in dollars.items()}
    found = [f"{half_away(shares[school], PUPILS[school]) / 100:.2f}" for school in PUPILS]
    assert found == per_pupil


@pytest.mark.parametrize(
    ("driver", "per_pupil"),
    [
        ((300, 500, 200), ["1000.00", "1000.00", "1000.00"]),
        ((30, 40, 30), ["1000.00", "800.00", "1500.00"]),
        ((40_000, 80_000, 30_000), ["888.89", "1066.67", "1000.00"]),
    ],
)
def test_one_million_dollars_by_pupils_staff_and_floor_space(driver, per_pupil):
    shares = basis(given_values(**dict(zip("abc", driver, strict=True)))).split(100_000_000)
    assert sum(shares.values()) == 100_000_000
    pupils = (300, 500, 200)
    found = [half_away(cents, n) / 100 for cents, n in zip(shares.values(), pupils, strict=True)]
    assert [f"{value:.2f}" for value in found] == per_pupil


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, NO_SCHOOL),
        ({"a": DriverValue(None, "withheld"), "b": DriverValue(None, "no value loaded")}, NO_VALUE),
        ({"a": DriverValue(0.0), "b": DriverValue(None, "withheld")}, ALL_ZERO),
    ],
)
def test_a_pool_that_cannot_be_shared_says_why(values, reason):
    made = basis(values)
    assert (made.reason, made.split(100), made.portions) == (reason, {}, {})


def test_a_school_without_a_known_value_takes_no_share_and_is_named():
    made = basis({"a": DriverValue(3.0), "b": DriverValue(None, "withheld"), "c": DriverValue(-1)})
    assert made.split(101) == {"a": 101}
    assert made.left_out == {"b": "withheld", "c": "the driver is below zero"}


def test_cents_left_over_go_to_the_school_whose_code_comes_first():
    assert basis(given_values(b=1, a=1, c=1)).split(100) == {"a": 34, "b": 33, "c": 33}
    assert basis(given_values(b=1, a=1, c=1)).split(-100) == {"a": -34, "b": -33, "c": -33}


def test_the_difference_of_an_identity():
    assert difference(1_000, 600, 300, 100) == 0
    assert difference(1_000, 600, 300) == 100


WEIGHTS = st.lists(
    st.one_of(st.integers(0, 5_000), st.integers(0, 50_000_000).map(lambda n: n / 10_000)),
    min_size=1,
    max_size=12,
).filter(any)
CENTS = st.integers(-(10**13), 10**13)


@given(CENTS, WEIGHTS)
def test_shares_sum_to_the_pool_and_lie_within_a_cent_of_proportion(cents, weights):
    shares = basis({f"{i:02}": DriverValue(w) for i, w in enumerate(weights)}).split(cents)
    assert sum(shares.values()) == cents
    parts = [round(weight * 10_000) for weight in weights]
    for share, part in zip(shares.values(), parts, strict=True):
        assert abs(share * sum(parts) - cents * part) < sum(parts)


@given(CENTS, WEIGHTS, st.randoms())
def test_the_order_of_schools_changes_nothing(cents, weights, random):
    values = [(f"{i:02}", DriverValue(w)) for i, w in enumerate(weights)]
    shuffled = random.sample(values, len(values))
    assert basis(dict(shuffled)).split(cents) == basis(dict(values)).split(cents)


@given(
    CENTS, st.lists(st.integers(0, 5_000), min_size=1, max_size=9).filter(any), st.integers(2, 9)
)
def test_only_proportions_count(cents, weights, factor):
    plain = {f"{i:02}": DriverValue(w) for i, w in enumerate(weights)}
    larger = {f"{i:02}": DriverValue(w * factor) for i, w in enumerate(weights)}
    assert basis(larger).split(cents) == basis(plain).split(cents)
    assert basis(larger).portions == pytest.approx(basis(plain).portions)
