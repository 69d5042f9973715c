"""Tags of ledger lines: what can be read, and that no cent is lost."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.strategy_shares import NOT_TAGGED, by_plan, shares_of, split


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("READ", {"READ": 1}),
        ("read:60; BOOKS: 40%", {"READ": Fraction(3, 5), "BOOKS": Fraction(2, 5)}),
        ("MATH:50", {"MATH": Fraction(1, 2)}),
        ("A:20,B:20,C:20,D:20,E:20", dict.fromkeys("ABCDE", Fraction(1, 5))),
    ],
)
def test_what_can_be_read(text, shares):
    assert dict(shares_of(text)) == shares


@pytest.mark.parametrize(
    "text",
    ["", " ; ", "A:60;B:50", "A;B", "A:10;A:20", "A:1;B:1;C:1;D:1;E:1;F:1", "A:12.5", "A:x", "?"],
)
def test_what_cannot_be_read_is_no_tag(text):
    assert shares_of(text) is None


def test_parts_by_hand():
    # 60 % of 101 cents is 60.6, 40 % is 40.4: the cent left over goes to the larger rest.
    assert split(101, shares_of("READ:60;BOOKS:40")) == {"READ": 61, "BOOKS": 40, NOT_TAGGED: 0}
    assert split(100, shares_of("MATH:50")) == {"MATH": 50, NOT_TAGGED: 50}
    assert split(7, ()) == {NOT_TAGGED: 7}


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 20), min_size=1, max_size=5))
def test_parts_sum_to_the_amount(cents, percents):
    text = ";".join(f"S{place}:{percent}" for place, percent in enumerate(percents))
    assert sum(split(cents, shares_of(text)).values()) == cents


@pytest.mark.parametrize(
    ("cents", "plan", "budget", "parts"),
    [
        (1_000, {"READ": 6_000, "BOOKS": 2_000}, 10_000, {"READ": 600, "BOOKS": 200, "": 200}),
        (1_000, {"READ": 6_000, "": 4_000}, 10_000, {"READ": 600, "": 400}),
        (100, {"READ": 10_000}, 10_000, {"READ": 100, "": 0}),
        (-30, {"READ": 5_000}, 10_000, {"READ": -15, "": -15}),
        (100, {"READ": 30_000, "BOOKS": 10_000}, 20_000, {"READ": 75, "BOOKS": 25, "": 0}),
        (100, {"READ": -50}, 10_000, {"": 100}),
        (100, {}, 10_000, {"": 100}),
    ],
    ids=["part of the budget", "partly planned", "whole", "credit", "cut since", "negative plan",
         "no plan"],
)  # fmt: skip
def test_what_carries_no_tag_follows_the_plan(cents, plan, budget, parts):
    assert by_plan(cents, plan, budget) == parts


@given(
    cents=st.integers(-(10**12), 10**12),
    plan=st.dictionaries(st.sampled_from(["", "READ", "BOOKS", "SUMS"]), st.integers(-99, 10**9)),
    budget=st.integers(-(10**9), 10**10),
)
def test_the_parts_by_plan_sum_to_the_amount(cents, plan, budget):
    assert sum(by_plan(cents, plan, budget).values()) == cents
