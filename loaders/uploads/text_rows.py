"""Any small table that a person uploads, CSV or Excel, as rows of text with their row numbers."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from loaders.erp.decode import decode
from loaders.erp.workbook import sheet_as_text
from loaders.errors import FileUnreadableError

MOST_ROWS = 20_000
MOST_COLUMNS = 200
_WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls"}
_DELIMITERS = (",", ";", "\t", "|")
_GZIP = b"\x1f\x8b"
_EXPECTED = "a table as CSV or Excel workbook"


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row: the number under which a person finds it, and its cells, trimmed."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(self.cells)


def text_rows(path: Path) -> list[TextRow]:
    """Every row of a CSV file, or of the first sheet of a workbook, blank ones too.

    Raises `FileUnreadableError` for what is no table: empty, locked, damaged, too long or wide.
    """
    with path.open("rb") as raw:
        if raw.read(2) == _GZIP:
            raise FileUnreadableError("the file is packed.", file=path, expected=_EXPECTED)
    with tempfile.TemporaryDirectory() as folder:
        workdir = Path(folder)
        if path.suffix.casefold() in _WORKBOOKS:
            text, delimiter = sheet_as_text(path, workdir, "", []), ","
        else:
            text = decode(path, workdir)
            delimiter = _delimiter(text.path)
        if text.bad_lines:
            line, trouble = next(iter(text.bad_lines.items()))
            raise FileUnreadableError(
                f"the row is not text: {trouble}.", file=path, row=line, expected=_EXPECTED
            )
        return list(_rows(text.path, path, delimiter))


def _delimiter(path: Path) -> str:
    """The sign that stands most often, and equally often, in the first filled lines."""
    with path.open(encoding="utf-8-sig") as file:
        lines = [line for _, line in zip(range(50), file, strict=False) if line.strip()]
    counts = {sign: [line.count(sign) for line in lines[:10]] for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: min(counts[sign], default=0))


def _rows(path: Path, named: Path, delimiter: str) -> Iterator[TextRow]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        last = 0
        try:
            for cells in reader:
                number, last = last + 1, reader.line_num
                if number > MOST_ROWS:
                    raise FileUnreadableError(
                        f"the table has more than {MOST_ROWS:,} rows.", file=named
                    )
                if len(cells) > MOST_COLUMNS:
                    raise FileUnreadableError(
                        f"the row has {len(cells):,} columns.",
                        file=named,
                        row=number,
                        expected=f"at most {MOST_COLUMNS}",
                    )
                yield TextRow(number, tuple(cell.strip() for cell in cells))
        except csv.Error as error:
            raise FileUnreadableError(
                f"the row cannot be cut into columns ({error}).", file=named, row=last + 1
            ) from error
