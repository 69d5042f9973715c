"""Open a file of any format as text columns under the headings that the mapping names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from loaders.erp.decode import DecodedText, decode
from loaders.erp.delimited import Relation, delimited, fixed_width
from loaders.erp.headings_row import (
    HeadingsRow,
    find_headings,
    first_records,
    headings_at,
    tidy,
)
from loaders.erp.mapping import FileMapping
from loaders.erp.sections import within_sections
from loaders.erp.workbook import DELIMITER, sheet_as_text
from loaders.errors import HeadingsError

_QUOTE = '"'


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that is proven text, cut into columns but not yet read.

    `outside` is the number of lines that stand outside the sections of the mapping.
    """

    path: Path
    text: DecodedText
    row: HeadingsRow
    relation: Relation
    delimiter: str
    quote: str
    is_positional: bool
    outside: int = 0

    @property
    def columns(self) -> dict[str, str]:
        """Heading as written -> column of the relation."""
        return self.row.columns()


def open_file(path: Path, file: FileMapping, workdir: Path) -> OpenedFile:
    """Decode the file and find its headings.

    Raises FileUnreadableError or HeadingsError, which say what is wrong and where.
    """
    form = file.format
    if form.is_positional:
        return _open_positional(path, file, workdir)
    if form.type == "xlsx":
        text = sheet_as_text(path, workdir, form.sheet or "", wanted_headings(file))
        delimiter, quote = DELIMITER, _QUOTE
    else:
        delimiter, quote = form.delimiter_character, form.quote
        text = decode(path, workdir, delimiter=delimiter, encoding=form.encoding)
    text, outside = within_sections(text, form, workdir, path)
    row = _headings(path, text, file, delimiter, quote)
    relation = delimited(text, row, delimiter, quote)
    return OpenedFile(path, text, row, relation, delimiter, quote, False, outside)


def _open_positional(path: Path, file: FileMapping, workdir: Path) -> OpenedFile:
    form = file.format
    text = decode(path, workdir, encoding=form.encoding)
    text, outside = within_sections(text, form, workdir, path)
    row = HeadingsRow(tuple(column.name for column in form.fixed), 0, form.header_line or 0)
    relation = fixed_width(text, [(c.start, c.width) for c in form.fixed], row.lines)
    return OpenedFile(path, text, row, relation, "", "", True, outside)


def wanted_headings(file: FileMapping) -> list[str]:
    """Headings without which the mapping cannot be carried out."""
    wanted: list[str] = []
    for rule in file.columns.values():
        if not rule.optional and not rule.from_first:
            wanted += rule.headings
    filters = file.filters
    tests = [*filters.drop_if, *filters.keep_if]
    tests += [filters.control_total.row] if filters.control_total else []
    tests += [file.district_column] if file.district_column else []
    wanted += [test.column for test in tests]
    wanted += file.fill_down
    wanted += [rule.from_ for rule in file.unpivot if rule.from_]
    return list(dict.fromkeys(wanted))


def _headings(
    path: Path, text: DecodedText, file: FileMapping, delimiter: str, quote: str
) -> HeadingsRow:
    form, wanted = file.format, wanted_headings(file)
    if form.header_row == "none":
        return HeadingsRow(form.headings, 0, 0)
    rows = list(first_records(text.path, delimiter, quote))
    row = (
        headings_at(rows, _record_at(rows, form.header_line), wanted, path)
        if form.header_line
        else find_headings(rows, wanted, path)
    )
    _check_choices(path, file, row)
    return row


def _record_at(rows: list[tuple[list[str], int]], line: int) -> int:
    """Number of the record that ends on or after a physical line."""
    return next((n for n, (_, end) in enumerate(rows, start=1) if end >= line), len(rows) + 1)


def _check_choices(path: Path, file: FileMapping, row: HeadingsRow) -> None:
    """Of the headings of `from_first`, one has to be there."""
    present = {tidy(heading) for heading in row.headings}
    for name, rule in file.columns.items():
        choices = rule.from_first
        if choices and not rule.optional and not present & set(map(tidy, choices)):
            raise HeadingsError(
                f"no heading for {name}.",
                file=path,
                row=row.lines,
                column=choices[0],
                found=_listed(row.headings),
                expected="one of " + _listed(choices),
            )


def _listed(headings: Iterable[str]) -> str:
    return ", ".join([heading for heading in headings if heading][:12])
