"""Commands on configured records: save, archive, restore, delete.

Each checks the actor's right and every rule, and writes the change with its one audit entry in
the same transaction; a record of another kind that comes along with a new one has its own. The
version says which state the person looked at: another one is a conflict, and nothing is
overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from access.policy import require
from data.entities.content import Content, Filled
from data.entities.entity import Entity
from data.entities.problem import Problem
from data.rules.companions import COMPANIONS
from data.store import Conflict, Store, StoreError
from data.store.assigned import follow_people
from data.store.audit import AuditHead, Change, append
from data.store.records import (
    Draft,
    Record,
    add_records,
    change_records,
    record,
    records,
    remove_records,
)
from data.store.tables import utc_now
from planning.configure.check import Chart, Checked, checked, removal_problems
from planning.configure.problems import RecordRefused, blocking

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Target:
    """Which record a command means: its number and the version the person looked at."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class Saved:
    """The record as it is kept now, and the warnings that did not stop it."""

    record: Record
    warnings: tuple[Problem, ...] = ()


def listed(actor: Actor, store: Store, district: str, entity: Entity) -> list[Record]:
    """Every record of an entity, for whoever may configure it."""
    _require(actor, district, entity)
    with store.reading() as tx:
        return records(tx, district, entity)


def review(
    actor: Actor,
    store: Store,
    district: str,
    entity: Entity,
    content: Content,
    *,
    target: Target | None = None,
    chart: Chart | None = None,
) -> Checked:
    """What a save would keep and what is wrong with it; nothing is changed."""
    _require(actor, district, entity)
    with store.reading() as tx:
        before = _found(tx, district, entity, target) if target else None
        return checked(tx, actor, district, entity, content, before, chart or {})


def save(
    actor: Actor,
    store: Store,
    district: str,
    entity: Entity,
    content: Content,
    *,
    target: Target | None = None,
    chart: Chart | None = None,
    clock: Clock = utc_now,
) -> Saved:
    """Keep a new record, or new contents of the target; raises `RecordRefused`, `Conflict`.

    Contents that the record has already change nothing and leave no entry.
    """
    _require(actor, district, entity)
    with _alone(store) as tx:
        before = _found(tx, district, entity, target) if target else None
        found = checked(tx, actor, district, entity, content, before, chart or {})
        _refuse(found.problems)
        warnings = tuple(one for one in found.problems if one.is_warning)
        if before is not None and facts(entity, before) == facts(entity, found.content):
            return Saved(before, warnings)
        made = _written(tx, district, entity, found.content, before)
        if entity.name == "district_user":
            follow_people(tx, district, clock(), by=actor.label)
        verb = "create" if before is None else "update"
        _log(tx, actor, _change(verb, district, entity, before, made), clock)
        for other, one in _along(tx, district, entity, found.content):
            _log(tx, actor, _change("create", district, other, None, one), clock)
        return Saved(made, warnings)


def archive(
    actor: Actor,
    store: Store,
    district: str,
    entity: Entity,
    target: Target,
    *,
    clock: Clock = utc_now,
) -> Record:
    """Put a record aside: it keeps what it has and takes nothing new."""
    return _set_archived(actor, store, district, entity, target, clock, archived=True)


def restore(
    actor: Actor,
    store: Store,
    district: str,
    entity: Entity,
    target: Target,
    *,
    clock: Clock = utc_now,
) -> Record:
    """Bring an archived record back."""
    return _set_archived(actor, store, district, entity, target, clock, archived=False)


def delete(
    actor: Actor,
    store: Store,
    district: str,
    entity: Entity,
    target: Target,
    *,
    clock: Clock = utc_now,
) -> None:
    """Remove a record; refused while others refer to it, and the refusal names them."""
    _require(actor, district, entity)
    with _alone(store) as tx:
        one = _found(tx, district, entity, target)
        _refuse(removal_problems(tx, actor, district, entity, one))
        remove_records(tx, district, entity, [one])
        if entity.name == "district_user":
            follow_people(tx, district, clock(), by=actor.label)
        _log(tx, actor, _change("delete", district, entity, one, None), clock)


def opened(
    actor: Actor, store: Store, district: str, entity: Entity, record_id: int
) -> Record | None:
    """One record, if the district has it, for whoever may configure it."""
    _require(actor, district, entity)
    with store.reading() as tx:
        return record(tx, district, entity, record_id)


