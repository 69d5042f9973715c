"""Transactions: what was bought, from whom, when, by which account."""

from __future__ import annotations

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
from callbacks.manage.line_sums import TYPES, LineSums, cells_of_group
from callbacks.manage.row_groups import GroupSource
from data.more_columns import Beside
from data.row_groups import transaction_groups
from data.transactions import (
    LineFilters,
    transactions,
    transactions_by_type,
    transactions_total,
)
from pages.components.filters import Chip, Choice
from pages.components.grid import Columns, GridColumn
from pages.format import MISSING, day, fiscal_year, money
from pages.manage.row_groups import RowInGroup
from pages.manage.row_state import TransactionsState
from pages.manage.rows import RowsPage
from pages.manage.transactions import IDS
from pages.words import label

COLUMNS: Final = (
    GridColumn("posted_date", "Date", 108, phone=3),
    GridColumn("description", "Description", 244, grows=True, sortable=False, phone=1),
    GridColumn("vendor_name", "Vendor", 150, sortable=False, phone=2),
    GridColumn("account", "Account", 184, is_code=True),
    GridColumn("po_no", "PO", 96, is_code=True, sortable=False),
    GridColumn("invoice_no", "Invoice", 92, is_code=True, sortable=False),
    GridColumn("line_type", "Type", 130, sortable=False),
    GridColumn("period", "Period", 84, is_number=True),
    GridColumn("origin", "File and line", 240, sortable=False),
    GridColumn("amount", "Amount", 132, is_number=True, stays=True),
)
MORE: Final = (
    GridColumn("vendor_id", "Vendor number", 130, is_code=True, sortable=False),
    GridColumn("check_no", "Check", 100, is_code=True, sortable=False),
    GridColumn("journal_no", "Journal", 100, is_code=True, sortable=False),
    GridColumn("source_code", "Source", 90, is_code=True, sortable=False),
    GridColumn("account_description", "Account title", 190, sortable=False),
    GridColumn("location_id", "Location", 110, is_code=True, sortable=False),
)
FILES: Final = {"origin": ("file", "source_row"), "amount": ("amount_usd",)}
"""What columns are called in a file, where it is something else."""
USUAL: Final = ("posted_date", True)
"""The order without a choice: the newest first."""
SORTS: Final = {
    "posted_date": "posted_date",
    "period": "period",
    "account": "account",
    "amount": "amount_usd",
}


def filters(ground: Basis, state: TransactionsState) -> LineFilters:
    """The state as filters of the read model."""
    return LineFilters(
        search=state.search,
        where=state.where,
        line_type=state.type or "",
        bucket=state.bucket or "",
        account=state.account or "",
        vendor=state.vendor or "",
        location="".join(ground.location_ids),
        first_period=state.first_period,
        last_period=state.last_period,
    )


def view(services: Services, actor: Actor, state: TransactionsState) -> RowsPage:
    """What stands around the grid."""
    ground = basis(services, actor, state)
    asked = filters(ground, state)
    year = ground.year.year
    found = transactions_by_type(services.warehouse, ground.scope, fiscal_year=year, **asked)
    sums = LineSums(found)
    named = bucket_names(services.warehouse, ground)
    usual, more = columns_of(services, actor)
    offered, columns = (*usual, *more), row_columns.chosen(state, usual, more)
    sort, descending = order(actor, state)
    return RowsPage(
        tabs=bucket_tabs(services, actor, ground, state.bucket) if state.bucket in named else (),
        question=_question(ground, state, named),
        crumb="Transactions",
        sentence=sums.sentence(fiscal_year(year), state.search),
        choices=[
            *_choices(state, named),
            row_columns.order_choice(state, offered, USUAL),
            row_groups.group_choice(services, actor, SOURCE.rows_of, state),
        ],
        chips=_chips(state, named),
        fields=conditions.fields(services, actor, SOURCE.rows_of),
        columns=row_links.opening(columns, row_links.of_transactions(ground)),
        offered=offered,
        chosen=row_columns.is_chosen(state, offered),
        wanted=state.search,
        grouped=row_groups.grouped(services, actor, GROUPS, state, sums.columns)
        if state.group
        else None,
        total=sums.cells
        if state.group
        else row_columns.totals({"posted_date": "All rows", **sums.cells}, columns),
        row_count=found.row_count,
        dollars=sums.dollars,
        noun="rows" if found.row_count != 1 else "row",
        sort=sort,
        descending=descending,
        export=address(services, actor, state),
        note=_note(actor, ground),
    )


