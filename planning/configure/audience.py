"""Who sees what a budget or a bucket chooses: the people whom a change of its scopes touches."""

from __future__ import annotations

from collections.abc import Iterable

from data.entities.content import Filled
from data.entities.entity import Entity, folded
from data.entities.registry import ENTITIES
from data.store import Store
from data.store.records import records


def audience(
    store: Store, district: str, entity: Entity, held: Iterable[Filled | None]
) -> list[str]:
    """Addresses of those who hold a role in the budget, or one that the bucket names.

    `held` are the record as it is and as it would be: roles that a bucket loses count too.
    """
    known = [one for one in held if one is not None]
    codes = {folded(one.values.get("code")) for one in known}
    roles = {folded(role) for one in known for role in _roles(one)}
    with store.reading() as tx:
        pairs = records(tx, district, ENTITIES["budget_role"])
    found = {
        str(pair.values["email"])
        for pair in pairs
        if (entity.name == "budget" and folded(pair.values["budget_code"]) in codes)
        or (entity.name == "bucket" and folded(pair.values["role_code"]) in roles)
    }
    return sorted(found)


def _roles(one: Filled) -> tuple[str, ...]:
    roles = one.values.get("roles")
    return tuple(roles) if isinstance(roles, tuple) else ()
