"""Tables of text as CSV or workbook files that come back as they went out.

Text that a spreadsheet would run as a formula gets an apostrophe before it in CSV, which reading
takes away again; in a workbook every cell is written as text, so leading zeros survive.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

from loaders.uploads.sheet import Format

MEDIA_TYPES: Final = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMULA: Final = re.compile(r"[\s\u200b-\u200f\ufeff\u00ad]*[=+\-@＝＋－＠]|[ \u00a0]*[\t\r\n]")
_NUMBER: Final = re.compile(r"[+-]?[\d,]*\.?\d+%?")
_WIDEST: Final = 60


def table_file(
    form: Format, headings: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str = ","
) -> bytes:
    """The table as a file. CSV is UTF-8 with a byte-order mark, so that Excel reads its letters."""
    if form is Format.XLSX:
        return _workbook([headings, *rows])
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in headings])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A cell that no spreadsheet runs as a formula; numbers stay numbers."""
    is_formula = _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None
    return f"'{text}" if is_formula else text


def as_meant(text: str) -> str:
    """A cell as it was before `harmless`."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


def _workbook(table: Sequence[Sequence[str]]) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - only who asks for a workbook waits for it

    out = io.BytesIO()
    # Rows go to the disk one by one: all together they would fill the memory.
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Upload")
        # As text, a code keeps its zeros also when a person edits the cell.
        text, bold = (book.add_format({"num_format": "@"} | more) for more in ({}, {"bold": True}))
        for line, row in enumerate(table):
            for column, cell in enumerate(row):
                sheet.write_string(line, column, cell, text if line else bold)
        for column, heading in enumerate(table[0]):
            longest = max((len(row[column]) for row in table[1:500]), default=0)
            width = min(max(len(heading), longest) + 2, _WIDEST)
            sheet.set_column(column, column, width, text)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
