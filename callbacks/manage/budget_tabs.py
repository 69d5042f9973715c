"""The tabs of a single budget: its money, who works there, and what is set about it."""

from __future__ import annotations

from typing import Final

from access.account_rules import BudgetRule
from access.actor import Actor
from access.permissions import Permission
from access.policy import may, scope_for
from callbacks.basis import Basis, Place
from callbacks.manage.staffing_ground import at_place
from pages.manage.bucket.tabs import Tab
from pages.manage.budget_details import PATH as DETAILS_PATH
from pages.manage.staffing import PATH as STAFFING_PATH

MONEY: Final = "Money"
STAFFING: Final = "Staffing"
DETAILS: Final = "Details"


def budget_tabs(actor: Actor, ground: Basis) -> list[Tab]:
    """The tabs of the budget that is looked at, as far as the reader may open them.

    None where no single budget is looked at, or where there is nothing beside its money.
    """
    if ground.place is None:
        return []
    more = []
    if _shows_positions(actor, ground.place):
        more.append(Tab(STAFFING, "", ground.address(STAFFING_PATH)))
    if budgets_of(actor, ground):
        more.append(Tab(DETAILS, "", ground.address(DETAILS_PATH)))
    return [Tab(MONEY, "", ground.address("/current/money")), *more] if more else []


def _shows_positions(actor: Actor, place: Place) -> bool:
    """Whether the reader sees positions there: a role may hide those of one budget alone."""
    if not may(actor, Permission.STAFFING_READ):
        return False
    return not at_place(scope_for(actor, Permission.STAFFING_READ), place).is_empty


def budgets_of(actor: Actor, ground: Basis) -> list[BudgetRule]:
    """The budgets that are looked at: the one chosen, or those of the location chosen.

    Whoever sees the whole district sees those that others hold, too.
    """
    place = ground.place
    if place is None:
        return []
    book = actor.scope.book
    known = actor.scope.budgets or (book.budgets if book and actor.scope.is_whole else ())
    if place.is_budget:
        return [one for one in known if one.code == place.code]
    return [one for one in known if place.code in one.locations]
