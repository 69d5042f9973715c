"""Words of a district in place of the product's, and never in place of a name."""

from __future__ import annotations

from contextvars import copy_context

import pytest

from pages.words import Name, heading, label, speak, spoken_words, told

PAIRS = (
    ("School", "Campus"), ("Schools", "Campuses"), ("Bucket", "Fund group"),
    ("Buckets", "Fund groups"), ("Central office", "District LEA"), ("Central offices", "LEAs"),
    ("Budgeted", "Appropriated"), ("Spent", "Expended"), ("fund", "Source"),
)  # fmt: skip
IN_TEXT = ("School", "Schools", "Bucket", "Buckets", "Central office", "Central offices")


def said(write, *texts):
    """What a reader of these words gets; other readers of the process are untouched."""

    def inside():
        speak(spoken_words(PAIRS, IN_TEXT))
        return [write(one) for one in texts]

    return copy_context().run(inside)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Schools", "Campuses"),
        ("School map", "Campus map"),
        ("Spent", "Expended"),
        ("BUDGETED", "Appropriated"),
        ("Fund", "Source"),
        ("Refund", "Refund"),
        ("Fund-flow", "Fund-flow"),
        ("Central offices", "LEAs"),
        ("Which accounts are in no bucket?", "Which accounts are in no fund group?"),
        (Name("School 3"), "School 3"),
    ],
)
def test_labels_are_renamed_whole(text, expected):
    assert said(label, text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What do schools get?", "What do campuses get?"),
        ("Lincoln School has 3 buckets", "Lincoln School has 3 fund groups"),
        ("of the central office", "of the district LEA"),
        ("It has spent $3 of a fund", "It has spent $3 of a fund"),
        ("preschools and schools-to-be", "preschools and schools-to-be"),
    ],
)
def test_running_text_keeps_what_has_a_capital_and_terms_of_money(text, expected):
    assert said(told, text) == [expected]


def test_columns_of_a_workbook():
    columns = ["school_name", "spent_usd", "budget_usd", "bucket_code", "location_id"]
    assert said(heading, *columns) == [
        "campus_name", "expended_usd", "appropriated_usd", "fund_group_code", "location_id",
    ]  # fmt: skip


def test_without_words_nothing_changes():
    assert [label("Schools"), told("schools"), heading("spent_usd")] == [
        "Schools", "schools", "spent_usd",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Schools decide", "Campuses decide"), ("School meals cost", "School meals cost"),
     ("Buckets of Elm", "Fund groups of Elm"), ("Schools", "Schools")],
)  # fmt: skip
def test_several_of_something_begin_a_sentence(text, expected):
    assert said(told, text) == [expected]
