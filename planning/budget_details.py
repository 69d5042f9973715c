"""What is set about a budget, for whoever looks at it: organization, autonomy, and its team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from access.actor import Actor
from access.permissions import Permission
from access.policy import require
from data.entities.entity import folded
from data.entities.registry import ENTITIES
from data.store import Store
from data.store.records import records_by_key
from planning.team import Member, TeamDesk

BUDGET, ORGANIZATION = ENTITIES["budget"], ENTITIES["organization"]


@dataclass(frozen=True, slots=True)
class BudgetDetails:
    """A budget as recorded; `team` is missing for whoever may not manage it."""

    code: str
    name: str
    organization: str
    autonomy: str
    is_active: bool
    team: Sequence[Member] | None


def budget_details(actor: Actor, store: Store, code: str) -> BudgetDetails | None:
    """The budget of this code; none where it is not recorded, or not one of the actor's.

    Whoever sees the whole district sees every budget.
    """
    require(actor, Permission.BUCKET_READ)
    own = {folded(one.code) for one in actor.scope.budgets}
    if not actor.scope.is_whole and folded(code) not in own:
        return None
    with store.reading() as tx:
        kept = records_by_key(tx, actor.district, BUDGET, [(folded(code),)])
        if not kept:
            return None
        values = kept[0].values
        of = str(values["organization_code"] or "")
        found = records_by_key(tx, actor.district, ORGANIZATION, [(folded(of),)]) if of else []
    team = TeamDesk(actor, store, code).team()
    return BudgetDetails(
        code=str(values["code"]),
        name=str(values["name"]),
        organization=f"{of} {found[0].values['name']}" if found else of,
        autonomy=str(values["autonomy"]),
        is_active=values["is_active"] is not False,
        team=None if team is None else team.members,
    )