def address(services: Services, actor: Actor, state: TransactionsState) -> str:
    """The address of the rows, or of their groups, as a file without its format."""
    ground = basis(services, actor, state)
    given = {**ground.narrowed, **_given(ground.year.year, filters(ground, state))}
    usual, more = columns_of(services, actor)
    if not state.group:
        given |= row_columns.file_order(state, (*usual, *more), SORTS)
    files = row_columns.file_columns(state, usual, more, FILES)
    return row_groups.download(state, "transactions", given, files)


def rows(
    services: Services, actor: Actor, state: TransactionsState, wanted: Block
) -> list[dict[str, str]]:
    """One block of the grid, as text."""
    ground = basis(services, actor, state)
    found = transactions(
        services.warehouse,
        ground.scope,
        fiscal_year=ground.year.year,
        sort=wanted.sort,
        descending=wanted.descending,
        offset=wanted.offset,
        limit=wanted.limit,
        **filters(ground, state),
    )
    shown = row_columns.chosen(state, *columns_of(services, actor))
    beside = row_columns.cells_beside(services, actor, found, shown)
    return [_written(row) | cells for row, cells in zip(found.to_pylist(), beside, strict=True)]


def order(_actor: Actor, state: TransactionsState) -> tuple[str, bool]:
    """The field that rows are ordered by, and whether downwards."""
    return row_columns.order(state, (*COLUMNS, *MORE), USUAL)


def total(services: Services, actor: Actor, state: TransactionsState) -> int:
    """How many rows there are in all."""
    ground = basis(services, actor, state)
    asked = filters(ground, state)
    return transactions_total(
        services.warehouse, ground.scope, fiscal_year=ground.year.year, **asked
    )[0]


def figure(
    services: Services, actor: Actor, state: TransactionsState
) -> tuple[int, Decimal | None]:
    """Rows and dollars of the whole result: what a watched report is held against."""
    ground = basis(services, actor, state)
    found = transactions_by_type(
        services.warehouse, ground.scope, fiscal_year=ground.year.year, **filters(ground, state)
    )
    return found.row_count, LineSums(found).watched


def columns_of(services: Services, actor: Actor) -> tuple[Columns, Columns]:
    """The columns without a choice, with every loaded one, and those that may be chosen besides."""
    found = row_columns.beside(services, actor, "transactions", (*COLUMNS, *MORE))
    loaded = [one for one in found if one.name.startswith(f"{Beside.LOADED}:")]
    others = [one for one in found if one not in loaded]
    return (*COLUMNS[:-2], *loaded, *COLUMNS[-2:]), (*MORE, *others)


def _written(row: dict[str, Any]) -> dict[str, str]:
    several = row["line_count"] and row["line_count"] > 1
    return {
        "posted_date": day(row["posted_date"]),
        "period": MISSING if row["period"] is None else str(row["period"]),
        "kind": row["line_type"],
        "line_type": TYPES.get(row["line_type"], row["line_type"]),
        "account": row["account"],
        "description": row["description"] or row["account_description"] or "",
        "vendor_name": row["vendor_name"] or "",
        "po_no": row["po_no"] or "",
        "invoice_no": row["invoice_no"] or "",
        "amount": money(row["amount_usd"], cents=True),
        "vendor_id": row["vendor_id"] or "",
        "check_no": row["check_no"] or "",
        "journal_no": row["journal_no"] or "",
        "source_code": row["source_code"] or "",
        "account_description": row["account_description"] or "",
        "location_id": row["location_id"] or "",
        "origin": (
            f"{row['line_count']} lines" if several else f"{row['file']}, line {row['source_row']}"
        ),
    }


