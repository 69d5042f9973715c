"""A read model as an Excel workbook: one header line, one heading row, text never a formula."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from data.read_models import Kind, ReadModel
from exports.cells import WITHHELD
from pages.words import heading, label

_LAST_ROW = 1_048_576
_BLOCK = 1 << 18
_FORMATS = {
    Kind.MONEY: "#,##0.00;[Black]-#,##0.00",
    Kind.SHARE: "0.0%",
    Kind.COUNT: "#,##0",
    Kind.NUMBER: "#,##0.####",
    Kind.DATE: "yyyy-mm-dd",
    Kind.YEAR: "0",
}
_FIGURES = {Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.NUMBER, Kind.YEAR}
_WIDTHS = {Kind.TEXT: 24, Kind.MONEY: 16}


class TooManyRowsError(ValueError):
    """More rows than a sheet holds; the message names the way out."""


def workbook(
    parts: Iterator[pa.Table], line: str, model: ReadModel, *, is_renamed: bool = True
) -> Iterator[bytes]:
    """The workbook's bytes. It is written to a temporary file row by row, never held whole.

    The words of headings are those of whoever asks now, not of whoever takes the bytes later. Not
    `is_renamed` are those of a file that comes back: they stay the names of the columns.
    """
    names = [column.name for column in model.columns]
    titles = {name: heading(name) if is_renamed else name for name in names}
    return _blocks(parts, line, replace(model, title=label(model.title)), titles)


def _blocks(
    parts: Iterator[pa.Table], line: str, model: ReadModel, titles: dict[str, str]
) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        _write(path, parts, line, model, titles)
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block


def _write(
    path: Path, parts: Iterator[pa.Table], line: str, model: ReadModel, titles: dict[str, str]
) -> None:
    import xlsxwriter  # noqa: PLC0415  (only who exports a workbook waits for it)

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }
    book = xlsxwriter.Workbook(str(path), options)
    sheet = book.add_worksheet(model.title[:31])
    kinds = {column.name: column.kind for column in model.columns}
    formats = {kind: book.add_format({"num_format": text}) for kind, text in _FORMATS.items()}
    bold = book.add_format({"bold": True, "bottom": 1})
    row = 0
    for part in parts:
        if not row:
            row = _head(sheet, part.column_names, line, bold, kinds, titles)
        if row + part.num_rows > _LAST_ROW:
            raise TooManyRowsError("a sheet holds a million rows: choose CSV, or fewer rows")
        styles = [formats.get(kinds[name]) for name in part.column_names]
        columns = (_cells(part.column(name), kinds[name]) for name in part.column_names)
        for values in zip(*columns, strict=True):
            _row(sheet, row, values, styles)
            row += 1
    book.close()


def _head(
    sheet: Any, names: list[str], line: str, bold: Any, kinds: dict[str, Kind],
    titles: dict[str, str],
) -> int:  # fmt: skip
    """The header line and the headings; the number of the first row of figures."""
    for place, name in enumerate(names):
        sheet.set_column(place, place, _WIDTHS.get(kinds[name], 12))
    sheet.write_string(0, 0, line)
    for place, name in enumerate(names):
        sheet.write_string(1, place, titles[name], bold)
    sheet.freeze_panes(2, 1)
    return 2


def _cells(column: pa.ChunkedArray, kind: Kind) -> list[Any]:
    """The column's values; figures beside withheld ones, which came as text, as numbers again."""
    values: list[Any] = column.to_pylist()
    if kind in _FIGURES and pa.types.is_string(column.type):
        return [None if v is None else v if v == WITHHELD else Decimal(v) for v in values]
    return values


def _row(sheet: Any, row: int, values: tuple[Any, ...], styles: list[Any]) -> None:
    for place, (value, style) in enumerate(zip(values, styles, strict=True)):
        if value is None:
            continue
        if isinstance(value, str):
            sheet.write_string(row, place, value)
        elif isinstance(value, bool):
            sheet.write_boolean(row, place, value)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, style)
        elif isinstance(value, (int, float, Decimal)):
            sheet.write_number(row, place, value, style)
