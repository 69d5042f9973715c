"""How figures are written."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import format as written


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1234567.49"), "$1,234,567"),
        (Decimal("0.5"), "$1"),
        (Decimal("-0.5"), "($1)"),
        (Decimal(-1234), "($1,234)"),
        (Decimal("-0.4"), "$0"),
        (0, "$0"),
        (None, "–"),
        (float("nan"), "–"),
    ],
)
def test_money(value, text):
    assert written.money(value) == text


def test_money_with_cents():
    assert written.money(Decimal("1243674982.87"), cents=True) == "$1,243,674,982.87"
    assert written.money(Decimal(-216), cents=True) == "($216.00)"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (924_958_480, "$925.0M"),
        (Decimal(12449), "$12.4k"),
        (950, "$950"),
        (-1_260_507, "($1.3M)"),
        (1_395_193_611, "$1,395.2M"),
        (None, "–"),
    ],
)
def test_money_short(value, text):
    assert written.money_short(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(865, "+$865"), (Decimal(-23), "−$23"), (0, "$0"), (None, "–")]
)
def test_money_change(value, text):
    assert written.money_change(value) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("0.583"), 0, "58%"),
        (0.9330, 1, "93.3%"),
        (Decimal("1.025"), 1, "102.5%"),
        (Decimal("0.125"), 0, "13%"),
        (None, 0, "–"),
        (Decimal("-0.2297"), 0, "−23%"),
    ],
)
def test_share(value, places, text):
    assert written.share(value, places) == text


def test_share_change_carries_its_sign():
    assert written.share_change(Decimal("0.165")) == "+16.5%"
    assert written.share_change(Decimal("-0.2")) == "−20.0%"
    assert written.share_change(Decimal("0.0001")) == "0.0%"


def test_words_in_sentences():
    assert written.word(8) == "eight"
    assert written.word(8, start=True) == "Eight"
    assert written.word(13) == "13"
    assert written.counted(1, "order") == "1 order"
    assert written.counted(2032, "order") == "2,032 orders"
    assert written.listed(["A"]) == "A"
    assert written.listed(["A", "B", "C"]) == "A, B and C"


def test_days_and_years():
    assert written.day(date(2027, 3, 1)) == "1 Mar 2027"
    assert written.day(None) == "–"
    assert written.day_month(date(2027, 6, 30)) == "30 June"
    assert written.moment(datetime(2027, 3, 2, 4, 10)) == "2 Mar 2027, 4:10 am"  # noqa: DTZ001
    assert written.moment(datetime(2027, 3, 2, 0, 5)) == "2 Mar 2027, 12:05 am"  # noqa: DTZ001
    assert written.fiscal_year_long(2027) == "FY2027 (2026–27)"
    assert written.fiscal_year_long(2000) == "FY2000 (1999–00)"


@given(
    st.floats(-1e10, 1e10, allow_nan=False)
    | st.integers(-(10**7), 10**7).map(lambda eighths: eighths / 8)
    | st.integers(-(10**7), 10**7)
    | st.decimals(-(10**7), 10**7, places=3),
    st.integers(0, 3),
)
def test_figures_are_rounded_as_all_their_decimals_say(value, places):
    exact = Decimal(str(value))
    for times, write in ((1, written.count), (100, written.share)):
        number = (exact * times).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        expected = f"{'−' if number < 0 else ''}{abs(number):,}"
        assert write(value, places).removesuffix("%") == expected
