"""Who may download which table, and over which rows."""

from __future__ import annotations

from typing import Final

from access.actor import Actor
from access.permissions import Permission
from access.policy import NotPermitted, may
from access.scope import Scope

_PERMISSIONS: Final = {
    "account-status": Permission.ACCOUNT_READ,
    "buckets": Permission.BUCKET_READ,
    "control-totals": Permission.LOAD_READ,
    "loads": Permission.LOAD_READ,
    "monthly": Permission.BUCKET_READ,
    "per-pupil": Permission.EVALUATE_READ,
    "purchase-orders": Permission.TRANSACTION_READ,
    "quarantine": Permission.LOAD_READ,
    "school-facts": Permission.EVALUATE_READ,
    "schools": Permission.EVALUATE_READ,
    "spending-by-category": Permission.EVALUATE_READ,
    "spending-by-fund": Permission.EVALUATE_READ,
    "spending-by-school": Permission.EVALUATE_READ,
    "staffing": Permission.EVALUATE_READ,
    "transactions": Permission.TRANSACTION_READ,
}
# Comparisons of all schools, as the Evaluate pages show them to everybody who may open them.
_OF_ALL_SCHOOLS: Final = frozenset({"per-pupil", "school-facts", "schools", "spending-by-school"})


def export_names() -> frozenset[str]:
    """The tables that can be downloaded at all."""
    return frozenset(_PERMISSIONS)


def export_scope(actor: Actor, name: str) -> Scope:
    """The rows of a table that the actor may download.

    Raises `KeyError` for a table that is not offered and `NotPermitted` without the right.
    """
    permission = _PERMISSIONS[name]
    if not may(actor, permission):
        raise NotPermitted(permission)
    return actor.evaluate_scope if name in _OF_ALL_SCHOOLS else actor.scope
