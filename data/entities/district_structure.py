"""District Structure: organizations, budgets, priorities and strategies."""

from __future__ import annotations

from typing import Final

from access.permissions import Permission
from data.entities.entity import Entity
from data.entities.field import (
    ARCHIVED,
    IS_ACTIVE,
    choice,
    code,
    reference,
    references,
    text,
)
from data.entities.scope_lines import SCOPE, scope_lines

_MENU: Final = ("Configuration", "District Structure")
ORGANIZATION_TYPES: Final = ("School", "LEA", "Central Office")
AUTONOMY: Final = ("view_only", "discretionary", "all")

ORGANIZATION: Final = Entity(
    "organization", "Organization", "Organizations",
    "Schools, central offices and the district itself: whoever receives dollars and FTE.",
    (*_MENU, "Organizations"),
    (
        code("code", "Code", "E101", "Short code of the organization."),
        text("name", "Name", 80, "Elm Elementary", "Name of the organization.", required=True),
        choice("type", "Type", ORGANIZATION_TYPES, "School", "Kind of organization.",
               required=True),
        text("level", "Level", 20, "Elementary", "Level of schooling."),
        reference("budget_code", "Budget", "budget", "", "Budget that plans for it."),
        references("location_codes", "Locations", "location", "101",
                   "Location codes of its accounts."),
    ),
    ("code",),
    Permission.ALLOCATE_CONFIGURE,
)  # fmt: skip

BUDGET: Final = Entity(
    "budget", "Budget", "Budgets", "The accounts a budget owner answers for, chosen by scopes.",
    (*_MENU, "Budgets"),
    (
        code("code", "Code", "B101", "Short code of the budget."),
        text("name", "Name", 80, "Elm Elementary", "Name of the budget.", required=True),
        reference("organization_code", "Organization", "organization", "E101",
                  "Organization that it plans for; one may have several budgets."),
        choice("autonomy", "Autonomy", AUTONOMY, "all",
               "How far its owners plan: caps what their roles allow.", default="all"),
        IS_ACTIVE,
    ),
    ("code",),
    Permission.MANAGE_CONFIGURE,
    unique=(("name",),),
    lines=scope_lines(("Locations", "is", "101")),
    line_key=SCOPE,
    together=(SCOPE,),
)  # fmt: skip

PRIORITY: Final = Entity(
    "priority", "Priority", "Priorities", "Goals of the district.",
    (*_MENU, "Priorities"),
    (
        code("code", "Code", "LIT", "Short code of the priority."),
        text("name", "Name", 80, "Early literacy", "Name of the priority.", required=True),
        choice("type", "Type", ("Central Office", "School", "Any"), "School",
               "Whose spending may serve it.", required=True),
        text("description", "Description", 255, "All read by grade 3", "What is aimed at."),
        ARCHIVED,
    ),
    ("code",),
    Permission.MANAGE_CONFIGURE,
    unique=(("name",),),
)  # fmt: skip

STRATEGY: Final = Entity(
    "strategy", "Strategy", "Strategies", "Ways to reach the goals; expenses are tagged with them.",
    (*_MENU, "Strategies"),
    (
        code("code", "Code", "xyz102", "Short code of the strategy."),
        text("name", "Name", 80, "Reading coaches", "Name of the strategy.", required=True),
        reference("priority_code", "Priority", "priority", "LIT", "Goal it serves.", required=True),
        text("description", "Description", 255, "One coach per school", "What is done."),
        ARCHIVED,
    ),
    ("code",),
    Permission.MANAGE_CONFIGURE,
)  # fmt: skip

ENTITIES: Final = (ORGANIZATION, BUDGET, PRIORITY, STRATEGY)
