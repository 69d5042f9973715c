"""The tabs of a bucket with how many rows each holds."""

from __future__ import annotations

from typing import Any

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Basis, Services
from callbacks.manage.staffing_ground import staffing_ground
from data.balances import account_totals
from data.orders import purchase_order_totals
from data.transactions import transactions_total
from pages.format import count
from pages.manage.bucket.page import OVERVIEW, PATH
from pages.manage.bucket.tabs import Tab
from pages.state import PageState


def bucket_tabs(services: Services, actor: Actor, ground: Basis, code: str) -> list[Tab]:
    """Overview, orders, accounts and transactions, as far as the reader may open them.

    A bucket of revenue alone orders nothing.
    """
    warehouse, scope, year = services.warehouse, ground.scope, ground.year.year
    places = ground.location_ids
    made = [Tab(OVERVIEW, "", ground.address(PATH, bucket=code))]
    sees_rows = Permission.TRANSACTION_READ in actor.permissions
    found = account_totals(
        warehouse, scope, fiscal_year=year, bucket=code, location_ids=places
    ).to_pylist()
    if sees_rows and {row["kind"] for row in found} != {"revenue"}:
        orders = purchase_order_totals(
            warehouse, scope, fiscal_year=year, bucket=code, location_ids=places
        )
        note = f"{count(orders['open_count'] or 0)} open"
        made.append(Tab("Purchase orders", note, _to(ground, "purchase-orders", code)))
    if Permission.ACCOUNT_READ in actor.permissions:
        # The page of accounts shows one kind at a time.
        first: dict[str, Any] = found[0] if found else {"account_count": 0, "kind": ""}
        href = _to(ground, "accounts", code, kind=first["kind"])
        made.append(Tab("Accounts", count(first["account_count"]), href))
    if sees_rows:
        place = "".join(ground.location_ids)
        number, _ = transactions_total(
            warehouse, scope, fiscal_year=year, bucket=code, location=place
        )
        made.append(Tab("Transactions", count(number), _to(ground, "transactions", code)))
    if Permission.STAFFING_READ in actor.permissions and _pays_positions(
        services, actor, ground, code
    ):
        made.append(Tab("Staffing", "", _to(ground, "staffing", code)))
    return made


def _pays_positions(services: Services, actor: Actor, ground: Basis, code: str) -> bool:
    """Whether the bucket has anything to show under Staffing."""
    state = PageState(ground.year.year, ground.place.code if ground.place else None)
    staff = staffing_ground(services, actor, state, None)
    return staff.positions.are_paid_from(code, ground.year.year, staff.day)


def _to(ground: Basis, page: str, code: str, **more: str) -> str:
    return ground.address(f"/current/{page}", bucket=code, **more)
