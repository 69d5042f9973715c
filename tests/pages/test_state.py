"""State in the address: what is not valid falls to its default, defaults are left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.state import MoneyState, PageState, settled, words

STATES = st.builds(
    MoneyState,
    year=st.none() | st.integers(1990, 2099),
    location=st.none() | st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 ._/-]{0,30}", fullmatch=True),
    empty=st.booleans(),
)


@given(STATES)
def test_state_survives_the_address(state):
    assert MoneyState.from_query(state.to_query()) == state


@given(st.text(max_size=200))
def test_no_address_breaks_a_page(query):
    assert isinstance(MoneyState.from_query(query), MoneyState)


def test_defaults_make_a_plain_address():
    assert PageState().to_query() == ""
    assert MoneyState(2026, "112", empty=True).to_query() == "?year=2026&location=112&empty=1"


@pytest.mark.parametrize(
    "query",
    ["?year=abc", "?year=3000", "?location=<script>", "?empty=yes", "?other=1", "?year=", None],
)
def test_what_is_not_valid_is_the_default(query):
    assert MoneyState.from_query(query) == MoneyState()


def test_a_flood_of_keys_is_the_plain_view():
    assert MoneyState.from_query("&".join(f"k{n}=1" for n in range(200))) == MoneyState()


def test_free_text_loses_control_characters():
    assert words(" a\x00b\n" + "c" * 200) == "ab" + "c" * 97


def test_the_address_decides_when_the_page_opens():
    address, controls = MoneyState(empty=True), MoneyState()
    assert settled(None, address, controls) == address


def test_a_moved_control_decides_otherwise():
    before = MoneyState()
    assert settled(before, before, MoneyState(empty=True)) == MoneyState(empty=True)


def test_back_decides_when_no_control_moved():
    before = MoneyState(empty=True)
    assert settled(before, MoneyState(), before) == MoneyState()
