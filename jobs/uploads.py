"""Runs one upload without a person: the command line and the nightly feed of staffing and pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from access.actor import SYSTEM
from config import Settings
from data.store import Store
from data.store.jobs import UPLOAD
from jobs.runs import here
from jobs.upload_steps import desk_of, take
from loaders.progress import Progress
from loaders.uploads.along import quiet
from loaders.uploads.desk import LARGE, Desk
from loaders.uploads.looked import Mapped
from loaders.uploads.rows import Finding
from loaders.uploads.states import State
from loaders.uploads.summary import Summary

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
    agreeing: bool = False,
    errors: Path | None = None,
    progress: Progress = quiet,
) -> Ran:
    """Map, review and save a file; `save=False` stops before anything is changed.

    With rows in error nothing is saved unless `ignoring_errors`, with a question about the file
    not unless `agreeing`; `errors` is where wrong rows are written. A large file gets the row of
    a job, like one from the screen. Raises errors made for people where the file cannot be used.
    """
    desk = desk_of(settings, store, district, SYSTEM)
    number = desk.start(kind.replace("-", "_"), file.read_bytes(), file.name, sheet=sheet)
    mapped = desk.map(number, chosen)
    if mapped.problems:
        desk.discard(number)
        return Ran((*_mapping_lines(mapped), *(one.message for one in mapped.problems)), False)
    steps = ("review", "confirm") if save else ("review",)
    said = {"ignoring": ignoring_errors, "agreeing": agreeing}
    if mapped.row_count > LARGE:
        arguments = {"upload": number, "steps": steps, "person": 0} | said
        here(settings, store, UPLOAD, district, arguments, progress)
    else:
        for step in steps:
            take(desk, number, step, said, progress)
    if errors is not None and desk.kept(number).counts["error"]:
        errors.write_bytes(desk.errors(number)[1])
    return _came_to(desk, number, mapped, save=save)


def _came_to(desk: Desk, number: str, mapped: Mapped, *, save: bool) -> Ran:
    kept = desk.kept(number)
    lines = [*_mapping_lines(mapped), *_review_lines(kept.counts, desk.summary(number))]
    if kept.state == State.CONFIRMED:
        return Ran((*lines, f"Saved as upload {number}."), True)
    desk.discard(number)
    asked = "It is asked whether that is so (--agree)"
    open_end = "Rows are in error" if kept.counts["error"] else asked
    reason = open_end if save else "Only a dry run"
    return Ran((*lines, f"{reason}: nothing was changed."), not save and not kept.counts["error"])


def _mapping_lines(mapped: Mapped) -> list[str]:
    lines = [f"{mapped.sheet.name}: {mapped.row_count:,} rows, {mapped.sheet.encoding}"]
    lines += [f"  note: {note}" for note in mapped.sheet.notes]
    for one in mapped.columns:
        if one.field == "":
            like = f"; it resembles {one.suggestion}" if one.suggestion else ""
            lines.append(f"  column {one.heading!r}: {one.how}{like}")
    return lines


def _review_lines(counts: Mapping[str, int], found: Summary) -> list[str]:
    lines = [", ".join(f"{outcome} {count:,}" for outcome, count in counts.items())]
    told = [*found.errors, *found.warnings][:_SHOWN]
    lines += [_line(one) for one in told]
    if summed := found.effect:
        lines.append(f"  {summed.label}: {summed.before:,f} before, {summed.after:,f} after")
    if found.companions:
        lines.append(f"  {found.companions:,} records of another kind come along")
    lines += [f"  {found.question}"] if found.question else []
    more = found.wrong + found.warned - len(told)
    return [*lines, f"  and {more:,} more findings"] if more > 0 else lines


def _line(one: Finding) -> str:
    kind = "warning" if one.problem.is_warning else "error"
    column = f", column {one.column}" if one.column else ""
    suggestion = f" Suggestion: {one.problem.suggestion}." if one.problem.suggestion else ""
    return f"  row {one.row}{column}: {kind}: {one.problem.message}{suggestion}"
