"""Every way in which a file can be wrong: a clear message, or exactly the expected rows.

The files are in `tests/files/bad`, one for each failure; those that would be large are made here.
"""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest

from loaders.errors import (
    AccountsDestroyedError,
    FileUnreadableError,
    HeadingsError,
    LoaderError,
    PrivateDataError,
)

BAD = Path(__file__).resolve().parents[2] / "files" / "bad"
HEAD = "Account,Date,Amount,Description\n"
ACCOUNT = "100-11-6100-001"
CHALK = (2, Decimal("10.50"))
PAPER = (3, Decimal("2.00"))
BIG = Decimal("1234.56")

REFUSED = {
    "empty.csv": (FileUnreadableError, "the file is empty"),
    "bom_only.csv": (FileUnreadableError, "the file is empty"),
    "missing_heading.csv": (HeadingsError, "row 1, column Amount.*missing: 'Amount'"),
    "renamed_heading.csv": (HeadingsError, r"column Amount.*is it 'Amounts'\?"),
    "duplicate_heading.csv": (HeadingsError, "column Amount: two columns have the same heading"),
    "semicolon.csv": (HeadingsError, "parted by semicolon: set format.delimiter"),
    "tab.csv": (HeadingsError, "parted by tab"),
    "exponent_accounts.csv": (AccountsDestroyedError, "row 2, column Account.*1.00116E.14"),
    "ssn_column.csv": (PrivateDataError, "column SSN"),
    "ssn_value.csv": (PrivateDataError, "row 3, column Description"),
    "gzip_truncated.csv.gz": (FileUnreadableError, "cut off or damaged"),
    "xlsx_renamed.csv": (FileUnreadableError, "an Excel workbook or zip archive"),
    "html_renamed.xls": (FileUnreadableError, "a web page under another name"),
    "pdf_renamed.csv": (FileUnreadableError, "a PDF document"),
    "old_workbook_renamed.csv": (FileUnreadableError, "old or password-protected Excel"),
}

