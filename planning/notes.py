"""Commands about notes beside buckets and accounts; each change has its entry in the audit log.

A team are the people who look at the same place: one school, or the whole district.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from access.policy import NotPermitted, require
from data.store import Conflict, Store, StoreError
from data.store.audit import Change, append
from data.store.notes import LONGEST, LONGEST_CODE, Note, notes_at, own_note
from data.store.tables import utc_now
from planning.presentations import lines

Clock = Callable[[], datetime]


class Subject(StrEnum):
    """What a note stands beside."""

    BUCKET = "bucket"
    ACCOUNT = "account"


IN_BUDGET: Final = "budget:"
"""What a place begins with that is a budget and not a location."""
_RIGHTS: Final = {
    Subject.BUCKET: Permission.BUCKET_READ,
    Subject.ACCOUNT: Permission.ACCOUNT_READ,
}


class NoteError(StoreError):
    """A note that cannot be kept. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a note stands beside: a bucket or account by its code, at a place or everywhere."""

    subject: Subject
    code: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A note as it is shown. `version` is 0 for one that is not kept yet."""

    code: str
    text: str
    is_shared: bool
    is_own: bool
    writer: str
    fiscal_year: int
    changed: datetime
    version: int


def notes(actor: Actor, store: Store, subject: Subject, place: str) -> list[Written]:
    """The actor's notes at a place and those that others there share, the newest first."""
    _allowed(actor, subject, place)
    with store.reading() as tx:
        found = notes_at(tx, actor.district, actor.user_id, subject.value, place)
    return [
        Written(
            note.code,
            note.text,
            note.is_shared,
            note.user_id == actor.user_id,
            name,
            note.fiscal_year,
            note.changed_utc,
            note.version,
        )
        for note, name in found
    ]


def write(
    actor: Actor,
    store: Store,
    beside: Beside,
    *,
    text: str,
    is_shared: bool,
    fiscal_year: int,
    version: int,
    clock: Clock = utc_now,
) -> int:
    """Keep the actor's note as it is now; empty text removes it. Returns its new version.

    `version` is that of the note as it was read, 0 for none: a note that was changed in another
    window meanwhile is a `Conflict`, so that neither text is lost.
    """
    _allowed(actor, beside.subject, beside.place)
    if len(text) > LONGEST:
        raise NoteError(f"A note holds at most {LONGEST:,} characters; this one has {len(text):,}.")
    if not 0 < len(beside.code) <= LONGEST_CODE:
        raise NoteError(f"There is no {beside.subject.value} to keep the note beside.")
    words = lines(text, LONGEST)
    with store.transaction() as tx:
        found = _own(tx, actor, beside)
        if (found.version if found else 0) != version:
            raise Conflict(
                "This note was changed in another window. Copy your text, load the page again and "
                "put both together."
            )
        before = found.facts() if found else None
        if not words:
            return _removed(tx, actor, found, before, clock)
        note = found or _started(actor, beside)
        note.text, note.is_shared, note.fiscal_year = words, is_shared, fiscal_year
        if note.facts() == before and found is not None and found.text == words:
            return version
        note.changed_utc = clock()
        tx.add(note)
        tx.flush()
        _log(tx, actor, note, ("note.write", before, note.facts()), clock)
        return note.version


def _allowed(actor: Actor, subject: Subject, place: str) -> None:
    """A place must be one whose rows the actor sees; everywhere, the whole district."""
    if place.startswith(IN_BUDGET):
        require(actor, _RIGHTS[subject])
        if not actor.scope.in_budget(place.removeprefix(IN_BUDGET)).budgets:
            raise NotPermitted(_RIGHTS[subject], "You hold no role in this budget.")
        return
    require(actor, _RIGHTS[subject], location_id=place or None)
    if not place and not actor.scope.is_whole:
        require(actor, _RIGHTS[subject], location_id=place)


def _own(tx: Session, actor: Actor, beside: Beside) -> Note | None:
    key = (actor.district, actor.user_id, beside.subject.value, beside.code, beside.place)
    return own_note(tx, key, to_change=True)


def _started(actor: Actor, beside: Beside) -> Note:
    return Note(
        district_id=actor.district,
        user_id=actor.user_id,
        subject=beside.subject.value,
        code=beside.code,
        place=beside.place,
    )


def _removed(
    tx: Session, actor: Actor, found: Note | None, before: dict[str, Any] | None, clock: Clock
) -> int:
    if found is not None:
        tx.delete(found)
        _log(tx, actor, found, ("note.remove", before, None), clock)
    return 0


def _log(
    tx: Session,
    actor: Actor,
    note: Note,
    what: tuple[str, dict[str, Any] | None, dict[str, Any] | None],
    clock: Clock,
) -> None:
    action, before, after = what
    change = Change(action, "note", note.id, before, after, actor.district)
    append(tx, (actor.user_id, actor.email or actor.label), change, clock())
