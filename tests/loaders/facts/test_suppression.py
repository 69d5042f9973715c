"""Marks in place of figures, as states print them, against a table reckoned by hand."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.facts.suppression import Figure, Status, Unit, figure, install_macros

D = Decimal
COUNT, PERCENT, SHARE, NUMBER = Unit.COUNT, Unit.PERCENT, Unit.SHARE, Unit.NUMBER

# text, unit, value, low, high, status
CASES = (
    ("412", COUNT, "412", None, None, "ok"),
    ("1,234", COUNT, "1234", None, None, "ok"),
    (" 96.5 ", COUNT, "96.5", None, None, "ok"),
    ("0", COUNT, "0", None, None, "ok"),
    ("*", COUNT, None, None, None, "suppressed"),
    ("**", PERCENT, None, None, None, "suppressed"),
    ("-", COUNT, None, None, None, "suppressed"),
    ("–", COUNT, None, None, None, "suppressed"),
    ("s", COUNT, None, None, None, "suppressed"),
    ("DS", PERCENT, None, None, None, "suppressed"),
    ("PS", PERCENT, None, None, None, "suppressed"),
    ("~", PERCENT, None, None, None, "suppressed"),
    ("†", PERCENT, None, None, None, "suppressed"),
    ("N<10", COUNT, None, "0", "9", "suppressed"),
    ("n<10", PERCENT, None, None, None, "suppressed"),
    ("<10", COUNT, None, "0", "9", "suppressed"),
    ("LE10", COUNT, None, "0", "10", "suppressed"),
    ("≤10", COUNT, None, "0", "10", "suppressed"),
    (">95%", PERCENT, "0.95", "0.95", "1", "top_coded"),
    ("<5%", PERCENT, "0.05", "0", "0.05", "bottom_coded"),
    ("≥99%", PERCENT, "0.99", "0.99", "1", "top_coded"),
    ("≤1%", PERCENT, "0.01", "0", "0.01", "bottom_coded"),
    (">=95", PERCENT, "0.95", "0.95", "1", "top_coded"),
    ("GE95", PERCENT, "0.95", "0.95", "1", "top_coded"),
    ("LT5", PERCENT, "0.05", "0", "0.05", "bottom_coded"),
    (">=500", COUNT, "500", "500", None, "top_coded"),
    ("20-29%", PERCENT, None, "0.2", "0.29", "suppressed"),
    ("20%–29%", PERCENT, None, "0.2", "0.29", "suppressed"),
    ("6-9", COUNT, None, "6", "9", "suppressed"),
    ("63%", PERCENT, "0.63", None, None, "ok"),
    ("63", PERCENT, "0.63", None, None, "ok"),
    ("44.36", PERCENT, "0.4436", None, None, "ok"),
    ("0.63", SHARE, "0.63", None, None, "ok"),
    ("63%", NUMBER, "0.63", None, None, "ok"),
    ("-15.2", NUMBER, "-15.2", None, None, "ok"),
    ("−15.2", NUMBER, "-15.2", None, None, "ok"),
    ("-9", COUNT, None, None, None, "unreadable"),
    ("-1", PERCENT, None, None, None, "unreadable"),
    ("about 40", COUNT, None, None, None, "unreadable"),
    ("1.23E+05", COUNT, None, None, None, "unreadable"),
    ("12,34", COUNT, None, None, None, "unreadable"),
    ("#REF!", COUNT, None, None, None, "unreadable"),
    ("", COUNT, None, None, None, "missing"),
    (None, COUNT, None, None, None, "missing"),
    ("N/A", PERCENT, None, None, None, "missing"),
)


def number(text: str | None) -> Decimal | None:
    return None if text is None else D(text)


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    install_macros(connection)
    return connection


def in_sql(con: duckdb.DuckDBPyConnection, text: str | None, unit: Unit) -> Figure:
    value, low, high, status, is_share = con.execute(
        "SELECT fact_value(t, $unit), fact_low(t, $unit), fact_high(t, $unit), "
        "fact_status(t, $unit), fact_is_share(t, $unit) "
        "FROM (SELECT fact_tidy($text) AS t)",
        {"text": text, "unit": str(unit)},
    ).fetchone()
    return Figure(value, low, high, Status(status), is_share)


@pytest.mark.parametrize(("text", "unit", "value", "low", "high", "status"), CASES)
def test_a_mark_is_read_the_same_in_python_and_in_sql(con, text, unit, value, low, high, status):
    expected = (number(value), number(low), number(high), status)
    for found in (figure(text, unit), in_sql(con, text, unit)):
        assert (found.value, found.low, found.high, found.status) == expected


@pytest.mark.parametrize("text", [case[0] for case in CASES if case[5] == "suppressed"])
def test_a_suppressed_figure_has_no_value(text):
    for unit in Unit:
        assert figure(text, unit).value is None or figure(text, unit).status != "suppressed"


def test_a_declared_sentinel_is_no_number():
    declared = {"-9": Status.SUPPRESSED, "-2": Status.NOT_APPLICABLE, "": Status.OK}
    assert figure("-9", COUNT, declared).status is Status.SUPPRESSED
    assert figure("-9", COUNT, declared).value is None
    assert figure("-2", COUNT, declared).status is Status.NOT_APPLICABLE
    assert figure(" ", COUNT, declared).value == 0


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(alphabet="0123456789.,-<>=%*NLEGTS ≥≤–†/A", max_size=8),
    unit=st.sampled_from(list(Unit)),
)
def test_python_and_sql_agree_on_any_text(text, unit):
    connection = duckdb.connect()
    install_macros(connection)
    assert in_sql(connection, text, unit) == figure(text, unit)
