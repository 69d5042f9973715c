"""Roles: named bundles of permissions that a membership gives in one district."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from access.permissions import Permission


class Role(StrEnum):
    """What a person is in a district. The value is stored and written in the policy table."""

    ADMINISTRATOR = "administrator"
    SUPERINTENDENT = "superintendent"
    BUDGET_DIRECTOR = "budget_director"
    PRINCIPAL = "principal"
    VIEWER = "viewer"


_SEES_FIGURES: Final = frozenset(
    {
        Permission.ACCOUNT_READ,
        Permission.BUCKET_READ,
        Permission.DISTRICT_READ,
        Permission.EVALUATE_READ,
        Permission.HOME_READ,
        Permission.PRESENTATION_MAKE,
    }
)

# Single payments and positions name vendors and people, so a viewer (a board member, an auditor's
# guest) does not get them; quarantined rows and load reports show raw district-wide text, so a
# principal does not get those.
_PERMISSIONS: Final = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.SUPERINTENDENT: _SEES_FIGURES
    | {
        Permission.COMPENSATION_READ,
        Permission.JOB_READ,
        Permission.LOAD_READ,
        Permission.POSITION_FLAG,
        Permission.STAFFING_READ,
        Permission.TRANSACTION_READ,
    },
    Role.BUDGET_DIRECTOR: frozenset(Permission)
    - {Permission.USER_MANAGE, Permission.DISTRICT_ADMINISTER},
    Role.PRINCIPAL: _SEES_FIGURES
    | {
        Permission.JOB_READ,
        Permission.POSITION_FLAG,
        Permission.STAFFING_READ,
        Permission.TRANSACTION_READ,
    },
    Role.VIEWER: _SEES_FIGURES,
}


def permissions_of(role: Role) -> frozenset[Permission]:
    """The permissions a role carries."""
    return frozenset(_PERMISSIONS[role])
