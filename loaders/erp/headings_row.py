"""Find the row of headings among banners, and say what is missing when it is not there."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from loaders.erp.headings import heading_row, proposals
from loaders.errors import FileUnreadableError, HeadingsError

SEARCHED_ROWS = 60
_MOST_COLUMNS = 1000
_DELIMITERS = {",": "comma", "|": "pipe", "\t": "tab", ";": "semicolon", "^": "caret"}


@dataclass(frozen=True, slots=True)
class HeadingsRow:
    """The headings as written, how many records they take and how many physical lines."""

    headings: tuple[str, ...]
    records: int
    lines: int

    def columns(self) -> dict[str, str]:
        """Column identifier of each heading; a heading that stands twice keeps its first."""
        found: dict[str, str] = {}
        for number, heading in enumerate(self.headings, start=1):
            if heading:
                found.setdefault(heading, f"c{number}")
        return found


def tidy(heading: str) -> str:
    """A heading for comparing: one kind of space, no case."""
    return re.sub(r"[\s\u00a0]+", " ", heading).strip().casefold()


def find_headings(
    rows: Sequence[tuple[Sequence[str], int]], wanted: Sequence[str], path: Path
) -> HeadingsRow:
    """The first row that carries every wanted heading, or two rows that do so together.

    `rows` are the first records of the file with the physical line each ends on. Raises
    HeadingsError with the nearest headings where no row fits.
    """
    needed = {tidy(heading) for heading in wanted}
    for number, (cells, line) in enumerate(rows, start=1):
        if needed <= {tidy(cell) for cell in cells}:
            return _accepted(cells, number, line, wanted, path)
    for number, ((upper, _), (lower, line)) in enumerate(pairwise(rows), start=2):
        both = two_lines(upper, lower)
        if needed <= {tidy(cell) for cell in both}:
            return _accepted(both, number, line, wanted, path)
    raise _not_found(rows, wanted, path)


def two_lines(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Headings that are printed over two lines, joined column by column."""
    width = max(len(upper), len(lower))
    padded = [[*row, *[""] * (width - len(row))] for row in (upper, lower)]
    return [f"{a.strip()} {b.strip()}".strip() for a, b in zip(*padded, strict=True)]


def headings_at(
    rows: Sequence[tuple[Sequence[str], int]], number: int, wanted: Sequence[str], path: Path
) -> HeadingsRow:
    """The headings of record `number` (from 1), which must carry every wanted heading."""
    if len(rows) < number:
        raise HeadingsError("the file ends before its headings.", file=path, row=number)
    cells, line = rows[number - 1]
    missing = {tidy(heading) for heading in wanted} - {tidy(cell) for cell in cells}
    if missing:
        raise _not_found(rows[number - 1 : number], wanted, path)
    return _accepted(cells, number, line, wanted, path)


def _accepted(
    cells: Sequence[str], records: int, line: int, wanted: Sequence[str], path: Path
) -> HeadingsRow:
    if len(cells) > _MOST_COLUMNS:
        raise FileUnreadableError(
            f"the file has {len(cells)} columns.",
            file=path,
            row=line,
            expected=f"at most {_MOST_COLUMNS} columns",
        )
    names = [tidy(cell) for cell in cells]
    for heading in wanted:
        if names.count(tidy(heading)) > 1:
            raise HeadingsError(
                "two columns have the same heading, so it is not clear which one is meant.",
                file=path,
                row=line,
                column=heading,
                expected="each mapped heading once",
            )
    return HeadingsRow(tuple(cell.strip() for cell in cells), records, line)


def _not_found(
    rows: Sequence[tuple[Sequence[str], int]], wanted: Sequence[str], path: Path
) -> HeadingsError:
    """The message for a file without the wanted headings, with the nearest row's words."""
    needed = {tidy(heading): heading for heading in wanted}

    def fit(row: tuple[Sequence[str], int]) -> int:
        return len(needed.keys() & {tidy(cell) for cell in row[0]})

    best, line = max(rows, key=fit, default=((), 1))
    likely = None if fit((best, line)) else heading_row([cells for cells, _ in rows])
    if likely is not None:
        best, line = rows[likely]
    present = {tidy(cell): cell.strip() for cell in best if cell.strip()}
    missing = [heading for name, heading in needed.items() if name not in present]
    hints = []
    for heading in missing:
        near = difflib.get_close_matches(tidy(heading), present, n=1, cutoff=0.6)
        hints.append(f"{heading!r}" + (f" (is it {present[near[0]]!r}?)" if near else ""))
    found = ", ".join(list(present.values())[:12]) if fit((best, line)) or len(present) > 1 else ""
    return HeadingsError(
        f"no row among the first {len(rows)} carries the headings that the mapping names;"
        f" missing: {', '.join(hints)}.{_other_delimiter(rows, wanted)}{_proposed(best, needed)}",
        file=path,
        row=line,
        column=missing[0] if missing else "",
        found=found,
    )


def _other_delimiter(rows: Sequence[tuple[Sequence[str], int]], wanted: Sequence[str]) -> str:
    """A hint where the headings are there, but another sign stands between them."""
    if len(wanted) < 2:  # noqa: PLR2004 - one heading tells nothing about what parts them
        return ""
    needed = {tidy(heading) for heading in wanted}
    for sign, name in _DELIMITERS.items():
        for cell, line in ((cell, line) for cells, line in rows for cell in cells):
            parts = {tidy(part.strip('"')) for part in cell.split(sign)}
            if len(parts) > 1 and needed <= parts:
                return f" Row {line} has them, parted by {name}: set format.delimiter."
    return ""


def _proposed(cells: Sequence[str], needed: Container[str]) -> str:
    """What the headings that the mapping does not name may stand for, as far as one can tell."""
    free = [cell.strip() for cell in cells if cell.strip() and tidy(cell) not in needed]
    found = [f"{one.heading!r} looks like {one.field}" for one in proposals(free)[:8]]
    return f" Of those that the file has, {', '.join(found)}." if found else ""


def first_records(
    path: Path, delimiter: str, quote: str, limit: int = SEARCHED_ROWS
) -> Iterator[tuple[list[str], int]]:
    """The first records of a delimited UTF-8 file with the physical line each ends on."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(
            text,
            delimiter=delimiter,
            quotechar=quote or '"',
            quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        )
        start = 0
        try:
            for cells in reader:
                # Lines above a section are blank.
                if not cells and not start:
                    continue
                start = start or reader.line_num
                yield cells, reader.line_num
                if reader.line_num - start + 1 >= limit:
                    return
        except csv.Error:
            return
