"""The file that a person uploads, as text: headings, rows, and how it was written.

Cells are read as text first, so leading zeros survive; order and format are kept, so that the
file of errors can be given back the way it came. What a file is, its bytes say, not its name.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from data.file_line import is_file_line
from loaders.erp.decode import DecodedText, decode
from loaders.erp.workbook import sheet_rows
from loaders.errors import FileUnreadableError
from loaders.uploads.sheet_rows import RowsBuilder, SheetRow, SheetRows

LARGEST: Final = 50 << 20
MOST_ROWS: Final = 250_000
WORKBOOK: Final = b"PK\x03\x04"
"""What the bytes of a workbook begin with."""
MOST_COLUMNS: Final = 200
_DELIMITERS: Final = (",", ";", "\t", "|")
_LOOKED_AT: Final = 50
_EMPTY: Final = " \t\r\n,;|"
_NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-8 with BOM": "UTF-8 with byte-order mark",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "cp1252 and utf-8": "Windows-1252 and UTF-8 mixed",
}
_STRANGERS: Final = (
    (b"\x1f\x8b", "a gzip archive: unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old (.xls) or password-protected workbook: save it as .xlsx"),
)
_EXPECTED: Final = "a CSV file or an Excel workbook (.xlsx)"


class Format(StrEnum):
    """How the file is written, and how its error file is."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Sheet:
    """An uploaded table. `encoding` is named for a person; UTF-8 needs no confirmation."""

    name: str
    form: Format
    headings: tuple[str, ...]
    rows: SheetRows
    encoding: str = "UTF-8"
    delimiter: str = ","
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_converted(self) -> bool:
        """Whether the text was converted from another encoding, which a person confirms."""
        return not self.encoding.startswith("UTF-8")


def read_sheet(content: bytes, name: str, *, sheet: str = "") -> Sheet:
    """The table in `content`; `sheet` names one of a workbook, by default its first filled one.

    `name` is for messages only. Raises `FileUnreadableError` with what is wrong and what to do.
    """
    shown = Path(name.replace("\\", "/")).name or "the file"
    if len(content) > LARGEST:
        raise FileUnreadableError(
            f"the file has {len(content) / (1 << 20):.1f} MB.",
            file=shown,
            expected=f"at most {LARGEST >> 20} MB; divide it, or leave it to the nightly feed",
        )
    for magic, found in _STRANGERS:
        if content.startswith(magic):
            raise FileUnreadableError(f"the file is {found}.", file=shown, expected=_EXPECTED)
    with tempfile.TemporaryDirectory() as folder:
        # A name of our own: what the sender calls the file never becomes a path.
        path = Path(folder) / "upload"
        path.write_bytes(content)
        try:
            if content.startswith(WORKBOOK):
                return _workbook(path, shown, sheet)
            return _text(path, Path(folder), shown)
        except FileUnreadableError as error:
            raise FileUnreadableError(
                error.message,
                file=shown,
                row=error.row,
                column=error.column,
                found=error.found,
                expected=error.expected or _EXPECTED,
            ) from error


def _workbook(path: Path, shown: str, sheet: str) -> Sheet:
    chosen, names, cells = sheet_rows(path, sheet)
    notes = [] if len(names) == 1 else [f"sheet {chosen!r} was read, one of {len(names)}"]
    headings, rows = _table(enumerate(cells, start=1), padded=True)
    return Sheet(
        shown, Format.XLSX, headings, rows, "UTF-8", ",", chosen, tuple(names), tuple(notes)
    )


def _text(path: Path, workdir: Path, shown: str) -> Sheet:
    text = decode(path, workdir)
    if text.bad_lines:
        line, trouble = next(iter(text.bad_lines.items()))
        raise FileUnreadableError(
            f"line {line} is not text: {trouble}.", row=line, expected="plain text on every line"
        )
    if not text.quotes and text.lines > MOST_ROWS:
        _refuse_too_long(text.path)
    delimiter = _delimiter(text.path)
    headings, rows = _table(_records(text, delimiter), padded=False)
    encoding = _NAMES.get(text.encoding, text.encoding)
    return Sheet(shown, Format.CSV, headings, rows, encoding, delimiter, notes=text.notes)


