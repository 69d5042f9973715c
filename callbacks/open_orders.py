"""Open purchase orders of some buckets."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Basis
from callbacks.bucket_lines import MOST_BUCKETS
from data.orders import STILL_OPEN, purchase_orders
from data.warehouse import Warehouse
from pages.components.bucket_table import BucketLine, codes_of
from pages.home.orders import OpenOrder, OpenOrders

LIMIT_DAYS: Final = 90
_SHOWN: Final = 5
_NO_RIGHT: Final = "Your role does not show single orders; the sums above are complete."
_NO_ORDERS: Final = "The data of this fiscal year carry no purchase orders."


def open_orders(
    warehouse: Warehouse,
    actor: Actor,
    basis: Basis,
    lines: Sequence[BucketLine],
    *,
    bucket: str = "",
) -> OpenOrders:
    """The orders of these buckets, the oldest first; an order in two buckets counts once.

    The list behind the card holds the orders of these buckets, or of the one named `bucket`.
    """
    if Permission.TRANSACTION_READ not in actor.permissions:
        return OpenOrders(0, Decimal(0), 0, Decimal(0), LIMIT_DAYS, absent=_NO_RIGHT)
    found = [order for line in lines for order in _orders(warehouse, basis, line)]
    found.sort(key=lambda order: -(order.days or 0))
    old = [order for order in found if (order.days or 0) > LIMIT_DAYS]
    named = codes_of(lines) if len(lines) <= MOST_BUCKETS else ""
    bucket = bucket or named
    more = {"bucket": bucket} if bucket else {}
    return OpenOrders(
        number=len({order.number for order in found}),
        total=_sum(found),
        old=len({order.number for order in old}),
        old_total=_sum(old),
        limit_days=LIMIT_DAYS,
        oldest=found[:_SHOWN],
        href=basis.address("/current/purchase-orders", state=STILL_OPEN, bucket=bucket),
        export=basis.export("purchase-orders", state=STILL_OPEN, **more),
        absent=_absent(found, lines),
    )


def _absent(found: Sequence[OpenOrder], lines: Sequence[BucketLine]) -> str:
    """Why nothing can be listed: money is on order, or might be, and no order is loaded."""
    ordered = [line.amounts.encumbered for line in lines]
    if found or (ordered and all(amount == 0 for amount in ordered)):
        return ""
    return _NO_ORDERS


def _orders(warehouse: Warehouse, basis: Basis, line: BucketLine) -> list[OpenOrder]:
    if not line.amounts.encumbered:
        return []
    rows = purchase_orders(
        warehouse,
        basis.scope,
        fiscal_year=basis.year.year,
        state=STILL_OPEN,
        bucket=line.code,
        location_ids=basis.location_ids,
    ).to_pylist()
    return [
        OpenOrder(
            number=row["po_no"],
            vendor=row["vendor_name"] or "",
            description=row["description"] or "",
            bucket=line.name,
            days=row["days_open"],
            amount=row["open_usd"],
            href=basis.address("/current/purchase-orders", search=row["po_no"]),
        )
        for row in rows
    ]


def _sum(orders: Sequence[OpenOrder]) -> Decimal:
    return sum((order.amount for order in orders), Decimal(0))
