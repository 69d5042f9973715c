"""The nightly feed of staffing and pay: a folder of files through the uploads, without a person.

A few wrong rows are set aside and told; a file with more waits, reviewed but not saved, for a
person to look at under its upload, and so do the files after it, which may refer to its records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from access.actor import SYSTEM
from config import Settings
from data.entities.parsing import parse
from data.entities.registry import ENTITIES
from data.store import open_store
from data.store.uploads import newest_content
from jobs.kinds import Outcome
from jobs.upload_steps import desk_of
from loaders.errors import LoaderError
from loaders.progress import Progress
from loaders.uploads.desk import Desk
from loaders.uploads.looked import Reviewed
from loaders.uploads.packed import packed_sheet
from loaders.uploads.sheet import read_sheet

ORDER: Final = (
    "employee", "job", "position", "position_funding", "assignment", "assignment_funding",
    "employee_pay", "employee_benefit",
)  # fmt: skip
"""The kinds of record that a payroll sends, each after what it refers to."""
_ALSO: Final = {"salaries": "employee_pay", "pays": "employee_pay", "benefits": "employee_benefit"}
_FORMS: Final = {".csv", ".txt", ".xlsx"}
_DATE: Final = re.compile(r"[_-]?(\d{4})-?(\d{2})-?(\d{2})$")
_MOST_ROWS: Final = Decimal("0.005")
_MOST_DOLLARS: Final = Decimal("0.001")


class FeedHeld(Exception):  # noqa: N818 - reads as the sentence the person gets
    """A file of the feed waits for a person. The message says which, why and where."""

    for_person = True


@dataclass(frozen=True, slots=True)
class FeedFile:
    """One file of the feed and the kind of record that it holds."""

    kind: str
    path: Path


def feed(
    settings: Settings, district: str, arguments: Mapping[str, Any], progress: Progress
) -> Outcome:
    """Upload every file of the folder `source`; a file that was saved already is passed over.

    Raises `FeedHeld` for the first file that waits, and errors made for people where a file
    cannot be used. What was saved before stays.
    """
    files, told = feed_files(Path(arguments["source"])), []
    with closing(open_store(settings)) as store:
        desk = desk_of(settings, store, district, SYSTEM)
        for file in files:
            progress(f"Reading {file.path.name}", 0.0)
            told.append(f"{file.path.name}: {_one(settings, desk, file, progress)}")
    return Outcome("; ".join(told) + ".", {"files": len(files)}, told)


def feed_files(source: Path) -> list[FeedFile]:
    """The newest file of each kind, in the order in which they are read."""
    known = {name: name for name in ORDER} | _ALSO
    known |= {ENTITIES[name].plural.casefold().replace(" ", "_"): name for name in ORDER}
    newest: dict[str, tuple[str, Path]] = {}
    for path in sorted(source.iterdir()) if source.is_dir() else ():
        dated = _DATE.search(path.stem)
        kind = known.get(_DATE.sub("", path.stem).casefold().replace("-", "_"))
        if kind is not None and path.suffix.casefold() in _FORMS:
            entry = ("".join(dated.groups()) if dated else "", path)
            newest[kind] = max(newest.get(kind, entry), entry)
    if not newest:
        raise LoaderError(
            "No file of staffing or pay is there.",
            found=str(source),
            expected=", ".join(f"{name}.csv" for name in ORDER),
        )
    return [FeedFile(name, newest[name][1]) for name in ORDER if name in newest]


def _one(settings: Settings, desk: Desk, file: FeedFile, progress: Progress) -> str:
    content = file.path.read_bytes()
    with desk.store.reading() as tx:
        kept = newest_content(tx, desk.district, file.kind)
    if kept == packed_sheet(read_sheet(content, file.path.name)):
        return "as last time"
    number = desk.start(file.kind, content, file.path.name)
    mapped = desk.map(number)
    if mapped.problems:
        raise FeedHeld(_held(file, " ".join(one.message for one in mapped.problems)))
    found = desk.review(number, progress)
    wrong = len(found.review.rows_in_error)
    if reason := _why_held(found, file.kind):
        raise FeedHeld(_held(file, reason))
    if wrong:
        _set_aside(settings, desk, file, number)
    desk.confirm(number, ignoring_errors=True, told=progress)
    counts = desk.kept(number).counts
    return ", ".join(f"{what} {many:,}" for what, many in counts.items() if many)


def _why_held(found: Reviewed, kind: str) -> str:
    """Why a file is not saved without a person: too many wrong rows or dollars, a question."""
    review = found.review
    wrong = len(review.rows_in_error)
    if wrong > review.rows * _MOST_ROWS:
        return f"{wrong:,} of {review.rows:,} rows are in error, more than 0.5 %."
    rejected, every = _dollars(found, kind)
    if rejected > every * _MOST_DOLLARS:
        return f"${rejected:,.2f} of ${every:,.2f} stand in rows in error, more than 0.1 %."
    return review.question


def _dollars(found: Reviewed, kind: str) -> tuple[Decimal, Decimal]:
    """The amounts of the rows in error and of all rows, as far as they can be read."""
    wrong, sums = set(found.review.rows_in_error), [Decimal(0), Decimal(0)]
    for row, amount in _amounts(found, kind):
        sums[1] += abs(amount)
        sums[0] += abs(amount) if row in wrong else 0
    return sums[0], sums[1]


def _amounts(found: Reviewed, kind: str) -> Iterator[tuple[int, Decimal]]:
    field = ENTITIES[kind].by_name.get("amount")
    column = next((one for one in found.columns if one.field == "amount"), None)
    if field is None or column is None:
        return
    for row in found.sheet.rows:
        amount = parse(field, row.cells[column.place])
        if isinstance(amount, Decimal):
            yield row.number, amount


def _set_aside(settings: Settings, desk: Desk, file: FeedFile, number: str) -> None:
    """Write the wrong rows where the quarantine is, with row, column, problem and suggestion."""
    folder = settings.var / "quarantine" / desk.district
    folder.mkdir(parents=True, exist_ok=True)
    name, content = desk.errors(number)
    (folder / f"{file.kind}-{name}").write_bytes(content)


def _held(file: FeedFile, reason: str) -> str:
    menu = " > ".join(ENTITIES[file.kind].menu)
    return f"{file.path.name} waits: {reason} Nothing of it is saved; look at it under {menu}."
