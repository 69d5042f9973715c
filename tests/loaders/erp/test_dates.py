from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from loaders.erp.dates import DEFAULT_FORMATS, date_is_bad, date_value, install_macros


@pytest.fixture(scope="module")
def con():
    connection = duckdb.connect()
    install_macros(connection)
    yield connection
    connection.close()


def read(con, text, formats=DEFAULT_FORMATS, *, excel=False):
    names = {f"f{n}": form for n, form in enumerate(formats)}
    value = date_value("t", [f"${name}" for name in names], excel=excel)
    query = f"SELECT v, {date_is_bad('t', 'v')} FROM (SELECT t, {value} AS v FROM (SELECT $t t))"
    return con.execute(query, {"t": text, **names}).fetchone()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("07/01/2026", (2026, 7, 1)), ("7/1/2026", (2026, 7, 1)), ("2026-07-01", (2026, 7, 1)),
        ("20260701", (2026, 7, 1)), ("7/1/26", (2026, 7, 1)), ("01-JUL-2026", (2026, 7, 1)),
        ("2026-07-01 13:05:59", (2026, 7, 1)), ("2026-07-01T13:05:59.123Z", (2026, 7, 1)),
        ("7/1/2026 1:05 PM", (2026, 7, 1)), ("02/29/2024", (2024, 2, 29)),
        (" 07/01/2026 ", (2026, 7, 1)),
    ],
)  # fmt: skip
def test_readable(con, text, day):
    assert read(con, text) == (dt.date(*day), False)


@pytest.mark.parametrize(
    "text", [None, "", "0", "00000000", "0000-00-00", "00/00/0000", "12/31/9999", "9999-12-31"]
)
def test_sentinels_are_no_date(con, text):
    assert read(con, text) == (None, False)


@pytest.mark.parametrize(
    "text", ["02/29/2025", "13/01/2026", "45123", "tomorrow", "2026-13-01", "07/01", "Jan-00"]
)
def test_unreadable(con, text):
    assert read(con, text) == (None, True)


def test_day_first_only_where_declared(con):
    assert read(con, "01/02/2026")[0] == dt.date(2026, 1, 2)
    assert read(con, "01/02/2026", ["%d/%m/%Y"])[0] == dt.date(2026, 2, 1)


def test_a_year_of_two_digits_is_not_antiquity(con):
    assert read(con, "01/02/26", ["%m/%d/%Y"]) == (None, True)


def test_excel_serials_only_where_declared(con):
    assert read(con, "45123", excel=True) == (dt.date(2023, 7, 16), False)
    assert read(con, "45123.5", excel=True) == (dt.date(2023, 7, 16), False)
