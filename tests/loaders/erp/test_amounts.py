from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.erp.amounts import AmountForm, install_macros

PLAIN = AmountForm()


@pytest.fixture(scope="module")
def con():
    connection = duckdb.connect()
    install_macros(connection)
    yield connection
    connection.close()


def read(con, text, form=PLAIN):
    expression = form.value("t")
    return con.execute(f"SELECT {expression} FROM (SELECT $t::VARCHAR t)", {"t": text}).fetchone()[
        0
    ]


def is_blank(con, text):
    return con.execute("SELECT erp_is_blank($t::VARCHAR)", {"t": text}).fetchone()[0]


NEGATIVES = [
    "-1,234.56", "1,234.56-", "(1,234.56)", "$(1,234.56)", "($1,234.56)", "1,234.56 CR",
    "1,234.56CR", "1,234.56cr", "<1,234.56>", "-1234.56", "1234.56 -", "- 1,234.56",
    " (1,234.56) ", "$ (1,234.56)", "-$1,234.56", "$-1,234.56", "\u22121,234.56", "\u00a0-1234.56",
    "-1234.5600000001", "-1234.56000000000",
]  # fmt: skip


@pytest.mark.parametrize("text", NEGATIVES)
def test_every_way_to_write_a_negative(con, text):
    assert read(con, text) == Decimal("-1234.56")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.56", "1234.56"), ("-$5.00", "-5"), ("$-5.00", "-5"), ("\u22125.00", "-5"),
        (".00", "0"), ("0.00-", "0"), ("-0.00", "0"), ("0", "0"), ("1234567", "1234567"),
        ("12.", "12"), (".5", "0.5"), ("+7.25", "7.25"), ("7.25+", "7.25"), ("7.25 DR", "7.25"),
        ("$ 1,000", "1000"), ("1,234,567.8", "1234567.8"), ("0012.30", "12.30"),
        ("9999999999999999.99", "9999999999999999.99"), ("1234.5600000001", "1234.56"),
        ("1234.5599999999", "1234.56"),
    ],
)  # fmt: skip
def test_readable_forms(con, text, value):
    assert read(con, text) == Decimal(value)


UNREADABLE = [
    "12,34.5", "1.23E+05", "1E5", "########", "95%", "1 234,56", "abc", "N/A", "#REF!", "#N/A",
    "nan", "inf", "-inf", "Infinity", "1.234", "0.125", "--5", "-(5.00)", "(5.00", "5.00)",
    "-5.00-", "(5.00)-", "5.00 CR-", "1,2345.00", ",123", "1,,234", "1.2.3", "$", "0x1F",
    "99999999999999999.00", "12345678901234567890", "1,234.56*", "£5.00", "5 000", ".",
    "1234,56", "=1+1", "USD 5",
]  # fmt: skip


@pytest.mark.parametrize("text", [t for t in UNREADABLE if t != "$"])
def test_unknown_forms_are_neither_zero_nor_missing(con, text):
    assert read(con, text) is None
    assert not is_blank(con, text)


@pytest.mark.parametrize(
    "text", [None, "", "-", " - ", "$ -", "$-", "\u2013", "\u2014", "  ", "\u00a0"]
)
def test_blank_is_missing(con, text):
    assert read(con, text) is None
    assert is_blank(con, text)


@pytest.mark.parametrize("text", [None, "", "-", "$ -  "])
def test_blank_is_zero_when_the_mapping_says_so(con, text):
    assert read(con, text, AmountForm(blank_is_zero=True)) == 0


def test_blank_is_zero_leaves_unreadable_alone(con):
    assert read(con, "abc", AmountForm(blank_is_zero=True)) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0000000123456", "1234.56"), ("00000123456-", "-1234.56"), ("-123456", "-1234.56"),
        ("+123456", "1234.56"), ("123456+", "1234.56"), (" 000 ", "0"), ("12.50", None),
        ("1,234", None), ("-12-", None), ("", None), ("999999999999999999", "9999999999999999.99"),
    ],
)  # fmt: skip
def test_implied_decimals(con, text, value):
    expected = None if value is None else Decimal(value)
    assert read(con, text, AmountForm(implied_decimals=2)) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [("12345}", "-1234.50"), ("12345{", "1234.50"), ("1234A", "123.41"), ("1234R", "-123.49"),
     ("12345", "123.45")],
)  # fmt: skip
def test_overpunch_only_on_request(con, text, value):
    form = AmountForm(implied_decimals=2, overpunch=True)
    assert read(con, text, form) == Decimal(value)
    if not text.isdigit():
        assert read(con, text, AmountForm(implied_decimals=2)) is None


@pytest.mark.parametrize(
    ("text", "value"), [("1.234,56", "1234.56"), ("-5,00", "-5"), ("1,234.56", None)]
)
def test_comma_decimal(con, text, value):
    expected = None if value is None else Decimal(value)
    assert read(con, text, AmountForm(comma_decimal=True)) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 234 567,89", "1234567.89"), ("1'234,50", "1234.50"), ("1\u202f234,5", "1234.5")],
)
def test_spaced_groups(con, text, value):
    form = AmountForm(comma_decimal=True, spaced_groups=True)
    assert read(con, text, form) == Decimal(value)


CENTS = st.integers(min_value=-(10**17), max_value=10**17)


@settings(max_examples=150, deadline=None)
@given(CENTS)
def test_what_is_written_is_read_back(con, cents):
    amount = Decimal(cents) / 100
    size = f"{abs(amount):,.2f}"
    ways = [f"{amount:.2f}", f"{amount:,.2f}"]
    if cents < 0:
        ways += [f"({size})", f"{size}-", f"{size} CR", f"<{size}>", f"$({size})"]
    assert [read(con, way) for way in ways] == [amount] * len(ways)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="0123456789.,-()$ CRE%#+<>ab", max_size=14))
def test_nothing_is_read_that_has_another_meaning(con, text):
    """An independent reading: whatever is accepted equals the digits in it, to the cent."""
    value = read(con, text)
    if value is None:
        return
    digits = "".join(c for c in text if c.isdigit() or c == ".")
    cents = Decimal(digits).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    assert abs(value) == cents
    assert not set("E%#ab") & set(text)
