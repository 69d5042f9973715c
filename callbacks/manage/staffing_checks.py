"""Checks of the staffing for the Data page: positions with something wrong, by kind."""

from __future__ import annotations

from typing import Final

from dash.development.base_component import Component

from access.actor import Actor
from access.permissions import Permission
from access.policy import may
from callbacks.basis import Services
from callbacks.manage.staffing_ground import staffing_ground
from callbacks.manage.staffing_groups import fte
from data.positions import Question
from data.store.staffing.seat_terms import CHECKS, Listing
from pages.format import count, day
from pages.manage.reconciliation import StaffingCheck, staffing_checks
from pages.manage.staffing_state import StaffingState

_CHECKS: Final = {
    Listing.NOT_FUNDED: (
        "Positions whose shares are not 100%",
        "accounts of the position, or of a person in it",
    ),
    Listing.WITHOUT_PAY: ("Employees assigned without pay", "their cost is in no total"),
    Listing.WITHOUT_FTE: ("Assignments to positions of 0 FTE", "not approved, or ended since"),
}


def checks(services: Services, actor: Actor) -> list[Component]:
    """The card; none where the reader may not see positions.

    Whoever sees no pay gets no check of it.
    """
    if services.store is None or not may(actor, Permission.STAFFING_READ):
        return []
    ground = staffing_ground(services, actor, StaffingState(), None)
    sums = ground.positions.sums(Question(ground.day, CHECKS[0]))
    shown = [
        one for one in CHECKS
        if one is not Listing.WITHOUT_PAY or ground.scope.sees_compensation
    ]  # fmt: skip
    rows = [
        StaffingCheck(
            *_CHECKS[one],
            sums[one].positions,
            count(sums[one].unpaid if one is Listing.WITHOUT_PAY else sums[one].people),
            fte(sums[one].assigned),
            ground.address(list=str(one)),
            ground.export(listing=str(one)),
        )
        for one in shown
    ]
    return [staffing_checks(rows, day(ground.day), knows_pay=ground.scope.sees_compensation)]
