"""Headings as ERPs print them, and the columns proposed for them."""

from __future__ import annotations

import pytest

from loaders.erp.headings import (
    aliases,
    ambiguous,
    heading_row,
    is_percentage,
    normalised,
    proposal,
    proposals,
)
from loaders.erp.mapping import FIELDS

NOT_LOADED = {"actual_period", "debit", "credit"}


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("2024-25 Original Budget", "originalbudget"),
        ("2024-25 July Monthly Activity", "monthlyactivity"),
        ("FY25 Revised Budget", "revisedbudget"),
        ("FY2024/25 Encumbrances", "encumbrances"),
        ("FYTD Activity", "fytdactivity"),
        ("Vendor  No.", "vendorno"),
        ("PO/Ref2", "poref2"),
        ("Maybe", "maybe"),
        ("ORIGINAL_APPROP", "originalapprop"),
        ("May", ""),
    ],
)
def test_year_and_month_do_not_count(heading, expected):
    assert normalised(heading) == expected


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("2024-25 Original Budget", "original_budget"),
        ("TRANFRS/ADJSTMTS", "adjustments"),
        ("REVISED BUDGET", "current_budget"),
        ("YTD EXPENDED", "actual_ytd"),
        ("Eff Date", "posted_date"),
        ("Full Account", "account"),
        ("AVAILABLE BUDGET", "available_reported"),
    ],
)
def test_known_headings(heading, field):
    found = proposal(heading)
    assert (found.field, found.score, found.is_certain) == (field, 100.0, True)


@pytest.mark.parametrize("heading", ["Description", "Date", "Name", "FY25 Actual", "Amount"])
def test_ambiguous_headings_are_proposals_only(heading):
    assert proposal(heading).is_certain is False


@pytest.mark.parametrize("heading", ["Encumberances", "Acct. Number", "Vendor Nmae"])
def test_misspelt_headings_are_proposals_only(heading):
    found = proposal(heading)
    assert found.score < 100
    assert found.is_certain is False


@pytest.mark.parametrize("heading", ["% of Budget", "PCT COLL", "Balance", "", "July", "Colour"])
def test_headings_that_stand_for_nothing(heading):
    assert proposal(heading) is None


def test_a_percentage_is_no_amount():
    assert is_percentage("% Used Budget")
    assert not is_percentage("Budget")


def test_two_headings_for_one_column_are_both_uncertain():
    found = proposals(["Account", "GL Account", "Encumbrance"])
    assert [(p.field, p.is_certain) for p in found] == [
        ("account", False),
        ("account", False),
        ("encumbered", True),
    ]


def test_aliases_are_written_the_way_headings_are_compared():
    assert {alias: normalised(alias) for alias in aliases()} == {a: a for a in aliases()}
    assert ambiguous() <= set(aliases())


def test_aliases_lead_to_columns_of_the_mapping():
    known = {name for fields in FIELDS.values() for name in fields} | NOT_LOADED
    assert set(aliases().values()) <= known


def test_heading_row_among_banners():
    rows = [
        ["Cedar Valley Unified", ""],
        ["Report date", "3/1/2027"],
        ["Account", "Revised Budget", "YTD Expended"],
        ["01-1100", "5.00", "1.00"],
    ]
    assert heading_row(rows) == 2
    assert heading_row(rows[3:]) is None
    assert heading_row([]) is None
