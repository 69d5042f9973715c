"""What is set up, by group and as steps: counts of the reader's own district."""

from __future__ import annotations

from typing import Any, Final

from dash import Input, Output
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.configure.kinds import list_address, may_configure
from data.entities.entity import Entity
from data.entities.registry import ENTITIES
from data.store.record_tables import RECORDS
from pages import ids
from pages.configure.overview import Kind, OverviewPage, Step, body

_GROUPS: Final = (
    "Access Settings",
    "District Structure",
    "Current",
    "Staffing",
    "Pay",
    "General Ledger Settings",
    "Evaluate",
    "Labels",
)
_STEPS: Final = (
    ("organization", "Add organizations", "Schools and offices that receive money."),
    ("budget", "Add budgets", "The accounts of each owner, chosen by scopes."),
    ("role", "Add roles", "What a viewer, a builder, an approver may do."),
    ("bucket", "Add buckets", "Accounts shown as one pot, to the roles you name."),
    ("district_user", "Add people", "Who signs in, and what opens to them."),
    ("budget_role", "Give roles in budgets", "Who holds which role where."),
)


def overview(services: Services, actor: Actor) -> OverviewPage:
    """The page for this person: only kinds that the person may configure."""
    mine = [entity for entity in ENTITIES.values() if may_configure(actor, entity)]
    with services.store.reading() as tx:
        counts = {entity.name: _count(tx, actor.district, entity) for entity in mine}
    steps = [
        Step(name, why, counts[entity], list_address(ENTITIES[entity]))
        for entity, name, why in _STEPS
        if entity in counts
    ]
    groups: dict[str, list[Kind]] = {name: [] for name in _GROUPS}
    for entity in mine:
        made = Kind(entity.plural, entity.about, counts[entity.name], list_address(entity))
        groups.setdefault(entity.menu[1], []).append(made)
    filled = [(name, kinds) for name, kinds in groups.items() if kinds]
    return OverviewPage(_spoken(actor.district), steps, filled)


def _spoken(district: str) -> str:
    return district.replace("-", " ").title()


def _count(tx: Session, district: str, entity: Entity) -> int:
    table = RECORDS[entity.name]
    wanted = select(func.count()).select_from(table).where(table.c.district_id == district)
    return tx.scalar(wanted) or 0


def register(guard: Guard, services: Services) -> None:
    """Bind the page."""

    @guard.callback(
        Output(ids.Configure.BODY, "children"),
        Input(ids.Configure.URL, "search"),
        permission=Permission.CONFIGURATION_READ,
    )
    def _body(_search: str | None) -> Any:
        return body(overview(services, guard.actor()))
