"""What a person may see and do, in the district and in each budget: one place, pure.

Product levels say how far each product opens, ticks add single rights, the role held in a
budget says what may be done there, and the budget's autonomy caps the role. Screens, totals,
exports and mail ask here; nothing is allowed that is not said.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from access.permissions import Permission


class Level(StrEnum):
    """How far a product opens: over everything, in own budgets, or not at all."""

    ADMIN = "admin"
    VIEW = "view"
    NONE = "none"


class Depth(StrEnum):
    """What a role does with one kind of expense."""

    HIDDEN = "hidden"
    DISPLAY = "display"
    PLAN = "plan"


class Autonomy(StrEnum):
    """How far the owners of a budget plan, whatever their roles allow."""

    VIEW_ONLY = "view_only"
    DISCRETIONARY = "discretionary"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class RoleRights:
    """A role as the district has defined it."""

    code: str
    staffing_is_visible: bool = False
    personnel: Depth = Depth.HIDDEN
    non_personnel: Depth = Depth.HIDDEN
    supplemental: Depth = Depth.HIDDEN
    can_submit: bool = False
    can_approve: bool = False
    edits_locked: bool = False
    manages_team: bool = False
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """Levels and ticks of one person in one district."""

    manage: Level = Level.NONE
    allocate: Level = Level.NONE
    budget: Level = Level.NONE
    evaluate: Level = Level.NONE
    is_administrator: bool = False
    manages_users: bool = False
    views_compensation: bool = False
    flags_positions: bool = False
    releases: bool = False
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Holding:
    """The role that a person holds in a budget, and how far the budget lets its owners go."""

    role: RoleRights
    autonomy: Autonomy = Autonomy.ALL
    budget_is_active: bool = True


@dataclass(frozen=True, slots=True)
class BudgetRights:
    """What a person may see and do in one budget. The default is nothing."""

    sees_money: bool = False
    sees_allocations: bool = False
    sees_positions: bool = False
    sees_staffing: bool = False
    sees_pay: bool = False
    personnel: Depth = Depth.HIDDEN
    non_personnel: Depth = Depth.HIDDEN
    supplemental: Depth = Depth.HIDDEN
    plans_locked: bool = False
    submits: bool = False
    approves: bool = False
    manages_team: bool = False
    flags_positions: bool = False
    sees_every_bucket: bool = False
    bucket_roles: frozenset[str] = field(default=frozenset())

    def sees_bucket(self, roles: frozenset[str]) -> bool:
        """Whether a bucket that lists these roles is shown in the budget."""
        return self.sees_every_bucket or (self.sees_money and bool(self.bucket_roles & roles))


def rights_in_budget(person: Person, holding: Holding | None = None) -> BudgetRights:
    """The rights in one budget; `holding` is the person's own role there, if any."""
    if not person.is_active:
        return BudgetRights()
    if person.is_administrator:
        return _EVERYTHING
    role = _held(holding)
    planning = _capped(role, holding.autonomy if holding else Autonomy.VIEW_ONLY)
    manages_all, plans_all = person.manage is Level.ADMIN, person.budget is Level.ADMIN
    if plans_all:
        planning = _PLANS_EVERYTHING
    elif person.budget is Level.NONE:
        planning = RoleRights("")
    sees_staffing = manages_all or plans_all or (
        role.staffing_is_visible and Level.VIEW in {person.manage, person.budget}
    )  # fmt: skip
    holds = role.code != ""
    return BudgetRights(
        sees_money=manages_all or (holds and person.manage is Level.VIEW),
        sees_allocations=person.allocate is Level.ADMIN
        or (holds and person.allocate is Level.VIEW),
        sees_positions=manages_all
        or (holds and person.manage is Level.VIEW and role.personnel is not Depth.HIDDEN),
        sees_staffing=sees_staffing,
        sees_pay=sees_staffing and person.views_compensation,
        personnel=planning.personnel,
        non_personnel=planning.non_personnel,
        supplemental=planning.supplemental,
        plans_locked=planning.edits_locked,
        submits=planning.can_submit,
        approves=_capped(role, holding.autonomy).can_approve
        if holding and person.budget is not Level.NONE
        else False,
        manages_team=person.manages_users or (role.manages_team and _opens_budgets(person)),
        flags_positions=sees_staffing and person.flags_positions,
        sees_every_bucket=manages_all,
        bucket_roles=frozenset({role.code}) if holds else frozenset(),
    )


