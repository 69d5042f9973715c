"""One purchase order explained: its lines by account, and what happened to it, event by event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from access.scope import Scope
from data.condition import Condition
from data.orders import purchase_order_lines, purchase_orders
from data.scope import Operator
from data.warehouse import Warehouse

_NOT_ORDERED: Final = frozenset({"pre", "encumbrance_memo"})
"""Events that put nothing on order: a requisition, and what only reminds of one."""


@dataclass(frozen=True, slots=True)
class OrderEvent:
    """One posting line: what it put on order or relieved, or what was paid, in dollars.

    `ordered` is missing for payments and for requests, `paid` for everything else. `open` is what
    was on order after it.
    """

    day: date | None
    kind: str
    account: str
    text: str
    bill: str
    check: str
    ordered: Decimal | None
    paid: Decimal | None
    amount: Decimal
    open: Decimal
    file: str
    source_row: int | None


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """An order in one fiscal year over the accounts that the reader may see.

    `heads` are rows of `purchase-orders`, one a release, `lines` those of `purchase-order-lines`;
    `other_years` are the years besides in which the order stands.
    """

    heads: Sequence[dict[str, Any]]
    lines: Sequence[dict[str, Any]]
    events: Sequence[OrderEvent]
    other_years: Sequence[int]

    def sum_of(self, term: str) -> Decimal:
        """A term of all lines; a missing one counts as none."""
        return sum((line[f"{term}_usd"] or Decimal(0) for line in self.lines), Decimal(0))

    @property
    def paid(self) -> Decimal:
        """What was paid under the number of the order."""
        return sum((one.paid for one in self.events if one.paid is not None), Decimal(0))

    @property
    def event_sum(self) -> Decimal | None:
        """What the events leave on order; missing where the ledger has none of them."""
        ordered = [one.ordered for one in self.events if one.ordered is not None]
        return sum(ordered, Decimal(0)) if ordered else None


def order_detail(
    warehouse: Warehouse, scope: Scope, *, po_no: str, fiscal_year: int
) -> OrderDetail | None:
    """The order of this number; none where no line of it is on an account of the reader."""
    named = purchase_order_lines(warehouse, scope, po_no=po_no).to_pylist()
    lines = [line for line in named if line["fiscal_year"] == fiscal_year]
    if not lines:
        return None
    asked = str(Condition("Order", Operator.IS, po_no))
    found = purchase_orders(warehouse, scope, fiscal_year=fiscal_year, where=asked).to_pylist()
    others = {line["fiscal_year"] for line in named} - {fiscal_year}
    return OrderDetail(
        heads=[head for head in found if head["po_no"] == po_no],
        lines=lines,
        events=_events(warehouse, scope, po_no, fiscal_year),
        other_years=sorted(others),
    )


def _events(
    warehouse: Warehouse, scope: Scope, po_no: str, fiscal_year: int
) -> tuple[OrderEvent, ...]:
    rows = warehouse.exact(scope, "order_events", po_no=po_no, fiscal_year=fiscal_year).to_pylist()
    made, still_open = [], Decimal(0)
    for row in rows:
        amount = Decimal(row["amount_cents"]).scaleb(-2)
        is_order = row["line_type"] == "encumbrance" and row["event_type"] not in _NOT_ORDERED
        still_open += amount if is_order else 0
        made.append(
            OrderEvent(
                day=row["posted_date"],
                kind=row["event_type"] or row["line_type"],
                account=row["account"],
                text=row["description"] or "",
                bill=row["invoice_no"] or "",
                check=row["check_no"] or "",
                ordered=amount if is_order else None,
                paid=amount if row["line_type"] == "actual" else None,
                amount=amount,
                open=still_open,
                file=row["file"] or "",
                source_row=row["source_row"],
            )
        )
    return tuple(made)
