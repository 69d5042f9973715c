"""Tags of ledger lines: what can be read, and that no cent is lost."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.strategy_shares import NOT_TAGGED, shares_of, split


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
