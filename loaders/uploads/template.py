"""Templates to fill: the columns of an upload, pre-filled with what is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.entities.content import Filled
from data.entities.entity import Entity
from data.entities.field import Field, Kind
from data.entities.parsing import plain, written
from loaders.uploads.files_out import table_file
from loaders.uploads.mapping import DELETE, file_fields
from loaders.uploads.sheet import Format


def template(form: Format, entity: Entity, contents: Iterable[Filled]) -> bytes:
    """The file to download, each record as it is; a record with lines takes a row for each."""
    return table_file(form, headings(entity), list(_rows(entity, contents)))


def headings(entity: Entity) -> list[str]:
    """The columns by name; the last one marks rows to remove."""
    return [*(field.name for field in file_fields(entity)), DELETE]


def explanation(field: Field) -> str:
    """The rule of a column in words: its kind, limits and allowed values."""
    parts = [_kind(field)]
    if field.choices:
        parts.append("one of " + ", ".join(field.choices))
    elif field.refers:
        parts.append(f"an existing {field.refers.replace('_', ' ')}")
    elif field.limit and not field.is_number:
        parts.append(f"up to {field.limit} characters")
    if field.lowest is not None:
        parts.append(f"at least {plain(field.lowest)}")
    if field.highest is not None:
        parts.append(f"at most {plain(field.highest)}")
    return ", ".join(parts)


def _kind(field: Field) -> str:
    words = {
        Kind.TEXT: "text",
        Kind.CODE: "code",
        Kind.WHOLE: "whole number",
        Kind.DECIMAL: f"number with up to {field.places} decimals",
        Kind.MONEY: "dollars and cents",
        Kind.DATE: "date as YYYY-MM-DD",
        Kind.FLAG: "true or false",
        Kind.CHOICE: "word",
        Kind.LIST: "list, parted by commas",
        Kind.EMAIL: "e-mail address",
        Kind.REFERENCE: "code",
    }
    return words[field.kind]


def _rows(entity: Entity, contents: Iterable[Filled]) -> Iterable[Sequence[str]]:
    own = [field for field in entity.fields if field.on_file]
    for content in contents:
        head = [written(field, content.values.get(field.name)) for field in own]
        for line in content.lines or ({},):
            cells = [written(field, line.get(field.name)) for field in entity.lines]
            yield [*head, *cells, ""]
