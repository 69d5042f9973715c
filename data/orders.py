"""Purchase orders: what was ordered, what is paid, what is still open and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict, Unpack

import pyarrow as pa

from access.scope import Scope
from data.balances import NO_LIMIT, sort_by
from data.districts import latest_fiscal_year
from data.read_model import Argument, ReadModel, columns, in_batches, shaped
from data.row_filter import where_lines
from data.spending import FISCAL_YEAR, LOCATION_IDS, WHERE
from data.warehouse import Warehouse

STILL_OPEN = "still open"
_BATCH = 50_000
_TERMS = (
    "original_usd money | first ordered",
    "changed_usd money | change orders",
    "liquidated_usd money | relieved by invoices",
    "cancelled_usd money | cancelled",
    "open_usd money | still open",
)
_COLUMNS = columns(
    "fiscal_year year | fiscal year of the accounts",
    "po_no text | number",
    "release text | release or version; empty where there is none",
    "vendor_id text | vendor number",
    "vendor_name text | vendor",
    "issued_on date | order date",
    "description text | as written on the first of its lines",
    "requester text | who asked for it; empty where the files do not say",
    "extra text | further loaded columns of its lines: a JSON list, equal ones once",
    "status text | requisition, open, partial, closed or cancelled",
    "is_open flag | dollars are open and it is neither closed nor cancelled",
    "is_blanket flag | standing order",
    "is_carryforward flag | brought from an earlier year",
    "line_count count | lines on visible accounts",
    *_TERMS,
    "days_open count | days from the order to the date of the data; missing where not open",
)
_LINES = columns(
    "fiscal_year year | fiscal year of the account",
    "po_no text | number",
    "release text | release or version",
    "line text | line of the order",
    "account text | account as printed",
    "account_description text | account title",
    "location_id text | location",
    "description text | as written",
    "extra text | further loaded columns, as JSON",
    *_TERMS,
)


class OrderFilters(TypedDict, total=False):
    """Which orders: every filter may be left out."""

    state: str
    search: str
    bucket: str
    account: str
    location_ids: Sequence[str]
    where: str


def purchase_orders(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    sort: str = "issued_on",
    descending: bool = True,
    offset: int = 0,
    limit: int | None = None,
    **filters: Unpack[OrderFilters],
) -> pa.Table:
    """One page of orders, the newest first; `state` is a status or `still open`."""
    raw = warehouse.exact(
        scope,
        "purchase_orders",
        sort=sort_by(sort, descending=descending),
        offset=offset,
        limit=NO_LIMIT if limit is None else limit,
        **orders_asked(warehouse, scope, fiscal_year, filters),
    )
    as_of = warehouse.snapshot(scope.district).data_as_of
    pairs = zip(raw.column("issued_on").to_pylist(), raw.column("is_open").to_pylist(), strict=True)
    days = [days_open(day, as_of, is_open=bool(is_open)) for day, is_open in pairs]
    return shaped(raw, _COLUMNS, days_open=days)


def days_open(issued: date | None, as_of: date | None, *, is_open: bool) -> int | None:
    """Days from the order to the date of the data; missing for one that is not open."""
    if issued is None or as_of is None or not is_open:
        return None
    return max(0, (as_of - issued).days)


def purchase_order_totals(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    **filters: Unpack[OrderFilters],
) -> dict[str, int | None]:
    """Counts and cents over all orders: original_cents, open_cents and the counts.

    order_count, open_count, closed_count, cancelled_count and requisition_count are of orders, in
    the state of any of their releases; other_count is of those in none of the first three states.
    row_count is of releases, each of them a row of the list.
    """
    asked = orders_asked(warehouse, scope, fiscal_year, filters)
    row: dict[str, int | None] = warehouse.exact(
        scope, "purchase_order_totals", **asked
    ).to_pylist()[0]
    return row


purchase_order_batches = in_batches(purchase_orders, _BATCH)
"""The same orders in parts, for long exports."""


def purchase_order_count(warehouse: Warehouse, scope: Scope, **asked: Any) -> int:
    """How many rows the filters leave: orders, or their releases."""
    return purchase_order_totals(warehouse, scope, **asked)["row_count"] or 0


def purchase_order_lines(
    warehouse: Warehouse, scope: Scope, *, po_no: str, fiscal_year: int | None = None
) -> pa.Table:
    """The lines of one order on visible accounts."""
    raw = warehouse.exact(scope, "purchase_order_lines", po_no=po_no, fiscal_year=fiscal_year)
    return shaped(raw, _LINES)


def orders_asked(
    warehouse: Warehouse, scope: Scope, fiscal_year: int | None, filters: OrderFilters
) -> dict[str, Any]:
    """The filters as arguments of the statements."""
    state = filters.get("state", "")
    return {
        "fiscal_year": fiscal_year or latest_fiscal_year(warehouse, scope.district),
        "state": "" if state == STILL_OPEN else state,
        "still_open": state == STILL_OPEN,
        "search": filters.get("search", ""),
        "bucket": filters.get("bucket", ""),
        "account": filters.get("account", ""),
        "location_ids": list(filters.get("location_ids", ())),
        "as_of": warehouse.snapshot(scope.district).data_as_of,
        "lines": where_lines(warehouse, scope, "purchase orders", filters.get("where", "")),
    }


MODELS = (
    ReadModel(
        "purchase-orders",
        "Purchase orders",
        "one row per purchase order and release",
        "transaction:read",
        _COLUMNS,
        (
            FISCAL_YEAR,
            Argument("state", "text", "", "a status, or 'still open'; all when left out"),
            Argument(
                "search",
                "text",
                "",
                "text in number, vendor, description, requester or a further column",
            ),
            Argument("bucket", "text", "", "bucket code, or several with commas"),
            Argument("account", "text", "", "account as printed"),
            LOCATION_IDS,
            WHERE,
            Argument("sort", "text", "issued_on", "column to sort by"),
            Argument("descending", "flag", default=True, help="newest or highest first"),
            Argument("offset", "whole", 0, "rows to pass over"),
            Argument("limit", "whole", None, "rows at most"),
        ),
        purchase_orders,
        purchase_order_batches,
        purchase_order_count,
    ),
    ReadModel(
        "purchase-order-lines",
        "Purchase order lines",
        "one row per line and account of one purchase order",
        "transaction:read",
        _LINES,
        (
            Argument("po_no", "text", None, "number of the order"),
            Argument("fiscal_year", "year", None, "ending year; every year when left out"),
        ),
        purchase_order_lines,
    ),
)
