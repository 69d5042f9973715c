"""A report as a file: the whole result, with the rights of whoever asks for it."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Final

from dash.development.base_component import Component

from access.actor import Actor
from access.permissions import Permission
from access.policy import may, require
from callbacks.basis import Services
from callbacks.manage import accounts, purchase_orders, staffing, transactions
from callbacks.table_orders import TableOrder
from pages.components.card import row
from pages.manage.reports import pins
from pages.manage.row_state import FilteredState
from planning.reports import Seen, one, visible

MODULES: Final[dict[str, ModuleType]] = {
    "accounts": accounts,
    "transactions": transactions,
    "purchase orders": purchase_orders,
    "positions": staffing,
}
PATHS: Final = {
    "accounts": "/current/accounts",
    "transactions": "/current/transactions",
    "purchase orders": "/current/purchase-orders",
    "positions": "/current/staffing",
}


def state_of(found: Seen) -> FilteredState:
    """What a report shows."""
    state: FilteredState = MODULES[found.rows_of].SOURCE.state.from_query(found.query)
    return state


def href_of(found: Seen) -> str:
    """The address of a report with all that it shows."""
    query = replace(state_of(found), of=found.id).to_query()
    return f"{PATHS[found.rows_of]}{query}"


def pinned_reports(services: Services, actor: Actor) -> list[Component]:
    """The reports that a person has on the home page, as a card; nothing without any."""
    if services.store is None or not may(actor, Permission.ACCOUNT_READ):
        return []
    kept = [found for found in visible(actor, services.store) if found.is_pinned]
    return [row(pins([(found.name, href_of(found)) for found in kept]))] if kept else []


def report_order(services: Services, actor: Actor, number: int, form: str) -> TableOrder:
    """The rows of a report that the actor may see, as an order; raises where there is none."""
    found = one(actor, services.store, number)
    module = MODULES[found.rows_of]
    require(actor, module.SOURCE.permission)
    path, _, query = module.address(services, actor, state_of(found)).partition("?")
    return TableOrder(path.rpartition("/")[2], form, query, report=str(number))
