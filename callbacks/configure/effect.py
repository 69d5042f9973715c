"""What a scope reaches and whom a change of it touches, as the newest load has the accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from access.account_rules import Line
from access.actor import Actor
from access.permissions import Permission
from access.policy import may
from callbacks.basis import Services
from data.districts import latest_fiscal_year
from data.entities.content import Filled
from data.entities.entity import Entity
from data.scope_reach import Reach, moved, reach
from data.warehouse import NoSnapshotError, QueryError
from pages.format import counted, fiscal_year, listed, money
from planning.account_rules import bucket_rule, lines_of
from planning.configure.audience import audience

SCOPED: Final = frozenset({"budget", "bucket"})
_NAMED: Final = 6


def effect(services: Services, actor: Actor, entity: Entity, content: Filled) -> list[str]:
    """Sentences about the accounts that the scopes match; a scope without any is told (V26)."""
    if entity.name not in SCOPED or not may(actor, Permission.ACCOUNT_READ):
        return []
    lines, kind = _rule(entity, content)
    if not lines:
        return ["Without a scope it holds no account yet."]
    try:
        year = latest_fiscal_year(services.warehouse, actor.district)
        found = reach(services.warehouse, actor.scope, lines, fiscal_year=year, kind=kind)
    except (NoSnapshotError, QueryError):
        return []
    if not found:
        return [f"Careful: the scope matches no account of {fiscal_year(year)} (V26)."]
    return [
        f"It holds {counted(one.account_count, f'{one.kind} account')} of {fiscal_year(year)}, "
        f"budgeted {money(one.budget)}, {_paid(one)} {money(one.spent)}."
        for one in found
    ]


def impact(
    services: Services, actor: Actor, entity: Entity, before: Filled | None, after: Filled
) -> list[str]:
    """What a change of the scopes moves, and who sees it; nothing where no account moves."""
    if before is None or entity.name not in SCOPED or not may(actor, Permission.ACCOUNT_READ):
        return []
    old, new = _rule(entity, before), _rule(entity, after)
    if old == new:
        return []
    try:
        year = latest_fiscal_year(services.warehouse, actor.district)
        found = moved(services.warehouse, actor.scope, old, new, fiscal_year=year)
    except (NoSnapshotError, QueryError):
        return []
    told = [*_told("Enter", found.entering), *_told("Leave", found.leaving)]
    if not told:
        return [f"No account of {fiscal_year(year)} enters or leaves."]
    return [*told, _seen_by(audience(services.store, actor.district, entity, (before, after)))]


def _rule(entity: Entity, content: Filled) -> tuple[tuple[Line, ...], str]:
    """The lines and the kind of accounts they are for."""
    if entity.name == "bucket":
        rule = bucket_rule(content)
        return rule.lines, rule.type
    return lines_of(content.lines), "both"


def _told(verb: str, moving: Sequence[Reach]) -> list[str]:
    return [
        f"{verb}: {counted(one.account_count, f'{one.kind} account')}, budgeted "
        f"{money(one.budget)}, {_paid(one)} {money(one.spent)} ({_some(one)})."
        for one in moving
    ]


def _some(one: Reach) -> str:
    more = one.account_count - len(one.largest)
    names = ", ".join(one.largest)
    return f"{names} and {more} more" if more > 0 else names


def _paid(one: Reach) -> str:
    return "received" if one.kind == "revenue" else "spent"


def _seen_by(people: Sequence[str]) -> str:
    if not people:
        return "Nobody holds a role by which this is seen yet."
    more = len(people) - _NAMED
    named = [*people[:_NAMED], *([f"{more} more"] if more > 0 else [])]
    return f"Seen by {counted(len(people), 'person', 'people')}: {listed(named)}."
