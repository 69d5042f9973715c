"""The second question: which purchase orders of the bucket are still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card, quiet_link
from pages.components.figures import marked, named, opened
from pages.components.notices import empty
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import count, counted, money
from pages.home import principal_words
from pages.home.orders import OpenOrder, OpenOrders

_USUAL: Final = 3
QUESTION = "Which orders in this bucket are still open?"
_METHOD = (
    "Open: the amount is not zero and the order is neither closed nor cancelled. Sorted by days "
    "since the order."
)


@dataclass(frozen=True, slots=True)
class BucketOrders:
    """How many orders there are by state, their dollars, and the open ones that waited longest.

    `requested` are dollars of requisitions, which are not orders yet; `subtracts` tells whether
    they reduce what is left.
    """

    open: OpenOrders
    closed: int
    cancelled: int
    others: int
    ordered: Decimal
    requested: Decimal | None
    all_href: str
    closed_href: str = ""
    requested_href: str = ""
    subtracts: bool = False


def orders_card(orders: BucketOrders) -> Component:
    """Counts, the oldest open orders and the total."""
    found = orders.open
    if found.absent:
        return card(QUESTION, body=empty("No orders to list.", found.absent))
    sentence = principal_words.orders(found.number, found.old, found.old_total, found.limit_days)
    body: list[Component] = [_counts(orders)]
    if found.number:
        body.append(_table(found.oldest, found))
    return card(
        QUESTION,
        sentence,
        body,
        method=" ".join([_METHOD, *_beside(orders)]),
        menu=Menu(found.export),
        tools=[quiet_link("All orders", orders.all_href)],
    )


def _counts(orders: BucketOrders) -> Component:
    found = orders.open
    cells: list[tuple[Any, Any]] = [
        (opened(count(found.number), found.href), "open"),
        (opened(count(orders.closed), orders.closed_href), "closed"),
        (
            opened(money(found.total), found.href),
            ["open, of ", opened(money(orders.ordered), orders.all_href), " ordered"],
        ),
    ]
    if orders.requested:
        figure = opened(money(orders.requested), orders.requested_href)
        cells.append((figure, "requested, not yet ordered"))
    return html.Div(
        [html.Div([html.B(figure), html.Small(words)]) for figure, words in cells],
        className="big3" if len(cells) <= _USUAL else "big3 of4",
    )


def _beside(orders: BucketOrders) -> list[str]:
    words = []
    if orders.cancelled:
        words.append(f"{counted(orders.cancelled, 'order')} cancelled.")
    if orders.others:
        words.append(f"{counted(orders.others, 'order')} with nothing left open or not yet issued.")
    if orders.requested:
        rule = "is subtracted from" if orders.subtracts else "does not reduce"
        words.append(f"What is requested {rule} what is left.")
    return words


def _table(shown: Sequence[OpenOrder], orders: OpenOrders) -> Component:
    columns = [
        Column("Vendor and order", is_given=True),
        Column("Days", is_number=True),
        Column("Open amount", is_number=True, phone=Phone.KEEP, is_strong=True),
    ]
    rows = [_order(order, orders.limit_days) for order in shown]
    others = orders.number - len({order.number for order in shown})
    if others > 0:
        rest = orders.total - sum((order.amount for order in shown), Decimal(0))
        name = html.A(counted(others, "newer order"), href=orders.href)
        rows.append(Row([[name], "", opened(money(rest), orders.href)]))
    total = counted(orders.number, "open order")
    rows.append(Row([total, "", opened(money(orders.total), orders.href)], RowKind.TOTAL))
    return table(columns, rows, caption="Open orders, the oldest first")


def _order(order: OpenOrder, limit: int) -> Row:
    is_old = order.days is not None and order.days > limit
    days = count(order.days)
    shown = marked(days, "clock-history", "warn") if is_old else days
    words = f"{counted(order.days, 'day')} open" if order.days is not None else ""
    note = html.Span([marked(words, "clock-history", "warn" if is_old else "")], className="ends")
    detail = ", ".join(part for part in (order.number, order.description) if part)
    name = named(order.vendor or order.number, detail)
    return Row([name, shown, opened(money(order.amount), order.href)], note=note)
