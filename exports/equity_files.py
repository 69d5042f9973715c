"""The statistics of equity as JSON, CSV and Excel workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from typing import Any

import orjson
import pyarrow as pa
from pyarrow import csv

from exports.cells import harmless
from exports.equity_rows import FigureRow, Told, document, figure_rows, unit_rows
from metrics.equity import EquityStatistics
from pages.words import label
from pages.words import told as said

_HEADINGS = tuple(one.name for one in fields(FigureRow))
_WIDE = {
    "label",
    "definition",
    "convention",
    "source",
    "missing_because",
    "note",
    "unit",
    "message",
}
_READ = ("label", "definition", "convention", "missing_because", "note")


def as_json(found: EquityStatistics, told: Told) -> bytes:
    """Everything, numbers unrounded, indented."""
    return orjson.dumps(document(found, told), option=orjson.OPT_INDENT_2) + b"\n"


def as_csv(found: EquityStatistics) -> bytes:
    """One row a figure."""
    table = pa.Table.from_pylist([_texts(asdict(row)) for row in figure_rows(found)])
    arrays = [
        harmless(column) if pa.types.is_string(column.type) else column for column in table.columns
    ]
    buffer = io.BytesIO()
    csv.write_csv(pa.table(arrays, names=table.column_names), buffer)
    return buffer.getvalue()


def as_xlsx(found: EquityStatistics, told: Told) -> bytes:
    """A workbook of three sheets: the figures, the schools, and how the table was read."""
    import xlsxwriter  # noqa: PLC0415  (only who exports a workbook waits for it)

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    bold = book.add_format({"bold": True, "bottom": 1})
    rows = [_in_words(asdict(row)) for row in figure_rows(found)]
    _sheet(book, "Figures", _HEADINGS, rows, bold)
    units = list(unit_rows(found))
    _sheet(book, label("Schools"), tuple(units[0]) if units else ("unit",), units, bold)
    _sheet(book, "How it was read", ("what", "where", "message"), list(_reading(found, told)), bold)
    book.close()
    return buffer.getvalue()


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    """What a person reads of a row, in the words of the district."""
    read = {name: said(row[name]) for name in _READ if isinstance(row.get(name), str)}
    return row | read


def _reading(found: EquityStatistics, told: Told) -> Iterable[dict[str, Any]]:
    yield {"what": "file", "where": "", "message": told.file}
    yield {"what": "weighting", "where": "", "message": f"units weighted {found.weighting}"}
    yield {"what": "need weights", "where": "", "message": found.weights.text}
    for one in told.columns:
        yield {
            "what": "column",
            "where": one["field"],
            "message": f"{one['heading']} ({one['how']})",
        }
    for note in told.notes:
        yield {"what": "note", "where": "", "message": note}
    for one in told.problems:
        where = f"row {one['row']}, column {one['column']}"
        yield {"what": "problem", "where": where, "message": one["text"]}


def _sheet(
    book: Any, name: str, headings: Sequence[str], rows: Sequence[dict[str, Any]], bold: Any
) -> None:
    sheet = book.add_worksheet(name)
    for place, heading in enumerate(headings):
        sheet.set_column(place, place, 32 if heading in _WIDE else 14)
        sheet.write_string(0, place, heading, bold)
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(rows, start=1):
        for place, heading in enumerate(headings):
            value = row.get(heading)
            if isinstance(value, str):
                sheet.write_string(number, place, str(value))
            elif value is not None:
                sheet.write_number(number, place, value)


def _texts(row: dict[str, Any]) -> dict[str, Any]:
    """Enumerations as their words."""
    return {key: str(value) if isinstance(value, str) else value for key, value in row.items()}
