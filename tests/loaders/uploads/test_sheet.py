"""Uploaded files as text: what every mistake of the list comes to."""

from __future__ import annotations

import tempfile
import time
import tracemalloc

import pytest

from loaders.errors import FileUnreadableError
from loaders.uploads.sheet import Format, read_sheet
from tests.loaders.uploads.bad_files import CASES, Good, as_csv, as_xlsx

GOOD = Good(
    ("Code", "Full name"), (("007", "Elm, North"), ("E101", "3/4 Day\nand more"), ("8", ""))
)


@pytest.mark.parametrize("name", CASES)
def test_every_mistake_ends_in_words_or_in_exactly_the_rows(name):
    case = CASES[name]
    content, began = case.make(GOOD), time.process_time()
    if case.refused:
        with pytest.raises(FileUnreadableError, match=case.refused) as found:
            read_sheet(content, case.name)
        assert found.value.file in {case.name.split("/")[-1], ""}
        assert tempfile.gettempdir() not in str(found.value)
    else:
        read = read_sheet(content, case.name)
        assert read.headings == GOOD.headings
        extra = ((*case.more, ""),) if case.more else ()
        cells = tuple(row.cells for row in read.rows)
        assert cells == GOOD.rows + extra
        troubles = {row.number: row.trouble for row in read.rows if row.trouble}
        wanted = {n if n > 0 else read.rows[n].number: text for n, text in case.troubled.items()}
        assert troubles.keys() == wanted.keys()
        assert all(text in troubles[number] for number, text in wanted.items())
        assert read.encoding == case.encoding
    assert time.process_time() - began < 5


def test_another_encoding_is_named_and_kept_apart():
    read = read_sheet("code,name\r\n1,Peña\r\n".encode("cp1252"), "a.csv")
    assert read.rows[0].cells == ("1", "Peña")
    assert (read.encoding, read.is_converted) == ("Windows-1252", True)
    assert not read_sheet("code,name\n1,Peña".encode(), "a.csv").is_converted


def test_row_numbers_are_those_that_excel_shows():
    text = '\r\ncode,name\r\n1,"two\nlines"\r\n\r\n2,b\r\n'
    assert [row.number for row in read_sheet(text.encode(), "a.csv").rows] == [3, 5]
    table = [["", ""], ["code", "name"], ["1", "two\nlines"], ["", ""], ["2", "b"]]
    assert [row.number for row in read_sheet(as_xlsx(table), "a.xlsx").rows] == [3, 5]


def test_workbook_cells_are_text_and_the_sheet_can_be_chosen():
    content = as_xlsx(
        [["code", "amount", "made"]],
        cells=[(1, 0, 7), (1, 1, 1250.5), (1, 2, True), (2, 0, 12345678901234567890)],
        sheets=("A", "B"),
    )
    read = read_sheet(content, "a.xlsx", sheet="B")
    assert (read.form, read.sheet, read.sheets) == (Format.XLSX, "B", ("A", "B"))
    assert read.rows[0].cells == ("7", "1250.5", "TRUE")
    assert "E+" in read.rows[1].cells[0]
    with pytest.raises(FileUnreadableError, match=r"no such sheet.*A, B"):
        read_sheet(content, "a.xlsx", sheet="C")


def test_error_cells_keep_their_mark():
    content = as_xlsx([["code", "name"]], cells=[(1, 0, "=1/0"), (1, 1, "x")])
    assert read_sheet(content, "a.xlsx").rows[0].cells[1] == "x"


def test_a_long_file_stays_small_in_memory():
    rows = [["code", "name", "amount"], *([str(n), f"Name {n}", "12.50"] for n in range(20_000))]
    content = as_csv(rows).encode()
    tracemalloc.start()
    read = read_sheet(content, "a.csv")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(read.rows) == 20_000
    assert peak < 60 << 20
