"""The rows in error, as the person sent them, each with what is wrong and what would do.

Corrected it uploads as it is: the added columns are passed over, and every row of a record stays
together, because the lines of a file replace the former ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from loaders.uploads.changes import Outcome, Review
from loaders.uploads.files_out import table_file
from loaders.uploads.mapping import TOLD, Column, How, is_told
from loaders.uploads.rows import Finding
from loaders.uploads.sheet import Sheet

_OTHER_ROW = "Another row of the same record is in error."


def error_file(sheet: Sheet, columns: Sequence[Column], review: Review) -> bytes:
    """The file of the rows in error, in the form of the file that was sent."""
    headings, rows = error_table(sheet, columns, review)
    return table_file(sheet.form, headings, rows, delimiter=sheet.delimiter)


def error_table(
    sheet: Sheet, columns: Sequence[Column], review: Review
) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of the error file; columns of personal data are left out."""
    kept = [one for one in columns if one.how is not How.PRIVATE and not is_told(one.heading)]
    told = _told(review)
    headings = [*(one.heading for one in kept), *TOLD]
    rows = [
        [*(row.cells[one.place] for one in kept), *told[row.number]]
        for row in sheet.rows
        if row.number in told
    ]
    return headings, rows


def _told(review: Review) -> dict[int, list[str]]:
    """Row -> the cells of the added columns."""
    findings: dict[int, list[Finding]] = defaultdict(list)
    for one in review.findings:
        if not one.problem.is_warning:
            findings[one.row].append(one)
    return {
        number: [str(number), *_words(findings.get(number, []))]
        for change in review.of(Outcome.ERROR)
        for number in change.rows
    }


def _words(findings: Sequence[Finding]) -> list[str]:
    """Columns, problems and suggestions of one row."""
    if not findings:
        return ["", _OTHER_ROW, ""]
    return [
        _joined(one.column for one in findings),
        _joined((one.problem.message for one in findings), " "),
        _joined(one.problem.suggestion for one in findings),
    ]


def _joined(texts: Iterable[str], sign: str = "; ") -> str:
    return sign.join(dict.fromkeys(text for text in texts if text))