def permissions_in_district(
    person: Person, budgets: Collection[BudgetRights]
) -> frozenset[Permission]:
    """What may be opened at all, with the rights in the person's own budgets.

    Which rows it then shows is the matter of the budgets themselves.
    """
    if not person.is_active:
        return frozenset()
    if person.is_administrator:
        return frozenset(Permission)
    found = {Permission.HOME_READ, *_configures(person)}
    if person.manage is Level.ADMIN:
        found |= _MANAGE_ADMIN
    elif any(one.sees_money for one in budgets):
        found |= _OWN_MONEY
    if any(one.sees_positions for one in budgets):
        found |= {Permission.STAFFING_READ}
    flags_all = person.flags_positions and person.manage is Level.ADMIN
    if flags_all or any(one.sees_positions and one.flags_positions for one in budgets):
        found |= {Permission.POSITION_FLAG}
    if person.evaluate is not Level.NONE:
        found |= _EVALUATE
    sees_all_pay = person.views_compensation and Level.ADMIN in {person.manage, person.budget}
    if sees_all_pay or any(one.sees_pay for one in budgets):
        found |= {Permission.COMPENSATION_READ}
    return frozenset(found)


_OWN_MONEY: Final = frozenset(
    {
        Permission.ACCOUNT_READ,
        Permission.BUCKET_READ,
        Permission.JOB_READ,
        Permission.TRANSACTION_READ,
    }
)
_EVALUATE: Final = frozenset(
    {Permission.EVALUATE_READ, Permission.DISTRICT_READ, Permission.PRESENTATION_MAKE}
)
_MANAGE_ADMIN: Final = _OWN_MONEY | {
    Permission.DISTRICT_READ,
    Permission.JOB_RUN,
    Permission.LOAD_READ,
    Permission.LOAD_RUN,
    Permission.STAFFING_READ,
}

_PLANS_EVERYTHING: Final = RoleRights(
    "", True, Depth.PLAN, Depth.PLAN, Depth.PLAN, can_submit=True, edits_locked=True
)
_EVERYTHING: Final = BudgetRights(
    sees_money=True,
    sees_allocations=True,
    sees_positions=True,
    sees_staffing=True,
    sees_pay=True,
    personnel=Depth.PLAN,
    non_personnel=Depth.PLAN,
    supplemental=Depth.PLAN,
    plans_locked=True,
    submits=True,
    approves=True,
    manages_team=True,
    flags_positions=True,
    sees_every_bucket=True,
)

VIEWER: Final = RoleRights("VIEWER", True, Depth.DISPLAY, Depth.DISPLAY, Depth.DISPLAY)
BUILDER: Final = RoleRights("BUILDER", True, Depth.PLAN, Depth.PLAN, Depth.PLAN, can_submit=True)
APPROVER: Final = replace(BUILDER, code="APPROVER", can_approve=True, edits_locked=True)
ARCHITECT: Final = replace(APPROVER, code="ARCHITECT", manages_team=True)
PRESETS: Final = {
    "Viewer": VIEWER,
    "Builder": BUILDER,
    "Approver": APPROVER,
    "Architect": ARCHITECT,
}
"""Roles that a new district starts from; they can be edited. An architect is also given the
Admin levels and Can Manage Users, and so works in every budget."""


def _configures(person: Person) -> set[Permission]:
    """What a person may configure; whoever configures anything opens the pages for it."""
    rights = {
        Permission.MANAGE_CONFIGURE: person.manage is Level.ADMIN,
        Permission.ALLOCATE_CONFIGURE: person.allocate is Level.ADMIN,
        Permission.EVALUATE_CONFIGURE: person.evaluate is Level.ADMIN,
        Permission.USER_MANAGE: person.manages_users,
    }
    held = {right for right, is_held in rights.items() if is_held}
    return held | ({Permission.CONFIGURATION_READ} if held else set())


def _opens_budgets(person: Person) -> bool:
    return bool({person.manage, person.budget} - {Level.NONE})


def _held(holding: Holding | None) -> RoleRights:
    """The role as it counts: none when the role or the budget is not active."""
    if holding is None or not holding.role.is_active or not holding.budget_is_active:
        return RoleRights("")
    return holding.role


def _capped(role: RoleRights, autonomy: Autonomy) -> RoleRights:
    """The role under the budget's autonomy: view only plans nothing, discretionary no locked."""
    if autonomy is Autonomy.ALL:
        return role
    if autonomy is Autonomy.DISCRETIONARY:
        return replace(role, edits_locked=False)
    return replace(
        role,
        personnel=_shown(role.personnel),
        non_personnel=_shown(role.non_personnel),
        supplemental=_shown(role.supplemental),
        can_submit=False,
        can_approve=False,
        edits_locked=False,
    )


def _shown(depth: Depth) -> Depth:
    return Depth.DISPLAY if depth is Depth.PLAN else depth