def removal_review(
    actor: Actor, store: Store, district: str, entity: Entity, target: Target
) -> list[Problem]:
    """Why a record could not be deleted now; nothing is changed."""
    _require(actor, district, entity)
    with store.reading() as tx:
        one = _found(tx, district, entity, target)
        return blocking(removal_problems(tx, actor, district, entity, one))


def facts(entity: Entity, held: Filled | None) -> Mapping[str, Any] | None:
    """A record as the audit log writes it."""
    if held is None:
        return None
    values: dict[str, Any] = {one.name: held.values.get(one.name) for one in entity.fields}
    if entity.lines:
        values["lines"] = [
            {one.name: line.get(one.name) for one in entity.lines} for line in held.lines
        ]
    return values


def _set_archived(
    actor: Actor,
    store: Store,
    district: str,
    entity: Entity,
    target: Target,
    clock: Clock,
    *,
    archived: bool,
) -> Record:
    _require(actor, district, entity)
    if not entity.archivable:
        raise StoreError(f"{entity.plural} are not archived; delete what is no longer needed.")
    with _alone(store) as tx:
        before = _found(tx, district, entity, target)
        if before.values.get("archived") is archived:
            state = "archived" if archived else "active"
            raise StoreError(f"{entity.title} {entity.label_of(before.values)} is {state} already.")
        values = {**before.values, "archived": archived}
        made = change_records(tx, district, entity, [replace(before, values=values)])[0]
        verb = "archive" if archived else "restore"
        _log(tx, actor, _change(verb, district, entity, before, made), clock)
        return made


@contextmanager
def _alone(store: Store) -> Iterator[Session]:
    """A transaction in which nobody else writes what its rules have read.

    SQLite has one writer anyway. On PostgreSQL the head of the audit log, which every change
    needs, is taken before the rules are asked and not only after.
    """
    with store.transaction() as tx:
        tx.get_one(AuditHead, 1, with_for_update=True)
        yield tx


def _require(actor: Actor, district: str, entity: Entity) -> None:
    require(actor, entity.permission, district=district)
    if entity.compensation:
        require(actor, Permission.COMPENSATION_READ, district=district)


def _found(tx: Session, district: str, entity: Entity, target: Target) -> Record:
    """The record at the version that was looked at."""
    one = record(tx, district, entity, target.id)
    if one is None:
        raise Conflict(f"This {entity.title.lower()} has been removed in the meantime.")
    if one.version != target.version:
        raise Conflict(
            f"{entity.title} {entity.label_of(one.values)} has been changed by somebody else in "
            "the meantime. Load it again, look at the change and repeat yours."
        )
    return one


def _refuse(problems: tuple[Problem, ...] | list[Problem]) -> None:
    found = blocking(problems)
    if found:
        raise RecordRefused(found)


def _written(
    tx: Session, district: str, entity: Entity, content: Content, before: Record | None
) -> Record:
    if before is None:
        return add_records(tx, district, entity, [Draft(content.values, content.lines)])[0]
    changed = replace(before, values=content.values, lines=content.lines)
    return change_records(tx, district, entity, [changed])[0]


def _along(
    tx: Session, district: str, entity: Entity, content: Content
) -> Iterator[tuple[Entity, Record]]:
    """The record of another kind that a kept one needs and that is not there, made."""
    rule = COMPANIONS.get(entity.name)
    if rule is None:
        return
    code = str(content.values[rule.code]).casefold()
    kept = records(tx, district, rule.entity)
    if all(str(one.values["code"]).casefold() != code for one in kept):
        values = rule.made(content.values)
        yield rule.entity, add_records(tx, district, rule.entity, [Draft(values)])[0]


def _change(
    verb: str, district: str, entity: Entity, before: Record | None, after: Record | None
) -> Change:
    held = after or before
    number = held.id if held else 0
    return Change(
        f"{entity.name}.{verb}", entity.name, number, facts(entity, before),
        facts(entity, after), district,
    )  # fmt: skip


def _log(tx: Session, actor: Actor, change: Change, clock: Clock) -> None:
    append(tx, (actor.user_id, actor.email or actor.label), change, clock())
