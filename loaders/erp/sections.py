"""Files that hold several sections one below the other: only those the mapping means are read.

No line of a file is passed over in silence: those outside the sections are counted, and a file
of which nothing is read is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.erp.context import FileReport
from loaders.erp.decode import DecodedText
from loaders.erp.filters import BLANK
from loaders.erp.mapping import Format
from loaders.errors import FileUnreadableError

if TYPE_CHECKING:
    from loaders.erp.read import OpenedFile

OUTSIDE = "outside the section"


def within_sections(
    text: DecodedText, form: Format, workdir: Path, path: Path
) -> tuple[DecodedText, int]:
    """A copy of `text` in which lines outside the sections are blank, and how many those are.

    Lines keep their numbers. The marks themselves are outside; blank lines are not counted.
    Raises FileUnreadableError where no section begins, or one that begins does not end.
    """
    if form.from_ is None and form.until is None:
        return text, 0
    target = workdir / f"{path.name}.section"
    outside = 0
    with (
        text.path.open(encoding="utf-8-sig", newline="") as lines,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        for line, is_inside in _told(lines, form, path):
            body = line.rstrip("\r\n")
            outside += not is_inside and bool(body.strip())
            out.write(line if is_inside else line[len(body) :])
    return replace(text, path=target), outside


def _told(lines: Iterator[str], form: Format, path: Path) -> Iterator[tuple[str, bool]]:
    """Each line with whether it belongs to a section."""
    begins, ends = (re.compile(mark) if mark else None for mark in (form.from_, form.until))
    began = 0 if begins else 1
    is_open = begins is None
    for number, line in enumerate(lines, start=1):
        body = line.rstrip("\r\n")
        if begins and begins.match(body):
            if is_open and ends:
                raise _not_closed(path, began, form)
            began, is_open = number, True
            yield line, False
        elif is_open and ends and ends.match(body):
            is_open = False
            yield line, False
        else:
            yield line, is_open
    if not began:
        raise FileUnreadableError(
            "no line begins the section that the mapping means.",
            file=path,
            expected=f"a line that matches format.from, {form.from_}",
        )
    if is_open and ends:
        raise _not_closed(path, began, form)


def _not_closed(path: Path, began: int, form: Format) -> FileUnreadableError:
    """A section without its end mark may be the head of a file that was cut off."""
    return FileUnreadableError(
        "the section that begins here has no end; is the file whole?",
        file=path,
        row=began,
        expected=f"a line that matches format.until, {form.until}",
    )


def count_outside(report: FileReport, opened: OpenedFile) -> None:
    """Count the lines outside the sections as passed over.

    A file of one column gives them back as blank rows, which are counted already.
    """
    if not opened.outside:
        return
    counted = 0
    if opened.is_positional or len(opened.columns) == 1:
        counted = min(opened.outside, report.skipped.get(BLANK, 0))
    if counted:
        report.skipped[BLANK] -= counted
        report.skipped = {rule: count for rule, count in report.skipped.items() if count}
    report.skipped[OUTSIDE] = opened.outside
    report.rows_read += opened.outside - counted


def refuse_unread(report: FileReport, opened: OpenedFile) -> None:
    """Raise FileUnreadableError for a file with lines below its headings and not one row.

    A file of headings alone is a file without rows, and says so in its report.
    """
    if report.rows_read:
        return
    with opened.text.path.open(encoding="utf-8-sig") as lines:
        below = (n for n, line in enumerate(lines, 1) if n > opened.row.lines and line.strip())
        first = next(below, None)
    if first is None:
        report.notes.append("no rows below the headings")
        return
    raise FileUnreadableError(
        "lines stand here, but not one was read as a row.",
        file=opened.path,
        row=first,
        expected="rows under the headings, as format and unpivot say",
    )