def _question(ground: Basis, state: TransactionsState, named: dict[str, str]) -> str:
    if state.bucket in named:
        return f"What was bought from {named[state.bucket]}, and from whom?"
    return f"What did {ground.place_name} buy, and from whom?"


def _choices(state: TransactionsState, named: dict[str, str]) -> list[Choice]:
    kinds = [("Any", "type="), *((text, f"type={code}") for code, text in TYPES.items())]
    return [
        Choice("Type", TYPES.get(state.type or "", "Any"), kinds),
        bucket_choice(state.bucket, named),
    ]


def _chips(state: TransactionsState, named: dict[str, str]) -> list[Chip]:
    found = []
    if state.type:
        found.append(Chip("Type", label(TYPES.get(state.type, "")) or state.type, "type="))
    if state.bucket:
        found.append(Chip("Bucket", buckets_named(state.bucket, named), "bucket="))
    if state.account:
        found.append(Chip("Account", state.account, "account="))
    if state.vendor:
        found.append(Chip("Vendor", state.vendor, "vendor="))
    if (periods := _periods(state)) is not None:
        found.append(periods)
    if state.search:
        found.append(Chip("Any field", state.search, "search=", "holds"))
    return [*found, *conditions.chips(state.where)]


def _periods(state: TransactionsState) -> Chip | None:
    first, last = state.first_period, state.last_period
    if first is None and last is None:
        return None
    without = "first-period=&last-period="
    if first == last:
        return Chip("Period", str(first), without)
    ends = (str(first) if first is not None else "the first", str(last) if last is not None else
            "the last")  # fmt: skip
    return Chip("Period", f"{ends[0]} to {ends[1]}", without, "between")


def _given(year: int, asked: LineFilters) -> dict[str, str]:
    given = {key: str(value) for key, value in asked.items() if value not in (None, "")}
    return {"fiscal_year": str(year), **given}


def _note(actor: Actor, ground: Basis) -> str:
    pay = (
        ""
        if actor.scope.sees_compensation
        else "Pay is shown as one sum per account and day; names need compensation rights. "
    )
    return (
        f"{pay}Credits in brackets. Search, sort and total cover the whole result, not the part "
        f"that is loaded. {ground.district_name}, {ground.periods}; {ground.loaded_words}."
    )


def _group_sums(services: Services, actor: Actor, state: TransactionsState) -> list[dict[str, Any]]:
    ground = basis(services, actor, state)
    found: list[dict[str, Any]] = transaction_groups(
        services.warehouse,
        ground.scope,
        group=state.group,
        fiscal_year=ground.year.year,
        **filters(ground, state),
    ).to_pylist()
    return found


def _inside(
    services: Services, actor: Actor, state: TransactionsState, most: int
) -> list[RowInGroup]:
    found = rows(services, actor, state, Block(0, most, "posted_date", True))
    ways = row_links.of_transactions(basis(services, actor, state))
    return [
        RowInGroup(
            row["description"],
            " · ".join(part for part in (row["posted_date"], row["vendor_name"]) if part),
            row | {"period": "", row["kind"]: row["amount"]},
            row_links.filled(ways["po_no" if row["po_no"] else "account"], row),
        )
        for row in found
    ]


GROUPS: Final = GroupSource(
    "transactions",
    "rows",
    "row_count",
    _group_sums,
    cells_of_group,
    _inside,
)
SOURCE: Final = Source(
    "transactions",
    IDS,
    TransactionsState,
    Permission.TRANSACTION_READ,
    view,
    rows,
    total,
    order,
)


def register(guard: Guard, services: Services) -> None:
    """Bind the page."""
    grid_rows.register(guard, services, SOURCE, SORTS)
