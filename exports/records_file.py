"""Configured records as CSV or XLSX: every field, a row for each line, in the order on screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import pyarrow as pa

from data.entities.content import Filled
from data.entities.entity import Entity
from data.entities.field import Field
from data.entities.field import Kind as FieldKind
from data.entities.parsing import written
from data.file_line import file_line, moment
from data.read_model import Column, Kind, ReadModel
from exports.flat import Format, csv_chunks
from exports.workbook import workbook

_KINDS: Final = {
    FieldKind.MONEY: (Kind.MONEY, pa.decimal128(18, 2)),
    FieldKind.DECIMAL: (Kind.NUMBER, pa.decimal128(18, 4)),
    FieldKind.WHOLE: (Kind.YEAR, pa.int64()),
    FieldKind.DATE: (Kind.DATE, pa.date32()),
}
_TEXT: Final = (Kind.TEXT, pa.string())


def records_file(form: Format, entity: Entity, kept: Iterable[Filled], line: str) -> bytes:
    """The file; its first line says of what, by whom, when and with which filters it is.

    Its headings are the names of an upload in any district's words, so that it comes back as it is.
    """
    fields = (*entity.fields, *entity.lines)
    rows = list(_rows(kept))
    arrays = [_array(field, [row.get(field.name) for row in rows]) for field in fields]
    part = pa.table(arrays, names=[field.name for field in fields])
    if form is Format.CSV:
        return b"".join(csv_chunks(iter([part]), line))
    return b"".join(workbook(iter([part]), line, _model(entity, fields), is_renamed=False))


def records_line(
    entity: Entity, district: str, user: str, at: datetime, filters: Mapping[str, str]
) -> str:
    """The first line of the file."""
    return file_line(f"{entity.plural}, {district}", at, user, filters, moment(at))


def _rows(kept: Iterable[Filled]) -> Iterator[Mapping[str, Any]]:
    for one in kept:
        for line in one.lines or ({},):
            yield {**one.values, **line}


def _array(field: Field, values: Sequence[Any]) -> pa.Array:
    kind = _KINDS.get(field.kind)
    if kind is None:
        return pa.array([written(field, one) or None for one in values], pa.string())
    return pa.array(values, kind[1])


def _model(entity: Entity, fields: Sequence[Field]) -> ReadModel:
    """What the workbook asks of a table: its title and the kinds of its columns."""
    columns = tuple(
        Column(field.name, _KINDS.get(field.kind, _TEXT)[0], field.doc) for field in fields
    )
    grain, right = "one row a record, or a line of one", str(entity.permission)
    return ReadModel(entity.name, entity.plural, grain, right, columns, (), _never)


def _never(*_: Any, **__: Any) -> pa.Table:
    raise NotImplementedError("records are read from the store, not asked of the warehouse")
