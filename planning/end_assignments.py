"""Ending many assignments at once: reviewed first, then all of them or none, one entry each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from access.actor import Actor
from access.permissions import Permission
from access.policy import require, scope_for
from data.entities.registry import ENTITIES
from data.store import Conflict, Store, StoreError
from data.store.audit import AuditHead, Change, append_all
from data.store.records import change_records, records
from data.store.staffing.assignments import Listed, by_number
from data.store.tables import utc_now
from planning.configure.commands import facts

Clock = Callable[[], datetime]
MOST: Final = 500
_ENTITY: Final = ENTITIES["assignment"]


class EndRefused(StoreError):  # noqa: N818 - named for what the person meets
    """Assignments that cannot be ended so; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Ending:
    """One assignment, and what keeps it from ending on the day; empty where nothing does."""

    kept: Listed
    problem: str = ""


def review(actor: Actor, store: Store, numbers: Sequence[int], last_day: date) -> list[Ending]:
    """What ending the assignments on a day would do; nothing is changed."""
    require(actor, Permission.DISTRICT_ADMINISTER)
    if not numbers:
        raise EndRefused("Tick the assignments that shall end, then ask for the review.")
    if len(numbers) > MOST:
        raise EndRefused(f"{len(numbers):,} are ticked; at most {MOST} end at once.")
    scope = scope_for(actor, Permission.STAFFING_READ)
    with store.reading() as tx:
        return [Ending(one, _problem(one, last_day)) for one in by_number(tx, scope, numbers)]


def end(
    actor: Actor,
    store: Store,
    versions: Mapping[int, int],
    last_day: date,
    *,
    clock: Clock = utc_now,
) -> int:
    """End the reviewed assignments on a day; returns how many.

    `versions` are those of the review: where one has changed since, none is ended.
    """
    reviewed = review(actor, store, list(versions), last_day)
    wrong = [one for one in reviewed if one.problem]
    if wrong:
        raise EndRefused(f"{wrong[0].kept.name}: {wrong[0].problem} Nothing has been changed.")
    with store.transaction() as tx:
        tx.get_one(AuditHead, 1, with_for_update=True)
        before = records(tx, actor.district, _ENTITY, [one.kept.id for one in reviewed])
        if len(before) != len(versions):
            raise Conflict("An assignment has been removed in the meantime; review again.")
        seen = [replace(one, version=versions[one.id]) for one in before]
        changed = [replace(one, values={**one.values, "end_date": last_day}) for one in seen]
        change_records(tx, actor.district, _ENTITY, changed)
        entries = [
            Change("assignment.update", _ENTITY.name, old.id, facts(_ENTITY, old),
                   facts(_ENTITY, new), actor.district)
            for old, new in zip(before, changed, strict=True)
        ]  # fmt: skip
        append_all(tx, (actor.user_id, actor.email or actor.label), entries, clock())
    return len(changed)


def _problem(one: Listed, last_day: date) -> str:
    if last_day < one.start:
        return f"it starts on {one.start.isoformat()}, after that day."
    if one.end is not None and one.end <= last_day:
        return f"it ends on {one.end.isoformat()} already."
    return ""
