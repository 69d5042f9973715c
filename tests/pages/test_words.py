"""Words of a district in place of the product's, and never in place of a name."""

from __future__ import annotations

from contextvars import copy_context

import pytest

from pages.words import Name, heading, label, speak, speaking, spoken_words, told

PAIRS = (
    ("School", "Campus"), ("Schools", "Campuses"), ("Bucket", "Fund group"),
    ("Buckets", "Fund groups"), ("Central office", "District LEA"), ("Central offices", "LEAs"),
    ("Budgeted", "Appropriated"), ("Spent", "Expended"), ("fund", "Source"),
)  # fmt: skip
IN_TEXT = ("School", "Schools", "Bucket", "Buckets", "Central office", "Central offices")


NAMES = ("School meals", "Bucket Elementary", "Schools of hope", "supplies for a school", "Bucket")


def said(write, *texts):
    """What a reader of these words gets; other readers of the process are untouched."""

    def inside():
        speak(spoken_words(PAIRS, IN_TEXT, NAMES))
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
    [
        ("Schools decide", "Campuses decide"),
        ("School meals cost", "School meals cost"),
        ("Buckets of Elm", "Fund groups of Elm"),
        ("Schools", "Campuses"),
        ("All of them. School by school: 3", "All of them. Campus by campus: 3"),
        ("<b>School map</b>", "<b>Campus map</b>"),
        (" Schools get", " Campuses get"),
        ("What is left (spent)", "What is left (expended)"),
        ("Spent", "Expended"),
        ("School 3", "School 3"),
    ],
)
def test_a_capital_is_renamed_where_something_begins(text, expected):
    assert said(told, text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bucket Elementary beside 3 schools", "Bucket Elementary beside 3 campuses"),
        (
            "Schools of hope get more than other schools",
            "Schools of hope get more than other campuses",
        ),
        ("Supplies<br>for a school", "Supplies<br>for a school"),
        ("Paid: supplies for a school.", "Paid: supplies for a school."),
        ("Supplies for a school cost $3", "Supplies for a school cost $3"),
        ("Bucket", "Bucket"),
        ("Bucket Elementaryish schools", "Bucket Elementaryish campuses"),
        ("/evaluate/schools and schools.csv", "/evaluate/schools and schools.csv"),
        ("No page has “school” in it", "No page has “school” in it"),
        ("No school has “old school”", "No campus has “old school”"),
        ("there is no field 'school' of schools", "there is no field 'school' of campuses"),
        ('no range: "one\'s school" of schools', 'no range: "one\'s school" of campuses'),
        ("the schools' money, all schools' money", "the campuses' money, all campuses' money"),
    ],
)
def test_names_addresses_and_quotations_stay(text, expected):
    assert said(told, text) == [expected]


def test_what_is_renamed_is_not_renamed_again():
    """A school is a learning location, and a location is a site."""
    words = spoken_words(
        [("School", "Learning location"), ("Location", "Site")], ["School", "Location"]
    )
    with speaking(words):
        once = [told("every school"), label("School"), told("a location")]
        assert once == ["every learning location", "Learning location", "a site"]
        assert [told(one) for one in once] == once
        assert [label(one) for one in once] == once
    assert told("every school") == "every school"
