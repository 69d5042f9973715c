"""What the pages of an upload show, made from what the desk says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from data.entities.entity import Entity
from data.store.uploads import Upload
from loaders.uploads.catalogue import CATALOGUE, UploadType
from loaders.uploads.changes import RecordChange
from loaders.uploads.companions import companion_of
from loaders.uploads.desk import Desk
from loaders.uploads.effect import Effect
from loaders.uploads.looked import Mapped
from loaders.uploads.mapping import DELETE, IGNORE, Column, How, file_fields, is_told
from loaders.uploads.rows import Finding
from loaders.uploads.sheet import Sheet
from loaders.uploads.states import State
from loaders.uploads.summary import Summary
from loaders.uploads.template import explanation
from pages.configure.upload import PATH, Explained, Kind, Past, PrepareView
from pages.configure.upload_steps import (
    ChangeRow,
    CompleteView,
    FindingRow,
    MapRow,
    MapView,
    ReviewView,
)
from pages.format import count, moment, money

_SAMPLES: Final = 3
_LONGEST: Final = 60
_LINES: Final = 4
_PAST: Final = 10
_FTE_PLACES: Final = 3
_STATES: Final = {
    State.UPLOADED: "not confirmed yet",
    State.MAPPED: "not confirmed yet",
    State.REVIEWED: "not confirmed yet",
    State.CONFIRMED: "confirmed",
    State.UNDONE: "undone",
    State.DISCARDED: "discarded",
}
_DONE: Final = {
    State.CONFIRMED: "The upload is saved.",
    State.UNDONE: "The upload is taken back.",
    State.DISCARDED: "The upload is put away; nothing was changed.",
}
_OUTCOMES: Final = {
    "create": "new",
    "update": "changed",
    "delete": "removed",
    "unchanged": "unchanged",
    "error": "rows in error",
}


def kind_of(found: UploadType) -> Kind:
    """A row of the catalogue as the pages name it."""
    entity = found.entity
    listed = f"/configuration/records?{urlencode({'entity': entity.name})}"
    return Kind(entity.name, entity.plural, entity.about, listed)


def address(kind: str, upload_id: str = "") -> str:
    """The query of the page of one kind, or of one upload."""
    return f"?{urlencode({'entity': kind} | ({'upload': upload_id} if upload_id else {}))}"


def prepare_view(desk: Desk, kind: str) -> PrepareView:
    """What to bring, and what was brought before."""
    found = CATALOGUE[kind]
    fields = file_fields(found.entity)
    columns = [
        Explained(one.name, one.required, explanation(one), one.example, one.doc) for one in fields
    ]
    columns.append(Explained(DELETE, False, "yes or empty", "", "Removes the record."))
    key = " and ".join(found.entity.by_name[name].label for name in found.entity.key)
    past = [_past(desk, one) for one in desk.history(kind, limit=_PAST)]
    return PrepareView(kind_of(found), key, found.update, columns, past)


def _past(desk: Desk, one: Upload) -> Past:
    counts = ", ".join(f"{n:,} {_OUTCOMES[what]}" for what, n in one.counts.items() if n)
    job = desk.work(one.id) if one.job_id else None
    is_at_work = job is not None and not job.is_final
    state = "being worked on" if is_at_work else _STATES[State(one.state)]
    return Past(
        moment(one.created_utc),
        one.user_label,
        one.file_name,
        f"{state}: {counts}" if counts else state,
        PATH + address(one.entity, one.id),
    )


def map_view(kept: Upload, mapped: Mapped) -> MapView:
    """The columns of the file, each with what it stands for."""
    found = CATALOGUE[kept.entity]
    names = [(one.name, f"{one.label} ({one.name})") for one in file_fields(found.entity)]
    labels = {one.name: one.label for one in file_fields(found.entity)}
    sheet = mapped.sheet
    notes = [f"The file is written in {sheet.encoding}."] if sheet.is_converted else []
    return MapView(
        kind=kind_of(found),
        file=sheet.name,
        rows=mapped.row_count,
        notes=[*notes, *sheet.notes],
        columns=[_map_row(one, mapped, labels) for one in mapped.columns],
        options=[(IGNORE, "Ignore"), *names, (DELETE, f"Removes the record ({DELETE})")],
        problems=[one.message for one in mapped.problems],
    )


def _map_row(one: Column, mapped: Mapped, labels: dict[str, str]) -> MapRow:
    values = dict.fromkeys(row.cells[one.place] for row in mapped.sheet.rows[:50])
    samples = " · ".join([_short(value) for value in values if value][:_SAMPLES])
    is_private = one.how is How.PRIVATE
    return MapRow(
        place=one.place,
        heading=one.heading,
        samples="" if is_private else samples,
        field=one.field,
        why="added by the file of errors" if is_told(one.heading) else str(one.how),
        suggestion=labels.get(one.suggestion, ""),
        is_fixed=is_private,
    )


def review_view(
    kept: Upload, sheet: Sheet, found: Summary, moved: Sequence[str] = ()
) -> ReviewView:
    """The dry run with its first changes and findings; `moved` is what they move elsewhere."""
    entity = CATALOGUE[kept.entity].entity
    return ReviewView(
        kind=kind_of(CATALOGUE[kept.entity]),
        file=kept.file_name,
        counts=dict(kept.counts),
        changes=[_change_row(entity, one) for one in found.changes],
        more_changes=found.changing - len(found.changes),
        errors=[_finding_row(one) for one in found.errors],
        more_errors=found.wrong - len(found.errors),
        warnings=[_finding_row(one) for one in found.warnings],
        more_warnings=found.warned - len(found.warnings),
        effect=" ".join([*([told] if (told := _effect(found.effect)) else []), *moved]),
        along=_along(entity, found),
        converted=f"The file is written in {sheet.encoding}; confirming converts it."
        if sheet.is_converted
        else "",
        question=found.question,
    )


def _effect(summed: Effect | None) -> str:
    """FTE or dollars before and after, in words."""
    if summed is None:
        return ""
    before, after = (
        money(one, cents=True) if summed.is_dollars else count(one, _FTE_PLACES)
        for one in (summed.before, summed.after)
    )
    label = summed.label[0].upper() + summed.label[1:]
    return f"{label} of the records that change: {before} before, {after} after."


def _along(entity: Entity, found: Summary) -> str:
    """What comes along of another kind, in words."""
    other, made = companion_of(entity), found.companions
    if other is None or not made:
        return ""
    named = ", ".join(found.along[:_LINES]) + (", …" if made > _LINES else "")
    what = other.title if made == 1 else other.plural
    return f"Along with them, {made:,} {what.lower()} will be made: {named}."


def _change_row(entity: Entity, one: RecordChange) -> ChangeRow:
    differences = [
        (change.label, _short(change.before), _short(change.after)) for change in one.fields(entity)
    ]
    return ChangeRow(str(one.outcome), one.label, _rows(one.rows), differences)


def _rows(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:_LINES])
    return f"{shown}, …" if len(numbers) > _LINES else shown


def _finding_row(one: Finding) -> FindingRow:
    problem = one.problem
    return FindingRow(one.row, one.column, _short(one.found), problem.message, problem.suggestion)


def complete_view(kept: Upload, found: Summary, *, may_undo: bool) -> CompleteView:
    """An upload that has come to its end, or that can still be undone."""
    entity = CATALOGUE[kept.entity].entity
    is_changing = kept.state != State.DISCARDED
    shown = found.changes if is_changing else ()
    return CompleteView(
        kind=kind_of(CATALOGUE[kept.entity]),
        file=kept.file_name,
        state=kept.state,
        words=_DONE[State(kept.state)],
        counts=dict(kept.counts) if is_changing else {},
        may_undo=may_undo and kept.state == State.CONFIRMED,
        left=list(kept.left),
        changes=[_change_row(entity, one) for one in shown],
        more_changes=found.changing - len(shown) if is_changing else 0,
    )


def _short(text: str) -> str:
    """A text in a table: its line breaks as signs, its end cut where it is long."""
    line = " ↵ ".join(text.splitlines())
    return f"{line[:_LONGEST]}…" if len(line) > _LONGEST else line
