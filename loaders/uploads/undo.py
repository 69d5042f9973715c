"""Takes an upload back: what it made goes, what it changed returns, what it removed comes back.

A record that somebody has changed since is left as it is and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.entities.entity import Entity
from data.store.records import Draft
from loaders.uploads.changes import Outcome, RecordChange, same
from loaders.uploads.groups import Key
from loaders.uploads.world import StoreWorld

_INVERSE = {
    Outcome.CREATE: Outcome.DELETE,
    Outcome.UPDATE: Outcome.UPDATE,
    Outcome.DELETE: Outcome.CREATE,
}


def undone(
    entity: Entity, changes: Sequence[RecordChange], world: StoreWorld
) -> tuple[list[RecordChange], tuple[str, ...]]:
    """The changes that take `changes` back, and what is left as it is with the reason."""
    back: list[RecordChange] = []
    left: list[str] = []
    going = frozenset(one.key for one in changes if one.outcome is Outcome.CREATE)
    for one in changes:
        reason = _why_left(entity, one, world, going)
        if reason:
            left.append(f"{entity.title} {one.label}: {reason}")
        else:
            inverse = _INVERSE[one.outcome]
            back.append(RecordChange(inverse, one.key, one.label, one.rows, one.after, one.before))
    return _without_clashes(entity, back, left, world), tuple(left)


def _why_left(
    entity: Entity, change: RecordChange, world: StoreWorld, going: frozenset[Key]
) -> str:
    now = world.records.get(change.key)
    if change.outcome is Outcome.DELETE:
        if now is not None:
            return "was made again since"
        return _why_wrong(change.before, None, world)
    if now is None:
        return "was removed since"
    if change.after is None or not same(entity, now, change.after):
        return "was changed since"
    if change.outcome is Outcome.CREATE:
        return world.used_by(change.key, going)
    return _why_wrong(change.before, now, world)


def _why_wrong(content: Draft | None, now: Draft | None, world: StoreWorld) -> str:
    """Why the former content cannot come back: what it refers to may be gone."""
    problems = world.problems(content, now) if content is not None else ()
    return " ".join(one.message for one in problems if not one.is_warning)


def _without_clashes(
    entity: Entity, back: Iterable[RecordChange], left: list[str], world: StoreWorld
) -> list[RecordChange]:
    """The changes without those that would break a rule beside other records."""
    kept = list(back)
    after = {one.key: one.after for one in kept}
    clashing = {}
    for key, problem in world.together(after):
        if not problem.is_warning and key in after:
            clashing[key] = problem.message
    left += [
        f"{entity.title} {one.label}: {clashing[one.key]}" for one in kept if one.key in clashing
    ]
    return [one for one in kept if one.key not in clashing]
