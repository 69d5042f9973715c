"""The tabs of a single budget: its money, and who works there."""

from __future__ import annotations

from typing import Final

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Basis
from pages.manage.bucket.tabs import Tab
from pages.manage.staffing import PATH as STAFFING_PATH

MONEY: Final = "Money"
STAFFING: Final = "Staffing"


def budget_tabs(actor: Actor, ground: Basis) -> list[Tab]:
    """Both tabs, where one budget is looked at and the reader sees its positions; else none."""
    if ground.place is None or Permission.STAFFING_READ not in actor.permissions:
        return []
    return [
        Tab(MONEY, "", ground.address("/current/money")),
        Tab(STAFFING, "", ground.address(STAFFING_PATH)),
    ]
