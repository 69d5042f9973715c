from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from access.account_rules import BudgetRule
from access.actor import SYSTEM, Actor, actor_in_district
from access.assigned import OwnBudget, assigned_actor
from access.permissions import Permission
from access.policy import NotPermitted, may, require, scope_for
from access.rights import Depth, Holding, Level, Person, RoleRights, rights_in_budget
from access.roles import Role, permissions_of
from access.scope import Scope

POLICY = yaml.safe_load((Path(__file__).parents[1] / "policy.yaml").read_text())


def actor(role: Role, *, district: str = "north", locations: frozenset[str] | None = None):
    return actor_in_district((7, "label", "a@demo.example"), role, district, (district,), locations)


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("role", list(Role))
def test_every_cell_of_the_matrix(role, permission):
    cell = POLICY["roles"][permission.value][POLICY["order"].index(role.value)]
    assert cell in {"x", "-"}
    assert may(actor(role), permission) == (cell == "x")
    assert (permission in permissions_of(role)) == (cell == "x")


def test_the_page_names_every_role_and_permission_and_no_other():
    assert POLICY["order"] == [role.value for role in Role]
    assert set(POLICY["roles"]) == {permission.value for permission in Permission}
    assert set(POLICY["permissions"]) == set(POLICY["roles"])
    assert {len(row) for row in POLICY["roles"].values()} == {len(Role)}


@pytest.mark.parametrize("permission", list(Permission))
def test_nobody_may_nothing(permission):
    assert not may(None, permission)
    with pytest.raises(NotPermitted):
        require(None, permission)


def test_a_right_holds_in_the_active_district_only():
    administrator = actor(Role.ADMINISTRATOR)
    assert may(administrator, Permission.USER_MANAGE, district="north")
    assert not may(administrator, Permission.USER_MANAGE, district="south")
    with pytest.raises(NotPermitted, match="outside"):
        require(administrator, Permission.USER_MANAGE, district="south")


@pytest.mark.parametrize(("location", "expected"), [("112", True), ("113", False), ("none", False)])
def test_a_principal_acts_at_the_own_school_only(location, expected):
    principal = actor(Role.PRINCIPAL, locations=frozenset({"112"}))
    assert principal.location_id == "112"
    assert may(principal, Permission.TRANSACTION_READ, location_id=location) is expected


def test_without_an_assignment_no_row_is_visible():
    principal = actor(Role.PRINCIPAL, locations=frozenset())
    assert principal.location_id is None
    assert not may(principal, Permission.TRANSACTION_READ, location_id="112")
    assert not principal.scope.allows("112")


def test_comparison_sees_all_schools_but_never_pay():
    principal = actor(Role.PRINCIPAL, locations=frozenset({"112"}))
    assert principal.evaluate_scope.is_whole
    assert not principal.evaluate_scope.sees_compensation
    assert not actor(Role.ADMINISTRATOR).evaluate_scope.sees_compensation
    assert actor(Role.ADMINISTRATOR).scope.sees_compensation


def test_the_system_acts_in_every_district_and_sees_no_row():
    assert may(SYSTEM, Permission.LOAD_RUN, district="anywhere")
    assert not SYSTEM.scope.allows("112")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("permission", list(Permission))
def test_rows_follow_the_permission(role, permission):
    locations = frozenset({"112"}) if role == Role.PRINCIPAL else None
    reader = actor(role, locations=locations)
    if not may(reader, permission):
        with pytest.raises(NotPermitted):
            scope_for(reader, permission)
    elif permission == Permission.EVALUATE_READ:
        assert scope_for(reader, permission) == Scope.whole("north")
    elif permission == Permission.STAFFING_READ:
        assert scope_for(reader, permission) == replace(reader.scope, sees_employees=True)
    else:
        assert scope_for(reader, permission) == reader.scope


def own(*, code: str, visible: bool, personnel: Depth, **ticks: bool) -> OwnBudget:
    levels = Person(manage=Level.VIEW, **ticks)
    holding = Holding(RoleRights("R", staffing_is_visible=visible, personnel=personnel))
    rule = BudgetRule(code, code, (("location", "is", code),), frozenset({code}))
    return OwnBudget(rule, rights_in_budget(levels, holding))


def assigned(*budgets: OwnBudget, **ticks: bool) -> Actor:
    person = (1, "Principal", "p@north.example")
    levels = Person(manage=Level.VIEW, **ticks)
    return assigned_actor(person, "north", ("north",), levels, budgets)


def test_positions_of_a_budget_that_hides_personnel_are_not_seen():
    shown = own(code="112", visible=True, personnel=Depth.DISPLAY)
    hidden = own(code="113", visible=True, personnel=Depth.HIDDEN)
    both = assigned(shown, hidden)
    assert both.scope.locations == {"112", "113"}
    assert both.staffing_scope.locations == {"112"}
    assert both.staffing_scope.budgets == (shown.rule,)
    assert assigned(hidden).staffing_scope == Scope.nothing("north")


def test_names_and_pay_are_hidden_in_all_budgets_where_one_hides_them():
    ticks = {"views_compensation": True, "flags_positions": True}
    shown = own(code="112", visible=True, personnel=Depth.PLAN, **ticks)
    nameless = own(code="113", visible=False, personnel=Depth.PLAN, **ticks)
    one = assigned(shown, **ticks).staffing_scope
    assert (one.sees_employees, one.sees_compensation) == (True, True)
    two = assigned(shown, nameless, **ticks)
    assert two.staffing_scope.locations == {"112", "113"}
    assert not two.staffing_scope.sees_employees
    assert not two.staffing_scope.sees_compensation
    assert may(assigned(shown, **ticks), Permission.POSITION_FLAG)
    assert not may(two, Permission.POSITION_FLAG)
