"""Decides whether an actor may do something, in which district and at which location."""

from __future__ import annotations

from typing import TYPE_CHECKING

from access.permissions import Permission

if TYPE_CHECKING:
    from access.actor import Actor
    from access.scope import Scope


class NotPermitted(Exception):  # noqa: N818 - reads as the sentence the person gets
    """The actor lacks a right. The message is for the person; the parts are for the log."""

    for_person = True

    def __init__(self, permission: Permission, reason: str = "") -> None:
        self.permission = permission
        super().__init__(reason or f"Your role does not include {permission.value!r}.")


def may(
    actor: Actor | None,
    permission: Permission,
    *,
    district: str | None = None,
    location_id: str | None = None,
) -> bool:
    """Whether the actor holds the permission, in `district` and at `location_id` when given.

    A right holds in the active district only: rights in another district count after the
    person has switched to it. The system actor may act in every district.
    """
    if actor is None or permission not in actor.permissions:
        return False
    if actor.is_system:
        return True
    if district is not None and district != actor.district:
        return False
    return location_id is None or actor.scope.allows(location_id)


def require(
    actor: Actor | None,
    permission: Permission,
    *,
    district: str | None = None,
    location_id: str | None = None,
) -> None:
    """Raise `NotPermitted` unless `may(...)`."""
    if may(actor, permission, district=district, location_id=location_id):
        return
    if may(actor, permission):
        raise NotPermitted(permission, "This is outside the districts and schools you may see.")
    raise NotPermitted(permission)


def scope_for(actor: Actor, permission: Permission) -> Scope:
    """The rows that a permission gives the actor; raises `NotPermitted` without it.

    Comparing schools covers them all, without pay; positions have a scope of their own, which
    hides what the budgets hide; everything else is the actor's own scope.
    """
    require(actor, permission)
    if permission == Permission.STAFFING_READ:
        return actor.staffing_scope
    return actor.evaluate_scope if permission == Permission.EVALUATE_READ else actor.scope
