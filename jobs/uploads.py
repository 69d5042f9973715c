"""Runs one upload without a person: the command line and the nightly feed of staffing and pay."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from access.actor import SYSTEM
from config import Settings
from data.chart import chart
from data.store import Store
from data.warehouse import Warehouse
from loaders.uploads.catalogue import CATALOGUE
from loaders.uploads.desk import Desk, Mapped, Reviewed
from loaders.uploads.effect import effect
from loaders.uploads.error_file import error_file
from loaders.uploads.rows import Finding

_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Ran:
    """What an upload came to, in lines for a person; `is_done` says that nothing is open."""

    lines: tuple[str, ...]
    is_done: bool


def run(
    settings: Settings,
    store: Store,
    district: str,
    kind: str,
    file: Path,
    *,
    chosen: Mapping[str, str] | None = None,
    sheet: str = "",
    save: bool = True,
    ignoring_errors: bool = False,
    errors: Path | None = None,
) -> Ran:
    """Map, review and save a file; `save=False` stops before anything is changed.

    With rows in error nothing is saved unless `ignoring_errors`; `errors` is where they are
    written. Raises errors made for people where the file cannot be used.
    """
    with closing(Warehouse(settings)) as warehouse:
        desk = Desk(store, SYSTEM, district, chart(warehouse, district))
    name = kind.replace("-", "_")
    number = desk.start(name, file.read_bytes(), file.name, sheet=sheet)
    mapped = desk.map(number, chosen)
    if mapped.problems:
        desk.discard(number)
        return Ran((*_mapping_lines(mapped), *(one.message for one in mapped.problems)), False)
    found = desk.review(number)
    if errors is not None and found.review.rows_in_error:
        errors.write_bytes(error_file(found.sheet, found.columns, found.review))
    lines = [*_mapping_lines(mapped), *_review_lines(name, found)]
    may_save = ignoring_errors or not found.review.rows_in_error
    if not save or not may_save:
        desk.discard(number)
        reason = "Only a dry run" if not save else "Rows are in error"
        return Ran((*lines, f"{reason}: nothing was changed."), not found.review.rows_in_error)
    desk.confirm(number, ignoring_errors=ignoring_errors)
    return Ran((*lines, f"Saved as upload {number}."), True)


def _mapping_lines(mapped: Mapped) -> list[str]:
    lines = [f"{mapped.sheet.name}: {len(mapped.sheet.rows):,} rows, {mapped.sheet.encoding}"]
    lines += [f"  note: {note}" for note in mapped.sheet.notes]
    for one in mapped.columns:
        if one.field == "":
            like = f"; it resembles {one.suggestion}" if one.suggestion else ""
            lines.append(f"  column {one.heading!r}: {one.how}{like}")
    return lines


def _review_lines(kind: str, found: Reviewed) -> list[str]:
    counts = found.review.counts
    lines = [", ".join(f"{outcome} {count:,}" for outcome, count in counts.items())]
    lines += [_line(one) for one in found.review.findings[:_SHOWN]]
    if summed := effect(CATALOGUE[kind].entity, found.review.changes):
        lines.append(f"  {summed.label}: {summed.before:,f} before, {summed.after:,f} after")
    if found.review.companions:
        lines.append(f"  {len(found.review.companions):,} records of another kind come along")
    more = len(found.review.findings) - _SHOWN
    return [*lines, f"  and {more:,} more"] if more > 0 else lines


def _line(one: Finding) -> str:
    kind = "warning" if one.problem.is_warning else "error"
    column = f", column {one.column}" if one.column else ""
    suggestion = f" Suggestion: {one.problem.suggestion}." if one.problem.suggestion else ""
    return f"  row {one.row}{column}: {kind}: {one.problem.message}{suggestion}"
