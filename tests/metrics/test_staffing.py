"""Seats, shares and the cost of a person: worked cases, and what holds for every input."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.staffing.cost import (
    Benefit,
    Pay,
    Seat,
    annual_pay,
    benefit_lines,
    by_account,
    pay_lines,
)
from metrics.staffing.funding import UNFUNDED, funded_fte, holding, in_turn, split
from metrics.staffing.seats import is_active, is_over_assigned, is_unassigned, vacant_fte

FTE = st.decimals("0", "3", places=3)
AMOUNT = st.decimals("0", "200000", places=4)
SHARES = st.dictionaries(
    st.sampled_from(["10-1", "10-2", "20-1", "20-2"]), st.decimals("0", "100", places=2)
)
PAYS = st.lists(
    st.builds(
        Pay,
        st.sampled_from(["Salary", "Stipend"]),
        st.sampled_from(["1100", "2100"]),
        st.just("Daily"),
        st.decimals("0.001", "2080", places=3),
        AMOUNT,
    ),
    max_size=3,
)
D = Decimal


def test_the_first_and_the_last_day_count():
    start, end = date(2026, 7, 1), date(2027, 6, 30)
    assert [is_active(start, end, day) for day in (start, end)] == [True, True]
    assert not is_active(start, end, date(2026, 6, 30))
    assert not is_active(start, end, date(2027, 7, 1))
    assert is_active(start, None, date(2099, 1, 1))


@given(FTE, st.lists(FTE, max_size=4))
def test_vacant_and_over_assigned_exclude_each_other(approved, assigned):
    vacant = vacant_fte(approved, assigned)
    assert vacant >= 0
    assert is_unassigned(approved, assigned) == (vacant > 0)
    assert not (is_unassigned(approved, assigned) and is_over_assigned(approved, assigned))
    if not is_over_assigned(approved, assigned):
        assert vacant + sum(assigned) == approved


def test_185_days_at_300_dollars_make_55_500():
    pay = Pay("Regular Salary", "1100", "Daily", D("185"), D("300"))
    assert annual_pay(pay, D(1)) == 5_550_000
    assert annual_pay(pay, D("0.5")) == 2_775_000
    assert pay_lines([pay], D("0.5"))[0].how == "185 × $300 × 0.5 FTE"


@given(PAYS, FTE)
def test_pay_is_rounded_once_and_half_a_cent_goes_up(pays, fte):
    for pay in pays:
        exact = pay.fte_basis * pay.amount * fte
        assert annual_pay(pay, fte) == int((exact * 100).quantize(D(1), ROUND_HALF_UP))


def test_benefits_flat_and_as_a_share_of_the_pays_they_name():
    pays = pay_lines(
        [
            Pay("Salary", "1100", "Daily", D(185), D(300)),
            Pay("Stipend", "1140", "Yearly", D(1), D(2000)),
        ],
        D("0.5"),
    )
    benefits = [
        Benefit("Health", "3401", is_percentage=False, amount=D(12000)),
        Benefit("Retirement", "3101", is_percentage=True, amount=D("19.1"), pay_types=("Salary",)),
        Benefit("Medicare", "3301", is_percentage=True, amount=D("1.45")),
    ]
    lines = benefit_lines(benefits, pays, Seat.only(D("0.5")))
    assert [line.cents for line in lines] == [600_000, 530_025, 41_688]
    assert lines[2].how == "1.45 % of $28,750.00"


@given(st.lists(st.decimals("0.001", "1", places=3), min_size=1, max_size=4), AMOUNT)
def test_a_flat_benefit_that_is_due_once_is_counted_once(ftes, amount):
    once = Benefit("Health", "3401", is_percentage=False, amount=amount, follows_fte=False)
    total, before, cents = sum(ftes), D(0), 0
    for fte in ftes:
        cents += benefit_lines([once], [], Seat(fte, before, total))[0].cents
        before += fte
    assert cents == int((amount * 100).quantize(D(1), ROUND_HALF_UP))


@given(st.integers(0, 10**9), st.lists(st.integers(0, 3000), min_size=1, max_size=5))
def test_parts_in_turn_add_up_and_stay_within_a_cent(total, weights):
    assume(sum(weights))
    parts = in_turn(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) <= 1


def test_own_funding_stands_in_for_that_of_the_position():
    position, own = {"10-1": D(100)}, {"20-1": D(60), "20-2": D(40)}
    assert holding(position, own) == own
    assert holding(position, {}) == position


@pytest.mark.parametrize(
    ("shares", "parts"),
    [
        ({"10-1": D(50), "10-2": D(50)}, {"10-1": 3, "10-2": 2}),
        ({"10-1": D(75)}, {"10-1": 4, UNFUNDED: 1}),
        ({}, {UNFUNDED: 5}),
        ({"10-1": D(100), "10-2": D(100)}, {"10-1": 3, "10-2": 2}),
    ],
)
def test_five_cents_by_account(shares, parts):
    assert split(5, shares) == parts


@given(PAYS, FTE, SHARES)
def test_the_parts_by_account_are_the_whole_to_the_cent(pays, fte, shares):
    lines = pay_lines(pays, fte)
    parts = by_account(lines, shares)
    assert sum(parts.values()) == sum(line.cents for line in lines)
    for code in {line.object_code for line in lines}:
        of_object = sum(cents for (_, obj), cents in parts.items() if obj == code)
        assert of_object == sum(line.cents for line in lines if line.object_code == code)


@given(FTE, st.decimals("0", "100", places=2))
def test_fte_by_account_make_the_fte_where_the_shares_make_a_hundred(fte, share):
    shares = {"10-1": share, "20-1": 100 - share}
    whole = sum(funded_fte(fte, shares, frozenset({account})) for account in shares)
    assert whole == Fraction(fte) == funded_fte(fte, shares, frozenset(shares))


def test_half_of_a_position_in_a_bucket():
    shares = {"10-1": D("50"), "20-1": D("50")}
    assert funded_fte(D("0.425"), shares, frozenset({"10-1"})) == Fraction(17, 80)
