"""Any read model as CSV, JSON or XLSX: the rows of the screen, exact, made in parts.

CSV holds money as exact text without signs; JSON holds it as strings, so that no reader rounds
it, and every other figure as a number. A withheld cell is `*` in CSV and XLSX; in JSON it is null,
and the row's `withheld` says why. A first line with user, time, filters and data date stands in
XLSX and, where asked for, in CSV.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

import orjson
import pyarrow as pa
from pyarrow import csv

from access.account_rules import Rulebook
from access.scope import Scope
from config import Settings
from data.districts import district as district_of
from data.file_line import file_line
from data.more_columns import heading_of, more_columns, with_beside
from data.read_models import READ_MODELS, ArgumentError, Column, Kind, ReadModel
from data.warehouse import Warehouse
from exports.cells import (
    chosen,
    harmless,
    with_withheld,
    withheld_reasons,
    without_withheld,
)
from exports.workbook import workbook
from pages.words import label


class Format(StrEnum):
    """The forms a read model leaves in."""

    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Export:
    """A finished export: a file name, its media type, and its bytes in parts."""

    file_name: str
    media_type: str
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Way:
    """How a file is made: for whom and when, its columns, its first line, who hears of its rows.

    Without `columns` it has all of them; `told` hears after each part how many rows were read.
    """

    user: str = ""
    at: datetime | None = None
    columns: Sequence[str] = ()
    header_line: bool = False
    told: Callable[[int], None] | None = None


def export(
    warehouse: Warehouse,
    scope: Scope,
    name: str,
    form: str,
    arguments: Mapping[str, Any],
    *,
    columns: Sequence[str] = (),
    user: str = "",
    at: datetime | None = None,
    header_line: bool = False,
    told: Callable[[int], None] | None = None,
) -> Export:
    """The rows that the scope may see. `ArgumentError` names what is unknown.

    `arguments` are typed, as `ReadModel.arguments_from` reads them from text. `columns` picks
    and orders columns; `header_line` puts the line of user, time and filters into CSV too. `told`
    hears after each part how many rows have been read.
    """
    model = _model(name)
    if form not in tuple(Format):
        raise ArgumentError(f"unknown format {form!r}; expected one of: {', '.join(Format)}")
    made = Format(form)
    beside = _beside(warehouse, scope, model, columns)
    # A CSV or JSON file begins before the last part is asked: the first part tells of errors.
    read = _parts(warehouse, scope, model, arguments)
    if beside:
        read = (with_beside(warehouse, scope, part, beside) for part in read)
        columns = [beside.get(column, column) for column in columns]
        texts = (Column(heading, Kind.TEXT, "") for heading in beside.values())
        model = replace(model, columns=(*model.columns, *texts))
    parts = begun(read, told)
    line = header(warehouse, scope, model, arguments, user, at or datetime.now(UTC))
    day = warehouse.snapshot(scope.district).data_as_of
    stamp = f"_{day.isoformat()}" if day else ""
    chunks = written(made, parts, line, model, columns=columns, header_line=header_line)
    return Export(f"{scope.district}_{name}{stamp}.{made}", MEDIA_TYPES[made], chunks)


def written(
    form: Format,
    parts: Iterator[pa.Table],
    line: str,
    model: ReadModel,
    *,
    columns: Sequence[str] = (),
    header_line: bool = False,
) -> Iterator[bytes]:
    """The bytes of a file of these rows; `line` is its header line."""
    return {
        Format.CSV: lambda: csv_chunks(_marked(parts, columns), line if header_line else ""),
        Format.JSON: lambda: _json(parts, line, columns),
        Format.XLSX: lambda: workbook(_marked(parts, columns), line, model),
    }[form]()


def write(
    settings: Settings,
    district: str,
    name: str,
    form: str,
    arguments: Mapping[str, Any],
    output: Path | IO[bytes],
    book: Rulebook | None = None,
) -> None:
    """A read model of a whole district written to a file, for whoever runs the server.

    `book` holds the buckets that the district has configured.
    """
    texts = {key: [str(value)] for key, value in arguments.items()}
    typed = _model(name).arguments_from(texts)
    scope = Scope.whole(district, sees_compensation=True, book=book)
    with closing(Warehouse(settings)) as warehouse:
        save(export(warehouse, scope, name, form, typed, user="command line"), output)


def save(made: Export, output: Path | IO[bytes]) -> None:
    """Write the parts of an export to a file or a stream."""
    if isinstance(output, Path):
        with output.open("wb") as file:
            file.writelines(made.chunks)
    else:
        output.writelines(made.chunks)


def header(
    warehouse: Warehouse,
    scope: Scope,
    model: ReadModel,
    arguments: Mapping[str, Any],
    user: str,
    at: datetime,
) -> str:
    """One line: what, of whom, by whom, when, with which filters, over data of which day."""
    info = warehouse.snapshot(scope.district)
    return file_line(
        f"{label(model.title)}, {district_of(warehouse, scope.district).name}",
        at,
        user,
        arguments,
        info.data_as_of or "unknown",
        "whole district" if scope.is_whole else "visible accounts only",
    )


def _model(name: str) -> ReadModel:
    if name not in READ_MODELS:
        known = ", ".join(sorted(READ_MODELS))
        raise ArgumentError(f"there is no table {name!r}; expected one of: {known}")
    return READ_MODELS[name]


def _beside(
    warehouse: Warehouse, scope: Scope, model: ReadModel, columns: Sequence[str]
) -> dict[str, str]:
    """The columns that the read model itself has not, each with its heading in the file."""
    own = {column.name for column in model.columns}
    wanted = [column for column in columns if column not in own]
    known = set(more_columns(warehouse, scope, model.name)) if wanted else set()
    if unknown := [column for column in wanted if column not in known]:
        raise ArgumentError(f"{model.name} has no column {', '.join(unknown)}")
    found: dict[str, str] = {}
    for column in wanted:
        heading = heading_of(column)
        # Headings are written by the extract, and no heading may be a formula or stand twice.
        taken = own | set(found.values())
        found[column] = harmless(pa.array([column if heading in taken else heading]))[0].as_py()
    return found


def _parts(
    warehouse: Warehouse,
    scope: Scope,
    model: ReadModel,
    arguments: Mapping[str, Any],
) -> Iterator[pa.Table]:
    if model.batches is None:
        yield model.run(warehouse, scope, **arguments)
    else:
        yield from model.batches(warehouse, scope, **arguments)


def _marked(parts: Iterable[pa.Table], columns: Sequence[str]) -> Iterator[pa.Table]:
    """The chosen columns with the sign of what is withheld, as spreadsheets show them."""
    for part in parts:
        yield chosen(with_withheld(part), columns)


def begun(
    parts: Iterator[pa.Table], told: Callable[[int], None] | None = None
) -> Iterator[pa.Table]:
    """The same parts, the first of them made already; `told` hears of the rows of each."""
    chained = _chained(next(parts), parts)
    return chained if told is None else _counted(chained, told)


def _chained(first: pa.Table, rest: Iterator[pa.Table]) -> Iterator[pa.Table]:
    yield first
    yield from rest


def _counted(parts: Iterator[pa.Table], told: Callable[[int], None]) -> Iterator[pa.Table]:
    """The same parts; once each is written, the rows so far are told."""
    rows = 0
    for part in parts:
        rows += part.num_rows
        yield part
        told(rows)


def csv_chunks(parts: Iterator[pa.Table], line: str) -> Iterator[bytes]:
    """CSV with one row of headings; `line` is a first one about the file, or empty."""
    buffer = io.BytesIO()
    if line:
        buffer.write(f"# {line}\n".encode())
    is_first = True
    for part in parts:
        options = csv.WriteOptions(include_header=is_first)
        csv.write_csv(_harmless(part), buffer, options)
        yield buffer.getvalue()
        buffer = io.BytesIO()
        is_first = False


def _harmless(table: pa.Table) -> pa.Table:
    arrays = [
        harmless(column) if pa.types.is_string(column.type) else column for column in table.columns
    ]
    return pa.table(arrays, names=table.column_names)


def _json(parts: Iterator[pa.Table], line: str, columns: Sequence[str]) -> Iterator[bytes]:
    yield b'{"about":' + orjson.dumps(line) + b',"rows":['
    is_first = True
    for part in parts:
        for start in range(0, part.num_rows, 5_000):
            rows = _objects(part.slice(start, 5_000), columns)
            body = orjson.dumps(rows, default=_text)[1:-1]
            yield body if is_first else b"," + body
            is_first = False
    yield b"]}\n"


def _objects(part: pa.Table, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Rows with typed figures; the cells that are withheld are null, with `withheld` beside."""
    shown = chosen(without_withheld(part), columns)
    rows: list[dict[str, Any]] = shown.to_pylist()
    for row, reasons in zip(rows, withheld_reasons(part), strict=True):
        if told := {name: why for name, why in reasons.items() if name in row}:
            row["withheld"] = told
    return rows


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value)} cannot be written as JSON")
