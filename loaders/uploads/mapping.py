"""Which column of an uploaded file stands for which field, and why.

Columns are taken by name and by what was chosen the last time; a near name is only suggested.
Columns of personal data that Plumbline never stores are dropped and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from data.entities.entity import Entity
from data.entities.field import Field
from data.entities.problem import Problem
from data.resemblance import most_like
from loaders.erp.privacy import is_private_heading

DELETE: Final = "_delete"
IGNORE: Final = ""
TOLD: Final = ("_row", "_column", "_problem", "_suggestion")
"""Columns that an error file adds; in a corrected file they are passed over."""
_NEAR: Final = 70
_CONTACT: Final = re.compile(
    r"(?i)\b(?:(?:street|mailing|postal|home|residence)[\s_]*(?:address)?|address(?:[\s_]*line)?"
    r"[\s_]*\d?|(?:home|cell|mobile|work)?[\s_]*(?:tele)?phone(?:[\s_]*(?:no|number))?|zip"
    r"(?:[\s_]*code)?|emergency[\s_]*contact|gender|ethnicity|race)$"
)


class How(StrEnum):
    """Why a column stands for a field, or for none."""

    NAMED = "same name"
    REMEMBERED = "as last time"
    CHOSEN = "as you chose"
    IGNORED = "ignored"
    PRIVATE = "personal data, never stored"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its place from 0, heading, field (`IGNORE` for none) and why.

    `suggestion` is the field that the heading resembles, where it stands for none.
    """

    place: int
    heading: str
    field: str
    how: How
    suggestion: str = ""


def propose(
    entity: Entity,
    headings: Sequence[str],
    *,
    remembered: Mapping[str, str] | None = None,
    chosen: Mapping[str, str] | None = None,
) -> tuple[Column, ...]:
    """What each column of the file stands for.

    `remembered` and `chosen` are heading -> field of an earlier upload and of the person; the
    latter counts most. A field name that the entity does not have is passed over.
    """
    names = _names(entity)
    fields = {field.name for field in file_fields(entity)} | {DELETE, IGNORE}
    before = {plain(heading): field for heading, field in (remembered or {}).items()}
    said = {plain(heading): field for heading, field in (chosen or {}).items()}
    columns = []
    for place, heading in enumerate(headings):
        text = plain(heading)
        if is_private(heading) and text not in names:
            column = Column(place, heading, IGNORE, How.PRIVATE)
        elif said.get(text) in fields:
            how = How.CHOSEN if said[text] else How.IGNORED
            column = Column(place, heading, said[text], how)
        elif before.get(text) in fields:
            how = How.REMEMBERED if before[text] else How.IGNORED
            column = Column(place, heading, before[text], how)
        else:
            known = names.get(text, IGNORE)
            column = Column(place, heading, known, How.NAMED if known else How.IGNORED)
        columns.append(column)
    return tuple(_suggested(columns, names))


def mapping_problems(entity: Entity, columns: Sequence[Column]) -> list[Problem]:
    """Why the review cannot begin: required fields without a column, fields with two (V2)."""
    taken: dict[str, list[str]] = {}
    for column in columns:
        if column.field != IGNORE:
            taken.setdefault(column.field, []).append(column.heading)
    problems = [
        Problem(
            "V2",
            f"{' and '.join(map(repr, headings))} both stand for {field}: ignore one of them.",
            field=field,
        )
        for field, headings in taken.items()
        if len(headings) > 1
    ]
    return problems + [
        Problem(
            "V2",
            f"No column of the file stands for {missing}.",
            _heading_for(columns, missing),
            missing,
        )
        for missing in _missing(entity, taken.keys())
    ]


def remembered_choices(columns: Iterable[Column]) -> dict[str, str]:
    """What is kept of a confirmed mapping for the next upload: heading -> field."""
    return {
        column.heading: column.field
        for column in columns
        if column.heading and column.how is not How.PRIVATE and not is_told(column.heading)
    }


def file_fields(entity: Entity) -> tuple[Field, ...]:
    """The fields that a file may fill, those of lines last."""
    return tuple(field for field in entity.by_name.values() if field.on_file)


def plain(heading: str) -> str:
    """A heading as it is compared: case, blanks, underscores and other signs do not count."""
    if heading.strip().casefold() in {DELETE, *TOLD}:
        return heading.strip().casefold()
    return re.sub(r"[\W_]+", "", heading.casefold())


def is_private(heading: str) -> bool:
    """Whether a column is dropped unread: personal numbers, addresses, telephones (V42)."""
    return is_private_heading(heading) or _CONTACT.fullmatch(heading.strip()) is not None


def is_told(heading: str) -> bool:
    """Whether the column was added by an error file."""
    return plain(heading) in TOLD


def _names(entity: Entity) -> dict[str, str]:
    """Compared heading -> field; a label counts where no field has that name."""
    fields = file_fields(entity)
    labels = {plain(field.label): field.name for field in reversed(fields)}
    return labels | {plain(field.name): field.name for field in fields} | {DELETE: DELETE}


def _suggested(columns: Sequence[Column], names: Mapping[str, str]) -> Iterable[Column]:
    """The same columns; those that stand for nothing with the free field they resemble."""
    taken = {column.field for column in columns}
    free = [name for name, field in names.items() if field not in taken and name != DELETE]
    for column in columns:
        if column.field != IGNORE or column.how is How.PRIVATE or is_told(column.heading):
            yield column
            continue
        near = most_like(plain(column.heading), free, least=_NEAR, in_parts=True)
        suggestion = names[near[0]] if near and column.heading else ""
        yield Column(column.place, column.heading, column.field, column.how, suggestion)


def _missing(entity: Entity, taken: Iterable[str]) -> list[str]:
    present = set(taken)
    lines = {field.name for field in entity.lines}
    missing = [field.name for field in entity.fields if field.required and field.on_file]
    if lines & present:
        groups = [group for group in entity.together if lines & set(group) & present]
        missing += [field.name for field in entity.lines if field.required]
        missing += [name for group in groups for name in group if name in lines]
    missing = [name for name in dict.fromkeys(missing) if name not in present]
    if DELETE in present:
        # A file that only removes needs no more than the keys.
        missing = [name for name in missing if name in entity.key]
    either = [group for group in entity.either if not present & set(group)]
    return missing + [" or ".join(group) for group in either]


def _heading_for(columns: Sequence[Column], field: str) -> str:
    return next((column.heading for column in columns if column.suggestion == field), "")
