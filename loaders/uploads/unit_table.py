"""A person's own table of schools or districts, read for the statistics of equity.

Nothing is guessed in silence: what each column was taken for, percentages, hidden cells and rows
left out are told; each bad cell is a problem with its row and column, and counts as missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.errors import FileUnreadableError
from loaders.facts.suppression import Status, Unit, figure
from loaders.uploads.text_rows import TextRow, text_rows
from loaders.uploads.unit_columns import REQUIRED, SHARES, Field, Reading, find_columns
from metrics.unit_table import UnitTable

_NUMBER = re.compile(
    r"(?P<open>\()?\$?(?P<sign>-)?\$?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)(?P<power>[eE][-+]?\d{1,3})?"
    r"(?P<percent>%)?(?P<close>\))?"
)
_TOTAL = re.compile(
    r"(?i)(grand |sub|district |state |county )?-?totals?( .*)?|all schools|average"
)
# What the national school-level expenditure files write where nothing was reported.
_NO_FIGURE = {"NRD"}
_LOWEST = {Field.PUPILS, Field.SPENDING, *SHARES}
_COLUMNS = {field: "spending" if field is Field.SPENDING else str(field) for field in Field}


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that cannot be used: where it stands, what it holds, and what to do."""

    row: int
    column: str
    found: str
    message: str

    @property
    def text(self) -> str:
        """The problem as one line."""
        found = f" ({self.found!r})" if self.found else ""
        return f"row {self.row}, column {self.column}{found}: {self.message}"