# File -> lines with their dollars, rows set aside with heading and reason.
READ = {
    "header_only.csv": ([], []),
    "bom.csv": ([CHALK], []),
    "utf16_le.csv": ([CHALK, PAPER], []),
    "utf16_be.csv": ([CHALK, PAPER], []),
    "utf16_without_bom.csv": ([CHALK, PAPER], []),
    "cp1252.csv": ([CHALK, PAPER], []),
    "mixed_encodings.csv": ([CHALK, PAPER], []),
    "undefined_byte.csv": ([CHALK], [(3, "", "BAD_ENCODING")]),
    "decomposed_letters.csv": ([CHALK], []),
    "nul.csv": ([CHALK], [(3, "", "BAD_ENCODING")]),
    "control_character.csv": ([CHALK], [(3, "", "BAD_ENCODING")]),
    "end_of_file_mark.csv": ([CHALK, PAPER], []),
    "short_row.csv": ([CHALK], [(3, "", "BAD_COLUMN_COUNT")]),
    "long_row.csv": ([CHALK], [(3, "", "BAD_COLUMN_COUNT")]),
    "unclosed_quote.csv": (
        [CHALK],
        [(3, "Description", "BAD_QUOTE"), (4, "Description", "BAD_QUOTE")],
    ),
    "quote_inside.csv": ([CHALK, PAPER], []),
    "quote_after_text.csv": ([CHALK, (4, Decimal("2.00"))], [(3, "Description", "BAD_QUOTE")]),
    "embedded_newline.csv": ([CHALK, (4, Decimal("2.00"))], []),
    "cr_only.csv": ([CHALK, PAPER], []),
    "crlf.csv": ([CHALK, PAPER], []),
    "mixed_line_ends.csv": ([CHALK, PAPER], []),
    "extra_column.csv": ([CHALK], []),
    "reordered_columns.csv": ([CHALK], []),
    "banner.csv": ([(5, CHALK[1])], []),
    "repeated_headings.csv": ([CHALK, (5, Decimal("2.00"))], []),
    "total_row.csv": ([CHALK, PAPER], []),
    "wrong_total.csv": ([CHALK, PAPER], []),
    "short_total_row.csv": ([CHALK, PAPER], []),
    "blank_rows.csv": ([(3, CHALK[1]), (6, Decimal("2.00"))], []),
    "zeros_lost.csv": ([CHALK], [(3, "Account", "ACCOUNT_WIDTH")]),
    "exponent_account.csv": ([CHALK, PAPER], [(4, "Account", "EXPONENT_ACCOUNT")]),
    "date_like_account.csv": ([CHALK], [(3, "Account", "DATE_LIKE_ACCOUNT")]),
    "code_1e5.csv": ([CHALK], []),
    "code_0x1f.csv": ([CHALK], [(3, "Account", "ACCOUNT_WIDTH")]),
    "thousands.csv": ([(2, BIG)], []),
    "parentheses.csv": ([(2, -BIG)], []),
    "trailing_minus.csv": ([(2, -BIG)], []),
    "currency_sign.csv": ([CHALK], []),
    "nan.csv": ([CHALK], [(3, "Amount", "AMOUNT_UNPARSED")]),
    "infinity.csv": ([CHALK], [(3, "Amount", "AMOUNT_UNPARSED")]),
    "many_digits.csv": ([CHALK], [(3, "Amount", "AMOUNT_UNPARSED")]),
    "three_decimals.csv": ([CHALK], [(3, "Amount", "AMOUNT_UNPARSED")]),
    "float_noise.csv": ([CHALK], []),
    "negative_zero.csv": ([(2, Decimal(0))], []),
    "blank_amount.csv": ([CHALK], [(3, "Amount", "REQUIRED_NULL")]),
    "reference_error.csv": ([CHALK], [(3, "Amount", "AMOUNT_UNPARSED")]),
    "hashes.csv": ([CHALK], [(3, "Amount", "AMOUNT_UNPARSED")]),
    "not_available.csv": ([CHALK], [(3, "Amount", "AMOUNT_UNPARSED")]),
    "percent.csv": ([CHALK], [(3, "Amount", "AMOUNT_UNPARSED")]),
    "day_before_month.csv": ([CHALK], [(3, "Date", "DATE_UNPARSED")]),
    "excel_serial_date.csv": ([CHALK], [(3, "Date", "DATE_UNPARSED")]),
    "leap_day.csv": ([CHALK], [(3, "Date", "DATE_UNPARSED")]),
    "no_date.csv": ([CHALK], [(3, "fiscal_year", "REQUIRED_NULL")]),
    "unknown_account.csv": ([CHALK], [(3, "Account", "ACCOUNT_KIND_UNKNOWN")]),
    "empty_account.csv": ([CHALK], [(3, "Account", "ACCOUNT_UNPARSED")]),
    "formula.csv": ([CHALK], []),
    "gzip_renamed.csv": ([CHALK], []),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_used_is_refused_in_words(read, name):
    error, words = REFUSED[name]
    with pytest.raises(error, match=words) as refused:
        read({f"gl{''.join(Path(name).suffixes)}": BAD / name})
    assert str(refused.value).startswith("gl."), "the message names the file"


@pytest.mark.parametrize("name", READ)
def test_a_file_with_faults_gives_exactly_these_rows(read, name):
    lines, aside = READ[name]
    got = read({"gl.csv": BAD / name})
    assert got.lines() == lines
    assert got.quarantine() == aside
    for found, message in got.rows("SELECT found, message FROM stage.quarantine_row"):
        assert message.endswith(".")
        assert found is not None or "empty" in message or "Expected" in message


def test_every_bad_file_is_tried():
    tried = set(REFUSED) | set(READ) | {"heading_on_two_lines.csv"}
    assert {path.name for path in BAD.iterdir()} == tried
    assert len(tried) >= 40


def test_texts_survive_their_encoding(read):
    assert read({"gl.csv": BAD / "cp1252.csv"}).lines("description")[0] == (
        "caf\u00e9 \u201cle d\u00e9p\u00f4t\u201d",
    )


def test_mixed_encodings_are_read_line_by_line(read):
    got = read({"gl.csv": BAD / "mixed_encodings.csv"})
    assert got.lines("source_row, description") == [(2, "caf\u00e9"), (3, "d\u00e9p\u00f4t")]
    assert [note for note in got.report.notes if note.endswith("read as cp1252")]


def test_letters_are_composed(read):
    assert read({"gl.csv": BAD / "decomposed_letters.csv"}).lines("description") == [("caf\u00e9",)]


def test_an_embedded_newline_stays_in_the_text(read):
    assert read({"gl.csv": BAD / "embedded_newline.csv"}).lines("description")[0] == ("two\nlines",)


def test_a_formula_is_only_text(read):
    got = read({"gl.csv": BAD / "formula.csv"})
    assert got.lines("description") == [("=cmd|'/c calc'!A0",)]


def test_a_code_in_e_notation_of_two_letters_stays_a_code(read):
    read({"gl.csv": BAD / "code_1e5.csv"}).lines()


def test_the_dollars_of_a_row_set_aside_are_kept_where_readable(read):
    got = read({"gl.csv": BAD / "zeros_lost.csv"})
    assert got.quarantine("amount, raw") == [
        (Decimal("2.00"), "100-11-6100-1 | 07/16/2026 | 2.00 | paper")
    ]
    assert got.report.amount_quarantined == Decimal("2.00")


def test_a_short_line_keeps_its_dollars(read):
    got = read({"gl.csv": BAD / "short_row.csv"})
    assert got.quarantine("amount, found") == [(Decimal("2.00"), "3 columns")]


def test_the_grand_total_is_a_control(read):
    expected = Decimal("12.50")
    assert read({"gl.csv": BAD / "total_row.csv"}).checks() == [("L3", "ok", expected, expected)]


def test_a_grand_total_that_differs_by_a_cent_fails(read):
    got = read({"gl.csv": BAD / "wrong_total.csv"})
    assert got.checks() == [("L3", "failed", Decimal("12.51"), Decimal("12.50"))]


def test_unmapped_columns_are_dropped_and_named(read):
    got = read({"gl.csv": BAD / "extra_column.csv"})
    assert "columns not read: User" in got.report.notes


def test_headings_on_two_lines(read):
    section = {
        "name": "gl",
        "kind": "ledger_detail",
        "glob": "gl*",
        "columns": {
            "account": {"from": "Account"},
            "posted_date": {"from": "Posting Date"},
            "amount": {"from": "Line Amount"},
        },
    }
    assert read({"gl.csv": BAD / "heading_on_two_lines.csv"}, section).lines() == [
        (3, Decimal("10.50"))
    ]


def test_a_line_of_ten_megabytes(read):
    with pytest.raises(FileUnreadableError, match="row 2: a line is longer than one megabyte"):
        read({"gl.csv": HEAD + "x" * 10_000_000})


def test_five_thousand_columns(read):
    heads = ",".join(["Account", "Date", "Amount", "Description", *map(str, range(5000))])
    with pytest.raises(FileUnreadableError, match="row 1: the file has 5004 columns"):
        read({"gl.csv": heads + "\n"})


def test_a_quote_that_swallows_the_file(read):
    rows = f"{ACCOUNT},07/15/2026,1.00,chalk\n" * 1500
    with pytest.raises(FileUnreadableError, match=r"row 2.*a quote opens here"):
        read({"gl.csv": HEAD + f'{ACCOUNT},07/15/2026,1.00,"chalk\n' + rows})


def test_a_quote_that_opens_deep_in_a_file(read):
    """Threads of the reader begin in the middle of the file: no row may get lost."""
    rows = [f"{ACCOUNT},07/15/2026,1.00,chalk"] * 900_000
    rows[70] = f'{ACCOUNT},07/15/2026,1.00,"chalk'
    with pytest.raises(FileUnreadableError, match=r"row 7[12].*a quote opens here or below"):
        read({"gl.csv": HEAD + "\n".join(rows) + "\n"})


def test_many_rows_are_read_in_seconds(read):
    started = time.process_time()
    got = read({"gl.csv": HEAD + f"{ACCOUNT},07/15/2026,1.00,chalk\n" * 100_000})
    assert got.report.rows_accepted == 100_000
    assert got.report.amount_accepted == Decimal(100_000)
    assert time.process_time() - started < 5


def test_binary_rubbish(read):
    with pytest.raises(LoaderError):
        read({"gl.csv": bytes(range(256)) * 200})
