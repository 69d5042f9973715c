"""How single columns are read: numbers, overpunched dollars, texts that a map must name."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.loaders.erp.district import LEDGER, merged

A = "100-11-6100-001"
SITES = {
    "name": "sites",
    "kind": "location_master",
    "glob": "sites*",
    "columns": {
        "location_id": {"from": "No"},
        "name": {"from": "Site"},
        "latitude": {"from": "North"},
    },
}
VENDORS = {
    "name": "vendors",
    "kind": "vendor_master",
    "glob": "vendors*",
    "columns": {
        "vendor_id": {"from": "No"},
        "name": {"from": "Vendor"},
        "is_active": {"from": "Live", "map": {"A": "yes", "D": "no"}, "unmapped": "reject"},
    },
}


@pytest.mark.parametrize(
    ("text", "value"),
    [(".5", 0.5), ("-.25", -0.25), ("37.8", 37.8), ("38.", 38.0), ("-122", -122.0)],
)
def test_numbers_need_no_digit_before_the_point(read, text, value):
    got = read({"sites.csv": f"No,Site,North\n001,Elm,{text}\n"}, SITES)
    assert got.rows("SELECT latitude FROM stage.location") == [(value,)]


@pytest.mark.parametrize("text", [".", "-", "1.2.3", "N 37"])
def test_what_is_no_number_is_no_number(read, text):
    got = read({"sites.csv": f"No,Site,North\n001,Elm,{text}\n"}, SITES)
    is_blank = text == "-"
    assert got.quarantine() == ([] if is_blank else [(2, "North", "NUMBER_UNPARSED")])


def test_overpunched_dollars_of_a_mainframe(read):
    amount = {"overpunch": True, "implied_decimals": 2}
    section = merged(LEDGER, {"columns": {"amount": amount}})
    rows = f"{A},07/15/2026,00123D,a\n{A},07/15/2026,00123M,b\n{A},07/15/2026,001234,c\n"
    got = read({"gl.csv": f"Account,Date,Amount,Description\n{rows}"}, section)
    assert [amount for _, amount in got.lines()] == [
        Decimal("12.34"),
        Decimal("-12.34"),
        Decimal("12.34"),
    ]


def test_a_text_that_the_map_must_name_sets_its_row_aside(read):
    column = {"map": {"chalk": "Chalk"}, "unmapped": "reject"}
    section = merged(LEDGER, {"columns": {"description": column}})
    rows = f"{A},07/15/2026,1.00,chalk\n{A},07/15/2026,2.00,paper\n{A},07/15/2026,3.00,\n"
    got = read({"gl.csv": f"Account,Date,Amount,Description\n{rows}"}, section)
    assert got.lines("source_row, description") == [(2, "Chalk"), (4, None)]
    assert got.quarantine("source_row, column_name, reason_code, found, message, amount") == [
        (3, "Description", "VALUE_UNMAPPED", "paper", "Expected one of chalk.", Decimal("2.00"))
    ]


def test_a_yes_or_no_that_the_map_must_name(read):
    got = read({"vendors.csv": "No,Vendor,Live\n1,Elm,A\n2,Oak,D\n3,Ash,Q\n4,Fir,\n"}, VENDORS)
    assert got.rows("SELECT vendor_id, is_active FROM stage.vendor ORDER BY 1") == [
        ("1", True),
        ("2", False),
        ("4", None),
    ]
    assert got.quarantine() == [(4, "Live", "VALUE_UNMAPPED")]


@pytest.mark.parametrize(
    ("events", "kept"),
    [
        ({"JE": "skip"}, [2, 4]),
        ({"AP": "expense", "*": "skip"}, [2]),
    ],
)
def test_postings_of_a_source_that_is_skipped(read, events, kept):
    section = merged(LEDGER, {"columns": {"source_code": {"from": "Src"}}, "events": events})
    rows = f"{A},07/15/2026,1.00,a,AP\n{A},07/15/2026,2.00,b,JE\n{A},07/15/2026,3.00,c,\n"
    got = read({"gl.csv": f"Account,Date,Amount,Description,Src\n{rows}"}, section)
    assert [line for line, _ in got.lines()] == kept
    assert got.report.skipped == {"event skip": 3 - len(kept)}


def test_raw_text_of_rows_set_aside_keeps_accounts_and_hides_numbers_of_people(read):
    section = merged(LEDGER, {"columns": {"description": None}, "extra": ["Ref"]})
    rows = (
        "100-12-4310-1000,07/15/2026,1.00,a\n"
        "100-12-4310-1000 refund to 123-45-6789,07/15/2026,1.00,b\n"
    )
    got = read({"gl.csv": f"Account,Date,Amount,Ref\n{rows}"}, section)
    assert got.quarantine("raw") == [
        ("100-12-4310-1000 | 07/15/2026 | 1.00 | a",),
        ("100-12-4310-1000 refund to XXX-XX-XXXX | 07/15/2026 | 1.00 | b",),
    ]
