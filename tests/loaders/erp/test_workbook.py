from __future__ import annotations

import datetime as dt
import io
import stat
import time
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from loaders.erp.workbook import check_workbook
from loaders.errors import AccountsDestroyedError, FileUnreadableError
from tests.loaders.erp.district import LEDGER, merged

A = "100-11-6100-001"
NOON = dt.datetime(2026, 7, 16, 12, 30)  # noqa: DTZ001 - a cell has no zone
HEADS = ["Account", "Date", "Amount", "Description"]
XLSX = merged(LEDGER, {"format": {"type": "xlsx"}})


def workbook(*rows, sheet="Data", others=(), start=1):
    book = openpyxl.Workbook()
    for name in others:
        book.create_sheet(name).append(["Notes"])
    page = book.create_sheet(sheet)
    for number, row in enumerate(rows, start=start):
        for column, value in enumerate(row, start=2):
            page.cell(number, column, value)
    book.remove(book["Sheet"])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_cells_become_text_and_rows_keep_their_number(read):
    data = workbook(
        ["Demo district"],
        [],
        HEADS,
        [A, dt.date(2026, 7, 15), 10.5, "two\nlines"],
        [A, NOON, "(2.00)", 7],
        [A, "07/17/2026", 0.1 + 0.2, True],
        [None, None, None, None],
        ["Grand Total", None, 8.8, None],
        others=["Cover"],
    )
    got = read({"gl.xlsx": data}, XLSX)
    assert got.lines("source_row, posted_date, amount, description") == [
        (4, dt.date(2026, 7, 15), Decimal("10.50"), "two lines"),
        (5, dt.date(2026, 7, 16), Decimal("-2.00"), "7"),
        (6, dt.date(2026, 7, 17), Decimal("0.30"), "TRUE"),
    ]
    assert got.checks() == [("L3", "ok", Decimal("8.80"), Decimal("8.80"))]


def test_accounts_that_became_numbers(read):
    data = workbook(HEADS, [100116100001, "07/15/2026", 1, "x"], [A, "07/15/2026", 2, "x"],
                    [1e19, "07/15/2026", 4, "x"])  # fmt: skip
    got = read({"gl.xlsx": data}, XLSX)
    assert got.lines() == [(3, Decimal(2))]
    assert got.quarantine("source_row, reason_code") == [
        (2, "ACCOUNT_UNPARSED"), (4, "EXPONENT_ACCOUNT"),
    ]  # fmt: skip
    with pytest.raises(AccountsDestroyedError):
        read({"gl.xlsx": workbook(HEADS, [1e19, "07/15/2026", 4, "x"])}, XLSX)


def test_accounts_that_became_dates(read):
    data = workbook(HEADS, [dt.date(2026, 1, 1), "07/15/2026", 1, "x"])
    assert read({"gl.xlsx": data}, XLSX).quarantine("source_row, reason_code") == [
        (2, "DATE_LIKE_ACCOUNT")
    ]


def test_error_cells_are_not_empty_cells(read):
    book = openpyxl.Workbook()
    page = book.active
    page.append(HEADS)
    page.append([A, "07/15/2026", "#REF!", "x"])
    page["C2"].data_type = "e"
    held = io.BytesIO()
    book.save(held)
    got = read({"gl.xlsx": held.getvalue()}, XLSX)
    assert got.quarantine("column_name, reason_code, found") == [
        ("Amount", "AMOUNT_UNPARSED", "#REF!")
    ]


def test_a_sheet_by_name(read):
    named = merged(XLSX, {"format": {"sheet": "July"}})
    data = workbook(HEADS, [A, "07/15/2026", 1, "x"], sheet="July", others=["June"])
    assert len(read({"gl.xlsx": data}, named).lines()) == 1
    with pytest.raises(FileUnreadableError, match=r"no such sheet.*Found 'Data'.*sheet 'July'"):
        read({"gl.xlsx": workbook(HEADS)}, named)


def archive(parts, **attributes):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = attributes.get("mode", 0) << 16
            box.writestr(info, content)
    return held.getvalue()


BOOK = {"xl/workbook.xml": "<workbook/>"}
REFUSED = {
    "bomb": (archive(BOOK | {"xl/worksheets/sheet1.xml": b"0" * (120 << 20)}), "would unpack"),
    "many parts": (archive(BOOK | {f"xl/s{n}.xml": "x" for n in range(300)}), "301 parts"),
    "macros": (archive(BOOK | {"xl/vbaProject.bin": "x"}), "carries macros"),
    "link": (archive(BOOK, mode=stat.S_IFLNK | 0o777), "carries a link"),
    "zip slip": (archive(BOOK | {"../../etc/cron": "x"}), "a path outside itself"),
    "nested": (archive(BOOK | {"xl/more.zip": "x"}), "another archive"),
    "no workbook": (archive({"readme.txt": "x"}), "a zip archive, not a workbook"),
    "truncated": (workbook(HEADS, [A, "07/15/2026", 1, "x"])[:-40], "cut off or damaged"),
    "text": (b"Account,Date,Amount\n", "no workbook"),
    "web page": (b"<html><table>", "a web page"),
    "empty": (b"", "the file is empty"),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "protected by a password",
    ),
    "old and damaged": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_workbooks_that_are_refused(read, name):
    data, words = REFUSED[name]
    with pytest.raises(FileUnreadableError, match=words):
        read({"gl.xlsx": data}, XLSX)


def test_a_bomb_is_judged_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(REFUSED["bomb"][0])
    started = time.perf_counter()
    with pytest.raises(FileUnreadableError):
        check_workbook(path)
    assert time.perf_counter() - started < 0.1
