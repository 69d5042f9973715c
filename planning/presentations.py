"""Commands about a person's own presentations; each change has its entry in the audit log.

A slide is known by its key and not by its place, so that two open pages of the same person do
not undo each other.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from access.policy import require
from data.store import Store, StoreError
from data.store.audit import Change, append
from data.store.presentations import Presentation, presentation, presentations
from data.store.tables import utc_now

Clock = Callable[[], datetime]
MOST_SLIDES: Final = 40
MOST_PRESENTATIONS: Final = 50
LONGEST_TITLE: Final = 120
LONGEST_NOTE: Final = 1_000
UNTITLED: Final = "Board presentation"


class Form(StrEnum):
    """The file a presentation becomes."""

    PPTX = "pptx"
    PDF = "pdf"


class PresentationError(StoreError):
    """Something that cannot be done with a presentation. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A card to show: its name, the address of its page, its question as the screen had it."""

    card: str
    address: str
    question: str


def own(actor: Actor, store: Store) -> list[Presentation]:
    """The actor's presentations in the active district, the one changed last first."""
    require(actor, Permission.PRESENTATION_MAKE)
    with store.reading() as tx:
        return presentations(tx, actor.user_id, actor.district)


def one(actor: Actor, store: Store, number: int) -> Presentation:
    """One of the actor's own presentations; raises for anybody else's."""
    require(actor, Permission.PRESENTATION_MAKE)
    with store.reading() as tx:
        return _own(tx, actor, number)


def start(actor: Actor, store: Store, *, clock: Clock = utc_now) -> int:
    """A new, empty presentation; returns its number."""
    require(actor, Permission.PRESENTATION_MAKE)
    with store.transaction() as tx:
        return _started(tx, actor, clock).id


def add(
    actor: Actor,
    store: Store,
    number: int | None,
    wanted: Sequence[Wanted],
    *,
    clock: Clock = utc_now,
) -> Presentation:
    """Put cards at the end of a presentation; without a number, of the one changed last."""
    require(actor, Permission.PRESENTATION_MAKE)
    with store.transaction() as tx:
        if number is None:
            known = presentations(tx, actor.user_id, actor.district)
            found = known[0] if known else _started(tx, actor, clock)
        else:
            found = _own(tx, actor, number, to_change=True)
        before = found.facts()
        found.slides = [*found.slides, *(_slide(entry) for entry in wanted)]
        if len(found.slides) > MOST_SLIDES:
            raise PresentationError(
                f"A presentation holds at most {MOST_SLIDES} slides; remove some first."
            )
        _kept(tx, actor, found, before, clock)
        return found


def remove(
    actor: Actor, store: Store, number: int, key: str, *, clock: Clock = utc_now
) -> Presentation:
    """Take a slide out."""
    return _changed(
        actor, store, number, clock,
        lambda found: {"slides": [entry for entry in found.slides if entry["key"] != key]},
    )  # fmt: skip


def move(
    actor: Actor, store: Store, number: int, key: str, by: int, *, clock: Clock = utc_now
) -> Presentation:
    """Move a slide by so many places: -1 is one place earlier."""

    def moved(found: Presentation) -> dict[str, Any]:
        slides = list(found.slides)
        place = next((at for at, entry in enumerate(slides) if entry["key"] == key), None)
        if place is not None:
            entry = slides.pop(place)
            slides.insert(min(max(place + by, 0), len(slides)), entry)
        return {"slides": slides}

    return _changed(actor, store, number, clock, moved)


def word(
    actor: Actor, store: Store, number: int, words: dict[str, tuple[str, str]], *,
    clock: Clock = utc_now,
) -> Presentation:  # fmt: skip
    """Set title and note of slides, by their keys; an empty title stands for the question."""

    def worded(found: Presentation) -> dict[str, Any]:
        slides = []
        for entry in found.slides:
            title, note = words.get(entry["key"], (entry["title"], entry["note"]))
            told = {"title": line(title, LONGEST_TITLE), "note": lines(note, LONGEST_NOTE)}
            slides.append({**entry, **told})
        return {"slides": slides}

    return _changed(actor, store, number, clock, worded)


def settle(
    actor: Actor, store: Store, number: int, *, title: str, form: str, has_appendix: bool,
    clock: Clock = utc_now,
) -> Presentation:  # fmt: skip
    """Set title, form and appendix of a presentation."""
    values = {
        "title": line(title, LONGEST_TITLE) or UNTITLED,
        "form": (Form.PDF if form == Form.PDF else Form.PPTX).value,
        "has_appendix": has_appendix,
    }
    return _changed(actor, store, number, clock, lambda _found: values)


def delete(actor: Actor, store: Store, number: int, *, clock: Clock = utc_now) -> None:
    """Delete a presentation; files made from it stay until they are swept."""
    require(actor, Permission.PRESENTATION_MAKE)
    with store.transaction() as tx:
        found = _own(tx, actor, number, to_change=True)
        before = found.facts()
        tx.delete(found)
        _log(tx, actor, found, ("presentation.delete", before, None), clock)


def line(text: str, longest: int) -> str:
    """One line of printable text, at most so long."""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()[:longest]


def lines(text: str, longest: int) -> str:
    """Printable text that keeps its line breaks, at most so long."""
    kept = (letter for letter in text if letter == "\n" or letter.isprintable())
    return "".join(kept).strip()[:longest]


def _slide(wanted: Wanted) -> dict[str, Any]:
    return {
        "key": secrets.token_hex(4),
        "card": wanted.card,
        "address": wanted.address,
        "question": wanted.question,
        "title": "",
        "note": "",
    }


def _started(tx: Session, actor: Actor, clock: Clock) -> Presentation:
    if len(presentations(tx, actor.user_id, actor.district)) >= MOST_PRESENTATIONS:
        raise PresentationError(
            f"You have {MOST_PRESENTATIONS} presentations, the most one can keep: delete one."
        )
    now = clock()
    found = Presentation(
        district_id=actor.district,
        user_id=actor.user_id,
        title=UNTITLED,
        form=Form.PPTX.value,
        has_appendix=True,
        slides=[],
        created_utc=now,
        changed_utc=now,
    )
    tx.add(found)
    tx.flush()
    _log(tx, actor, found, ("presentation.start", None, found.facts()), clock)
    return found


def _changed(
    actor: Actor,
    store: Store,
    number: int,
    clock: Clock,
    values: Callable[[Presentation], dict[str, Any]],
) -> Presentation:
    require(actor, Permission.PRESENTATION_MAKE)
    with store.transaction() as tx:
        found = _own(tx, actor, number, to_change=True)
        before = found.facts()
        for name, value in values(found).items():
            setattr(found, name, value)
        _kept(tx, actor, found, before, clock)
        return found


def _kept(
    tx: Session, actor: Actor, found: Presentation, before: dict[str, Any], clock: Clock
) -> None:
    after = found.facts()
    if after == before:
        return
    found.changed_utc = clock()
    tx.flush()
    _log(tx, actor, found, ("presentation.change", before, after), clock)


def _own(tx: Session, actor: Actor, number: int, *, to_change: bool = False) -> Presentation:
    found = presentation(tx, number, actor.user_id, actor.district, to_change=to_change)
    if found is None:
        raise PresentationError("This presentation is not there any more: open another one.")
    return found


def _log(
    tx: Session,
    actor: Actor,
    found: Presentation,
    what: tuple[str, dict[str, Any] | None, dict[str, Any] | None],
    clock: Clock,
) -> None:
    action, before, after = what
    change = Change(action, "presentation", found.id, before, after, actor.district)
    append(tx, (actor.user_id, actor.email or actor.label), change, clock())
