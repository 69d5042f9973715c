"""The card of open purchase orders, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card, quiet_link
from pages.components.figures import marked, named, opened
from pages.components.notices import empty
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import count, counted, money
from pages.home import principal_words as words


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """One open order; `days` since it was placed, missing where the date is not known."""

    number: str
    vendor: str
    description: str
    bucket: str
    days: int | None
    amount: Decimal
    href: str


@dataclass(frozen=True, slots=True)
class OpenOrders:
    """Open orders: their number and sum, those over the limit of days, and the oldest few.

    `absent` says why none can be listed; empty where they can.
    """

    number: int
    total: Decimal
    old: int
    old_total: Decimal
    limit_days: int
    oldest: Sequence[OpenOrder] = field(default_factory=tuple)
    href: str = ""
    export: str = ""
    absent: str = ""

    @property
    def summary(self) -> str:
        """A short note for the key figures."""
        if self.absent:
            return ""
        text = counted(self.number, "open order")
        return f"{text}, {count(self.old)} over {self.limit_days} days" if self.old else text


_COLUMNS = (
    Column("Vendor and order", width="46%", is_given=True),
    Column("Bucket"),
    Column("Days open", is_number=True),
    Column("Open amount", is_number=True, phone=Phone.KEEP, is_strong=True),
)


def orders_card(orders: OpenOrders) -> Component:
    """Which orders are still open."""
    question = "Which orders are still open?"
    if orders.absent:
        return card(question, body=empty("No orders to list.", orders.absent))
    sentence = words.orders(orders.number, orders.old, orders.old_total, orders.limit_days)
    return card(
        question,
        sentence,
        _table(orders) if orders.number else None,
        method="Open: amount not zero, not closed or cancelled. Sorted by days since the order.",
        menu=Menu(orders.export, card="home-orders"),
        tools=[quiet_link("All orders", orders.href)],
    )


def _table(orders: OpenOrders) -> Component:
    rows = [_order(order, orders.limit_days) for order in orders.oldest]
    others = orders.number - len(orders.oldest)
    if others:
        rest = orders.total - sum((order.amount for order in orders.oldest), Decimal(0))
        rows.append(Row([counted(others, "other order"), "", "", opened(money(rest), orders.href)]))
    total = counted(orders.number, "open order")
    rows.append(Row([total, "", "", opened(money(orders.total), orders.href)], RowKind.TOTAL))
    return table(_COLUMNS, rows, caption="Open orders, the oldest first")


def _order(order: OpenOrder, limit: int) -> Row:
    is_old = order.days is not None and order.days > limit
    days = count(order.days)
    shown = marked(days, "clock-history", "warn") if is_old else days
    open_words = f"{counted(order.days, 'day')} open" if order.days is not None else ""
    note = [html.Span(order.bucket), marked(open_words, "clock-history", "warn" if is_old else "")]
    detail = ", ".join(part for part in (order.number, order.description) if part)
    return Row(
        [
            named(order.vendor or order.number, detail),
            order.bucket,
            shown,
            opened(money(order.amount), order.href),
        ],
        note=html.Span(note, className="ends"),
    )
