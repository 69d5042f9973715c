"""In words, what it moves when accounts are said to be expenditure or revenue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from access.actor import Actor
from access.permissions import Permission
from access.policy import may
from callbacks.basis import Services
from data.account_types import Turn, turns, waiting
from data.districts import latest_fiscal_year
from data.entities.content import Filled
from data.entities.entity import Entity
from data.warehouse import NoSnapshotError, QueryError
from loaders.uploads.changes import RecordChange
from pages.format import counted, fiscal_year, listed, money

ACCOUNT_TYPE: Final = "account_type"
LATER: Final = "It counts so with the next load, in every year that is delivered with it."
_NAMED: Final = 4


def types_of(contents: Iterable[Filled]) -> dict[str, str]:
    """Account -> kind of records of account types."""
    return {
        str(one.values.get("account_code") or ""): str(one.values.get("account_type") or "")
        for one in contents
    }


def turned(services: Services, actor: Actor, types: Mapping[str, str]) -> list[str]:
    """Sentences about accounts that become another kind, or that none of them does."""
    if not types or not may(actor, Permission.ACCOUNT_READ):
        return []
    try:
        year = latest_fiscal_year(services.warehouse, actor.district)
        found = turns(services.warehouse, actor.scope, types, fiscal_year=year)
    except (NoSnapshotError, QueryError):
        return []
    if not found:
        return [f"No account with figures in {fiscal_year(year)} becomes another type."]
    return [*(sentence for one in found for sentence in _told(one, fiscal_year(year))), LATER]


def moved_by(
    services: Services, actor: Actor, entity: Entity, changes: Sequence[RecordChange]
) -> list[str]:
    """What the changes of an upload move; nothing for records of other kinds."""
    if entity.name != ACCOUNT_TYPE:
        return []
    return turned(services, actor, types_of(one.after for one in changes if one.after))


def waiting_note(services: Services, actor: Actor, entity: Entity, kept: Sequence[Filled]) -> str:
    """How many recorded types the newest load does not have yet; empty where it has them all."""
    if entity.name != ACCOUNT_TYPE or not kept:
        return ""
    try:
        count = len(waiting(services.warehouse, actor.district, types_of(kept)))
    except (NoSnapshotError, QueryError):
        return ""
    if not count:
        return ""
    verb = "waits" if count == 1 else "wait"
    return f"{counted(count, 'account')} {verb} for the next load to count as recorded here."


def _told(one: Turn, year: str) -> list[str]:
    paid = "received" if one.before == "revenue" else "spent"
    more = one.account_count - len(one.largest)
    names = ", ".join(one.largest) + (f" and {more} more" if more > 0 else "")
    sums = f"budgeted {money(one.budget)}, {paid} {money(one.spent)}"
    accounts = counted(one.account_count, "account")
    said = [f"From {one.before} to {one.after}: {accounts} of {year}, {sums} ({names})."]
    said += [f"Leaves {_buckets(one.leaving)}."] if one.leaving else []
    said += [f"Enters {_buckets(one.entering)}."] if one.entering else []
    return said


def _buckets(found: Sequence[tuple[str, int]]) -> str:
    more = len(found) - _NAMED
    named = [f"{name} ({counted(count, 'account')})" for name, count in found[:_NAMED]]
    noun = "the bucket" if len(found) == 1 else "the buckets"
    return f"{noun} {listed([*named, *([f'{more} more'] if more > 0 else [])])}"