def _refuse_too_long(path: Path) -> None:
    """Count the rows where each is a line, so that a file much too long is not cut in vain."""
    with path.open(encoding="utf-8-sig") as file:
        lines = enumerate(file, start=_first_row(file))
        filled = (number for number, line in lines if line.strip(_EMPTY))
        beyond = next(islice(filled, MOST_ROWS + 1, None), None)
    if beyond is not None:
        raise _too_long(beyond)


def _first_row(file: TextIO) -> int:
    """Pass over the line about the file that a download of records begins with."""
    if is_file_line(file.readline()):
        return 2
    file.seek(0)
    return 1


def _too_long(row: int) -> FileUnreadableError:
    return FileUnreadableError(
        "the table is too long.", row=row, expected=f"at most {MOST_ROWS:,} rows"
    )


def _delimiter(path: Path) -> str:
    """The sign that cuts the first records into the most columns, all of the same number."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        _first_row(file)
        start = "".join(islice(file, _LOOKED_AT))

    def fit(sign: str) -> tuple[float, int]:
        try:
            records = [one for one in csv.reader(start.splitlines(), delimiter=sign) if one]
        except csv.Error:
            return 0, 0
        width = len(records[0]) if records else 0
        same = sum(len(one) == width for one in records)
        return (same / len(records) if width > 1 else 0), width

    return max(_DELIMITERS, key=lambda sign: (fit(sign)[0] > 0, fit(sign)))


def _records(text: DecodedText, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    with text.path.open(encoding="utf-8-sig", newline="") as file:
        first = _first_row(file)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        number = first - 1
        try:
            for number, cells in enumerate(reader, start=first):
                yield number, cells
        except csv.Error as error:
            advice = "a quote is never closed or stands within a text" if text.quotes else error
            raise FileUnreadableError(
                f"the row cannot be cut into columns: {advice}.",
                row=number + 1,
                expected='quotes around a whole cell, and "" for a quote within it',
            ) from error


def _table(
    records: Iterator[tuple[int, list[str]]], *, padded: bool
) -> tuple[tuple[str, ...], SheetRows]:
    """The first row that is not blank as headings, and every further one that is not blank."""
    headings: list[str] = []
    rows = RowsBuilder(0)
    for number, cells in records:
        if not any(cell and not cell.isspace() for cell in cells):
            continue
        if not headings and is_file_line(cells[0]):
            continue
        if not headings:
            headings = _headings(cells, number)
            rows = RowsBuilder(len(headings))
        elif len(rows) == MOST_ROWS:
            raise _too_long(number)
        else:
            rows.add(_row(number, cells, len(headings), padded=padded))
    if not headings:
        raise FileUnreadableError("the file is empty.", expected="headings and at least one row")
    if not len(rows):
        raise FileUnreadableError("there is no row below the headings.", expected="one row or more")
    return tuple(headings), rows.rows()


def _headings(cells: Sequence[str], number: int) -> list[str]:
    """The headings, without the empty columns that a spreadsheet leaves at the right."""
    headings = [" ".join(cell.split()) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > MOST_COLUMNS:
        raise FileUnreadableError(
            f"the table has {len(headings):,} columns.",
            row=number,
            expected=f"at most {MOST_COLUMNS} columns",
        )
    return headings


def _row(number: int, cells: Sequence[str], width: int, *, padded: bool) -> SheetRow:
    """One row with exactly as many cells as there are headings."""
    if len(cells) == width:
        return SheetRow(number, tuple(map(_tidy, cells)))
    trouble = ""
    surplus = [cell for cell in cells[width:] if cell.strip()]
    if surplus:
        trouble = f"the row has {len(cells)} cells, the headings are {width}: {surplus[0]!r} is one too many"  # noqa: E501 - one message
    elif len(cells) < width and not padded:
        trouble = f"the row has {len(cells)} cells, the headings are {width}"
    kept = [*cells[:width], *[""] * (width - len(cells))]
    return SheetRow(number, tuple(_tidy(cell) for cell in kept), trouble)


def _tidy(cell: str) -> str:
    """A cell without outer blanks, its line breaks all of one kind."""
    text = cell.strip()
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
