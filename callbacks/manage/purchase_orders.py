"""Purchase orders: what is on order, with whom and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks import grid_rows
from callbacks.basis import Basis, Services, basis
from callbacks.bucket_choice import bucket_choice, bucket_names, buckets_named
from callbacks.grid_rows import Block, Source
from callbacks.manage import conditions, row_columns, row_groups, row_links
from callbacks.manage.bucket_tabs import bucket_tabs
from callbacks.manage.row_groups import GroupSource
from data.districts import district
from data.orders import STILL_OPEN, OrderFilters, purchase_order_totals, purchase_orders
from data.row_groups import purchase_order_groups
from pages.components.filters import Chip, Choice
from pages.components.grid import GridColumn
from pages.components.sentence import Sentence, strong
from pages.format import MISSING, count, counted, day, fiscal_year, money
from pages.manage.purchase_orders import IDS
from pages.manage.row_groups import RowInGroup
from pages.manage.row_state import OrdersState
from pages.manage.rows import RowsPage
from pages.words import label

STATES: Final = {
    STILL_OPEN: "Still open",
    "requisition": "Requisition",
    "open": "Open",
    "partial": "Partly paid",
    "closed": "Closed",
    "cancelled": "Cancelled",
}
COLUMNS: Final = (
    GridColumn("po_no", "Order", 104, is_code=True, phone=2),
    GridColumn("issued_on", "Ordered on", 128),
    GridColumn("vendor_name", "Vendor", 170, phone=1),
    GridColumn("description", "Description", 174, grows=True, sortable=False, phone=3),
    GridColumn("status", "State", 92),
    GridColumn("original", "Ordered", 132, is_number=True),
    GridColumn("liquidated", "Relieved", 132, is_number=True),
    GridColumn("days_open", "Days open", 90, is_number=True, sortable=False),
    GridColumn("open", "Still open", 132, is_number=True, stays=True),
)
MORE: Final = (
    GridColumn("release", "Release", 90, is_code=True, sortable=False),
    GridColumn("vendor_id", "Vendor number", 130, is_code=True, sortable=False),
    GridColumn("requester", "Requester", 170),
    GridColumn("changed", "Changed", 130, is_number=True),
    GridColumn("cancelled", "Cancelled", 130, is_number=True),
    GridColumn("line_count", "Lines", 80, is_number=True, sortable=False),
    GridColumn("blanket", "Standing order", 120, sortable=False),
    GridColumn("carryforward", "From an earlier year", 150, sortable=False),
)
FILES: Final = {
    **{one: (f"{one}_usd",) for one in ("original", "liquidated", "open", "changed", "cancelled")},
    "blanket": ("is_blanket",),
    "carryforward": ("is_carryforward",),
}
"""What columns are called in a file, where it is something else."""
USUAL: Final = ("issued_on", True)
"""The order without a choice: the newest first."""
SORTS: Final = {
    "issued_on": "issued_on",
    "po_no": "po_no",
    "vendor_name": "vendor_name",
    "requester": "requester",
    "status": "status",
    "original": "original_usd",
    "liquidated": "liquidated_usd",
    "open": "open_usd",
    "changed": "changed_usd",
    "cancelled": "cancelled_usd",
}


def filters(ground: Basis, state: OrdersState) -> OrderFilters:
    """The state as filters of the read model."""
    return OrderFilters(
        state=state.state or "",
        search=state.search,
        where=state.where,
        bucket=state.bucket or "",
        account=state.account or "",
        location_ids=ground.location_ids,
    )


def view(services: Services, actor: Actor, state: OrdersState) -> RowsPage:
    """What stands around the grid."""
    ground = basis(services, actor, state)
    asked = filters(ground, state)
    sums = _sums(services, ground, asked)
    named = bucket_names(services.warehouse, ground)
    number = int(sums["row_count"] or 0)
    further = more(services, actor)
    offered = (*COLUMNS, *further)
    columns = row_columns.chosen(state, COLUMNS, further)
    sort, descending = order(actor, state)
    return RowsPage(
        tabs=bucket_tabs(services, actor, ground, state.bucket) if state.bucket in named else (),
        question="Which orders are there, and what is still open?",
        crumb="Purchase orders",
        sentence=_sentence(ground, sums),
        choices=[
            *_choices(state, named),
            row_columns.order_choice(state, offered, USUAL),
            row_groups.group_choice(services, actor, SOURCE.rows_of, state),
        ],
        chips=_chips(state, named),
        fields=conditions.fields(services, actor, SOURCE.rows_of),
        columns=row_links.opening(columns, row_links.of_orders(ground)),
        offered=offered,
        chosen=row_columns.is_chosen(state, offered),
        wanted=state.search,
        grouped=row_groups.grouped(services, actor, GROUPS, state) if state.group else None,
        total=row_columns.totals(_total(sums), columns),
        row_count=number,
        dollars=None,
        noun=_noun(sums),
        sort=sort,
        descending=descending,
        export=address(services, actor, state),
        note=(
            "Open: dollars are left and the order is neither closed nor cancelled. Amounts are "
            "those of the accounts you may see. "
            f"{ground.district_name}, {ground.periods}; {ground.loaded_words}."
        ),
    )


def address(services: Services, actor: Actor, state: OrdersState) -> str:
    """The address of the rows, or of their groups, as a file without its format."""
    ground = basis(services, actor, state)
    given = _given(ground, filters(ground, state))
    further = more(services, actor)
    if not state.group:
        given |= row_columns.file_order(state, (*COLUMNS, *further), SORTS)
    files = row_columns.file_columns(state, COLUMNS, further, FILES)
    return row_groups.download(state, "purchase-orders", given, files)


def more(services: Services, actor: Actor) -> tuple[GridColumn, ...]:
    """The columns that may be chosen besides, with those that the files carry beyond the usual."""
    return (*MORE, *row_columns.beside(services, actor, "purchase-orders", (*COLUMNS, *MORE)))


def rows(
    services: Services, actor: Actor, state: OrdersState, wanted: Block
) -> list[dict[str, str]]:
    """One block of the grid, as text."""
    ground = basis(services, actor, state)
    found = purchase_orders(
        services.warehouse,
        ground.scope,
        fiscal_year=ground.year.year,
        sort=wanted.sort,
        descending=wanted.descending,
        offset=wanted.offset,
        limit=wanted.limit,
        **filters(ground, state),
    )
    limit = district(services.warehouse, ground.scope.district).old_order_days
    # Without a choice there is nothing beside the usual columns to ask for.
    further = more(services, actor) if state.columns else ()
    shown = row_columns.chosen(state, COLUMNS, further)
    beside = row_columns.cells_beside(services, actor, found, shown)
    return [
        _written(row, limit) | cells for row, cells in zip(found.to_pylist(), beside, strict=True)
    ]


def order(_actor: Actor, state: OrdersState) -> tuple[str, bool]:
    """The field that orders stand by, and whether downwards."""
    return row_columns.order(state, (*COLUMNS, *MORE), USUAL)


def total(services: Services, actor: Actor, state: OrdersState) -> int:
    """How many rows there are in all: orders, or their releases."""
    ground = basis(services, actor, state)
    return int(_sums(services, ground, filters(ground, state))["row_count"] or 0)


def figure(services: Services, actor: Actor, state: OrdersState) -> tuple[int, Decimal | None]:
    """Rows and what is still open in them: what a watched report is held against."""
    ground = basis(services, actor, state)
    sums = _sums(services, ground, filters(ground, state))
    return int(sums["row_count"] or 0), _dollars(sums["open_cents"])


def _sums(services: Services, ground: Basis, asked: OrderFilters) -> dict[str, int | None]:
    return purchase_order_totals(
        services.warehouse, ground.scope, fiscal_year=ground.year.year, **asked
    )


def _total(sums: dict[str, int | None]) -> dict[str, str]:
    return {
        "po_no": "All orders",
        "original": money(_dollars(sums["original_cents"]), cents=True),
        "open": money(_dollars(sums["open_cents"]), cents=True),
    }


def _written(row: dict[str, Any], limit: int) -> dict[str, str]:
    return {
        "release": row["release"] or "",
        "vendor_id": row["vendor_id"] or "",
        "changed": money(row["changed_usd"], cents=True),
        "cancelled": money(row["cancelled_usd"], cents=True),
        "line_count": count(row["line_count"]),
        "blanket": "yes" if row["is_blanket"] else "no",
        "carryforward": "yes" if row["is_carryforward"] else "no",
        "po_no": row["po_no"],
        "issued_on": day(row["issued_on"]),
        "vendor_name": row["vendor_name"] or "",
        "description": row["description"] or "",
        "requester": row["requester"] or "",
        "status": STATES.get(row["status"], row["status"] or MISSING),
        "original": money(row["original_usd"], cents=True),
        "liquidated": money(row["liquidated_usd"], cents=True),
        "open": money(row["open_usd"], cents=True),
        "days_open": _days(row["days_open"], limit),
    }


def _days(days: int | None, limit: int) -> str:
    """How long it is open, marked in words where that is too long."""
    if days is None:
        return MISSING
    return f"{count(days)}, over {count(limit)}" if days > limit else count(days)


def _dollars(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents).scaleb(-2)


def _sentence(ground: Basis, sums: dict[str, int | None]) -> Sentence:
    year = fiscal_year(ground.year.year)
    if not sums["order_count"]:
        return [f"No order fits in {year}."]
    number = counted(int(sums["open_count"] or 0), "order")
    return [
        strong(f"{number} of {count(sums['order_count'])}"),
        f" in {year} still hold ",
        strong(money(_dollars(sums["open_cents"]))),
        ".",
    ]


def _noun(sums: dict[str, int | None]) -> str:
    """What the rows are: orders, or releases where an order has several."""
    orders, rows = int(sums["order_count"] or 0), sums["row_count"] or 0
    if rows > orders:
        return f"releases of {counted(orders, 'order')}"
    return "orders" if rows != 1 else "order"


def _choices(state: OrdersState, named: dict[str, str]) -> list[Choice]:
    options = [("Any", "state="), *((text, f"state={code}") for code, text in STATES.items())]
    return [
        Choice("State", STATES.get(state.state or "", "Any"), options),
        bucket_choice(state.bucket, named),
    ]


def _chips(state: OrdersState, named: dict[str, str]) -> list[Chip]:
    found = []
    if state.state:
        found.append(Chip("State", label(STATES.get(state.state, "")) or state.state, "state="))
    if state.bucket:
        found.append(Chip("Bucket", buckets_named(state.bucket, named), "bucket="))
    if state.account:
        found.append(Chip("Account", state.account, "account="))
    if state.search:
        found.append(Chip("Order, vendor or description", state.search, "search=", "holds"))
    return [*found, *conditions.chips(state.where)]


def _given(ground: Basis, asked: OrderFilters) -> dict[str, str]:
    pairs = {
        key: ",".join(value) if isinstance(value, tuple) else str(value)
        for key, value in asked.items()
        if value
    }
    return {"fiscal_year": str(ground.year.year), **ground.narrowed, **pairs}


def _group_sums(services: Services, actor: Actor, state: OrdersState) -> list[dict[str, Any]]:
    ground = basis(services, actor, state)
    found: list[dict[str, Any]] = purchase_order_groups(
        services.warehouse,
        ground.scope,
        group=state.group,
        fiscal_year=ground.year.year,
        **filters(ground, state),
    ).to_pylist()
    return found


def _inside(services: Services, actor: Actor, state: OrdersState, most: int) -> list[RowInGroup]:
    found = rows(services, actor, state, Block(0, most, "original_usd", True))
    way = row_links.of_orders(basis(services, actor, state))["po_no"]
    return [
        RowInGroup(
            f"{row['po_no']} {row['vendor_name']}".strip(),
            " · ".join(part for part in (row["issued_on"], row["status"]) if part),
            row,
            row_links.filled(way, row),
        )
        for row in found
    ]


def _group_cells(row: Mapping[str, Any]) -> dict[str, str]:
    terms = ("original", "liquidated", "open")
    return {term: money(row[f"{term}_usd"], cents=True) for term in terms}


GROUPS: Final = GroupSource(
    "purchase orders",
    "orders",
    "order_count",
    _group_sums,
    _group_cells,
    _inside,
)
SOURCE: Final = Source(
    "purchase orders",
    IDS,
    OrdersState,
    Permission.TRANSACTION_READ,
    view,
    rows,
    total,
    order,
)


def register(guard: Guard, services: Services) -> None:
    """Bind the page."""
    grid_rows.register(guard, services, SOURCE, SORTS)
