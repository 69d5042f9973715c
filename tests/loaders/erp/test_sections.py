"""Files with several sections: which lines are read, counted, or make the file unreadable."""

from __future__ import annotations

from decimal import Decimal

import pytest

from loaders.errors import FileUnreadableError
from tests.loaders.erp.district import LEDGER, merged

A = "100-11-6100-001"
B = "100-11-6200-002"
FILE = f"""\
HEADER,2027,ACTUAL
Account,Date,Amount,Description
{A},07/15/2026,1.00,chalk

{B},07/16/2026,2.00,paper
END,2
HEADER,2027,PLAN
Account,Date,Amount,Description
{A},07/15/2026,4.00,never read
END,1
"""
ACTUAL = merged(LEDGER, {"format": {"from": "HEADER,\\d+,ACTUAL$", "until": "END,"}})


def test_only_the_section_is_read_and_the_other_lines_are_counted(read):
    got = read({"gl.csv": FILE}, ACTUAL)
    assert got.lines() == [(3, Decimal("1.00")), (5, Decimal("2.00"))]
    assert got.report.skipped == {"outside the section": 6}
    assert got.report.rows_read == 8


def test_line_ends_of_windows_and_another_encoding(read):
    text = FILE.replace("chalk", "café").replace("\n", "\r\n")
    got = read({"gl.csv": text.encode("cp1252")}, ACTUAL)
    assert got.lines("source_row, amount, description") == [
        (3, Decimal("1.00"), "café"),
        (5, Decimal("2.00"), "paper"),
    ]
    assert got.report.skipped == {"outside the section": 6}


def test_each_line_that_begins_a_section_begins_one(read):
    section = merged(LEDGER, {"format": {"from": "HEADER,", "until": "END,"}})
    got = read({"gl.csv": FILE}, section)
    assert [line for line, _ in got.lines()] == [3, 5, 9]
    assert got.report.skipped == {"outside the section": 4, "repeated headings": 1}


def test_a_section_may_begin_with_the_file_or_end_with_it(read):
    until = merged(LEDGER, {"format": {"until": "END,"}})
    got = read({"gl.csv": FILE.split("HEADER,2027,PLAN", maxsplit=1)[0].split("\n", 1)[1]}, until)
    assert [line for line, _ in got.lines()] == [2, 4]
    below = merged(LEDGER, {"format": {"from": "HEADER,2027,PLAN"}})
    got = read({"gl.csv": FILE.rsplit("END", 1)[0]}, below)
    assert got.lines() == [(9, Decimal("4.00"))]


def test_sections_far_below_the_top_of_the_file(read):
    text = "noise\n" * 500 + FILE
    got = read({"gl.csv": text}, ACTUAL)
    assert [line for line, _ in got.lines()] == [503, 505]
    assert got.report.skipped == {"outside the section": 506}


def test_sections_of_a_file_that_is_cut_by_position(read):
    lines = [f"{account}07/15/2026{amount:>9}" for account, amount in ((A, "1.00"), (B, "2.00"))]
    text = "\n".join(["PART ONE", "junk", "PART TWO", lines[0], "", lines[1], "DONE", "junk", ""])
    section = merged(
        LEDGER,
        {
            "columns": {"description": None},
            "format": {
                "type": "fixed",
                "from": "PART TWO",
                "until": "DONE",
                "fixed": [
                    {"name": "Account", "start": 1, "width": 15},
                    {"name": "Date", "start": 16, "width": 10},
                    {"name": "Amount", "start": 26, "width": 9},
                ],
            },
        },
    )
    got = read({"gl.txt": text}, section)
    assert got.lines() == [(4, Decimal("1.00")), (6, Decimal("2.00"))]
    assert got.report.skipped == {"outside the section": 5, "blank row": 1}


def test_a_file_without_the_section_is_refused(read):
    with pytest.raises(FileUnreadableError, match=r"no line begins the section.*format\.from"):
        read({"gl.csv": FILE.replace("ACTUAL", "BUDGET")}, ACTUAL)


@pytest.mark.parametrize(
    "text", [FILE.split("END,2", maxsplit=1)[0], FILE.replace("END,2", "HEADER,2,ACTUAL")]
)
def test_a_section_without_its_end_is_refused(read, text):
    with pytest.raises(FileUnreadableError, match="row 1: the section that begins here has no end"):
        read({"gl.csv": text.replace("END,1", "")}, ACTUAL)


def test_a_file_of_which_nothing_is_read_is_refused(read):
    section = merged(LEDGER, {"unpivot": [{"from": "Amount"}]})
    rows = f"Account,Date,Amount,Description\n{A},07/15/2026,,nothing\n"
    with pytest.raises(FileUnreadableError, match=r"gl\.csv, row 2: .*not one was read"):
        read({"gl.csv": rows}, section)


def test_headings_alone_are_a_file_without_rows(read):
    got = read({"gl.csv": "Account,Date,Amount,Description\n\n"})
    assert (got.report.rows_read, got.report.notes) == (0, ["no rows below the headings"])
