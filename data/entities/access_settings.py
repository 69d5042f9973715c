"""Access Settings: who signs in, what roles allow, and who holds which role in which budget."""

from __future__ import annotations

from typing import Final

from access.permissions import Permission
from data.entities.entity import Entity
from data.entities.field import IS_ACTIVE, Field, Kind, choice, code, flag, reference, text

_MENU: Final = ("Configuration", "Access Settings")
LEVELS: Final = ("admin", "view", "none")
DEPTHS: Final = ("hidden", "display", "plan")


def _level(name: str, product: str, meaning: str) -> Field:
    doc = f"admin: {meaning}; view: own budgets; none: hidden."
    return choice(name, f"{product} access", LEVELS, "view", doc, default="none")


def _tick(name: str, label: str, doc: str) -> Field:
    return flag(name, label, doc, default=False, on_file=False)


def _depth(name: str, label: str, what: str) -> Field:
    return choice(name, label, DEPTHS, "plan", f"What a holder does with {what}.", required=True)


DISTRICT_USER: Final = Entity(
    "district_user", "District user", "District users",
    "People who may sign in, and what they may open in each product.",
    (*_MENU, "Users"),
    (
        text("name", "Name", 80, "School principal", "Name as others see it.", required=True),
        Field("email", "E-mail", Kind.EMAIL, True, 120, example="principal@district.example",
              doc="Address for signing in; new people get an invitation."),
        _level("manage_access", "Manage", "all accounts and its configuration"),
        _level("allocate_access", "Allocate", "all allocations, organizations and formulas"),
        _level("budget_access", "Budget", "planning over all budgets, workflows, export"),
        _level("evaluate_access", "Evaluate", "all screens, metrics, attribution"),
        IS_ACTIVE,
        _tick("administrator", "Administrator", "May do everything."),
        _tick("can_manage_users", "Can Manage Users", "Creates people and gives budget roles."),
        _tick("can_view_compensation", "Can View Compensation Information",
              "Sees pay and benefits in own budgets."),
        _tick("can_flag_positions", "Can Update Flagged Positions",
              "Edits the flagged FTE in own budgets."),
        _tick("can_release", "Can Release to Public", "Releases and withdraws public content."),
    ),
    ("email",),
    Permission.USER_MANAGE,
    fixed=("email",),
)  # fmt: skip

ROLE: Final = Entity(
    "role", "Role", "Roles", "What may be done in a budget, independent of which budget.",
    (*_MENU, "Roles"),
    (
        code("code", "Code", "BLD", "Short code of the role."),
        text("name", "Name", 60, "Builder", "Name of the role.", required=True),
        choice("staffing_visibility", "Staffing visibility", ("visible", "hidden"), "visible",
               "Whether a holder sees positions and people.", required=True),
        _depth("pe_access", "Personnel access", "personnel expenses"),
        _depth("npe_access", "Non-personnel access", "non-personnel expenses"),
        _depth("supplemental_access", "Supplemental access", "extra pay"),
        flag("can_submit", "Can submit", "Submits proposals.", default=False),
        flag("can_approve", "Can approve", "Approves and rejects proposals.", default=False),
        flag("edit_locked_allocations", "Edits locked allocations",
             "Plans also in allocations that are locked.", default=False),
        flag("manage_team", "Manages the team", "Gives roles in the own budget.", default=False),
        flag("second_step", "Asks for a second step",
             "Whoever holds the role types a code of an app at sign-in.", default=False,
             on_file=False),
        IS_ACTIVE,
    ),
    ("code",),
    Permission.DISTRICT_ADMINISTER,
    unique=(("name",),),
)  # fmt: skip

BUDGET_ROLE: Final = Entity(
    "budget_role", "Budget role", "Budget roles",
    "Who holds which role in which budget, and so sees which buckets.",
    (*_MENU, "Budget Roles"),
    (
        reference("email", "E-mail", "district_user", "principal@district.example",
                  "Address of the person.", required=True),
        reference("budget_code", "Budget", "budget", "B101", "Code of the budget.", required=True),
        reference("role_code", "Role", "role", "BLD", "Code of the role.", required=True),
    ),
    ("email", "budget_code"),
    Permission.USER_MANAGE,
)  # fmt: skip

ENTITIES: Final = (DISTRICT_USER, ROLE, BUDGET_ROLE)
