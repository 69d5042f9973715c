"""The actor of a person whose levels and budget roles the district keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from access.account_rules import BudgetRule, Rulebook
from access.actor import Actor
from access.permissions import Permission
from access.rights import BudgetRights, Level, Person, permissions_in_district
from access.roles import Role
from access.scope import Scope


@dataclass(frozen=True, slots=True)
class OwnBudget:
    """A budget in which a person holds a role: its accounts, and the rights there."""

    rule: BudgetRule
    rights: BudgetRights


def assigned_actor(
    person: tuple[int, str, str],
    district: str,
    districts: tuple[str, ...],
    levels: Person,
    budgets: Sequence[OwnBudget],
    book: Rulebook | None = None,
) -> Actor:
    """The actor for `person` (id, label, e-mail): the rows of the budgets whose money is seen.

    Pay is shown only where every one of these budgets shows it, because one scope covers them
    all.
    """
    user_id, label, email = person
    permissions = permissions_in_district(levels, [one.rights for one in budgets])
    sees_all = levels.is_administrator or levels.manage is Level.ADMIN
    seen = [one for one in budgets if one.rights.sees_money]
    rules = () if sees_all else tuple(one.rule for one in seen)
    places = None if sees_all else frozenset[str]().union(*(one.locations for one in rules))
    pay = Permission.COMPENSATION_READ in permissions and (
        sees_all or all(one.rights.sees_pay for one in seen)
    )
    scope = Scope(district, places, pay, rules, book)
    shown = [one for one in budgets if one.rights.sees_positions]
    if not sees_all and not all(one.rights.flags_positions for one in shown):
        permissions -= {Permission.POSITION_FLAG}
    return Actor(
        user_id=user_id,
        label=label,
        email=email,
        role=_role(levels, seen),
        district=district,
        districts=districts,
        scope=scope,
        permissions=permissions,
        location_id=scope.only_location,
        staffing=_staffing(scope, shown, sees_all=sees_all, sees_pay=pay),
    )


def _staffing(scope: Scope, shown: Sequence[OwnBudget], *, sees_all: bool, sees_pay: bool) -> Scope:
    """The budgets whose positions are seen; one that hides a name or a pay hides it in all."""
    if sees_all:
        return replace(scope, sees_compensation=sees_pay, sees_employees=True)
    rules = tuple(one.rule for one in shown)
    return replace(
        scope,
        locations=frozenset[str]().union(*(one.locations for one in rules)),
        sees_compensation=bool(shown) and all(one.rights.sees_pay for one in shown),
        budgets=rules,
        sees_employees=bool(shown) and all(one.rights.sees_staffing for one in shown),
    )


def _role(levels: Person, seen: Sequence[OwnBudget]) -> Role:
    """Which home the person gets; rights never follow from it."""
    if levels.is_administrator:
        return Role.ADMINISTRATOR
    if levels.manage is Level.ADMIN:
        return Role.BUDGET_DIRECTOR
    return Role.PRINCIPAL if seen else Role.VIEWER
