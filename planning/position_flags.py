"""Marking positions for checking: an expected FTE, a note; each change has its audit entry.

A mark changes no total. It belongs to the code of a position, and is kept at the version that
the person looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from access.policy import require, scope_for
from data.positions import Positions, Question
from data.store import Conflict, Store, StoreError
from data.store.audit import Change, append
from data.store.position_flags import PositionFlag, position_flag
from data.store.tables import utc_now
from data.warehouse import Warehouse

Clock = Callable[[], datetime]
LONGEST_NOTE: Final = 255
MOST_FTE: Final = Decimal(9999)


class FlagRefused(StoreError):  # noqa: N818 - named for what the person meets
    """A mark that cannot be kept; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person has typed: the expected FTE and the note, as texts."""

    expected: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Which position, on which day it was looked at, and the version of its mark (0 for none)."""

    code: str
    day: date
    version: int


def flag(
    actor: Actor,
    warehouse: Warehouse,
    store: Store,
    place: Place,
    mark: Mark,
    *,
    clock: Clock = utc_now,
) -> PositionFlag:
    """Mark a position that the actor may see, or change its mark; raises `FlagRefused`."""
    _visible(actor, warehouse, store, place)
    expected, note = _fte(mark.expected), _note(mark.note)
    if expected is None and not note:
        raise FlagRefused("Say what FTE you expect, or write a note: one of them is needed.")
    with store.transaction() as tx:
        found = _held(tx, actor, place)
        before = None if found is None else found.facts()
        if found is None:
            found = PositionFlag(district_id=actor.district, position_code=place.code)
            tx.add(found)
        found.expected_fte, found.note = expected, note
        if found.facts() == before:
            return found
        found.changed_by, found.changed_utc = actor.email or actor.label, clock()
        tx.flush()
        _log(tx, actor, found, (before, found.facts()), clock)
        return found


def unflag(
    actor: Actor, warehouse: Warehouse, store: Store, place: Place, *, clock: Clock = utc_now
) -> None:
    """Take the mark of a position away."""
    _visible(actor, warehouse, store, place)
    with store.transaction() as tx:
        found = _held(tx, actor, place)
        if found is None:
            raise FlagRefused(f"Position {place.code} is not marked.")
        before = found.facts()
        tx.delete(found)
        tx.flush()
        _log(tx, actor, found, (before, None), clock)


def _visible(actor: Actor, warehouse: Warehouse, store: Store, place: Place) -> None:
    """Refuse positions outside the actor's scope as if they did not exist."""
    require(actor, Permission.POSITION_FLAG)
    positions = Positions(warehouse, store, scope_for(actor, Permission.STAFFING_READ))
    if not positions.seats(Question(place.day, code=place.code)):
        raise FlagRefused("There is no such position, or you may not see it.")


def _held(tx: Session, actor: Actor, place: Place) -> PositionFlag | None:
    """The mark at the version that was looked at."""
    found = position_flag(tx, actor.district, place.code, to_change=True)
    if (found.version if found else 0) != place.version:
        raise Conflict(
            f"The mark of position {place.code} has been changed by somebody else in the "
            "meantime. Load the page again, look at the change and repeat yours."
        )
    return found


def _fte(text: str) -> Decimal | None:
    given = text.strip().replace(",", ".")
    if not given:
        return None
    try:
        number = Decimal(given)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= MOST_FTE or number != round(number, 3):
        raise FlagRefused(f"{text!r} is no FTE: write a number from 0 with at most three decimals.")
    return round(number, 3)


def _note(text: str) -> str:
    note = "".join(letter if letter.isprintable() else " " for letter in text).strip()
    if len(note) > LONGEST_NOTE:
        raise FlagRefused(f"The note has {len(note)} characters; at most {LONGEST_NOTE} are kept.")
    return note


def _log(
    tx: Session,
    actor: Actor,
    found: PositionFlag,
    facts: tuple[dict[str, object] | None, dict[str, object] | None],
    clock: Clock,
) -> None:
    before, after = facts
    verb = "create" if before is None else "delete" if after is None else "update"
    change = Change(
        f"position_flag.{verb}", "position_flag", found.id, before, after, actor.district
    )
    append(tx, (actor.user_id, actor.email or actor.label), change, clock())
