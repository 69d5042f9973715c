"""The rows of an uploaded file as values of fields, each bad cell with its row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from data.entities.entity import Entity
from data.entities.field import Field, Kind, Value
from data.entities.parsing import parse
from data.entities.problem import Problem
from loaders.erp.privacy import is_private_text
from loaders.uploads.files_out import as_meant
from loaders.uploads.mapping import DELETE, IGNORE, Column, plain
from loaders.uploads.sheet import Sheet
from loaders.uploads.sheet_rows import SheetRow

_YES: Final = frozenset({"yes", "y", "true", "t", "1"})
_NO: Final = frozenset({"", "no", "n", "false", "f", "0"})
_FREE: Final = frozenset({Kind.TEXT})
_NOTHING: Final[frozenset[str]] = frozenset()
_QUESTION: Final = re.compile(r"(?:question|answer)\d+")
_REMEMBERED: Final = 50_000


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in a row of the file; `column` is the person's own heading."""

    row: int
    column: str
    found: str
    problem: Problem


@dataclass(slots=True)
class ReadRow:
    """A row as values by field; `blank` names the fields whose cell is empty.

    `place` counts the rows below the headings from 0.
    """

    number: int
    place: int
    values: dict[str, Value]
    blank: frozenset[str] = _NOTHING
    is_delete: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def is_bad(self) -> bool:
        """Whether something keeps the row from being applied."""
        return any(not one.problem.is_warning for one in self.findings)


class Reader:
    """Reads the rows of one sheet by one mapping.

    The same text in the same column is read once: files repeat years, codes and words a lot.
    """

    def __init__(self, entity: Entity, sheet: Sheet, columns: Sequence[Column]) -> None:
        self._sheet = sheet
        self._key = set(entity.key) | {name for names in entity.unique for name in names}
        self._mapped = {column.field: column for column in columns if column.field}
        self._columns = [
            (column, entity.by_name[column.field])
            for column in columns
            if column.field not in {IGNORE, DELETE}
        ]
        self._lines = {field.name for field in entity.lines}
        self._delete = next((one for one in columns if one.field == DELETE), None)
        self._read: dict[tuple[int, str], Value | Problem] = {}
        self._blanks: dict[frozenset[str], frozenset[str]] = {}

    def heading_of(self, name: str) -> str:
        """The person's heading of a field; the field's own name where no column stands for it."""
        return self._mapped[name].heading if name in self._mapped else name

    @property
    def has_lines(self) -> bool:
        """Whether the file has columns of the lines of a record."""
        return any(column.field in self._lines for column, _ in self._columns)

    def has_line(self, row: ReadRow) -> bool:
        """Whether the row holds anything of a line."""
        return any(name in row.values and name not in row.blank for name in self._lines)

    def tell(self, row: ReadRow, problem: Problem) -> None:
        """Add a problem to a row, under the person's own heading."""
        heading = self.heading_of(problem.field) if problem.field else ""
        column = self._mapped.get(problem.field)
        found = as_meant(self._sheet.rows.cell(row.place, column.place)) if column else ""
        row.findings = (*row.findings, Finding(row.number, heading, found, problem))

    def all(self) -> Iterator[ReadRow]:
        """Every row below the headings."""
        for place, row in enumerate(self._sheet.rows):
            yield self._row(row, place)

    def _row(self, row: SheetRow, place: int) -> ReadRow:
        made = ReadRow(row.number, place, {})
        if row.trouble:
            problem = Problem("V1", f"{row.trouble[0].upper()}{row.trouble[1:]}.")
            made.findings = (Finding(row.number, "", "", problem),)
            return made
        made.is_delete = self._is_delete(row, made)
        blank = []
        for column, wanted in self._columns:
            if made.is_delete and wanted.name not in self._key:
                continue
            text = as_meant(row.cells[column.place])
            if not text:
                blank.append(wanted.name)
                # A key may be left blank where the record is found by its name.
                made.values[wanted.name] = wanted.default
                continue
            value = self._value(column.place, wanted, text)
            if isinstance(value, Problem):
                finding = Finding(row.number, column.heading, text, value)
                made.findings = (*made.findings, finding)
            else:
                made.values[wanted.name] = value
        names = frozenset(blank)
        made.blank = self._blanks.setdefault(names, names)
        return made

    def _is_delete(self, row: SheetRow, made: ReadRow) -> bool:
        if self._delete is None:
            return False
        text = row.cells[self._delete.place]
        word = text.casefold()
        if word not in _YES | _NO:
            problem = Problem("V5", f"{DELETE} is yes or empty, found {text!r}.", "yes", DELETE)
            made.findings = (Finding(row.number, self._delete.heading, text, problem),)
        return word in _YES

    def _value(self, place: int, wanted: Field, text: str) -> Value | Problem:
        seen = self._read.get((place, text))
        if seen is None:
            if len(self._read) == _REMEMBERED:
                self._read.clear()
            seen = self._read[place, text] = _parsed(wanted, text)
        return seen


def left_out(entity: Entity, columns: Sequence[Column]) -> list[Finding]:
    """V22: further questions of a bucket are told, for they have no place."""
    if entity.name != "bucket":
        return []
    problem = Problem("V22", "A bucket has at most four questions: this column is left out.", "",
                      is_warning=True)  # fmt: skip
    return [
        Finding(1, one.heading, one.heading, problem)
        for one in columns
        if one.field == IGNORE and _QUESTION.fullmatch(plain(one.heading))
    ]


def _parsed(wanted: Field, text: str) -> Value | Problem:
    if wanted.kind in _FREE and is_private_text(text):
        return Problem(
            "V42",
            f"{wanted.label} holds what looks like a social security number; take it out.",
            field=wanted.name,
        )
    return parse(wanted, text)
