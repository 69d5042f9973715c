"""Every field is read one way; each refusal carries its number and says what would do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.entities.field import Field, Kind
from data.entities.parsing import nearest, parse, written
from data.entities.problem import Problem
from data.entities.registry import ENTITIES

FTE = Field("fte", "FTE", Kind.DECIMAL, places=3, lowest=Decimal("0.001"))
SHARE = Field("share", "Share", Kind.DECIMAL, places=2, lowest=Decimal(0), highest=Decimal(100))
PAY = Field("pay", "Pay", Kind.MONEY, places=2)
YEAR = Field("year", "Year", Kind.WHOLE, lowest=Decimal(1900), highest=Decimal(2200))
DAY = Field("day", "Day", Kind.DATE)
CODE = Field("code", "Code", Kind.CODE, limit=20)
NAME = Field("name", "Name", Kind.TEXT, limit=10)
ACTIVE = Field("active", "Active", Kind.FLAG, default=True)
LEVEL = Field("level", "Level", Kind.CHOICE, choices=("admin", "view", "none"))
OPERATOR = Field(
    "op", "Operator", Kind.CHOICE, choices=("is", "between"), synonyms=(("equals", "is"),)
)
JOBS = Field("jobs", "Jobs", Kind.LIST, limit=20)
EMAIL = Field("email", "E-mail", Kind.EMAIL, limit=120)


@pytest.mark.parametrize("blank", ["", "   ", "\u00a0", "\t"])
def test_v3_a_required_field_is_filled(blank):
    found = parse(Field("name", "Name", Kind.TEXT, required=True), blank)
    assert isinstance(found, Problem)
    assert (found.code, found.field) == ("V3", "name")


@pytest.mark.parametrize(("field", "value"), [(NAME, None), (ACTIVE, True), (JOBS, None)])
def test_an_empty_optional_field_takes_its_default(field, value):
    assert parse(field, " ") == value


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (CODE, " 0042 ", "0042"),
        (CODE, "1E5", "1E5"),
        (CODE, "0x1F", "0x1F"),
        (NAME, "=1+1", "=1+1"),
        (FTE, "0.425", Decimal("0.425")),
        (FTE, ".5", Decimal("0.500")),
        (FTE, "1.000", Decimal(1)),
        (PAY, "1,234,567.89", Decimal("1234567.89")),
        (PAY, "$ 52,000", Decimal(52000)),
        (PAY, "($12.50)", Decimal("-12.50")),
        (PAY, "12.50-", Decimal("-12.50")),
        (PAY, "\u221212.50", Decimal("-12.50")),
        (PAY, "-0.00", Decimal(0)),
        (YEAR, "2027", 2027),
        (YEAR, "2027.0", 2027),
        (DAY, "2026-07-01", date(2026, 7, 1)),
        (DAY, "2026-07-01 00:00:00", date(2026, 7, 1)),
        (DAY, "2028-02-29", date(2028, 2, 29)),
        (ACTIVE, "No", False),
        (ACTIVE, "1", True),
        (LEVEL, " ADMIN ", "admin"),
        (OPERATOR, "Equals", "is"),
        (JOBS, "4321, 0400;4321", ("4321", "0400")),
        (EMAIL, " Principal@District.ORG ", "principal@district.org"),
    ],
)
def test_what_is_read(field, text, value):
    found = parse(field, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("field", "text", "suggestion"),
    [
        (NAME, "eleven char", "eleven cha"),
        (NAME, "a\x00b", "ab"),
        (CODE, "two\nlines", "two lines"),
        (FTE, "0.4255", "0.426"),
        (FTE, "0", ""),
        (FTE, "-1", ""),
        (SHARE, "100.01", ""),
        (PAY, "25.355", "25.36"),
        (PAY, "1.234,56", "1234.56"),
        (PAY, "12,34", "12.34"),
        (PAY, "NaN", ""),
        (PAY, "inf", ""),
        (PAY, "1234567890123456789", ""),
        (PAY, "1E+05", "100000"),
        (PAY, "12 apples", "12"),
        (PAY, "١٢", ""),
        (FTE, "$1", "1"),
        (YEAR, "2027.5", "2028"),
        (YEAR, "27", ""),
        (DAY, "7/1/2026", ""),
        (DAY, "31.12.2026", "2026-12-31"),
        (DAY, "12/31/2026", "2026-12-31"),
        (DAY, "46204", "2026-07-01"),
        (DAY, "2026-02-29", ""),
        (DAY, "1899-01-01", ""),
        (DAY, "2026-7-1", ""),
        (DAY, "2026-07-01 08:00:00", ""),
    ],
)
def test_v4_types_and_limits(field, text, suggestion):
    found = parse(field, text)
    assert isinstance(found, Problem)
    assert (found.code, found.suggestion, found.field) == ("V4", suggestion, field.name)
    assert found.message.startswith(field.label)
    if suggestion:
        assert not isinstance(parse(field, suggestion), Problem)


def test_v4_a_date_that_can_mean_two_names_both():
    assert "2026-07-01 or 2026-01-07" in parse(DAY, "7/1/2026").message


@pytest.mark.parametrize(
    ("field", "text", "suggestion"),
    [
        (LEVEL, "viev", "view"),
        (LEVEL, "zzz", ""),
        (ACTIVE, "maybe", ""),
        (OPERATOR, "betwen", "between"),
    ],
)
def test_v5_allowed_words(field, text, suggestion):
    found = parse(field, text)
    assert isinstance(found, Problem)
    assert (found.code, found.suggestion) == ("V5", suggestion)


@pytest.mark.parametrize("text", ["1.00E+05", "1e-3", "#####", "#REF!", "#n/a"])
@pytest.mark.parametrize("field", [CODE, JOBS])
def test_v12_codes_that_a_spreadsheet_spoilt(field, text):
    found = parse(field, text)
    assert isinstance(found, Problem)
    assert found.code == "V12"


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-x", "@SUM(A1)"])
def test_v15_text_like_a_formula_stays_text(text):
    assert parse(Field("note", "Note", Kind.TEXT, limit=50), text) == text


@pytest.mark.parametrize(
    "text",
    ["principal", "a@b", "a b@c.org", "a@@b.org", ".a@b.org", "a..b@c.org", "a@-b.org", "@b.org"],
)
def test_v16_an_address_is_well_formed(text):
    found = parse(EMAIL, text)
    assert isinstance(found, Problem)
    assert found.code == "V16"


FIELDS = [
    pytest.param(field, id=f"{entity.name}.{field.name}")
    for entity in ENTITIES.values()
    for field in (*entity.fields, *entity.lines)
]


@pytest.mark.parametrize("field", FIELDS)
def test_every_example_reads_and_is_written_back(field):
    value = parse(field, field.example) if field.example else field.default
    assert not isinstance(value, Problem), value
    assert parse(field, written(field, value)) == value


@given(st.decimals(-(10**12), 10**12, places=2))
def test_money_is_exact_both_ways(amount):
    assert parse(PAY, written(PAY, amount)) == amount


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text):
    for field in (FTE, PAY, YEAR, DAY, CODE, NAME, ACTIVE, LEVEL, JOBS, EMAIL):
        found = parse(field, text)
        if isinstance(found, Problem):
            assert found.code in {"V3", "V4", "V5", "V12", "V16"}
        else:
            assert parse(field, written(field, found)) == found


def test_the_nearest_word():
    assert nearest("Buidler", ["Viewer", "Builder"]) == "Builder"
    assert nearest("qqq", ["Viewer", "Builder"]) == ""
