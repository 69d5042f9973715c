"""Scope lines: the SQL reading and the plain reading agree, and both follow the examples."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.scope import Scope
from data.scope import Operator, ScopeError, ScopeLine, access_predicate, matches, scope_predicate
from data.serving_schema import SERVING

EXAMPLE = [
    ScopeLine("Fund", "is", "210"),
    ScopeLine("Object", "between", "1000-1999"),
    ScopeLine("Object", "between", "5000-5999"),
    ScopeLine("Object", "is not", "5800"),
]


@pytest.fixture(scope="module")
def con():
    con = duckdb.connect()
    for name in ("dim_account", "dim_account_segment", "dim_segment_value"):
        con.execute(f"create table {name} ({SERVING[name].ddl()})")
    yield con
    con.close()


def fill(con, accounts):
    for name in ("dim_account", "dim_account_segment", "dim_segment_value"):
        con.execute(f"delete from {name}")
    for key, (segments, display, kind) in enumerate(accounts):
        con.execute(
            "insert into dim_account (account_key, display, kind) values ($k, $d, $t)",
            {"k": key, "d": display, "t": kind},
        )
        for segment, code in segments.items():
            con.execute(
                "insert into dim_account_segment values ($k, $s, $c)",
                {"k": key, "s": segment, "c": code},
            )
            con.execute(
                "insert into dim_segment_value values (2026, $s, $r, $c, $c)",
                {"s": segment, "r": ROLES.get(segment), "c": code},
            )


def chosen(con, lines):
    predicate, parameters = scope_predicate(lines)
    rows = con.execute(f"select account_key from dim_account a where {predicate}", parameters)
    return {row[0] for row in rows.fetchall()}


ROLES = {"Fund": "fund", "Object": "object", "site": "location"}
CODES = st.text(alphabet="019aAbZ-_%!.*?[ é", max_size=5)
DIGITS = st.text(alphabet="0129", min_size=1, max_size=4)
CODE = st.one_of(CODES, DIGITS, DIGITS)


@st.composite
def line(draw):
    field = draw(st.sampled_from(["fund", "OBJECT", "location", "site", "account", "grant"]))
    operator = draw(st.sampled_from(list(Operator)))
    value = draw(st.one_of(DIGITS, CODES.filter(str.strip)))
    if operator.positive is Operator.BETWEEN:
        ends = [draw(DIGITS), draw(st.one_of(DIGITS, st.sampled_from(["a1", "Zb", "z"])))]
        ends.sort(key=int if all(end.isdigit() for end in ends) else str.lower)
        value = "..".join(ends)
    if draw(st.integers(0, 9)) == 0:
        field, operator = "account_type", draw(st.sampled_from([Operator.IS, Operator.IS_NOT]))
        value = draw(st.sampled_from(["Expenditure", "revenue"]))
    return ScopeLine(field, operator, value)


ACCOUNT = st.tuples(
    st.dictionaries(st.sampled_from(["Fund", "Object", "site"]), CODE, max_size=3),
    CODE,
    st.sampled_from(["expenditure", "revenue", "asset"]),
)


@settings(max_examples=250, deadline=None)
@given(accounts=st.lists(ACCOUNT, min_size=1, max_size=5), lines=st.lists(line(), max_size=5))
def test_both_readings_agree(con, accounts, lines):
    fill(con, accounts)
    present = {segment for segments, _, _ in accounts for segment in segments}
    roles = {name: role for name, role in ROLES.items() if name in present}
    expected = {
        key
        for key, (segments, display, kind) in enumerate(accounts)
        if matches(
            lines,
            {roles[name]: code for name, code in segments.items()}
            | segments
            | {"account": display},
            kind,
        )
    }
    assert chosen(con, lines) == expected


@pytest.mark.parametrize(
    ("object_code", "expected"),
    [("1000", True), ("1999", True), ("2000", False), ("5800", False), ("5801", True),
     ("999", False), ("01500", True), ("15A0", False)],
)  # fmt: skip
def test_the_example_of_two_ranges_and_an_exception(con, object_code, expected):
    segments = {"Fund": "210", "Object": object_code}
    fill(con, [(segments, f"210-{object_code}", "expenditure")])
    assert matches(EXAMPLE, segments, "expenditure") is expected
    assert bool(chosen(con, EXAMPLE)) is expected


def test_a_missing_field_fails_positive_lines_and_passes_negative_ones(con):
    fill(con, [({"Fund": "10"}, "10", "expenditure")])
    assert not chosen(con, [ScopeLine("grant", "is", "5")])
    assert chosen(con, [ScopeLine("grant", "is not", "5")]) == {0}


def test_a_segment_name_wins_over_the_same_word_as_a_role(con):
    fill(con, [({"site": "101"}, "x", "expenditure"), ({"location": "101"}, "y", "expenditure")])
    assert chosen(con, [ScopeLine("location", "is", "101")]) == {1}


def test_numbers_longer_than_any_integer_are_compared_exactly(con):
    fill(con, [({"Fund": "9" * 45}, "x", "expenditure")])
    assert chosen(con, [ScopeLine("fund", "between", "1-" + "9" * 45)]) == {0}
    assert not chosen(con, [ScopeLine("fund", "between", "1-" + "9" * 44)])


def test_no_line_means_no_account(con):
    fill(con, [({"Fund": "10"}, "10", "expenditure")])
    assert chosen(con, []) == set()
    assert matches([], {"fund": "10"}, "expenditure") is False


@pytest.mark.parametrize(
    ("field", "operator", "value"),
    [("fund", "over", "1"), ("fund", "between", "9-1"), ("fund", "between", "12"),
     ("fund", "between", "a-1-a-9"), ("fund", "is", " "), ("", "is", "1"),
     ("account type", "starts with", "exp"), ("account_type", "is", "asset")],
)  # fmt: skip
def test_lines_that_cannot_be_meant_are_refused(field, operator, value):
    with pytest.raises(ScopeError):
        ScopeLine(field, operator, value)


def test_words_of_the_file_form_are_understood():
    assert ScopeLine("Account Code", "Range Includes", "1..9").operator is Operator.BETWEEN
    assert ScopeLine("fund", "not equals", " 5 ") == ScopeLine("FUND", "is  not", "5")


def test_the_access_scope_fails_closed():
    column = "b.location_key"
    assert access_predicate(Scope("d"), column, [3]) == (
        "b.location_key = $location_key",
        {"location_key": 3},
    )
    nothing = ("$all_locations", {"all_locations": False})
    assert access_predicate(Scope("d"), column, []) == nothing
    assert access_predicate(Scope("d", frozenset({""})), column, [0]) == nothing
    assert access_predicate(Scope.whole("d"), column, []) == (
        "$all_locations",
        {"all_locations": True},
    )
    text, parameters = access_predicate(Scope("d", frozenset("ab")), column, [4, 0, 2])
    assert text == "b.location_key in (select unnest($location_keys))"
    assert parameters == {"location_keys": [2, 4]}