@dataclass(frozen=True, slots=True)
class OwnTable:
    """The table as the statistics take it, and how it was read.

    `rows` are the row numbers of the units in the file; `notes` say what was done with the table.
    """

    table: UnitTable
    rows: tuple[int, ...]
    readings: tuple[Reading, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    value: float | None
    is_percent: bool = False
    trouble: str = ""
    is_hidden: bool = False


def read_unit_table(path: Path, named: Mapping[Field, str] | None = None) -> OwnTable:
    """Read a CSV file or the first sheet of a workbook.

    `named` says which heading stands for a column where the proposal would be wrong. Raises
    `LoaderError` where the whole file cannot be used: no table, no headings, no unit.
    """
    rows = text_rows(path)
    at, readings = find_columns(rows, named or {}, path)
    notes = _not_read(rows[at], readings)
    problems: list[Problem] = []
    kept = _units(rows[at + 1 :], readings, notes, problems)
    if not kept:
        raise FileUnreadableError("there is no row of a school below the headings.", file=path)
    columns = {
        one.field: _column(one, kept, notes, problems)
        for one in readings
        if one.field not in {Field.UNIT, Field.GROUP}
    }
    places = {one.field: one.place for one in readings}
    group = None
    if Field.GROUP in places:
        group = [_cell(row, places[Field.GROUP]) for row in kept]
    numbers = {_COLUMNS[field]: values for field, values in columns.items()}
    table = UnitTable.of([_cell(row, places[Field.UNIT]) for row in kept], group=group, **numbers)
    problems.sort(key=lambda one: one.row)
    return OwnTable(
        table, tuple(row.number for row in kept), tuple(readings), tuple(notes), tuple(problems)
    )


def _cell(row: TextRow, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _not_read(headings: TextRow, readings: Sequence[Reading]) -> list[str]:
    """One note that names the columns nobody reckons with, so that a missed one is seen."""
    taken = {one.place for one in readings}
    others = [cell for place, cell in enumerate(headings.cells) if cell and place not in taken]
    return [f"not read: {', '.join(others)}"] if others else []


def _units(
    rows: Sequence[TextRow],
    readings: Sequence[Reading],
    notes: list[str],
    problems: list[Problem],
) -> list[TextRow]:
    """The rows of units: without blank rows, totals, rows without a name and repetitions."""
    name = next(one for one in readings if one.field is Field.UNIT)
    group = next((one.place for one in readings if one.field is Field.GROUP), None)
    seen: dict[tuple[str, str], int] = {}
    kept = []
    for row in rows:
        if row.is_blank:
            continue
        text = _cell(row, name.place)
        key = (text.casefold(), "" if group is None else _cell(row, group).casefold())
        if not text:
            problems.append(Problem(row.number, name.heading, "", "no name; the row is left out"))
        elif _TOTAL.fullmatch(text):
            notes.append(f"row {row.number} ({text}) is taken for a total and left out")
        elif key in seen:
            message = f"stands in row {seen[key]} too; this row is left out"
            problems.append(Problem(row.number, name.heading, text, message))
        else:
            seen[key] = row.number
            kept.append(row)
    return kept


def _column(
    reading: Reading, rows: Sequence[TextRow], notes: list[str], problems: list[Problem]
) -> list[float | None]:
    """The numbers of a column; hidden, blank and bad cells are missing."""
    cells = [_read(_cell(row, reading.place), reading.field) for row in rows]
    is_percent = reading.field in SHARES and any(
        one.is_percent or (one.value is not None and one.value > 1) for one in cells
    )
    if is_percent:
        notes.append(f"{reading.heading} is read as percent: its values are divided by 100")
        low = sum(not one.is_percent and 0 < (one.value or 0) <= 1 for one in cells)
        if low:
            values_of = "1 value" if low == 1 else f"{low} values"
            notes.append(f"{reading.heading} has {values_of} of 1 or less, read as percent too")
    elif reading.field in SHARES:
        notes.append(f"{reading.heading} is read as shares between 0 and 1")
    _tell_hidden(reading, rows, cells, notes)
    values: list[float | None] = []
    for row, cell in zip(rows, cells, strict=True):
        value, trouble = cell.value, cell.trouble
        if value is not None and is_percent:
            value /= 100
            trouble = "above 100 %" if value > 1 else ""
        if value is not None and value < 0 and reading.field in _LOWEST:
            trouble = "negative"
        text = _cell(row, reading.place)
        if not text and reading.field in REQUIRED:
            trouble = "blank"
        if trouble:
            message = f"{trouble}; mend it, until then the figure is missing"
            problems.append(Problem(row.number, reading.heading, text, message))
            value = None
        values.append(value)
    return values


def _read(text: str, field: Field) -> _Cell:
    """One cell: a number, a hidden or blank figure, or trouble."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text).replace("\u2212", "-")
    found = _NUMBER.fullmatch(plain)
    if found and bool(found["open"]) == bool(found["close"]):
        number = float(found["digits"].replace(",", "") + (found["power"] or ""))
        sign = -1 if found["sign"] or found["open"] else 1
        if found["percent"] and field in {Field.PUPILS, Field.SPENDING}:
            return _Cell(None, trouble="a percentage where a number is expected")
        return _Cell(sign * number, is_percent=bool(found["percent"]))
    unit = Unit.PERCENT if field in SHARES else Unit.COUNT
    if plain.upper() in _NO_FIGURE:
        return _Cell(None, is_hidden=True)
    status = figure(text, unit).status
    if status is Status.UNREADABLE:
        return _Cell(None, trouble="not a number")
    return _Cell(None, is_hidden=status not in {Status.MISSING, Status.OK})


def _tell_hidden(
    reading: Reading, rows: Sequence[TextRow], cells: Sequence[_Cell], notes: list[str]
) -> None:
    hidden = Counter(
        _cell(row, reading.place) for row, cell in zip(rows, cells, strict=True) if cell.is_hidden
    )
    blank = [row.number for row in rows if not _cell(row, reading.place)]
    if hidden:
        marks = ", ".join(f"{mark} ({count})" for mark, count in hidden.most_common(5))
        total = hidden.total()
        figures = "1 figure, which is" if total == 1 else f"{total} figures, which are"
        notes.append(f"{reading.heading} hides {figures} missing: {marks}")
    if blank and reading.field not in REQUIRED:
        first = ", ".join(str(number) for number in blank[:5])
        more = ", ..." if len(blank) > 5 else ""  # noqa: PLR2004 - as many as are listed
        notes.append(f"{reading.heading} is blank in rows {first}{more}")
