"""Files as people send them by mistake, made from a good table; each says what must come of it.

`refused` is what the message must say where nothing of the file can be used; without it the file
must read as exactly the good table, except for rows that `troubled` (row -> words) names.
"""

from __future__ import annotations

import csv
import gzip
import io
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

import xlsxwriter


@dataclass(frozen=True)
class Good:
    """Headings and rows of a table that is right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def table(self) -> list[list[str]]:
        return [list(self.headings), *map(list, self.rows)]


@dataclass(frozen=True)
class Case:
    make: Callable[[Good], bytes]
    name: str = "people.csv"
    refused: str = ""
    troubled: dict[int, str] = field(default_factory=dict)
    encoding: str = "UTF-8"
    more: tuple[str, ...] = ()


def as_csv(table, delimiter=",", newline="\r\n", quoting=csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=quoting).writerows(table)
    return out.getvalue()


def as_xlsx(table, *, cells=(), sheets=("Sheet1",), hidden=()) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
                sheet.write_string(0, 0, "junk")
                continue
            for line, row in enumerate(table):
                for column, cell in enumerate(row):
                    sheet.write_string(line, column, cell)
            for line, column, cell in cells:
                sheet.write(line, column, cell)
        visible = next(name for name in sheets if name not in hidden)
        book.get_worksheet_by_name(visible).activate()
        book.get_worksheet_by_name(visible).set_first_sheet()
    return out.getvalue()


def _encoded(encoding: str) -> Callable[[Good], bytes]:
    return lambda good: as_csv(good.table).encode(encoding)


def _text(change: Callable[[str], str]) -> Callable[[Good], bytes]:
    return lambda good: change(as_csv(good.table)).encode()


def _lines(change: Callable[[list[str]], list[str]]) -> Callable[[Good], bytes]:
    return lambda good: "\r\n".join(change(as_csv(good.table).strip().split("\r\n"))).encode()


def _zip(parts: dict[str, bytes], *, link: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        if link:
            entry = zipfile.ZipInfo(link)
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def _parts(good: Good) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(as_xlsx(good.table))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _changed(part: str, old: bytes, new: bytes) -> Callable[[Good], bytes]:
    def make(good: Good) -> bytes:
        parts = _parts(good)
        assert old in parts[part]
        return _zip(parts | {part: parts[part].replace(old, new, 1)})

    return make


def _wide(good: Good) -> bytes:
    return as_csv([[f"c{n}" for n in range(5_000)], ["1"] * 5_000]).encode()


def _mixed(good: Good) -> bytes:
    return (
        as_csv(good.table).encode()
        + "\u00e9,\u00e9\r\n".encode("cp1252")
        + "\u0142,\u00e9".encode()
    )


def _upset(text: str) -> str:
    """The same lines with other ends."""
    lines = text.split("\r\n")
    return lines[0] + "\n" + "\r\n".join(lines[1:])


_DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbb">]>'

CASES: dict[str, Case] = {
    "empty": Case(lambda good: b"", refused="is empty"),
    "header_only": Case(_lines(lambda lines: lines[:1]), refused="no row below the headings"),
    "bom_only": Case(lambda good: b"\xef\xbb\xbf", refused="is empty"),
    "blank_lines_only": Case(lambda good: b"\r\n , \r\n\r\n", refused="is empty"),
    "bom": Case(_encoded("utf-8-sig")),
    "utf16_le": Case(
        lambda good: b"\xff\xfe" + as_csv(good.table).encode("utf-16-le"), encoding="UTF-16"
    ),
    "utf16_be": Case(
        lambda good: b"\xfe\xff" + as_csv(good.table).encode("utf-16-be"), encoding="UTF-16"
    ),
    "utf16_without_bom": Case(_encoded("utf-16-le"), encoding="UTF-16"),
    "nul": Case(
        _text(lambda text: text.replace("\r\n", "\0\r\n", 2)), refused=r"line \d is not text"
    ),
    "binary": Case(lambda good: bytes(range(256)) * 40, refused="not text|cannot be cut"),
    "one_long_line": Case(lambda good: b"x" * (10 << 20), refused="longer than one megabyte"),
    "too_large": Case(lambda good: b"a,b\n" * (14 << 20), refused=r"56\.0 MB.*at most 50 MB"),
    "columns_5000": Case(_wide, refused="5,000 columns.*at most 200"),
    "rows_1m": Case(
        lambda good: b"code,name\n" + b"1,2\n" * 1_000_000, refused="too long.*250,000 rows"
    ),
    "short_row": Case(
        _lines(lambda lines: [*lines, "7"]), troubled={-1: "has 1 cells"}, more=("7",)
    ),
    "long_row": Case(
        _lines(lambda lines: [lines[0], lines[1] + ",surplus", *lines[2:]]),
        troubled={2: "'surplus' is one too many"},
    ),
    "blank_surplus": Case(_lines(lambda lines: [lines[0], lines[1] + ",,", *lines[2:]])),
    "unclosed_quote": Case(_lines(lambda lines: [*lines, '"7']), refused="quote is never closed"),
    "text_after_quote": Case(
        _lines(lambda lines: [*lines, '"a"b']), refused="quote is never closed"
    ),
    "all_quoted": Case(lambda good: as_csv(good.table, quoting=csv.QUOTE_ALL).encode()),
    "semicolon": Case(lambda good: as_csv(good.table, ";").encode()),
    "tab": Case(lambda good: as_csv(good.table, "\t").encode()),
    "pipe": Case(lambda good: as_csv(good.table, "|").encode()),
    "cr_only": Case(lambda good: as_csv(good.table, newline="\r", quoting=csv.QUOTE_ALL).encode()),
    "lf_only": Case(lambda good: as_csv(good.table, newline="\n").encode()),
    "mixed_line_ends": Case(_text(_upset)),
    "blank_rows": Case(_lines(lambda lines: [lines[0], "", *lines[1:], "", ",,"])),
    "end_of_file_mark": Case(_text(lambda text: text + "\x1a")),
    "gzip_renamed": Case(lambda good: gzip.compress(as_csv(good.table).encode()), refused="gzip"),
    "xlsx": Case(lambda good: as_xlsx(good.table), "people.xlsx"),
    "xlsx_renamed": Case(lambda good: as_xlsx(good.table)),
    "csv_renamed": Case(_encoded("utf-8"), "people.xlsx"),
    "xlsx_hidden_sheet": Case(
        lambda good: as_xlsx(good.table, sheets=("Old", "Data"), hidden=("Old",)), "people.xlsx"
    ),
    "xlsx_far_cell": Case(
        lambda good: as_xlsx(good.table, cells=[(1_048_575, 16_383, "x")]),
        "people.xlsx",
        refused=r"reach to row 1,048,576, column 16,384",
    ),
    "xlsx_macros": Case(
        lambda good: _zip(_parts(good) | {"xl/vbaProject.bin": b"\0"}), "people.xlsm", "macros"
    ),
    "xls": Case(lambda good: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "people.xls", "old"),
    "password": Case(
        lambda good: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        "people.xlsx",
        "password",
    ),
    "html_renamed": Case(lambda good: b"<html><table><tr><td>1", "people.xls", "web page"),
    "pdf_renamed": Case(lambda good: b"%PDF-1.7\n", refused="PDF"),
    "bomb": Case(
        lambda good: _zip(_parts(good) | {"xl/media/a.bin": bytes(200 << 20)}),
        "people.xlsx",
        "would unpack",
    ),
    "many_parts": Case(
        lambda good: _zip(_parts(good) | {f"xl/worksheets/s{n}.xml": b"<a/>" for n in range(300)}),
        "people.xlsx",
        r"3\d\d parts",
    ),
    "nested_zip": Case(
        lambda good: _zip(_parts(good) | {"xl/a.zip": b"PK"}), "people.xlsx", "another archive"
    ),
    "zip_slip": Case(
        lambda good: _zip(_parts(good) | {"../../evil.xml": b"<a/>"}), "people.xlsx", "outside"
    ),
    "zip_link": Case(lambda good: _zip(_parts(good), link="xl/link"), "people.xlsx", "a link"),
    "plain_zip": Case(lambda good: _zip({"a.txt": b"a"}), "people.xlsx", "not a workbook"),
    "truncated": Case(lambda good: as_xlsx(good.table)[:-400], "people.xlsx", "cut off or damaged"),
    "damaged_part": Case(
        _changed("xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheetDat"),
        "people.xlsx",
        "damaged",
    ),
    "entities": Case(
        _changed(
            "xl/worksheets/sheet1.xml",
            b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
            _DOCTYPE,
        ),
        "people.xlsx",
        "declares entities",
    ),
    "path_as_name": Case(_encoded("utf-8"), "../../etc/passwd"),
}
