"""What a district has recorded of a person, in the terms of the rights."""

from __future__ import annotations

from access.assigned import OwnBudget
from access.rights import (
    Autonomy,
    Depth,
    Holding,
    Level,
    Person,
    RoleRights,
    rights_in_budget,
)
from data.entities.content import Values
from data.store import Store
from data.store.assigned import Held, assigned
from planning.account_rules import budget_rule


def assigned_rights(
    store: Store, district: str, email: str
) -> tuple[Person, list[OwnBudget]] | None:
    """Levels, and rights budget by budget, as they are now; none when the person is not active."""
    with store.reading() as tx:
        found = assigned(tx, district, email)
    if found is None or not found[0].get("is_active"):
        return None
    levels = person(found[0])
    return levels, [_own(levels, held) for held in found[1]]


def person(values: Values) -> Person:
    """Levels and ticks of a recorded person."""
    return Person(
        manage=Level(str(values["manage_access"] or Level.NONE)),
        allocate=Level(str(values["allocate_access"] or Level.NONE)),
        budget=Level(str(values["budget_access"] or Level.NONE)),
        evaluate=Level(str(values["evaluate_access"] or Level.NONE)),
        is_administrator=bool(values["administrator"]),
        manages_users=bool(values["can_manage_users"]),
        views_compensation=bool(values["can_view_compensation"]),
        flags_positions=bool(values["can_flag_positions"]),
        releases=bool(values["can_release"]),
        is_active=bool(values["is_active"]),
    )


def role_rights(values: Values) -> RoleRights:
    """A recorded role."""
    return RoleRights(
        code=str(values["code"]),
        staffing_is_visible=values["staffing_visibility"] == "visible",
        personnel=Depth(str(values["pe_access"])),
        non_personnel=Depth(str(values["npe_access"])),
        supplemental=Depth(str(values["supplemental_access"])),
        can_submit=bool(values["can_submit"]),
        can_approve=bool(values["can_approve"]),
        edits_locked=bool(values["edit_locked_allocations"]),
        manages_team=bool(values["manage_team"]),
        is_active=values["is_active"] is not False,
    )


def _own(levels: Person, held: Held) -> OwnBudget:
    budget = held.budget
    holding = Holding(
        role_rights(held.role),
        Autonomy(str(budget.values["autonomy"] or Autonomy.ALL)),
        budget.values["is_active"] is not False,
    )
    rights = rights_in_budget(levels, holding)
    role = None if rights.sees_every_bucket else str(held.role["code"])
    return OwnBudget(budget_rule(budget, role), rights)
