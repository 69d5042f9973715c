"""Conditions as typed: field, operator and value, long operators before short ones."""

from __future__ import annotations

import pytest

from data.condition import conditions, written
from data.scope import ScopeError


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fund is 10", ("fund", "is", "10")),
        ("Fund IS NOT 10", ("fund", "is not", "10")),
        ("object between 4310-4390", ("object", "between", "4310-4390")),
        ("object not between 1-2", ("object", "not between", "1-2")),
        ("account does not start with 01", ("account", "does not start with", "01")),
        ("function matches 11??", ("function", "matches", "11??")),
        ("fund  equals  10", None),
    ],
)
def test_one_condition(text, found):
    if found is None:
        with pytest.raises(ScopeError, match="write field, operator and value"):
            conditions([text])
        return
    line = conditions([text])[0]
    assert (line.field, line.operator, line.value) == found


def test_several_conditions_and_back():
    text = "fund is 10, object is not 4300"
    assert written(conditions([text])) == text
    assert conditions(["", " , "]) == ()


@pytest.mark.parametrize("text", ["fund", "fund is", "10", "object between 9-1", "is 10"])
def test_what_cannot_be_meant_is_said(text):
    with pytest.raises(ScopeError):
        conditions([text])


def test_too_many_are_refused():
    with pytest.raises(ScopeError, match="at most 12"):
        conditions([",".join(f"fund is {n}" for n in range(13))])
