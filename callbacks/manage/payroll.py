"""Cost of the staffing beside the ledger's pay, for readers of the Data page who see pay."""

from __future__ import annotations

from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from dash.development.base_component import Component

from access.actor import Actor
from access.permissions import Permission
from access.policy import may
from callbacks.basis import Services
from callbacks.manage.staffing_ground import StaffingGround, staffing_ground
from callbacks.manage.staffing_groups import fte
from data.balances import account_totals
from data.condition import Condition, written
from data.positions import Question, dollars
from data.scope import Operator
from data.store.staffing.seat_terms import Listing, Sums
from pages.format import day
from pages.manage.payroll import PayLine, Payroll, payroll_card
from pages.manage.staffing_state import StaffingState

_CLASSES: Final = ("salary", "benefit")


def payroll(services: Services, actor: Actor) -> list[Component]:
    """The card; none for who may not see the pay of everybody, and without positions."""
    sees = may(actor, Permission.STAFFING_READ) and may(actor, Permission.COMPENSATION_READ)
    if services.store is None or not sees:
        return []
    ground = staffing_ground(services, actor, StaffingState(), None)
    if not (ground.scope.is_whole and ground.scope.sees_compensation):
        return []
    sums = ground.positions.sums(Question(ground.day))[Listing.ALL]
    if not sums.positions:
        return []
    view = Payroll(
        lines=_lines(services, ground, sums),
        day=day(ground.day),
        year=ground.basis.year.year,
        periods=ground.basis.periods,
        vacant=fte(sums.vacant),
        unpriced=sums.unpaid,
        href=ground.address(order="cost"),
    )
    return [payroll_card(view)]


def _lines(services: Services, ground: StaffingGround, sums: Sums) -> list[PayLine]:
    """Pay, benefits and both."""
    whole, pay = sums.cost_cents or 0, sums.pay_cents or 0
    pays = _line(services, ground, "Salaries and wages", pay, _CLASSES[:1])
    benefits = _line(services, ground, "Employee benefits", whole - pay, _CLASSES[1:])
    return [pays, benefits, _line(services, ground, "Pay and benefits", whole, _CLASSES)]


def _line(
    services: Services, ground: StaffingGround, name: str, cost: int, classes: tuple[str, ...]
) -> PayLine:
    where = written([Condition("Spending class", Operator.IS, one) for one in classes])
    year = ground.basis.year.year
    found = account_totals(
        services.warehouse, ground.basis.scope, fiscal_year=year, kind="expenditure", where=where
    ).to_pylist()
    budget, spent = ([row[term] for row in found] for term in ("budget_usd", "spent_usd"))
    href = f"/current/accounts?{urlencode({'year': year, 'where': where})}"
    return PayLine(name, dollars(cost) or Decimal(0), _sum(budget), _sum(spent), href)


def _sum(values: list[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
