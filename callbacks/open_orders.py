"""Open purchase orders of some buckets."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Basis
from callbacks.bucket_links import named
from data import open_orders as data
from data.districts import district
from data.orders import STILL_OPEN
from data.warehouse import Warehouse
from pages.components.bucket_table import BucketLine
from pages.home.orders import OpenOrder, OpenOrders
from pages.manage.order import PATH as ORDER

_SHOWN: Final = 5
_NO_RIGHT: Final = "Your role does not show single orders; the sums above are complete."
_NO_ORDERS: Final = "The data of this fiscal year carry no purchase orders."


def open_orders(
    warehouse: Warehouse, actor: Actor, basis: Basis, lines: Sequence[BucketLine]
) -> OpenOrders:
    """The orders of these buckets, the oldest first; an order in two buckets counts once."""
    limit_days = district(warehouse, basis.scope.district).old_order_days
    if Permission.TRANSACTION_READ not in actor.permissions:
        return OpenOrders(0, Decimal(0), 0, Decimal(0), limit_days, absent=_NO_RIGHT)
    found = data.open_orders(
        warehouse,
        basis.scope,
        buckets=[line.code for line in lines],
        fiscal_year=basis.year.year,
        location_ids=basis.location_ids,
    )
    old = [order for order in found if (order.days or 0) > limit_days]
    codes = named(lines)
    more = {"bucket": codes} if codes else {}
    names = {line.code: line.name for line in lines}
    return OpenOrders(
        number=len({order.po_no for order in found}),
        total=_sum(found),
        old=len({order.po_no for order in old}),
        old_total=_sum(old),
        limit_days=limit_days,
        oldest=[_shown(basis, order, names) for order in found[:_SHOWN]],
        href=basis.address("/current/purchase-orders", state=STILL_OPEN, **more),
        export=basis.export("purchase-orders", state=STILL_OPEN, **more),
        absent=_absent(found, lines),
    )


def _shown(basis: Basis, order: data.Order, names: dict[str, str]) -> OpenOrder:
    return OpenOrder(
        number=order.po_no,
        vendor=order.vendor_name,
        description=order.description,
        bucket=", ".join(names[code] for code in order.buckets),
        days=order.days,
        amount=_sum([order]),
        href=basis.address(ORDER, number=order.po_no),
    )


def _absent(found: Sequence[data.Order], lines: Sequence[BucketLine]) -> str:
    """Why nothing can be listed: money is on order, or might be, and no order is loaded."""
    ordered = [line.amounts.encumbered for line in lines]
    if found or (ordered and all(amount == 0 for amount in ordered)):
        return ""
    return _NO_ORDERS


def _sum(orders: Sequence[data.Order]) -> Decimal:
    return Decimal(sum(order.cents for order in orders)).scaleb(-2)
