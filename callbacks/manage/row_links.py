"""What cells of the pages of rows open: the rows behind an account, its orders, one vendor."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from access.actor import Actor
from access.permissions import Permission
from access.policy import may
from callbacks.basis import Basis
from data.orders import STILL_OPEN
from pages.components.grid import GridColumn
from pages.manage.order import PATH

_PLACE: Final = re.compile(r"\{(\w+)\}")
_LINES: Final = "/current/transactions"
_ORDERS: Final = "/current/purchase-orders"


def of_accounts(actor: Actor, ground: Basis, kind: str | None) -> dict[str, str]:
    """The lines of an account, those that make up each of its terms, and its open orders.

    A year of which balances alone are loaded has no lines to open.
    """
    if not may(actor, Permission.TRANSACTION_READ):
        return {}
    account = "account={account}"
    orders = {"encumbered": _at(ground, _ORDERS, account, state=STILL_OPEN)}
    if ground.year.last_period is None:
        return orders
    budget = _at(ground, _LINES, account, type="budget")
    spent = "receipt" if kind == "revenue" else "actual"
    return {
        "account": _at(ground, _LINES, account),
        **dict.fromkeys(("budget", "original", "adjustments"), budget),
        "spent": _at(ground, _LINES, account, type=spent),
        **orders,
    }


def of_transactions(ground: Basis) -> dict[str, str]:
    """The other lines of the account and of the vendor, and the order."""
    return {
        "po_no": _at(ground, PATH, "number={po_no}"),
        "account": _at(ground, _LINES, "account={account}"),
        "vendor_name": _at(ground, _LINES, "vendor={vendor_name}"),
    }


def of_orders(ground: Basis) -> dict[str, str]:
    """The order itself, and what was bought from its vendor."""
    return {
        "po_no": _at(ground, PATH, "number={po_no}"),
        "vendor_name": _at(ground, _LINES, "vendor={vendor_name}"),
    }


def opening(columns: Sequence[GridColumn], ways: Mapping[str, str]) -> tuple[GridColumn, ...]:
    """The columns, each with what its cells open."""
    return tuple(replace(one, opens_at=ways.get(one.field, "")) for one in columns)


def filled(way: str, row: Mapping[str, str]) -> str:
    """The address with texts of the row in it, as the browser fills it for a cell."""
    return _PLACE.sub(lambda found: quote(row.get(found[1], ""), safe=""), way)


def _at(ground: Basis, path: str, filled: str, **more: str) -> str:
    """An address on the same basis; `filled` names the text of the row that it takes."""
    return f"{ground.address(path, **more)}&{filled}"
