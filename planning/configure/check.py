"""The rules of one change, asked before it is confirmed and again in its transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from data.entities.content import Content, Filled, Key
from data.entities.entity import Entity
from data.entities.problem import Problem
from data.rules.beside import beside_problems
from data.rules.own_rights import (
    Author,
    adopted,
    leaves_no_administrator,
    rights_problems,
    with_members,
)
from data.rules.percentages import understood
from data.rules.references import resolved
from data.rules.rules import problems
from data.rules.surroundings import Target
from data.store.assigned import administrators_by_membership
from data.store.neighbours import surroundings, uses, why_kept
from data.store.records import Record, records

_PEOPLE: Final = "district_user"
Chart = Mapping[str, Mapping[str, Target]]


@dataclass(frozen=True, slots=True)
class Checked:
    """A record as it would be kept, and what is wrong with it."""

    content: Content
    problems: tuple[Problem, ...]


def checked(
    tx: Session,
    actor: Actor,
    district: str,
    entity: Entity,
    content: Filled,
    before: Record | None,
    chart: Chart,
) -> Checked:
    """Every rule of a change: of the record, of its references, beside others, of rights."""
    around = surroundings(tx, district, entity, chart)
    known = administrators_by_membership(tx, district) if entity.name == _PEOPLE else []
    settled = understood(entity, resolved(entity, content, around))
    settled = adopted(entity, settled, known) if before is None else settled
    kept = {entity.key_of(one.values): one for one in records(tx, district, entity)}
    found = [
        *problems(entity, settled, before, around),
        *_beside(entity, kept, settled, before),
        *rights_problems(entity, before, settled, author(actor)),
        *_key_in_use(tx, district, entity, settled, before),
    ]
    if entity.name == _PEOPLE:
        others = [one for one in kept.values() if before is None or one.id != before.id]
        left = leaves_no_administrator(
            with_members(kept.values(), known), with_members([*others, settled], known)
        )
        found += [left] if left else []
    return Checked(settled, tuple(found))


def removal_problems(
    tx: Session, actor: Actor, district: str, entity: Entity, one: Record
) -> list[Problem]:
    """Why a record cannot go: it is referred to (V14, V20), active (archive it first), V18."""
    found = list(rights_problems(entity, one, None, author(actor)))
    reason = why_kept(entity, one, uses(tx, district, entity, one))
    if reason:
        found.append(Problem("V20" if entity.name == "role" else "V14", reason))
    if entity.archivable and not one.values.get("archived"):
        found.append(Problem("V14", f"{entity.title} {entity.label_of(one.values)} must be "
                             "archived before it can be deleted."))  # fmt: skip
    if entity.name == _PEOPLE:
        kept = records(tx, district, entity)
        known = administrators_by_membership(tx, district)
        others = [other for other in kept if other.id != one.id]
        left = leaves_no_administrator(with_members(kept, known), with_members(others, known))
        found += [left] if left else []
    return found


def author(actor: Actor) -> Author:
    """The actor as the rules about rights see one."""
    return Author(actor.email, Permission.DISTRICT_ADMINISTER in actor.permissions)


def _beside(
    entity: Entity, kept: Mapping[Key, Record], content: Content, before: Record | None
) -> list[Problem]:
    """What the change brings: a fault that was there already is not its own."""
    key = entity.key_of(content.values)
    there = kept.get(key)
    if there is not None and (before is None or there.id != before.id):
        label = entity.label_of(content.values)
        return [Problem("V7", f"The {entity.title.lower()} {label} is there already.", "",
                        entity.key[0])]  # fmt: skip
    after: dict[Key, Filled] = {
        name: one for name, one in kept.items() if before is None or one.id != before.id
    }
    after[key] = content
    old = {(name, one.code, one.message) for name, one in beside_problems(entity, kept)}
    return [
        one
        for name, one in beside_problems(entity, after)
        if name == key or (name, one.code, one.message) not in old
    ]


def _key_in_use(
    tx: Session, district: str, entity: Entity, content: Content, before: Record | None
) -> list[Problem]:
    """A code that others refer to keeps its spelling."""
    first = entity.key[0]
    if before is None or content.values.get(first) == before.values[first]:
        return []
    reason = why_kept(entity, before, uses(tx, district, entity, before))
    return [Problem("V14", f"{reason} Its code cannot change.", field=first)] if reason else []
