"""The tabs of a single budget: its money, and who works there."""

from __future__ import annotations

from typing import Final

from access.actor import Actor
from access.permissions import Permission
from access.policy import may, scope_for
from callbacks.basis import Basis
from callbacks.manage.staffing_ground import at_place
from pages.manage.bucket.tabs import Tab
from pages.manage.staffing import PATH as STAFFING_PATH

MONEY: Final = "Money"
STAFFING: Final = "Staffing"


def budget_tabs(actor: Actor, ground: Basis) -> list[Tab]:
    """Both tabs, where one budget is looked at and the reader sees its positions; else none."""
    if ground.place is None or not may(actor, Permission.STAFFING_READ):
        return []
    if at_place(scope_for(actor, Permission.STAFFING_READ), ground.place).is_empty:
        return []
    return [
        Tab(MONEY, "", ground.address("/current/money")),
        Tab(STAFFING, "", ground.address(STAFFING_PATH)),
    ]
