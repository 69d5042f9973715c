"""Posting lines: what was bought, from whom, when, by which account; newest first.

A reader of the whole district who may see compensation is served from the `search` table, which
is ordered by date: the walk starts at the newest lines and stops when the page is full. Every
other question goes to `fct_ledger`, which is sorted by location, and there lines of pay are
summed for readers without the right to see compensation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypedDict, Unpack

import pyarrow as pa

from access.scope import Scope
from data.balances import NO_LIMIT, sort_by
from data.districts import latest_fiscal_year
from data.line_search import (
    PART,
    SORTED_PART,
    SUMMED_PART,
    counted,
    earlier_days,
    lines_of,
    newest_keys,
    spans,
    sums_of,
)
from data.newest_lines import newest_page
from data.read_model import Argument, ReadModel, cents_of, columns, shaped
from data.row_filter import where_lines
from data.spending import FISCAL_YEAR, WHERE
from data.warehouse import Sort, Warehouse

_NEWEST_FIRST = Sort("posted_date", descending=True)
_ONLY_IN_LEDGER = ("vendor", "first_period", "last_period", "undated", "lines")
_COLUMNS = columns(
    "line_key count | key of the line in this load; a sum of pay carries its lowest",
    "fiscal_year year | fiscal year",
    "posted_date date | day of posting",
    "period count | accounting period",
    "line_type text | budget, actual, encumbrance or receipt",
    "account text | account as printed",
    "account_description text | account title",
    "location_id text | location",
    "vendor_id text | vendor number",
    "vendor_name text | vendor",
    "description text | as written",
    "po_no text | purchase order",
    "invoice_no text | invoice",
    "check_no text | check",
    "journal_no text | journal",
    "source_code text | ERP source",
    "amount_usd money | dollars in natural sign: a credit to expense is negative",
    "line_count count | posting lines in the row; more than 1 only where pay is summed",
    "extra text | further loaded columns as JSON text",
    "file text | file it came from",
    "source_row count | line of that file",
)


LINE_SUMS: Final = ("actual", "encumbrance", "budget", "receipt", "expected")
"""What lines are summed by: their type, budgets of revenue apart as what is expected."""


@dataclass(frozen=True, slots=True)
class LineTotals:
    """Rows, and the dollars of each of `LINE_SUMS` that is among them.

    A budget, what was paid of it and what is on order are sides of one another: only the rows of
    one type add up to something.
    """

    row_count: int
    usd: Mapping[str, Decimal]


class LineFilters(TypedDict, total=False):
    """Which lines: every filter may be left out."""

    search: str
    line_type: str
    account: str
    bucket: str
    location: str
    vendor: str
    first_period: int | None
    last_period: int | None
    first_day: date | None
    last_day: date | None
    least_usd: Decimal | None
    most_usd: Decimal | None
    where: str


def transactions(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    sort: str = "posted_date",
    descending: bool = True,
    offset: int = 0,
    limit: int | None = None,
    **filters: Unpack[LineFilters],
) -> pa.Table:
    """One page of lines in the given order."""
    asked = lines_asked(warehouse, scope, fiscal_year, filters)
    end = NO_LIMIT if limit is None else offset + limit
    order = sort_by(sort, descending=descending)
    if order == _NEWEST_FIRST and _is_open(scope, asked):
        kept = newest_page(warehouse, scope, asked, offset, end)
        if kept is not None:
            return shaped(kept, _COLUMNS)
        keys = newest_keys(warehouse, scope, _searched(asked), end)[offset:]
        return shaped(lines_of(warehouse, scope, asked["fiscal_year"], keys), _COLUMNS)
    page: dict[str, Any] = {"offset": offset, "limit": end - offset}
    if order == _NEWEST_FIRST and limit is not None and not _is_one_place(scope, asked):
        for day in earlier_days(warehouse, scope, asked):
            # Every line from the day on is asked for, so a page that is full is the right one.
            newest = {**asked, "first_day": day}
            raw = warehouse.exact(scope, _pages_for(scope), sort=order, **page, **newest)
            if raw.num_rows == limit:
                return shaped(raw, _COLUMNS)
    if _is_one_place(scope, asked):
        raw = warehouse.exact(scope, _pages_for(scope), sort=order, **page, **asked)
        return shaped(raw, _COLUMNS)
    return pa.concat_tables(list(_ordered(warehouse, scope, asked, order, page)))


def transactions_total(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    **filters: Unpack[LineFilters],
) -> tuple[int, Decimal]:
    """Exactly how many rows the filters leave, and the dollars they add up to."""
    found = transactions_by_type(warehouse, scope, fiscal_year=fiscal_year, **filters)
    return found.row_count, sum(found.usd.values(), Decimal(0).scaleb(-2))


def transactions_by_type(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    **filters: Unpack[LineFilters],
) -> LineTotals:
    """Exactly how many rows the filters leave, and their dollars by type of line."""
    asked = lines_asked(warehouse, scope, fiscal_year, filters)
    if _is_open(scope, asked):
        rows = list(counted(warehouse, scope, _searched(asked)))
    else:
        name = "ledger_totals" if scope.sees_compensation else "summed_totals"
        rows = warehouse.exact(scope, name, **asked).to_pylist()
    cents = {kind: [row[f"{kind}_cents"] for row in rows] for kind in LINE_SUMS}
    usd = {
        kind: Decimal(sum(one or 0 for one in found)).scaleb(-2)
        for kind, found in cents.items()
        if any(one is not None for one in found)
    }
    return LineTotals(sum(row["row_count"] or 0 for row in rows), usd)


def transaction_batches(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    sort: str = "posted_date",
    descending: bool = True,
    offset: int = 0,
    limit: int | None = None,
    **filters: Unpack[LineFilters],
) -> Iterator[pa.Table]:
    """The same lines in parts, for long exports; in the usual order they are never held whole."""
    asked = lines_asked(warehouse, scope, fiscal_year, filters)
    end = NO_LIMIT if limit is None else offset + limit
    order = sort_by(sort, descending=descending)
    page: dict[str, Any] = {"offset": offset, "limit": end - offset}
    if order == _NEWEST_FIRST and _is_open(scope, asked):
        keys = newest_keys(warehouse, scope, _searched(asked), end)[offset:]
        for start in range(0, max(len(keys), 1), PART):
            part = keys[start : start + PART]
            raw = lines_of(warehouse, scope, asked["fiscal_year"], part, once=True)
            yield shaped(raw, _COLUMNS)
    elif order == _NEWEST_FIRST and limit is None and not offset:
        for span in spans(warehouse, scope, asked):
            days = {**asked, **span}
            raw = warehouse.once(scope, _pages_for(scope), sort=order, **page, **days)
            yield shaped(raw, _COLUMNS)
    else:
        yield from _ordered(warehouse, scope, asked, order, page)


def _ordered(
    warehouse: Warehouse, scope: Scope, asked: dict[str, Any], order: Sort, page: dict[str, Any]
) -> Iterator[pa.Table]:
    """Lines in any order, in parts: their keys are sorted, and the lines of a part fetched by them.

    Whole lines of a year of millions do not fit into the memory of a web process.
    """
    name = "ledger_keys" if scope.sees_compensation else "summed_keys"
    found = warehouse.once(scope, name, sort=order, **page, **asked)
    size = SORTED_PART if scope.sees_compensation else SUMMED_PART
    for start in range(0, max(found.num_rows, 1), size):
        part = found.slice(start, size)
        if scope.sees_compensation:
            keys = part.column("line_key").to_numpy()
            raw = lines_of(warehouse, scope, asked["fiscal_year"], keys, once=True)
        else:
            raw = sums_of(warehouse, scope, asked, part)
        yield shaped(raw, _COLUMNS)


def transaction_count(warehouse: Warehouse, scope: Scope, **asked: Any) -> int:
    """How many rows the filters leave."""
    return transactions_total(warehouse, scope, **asked)[0]


def lines_asked(
    warehouse: Warehouse, scope: Scope, fiscal_year: int | None, filters: LineFilters
) -> dict[str, Any]:
    """The filters as arguments of the statements."""
    return {
        "fiscal_year": fiscal_year or latest_fiscal_year(warehouse, scope.district),
        **{
            name: str(filters.get(name, ""))
            for name in ("search", "line_type", "account", "bucket", "location", "vendor")
        },
        "first_period": filters.get("first_period"),
        "last_period": filters.get("last_period"),
        "undated": False,
        "first_day": filters.get("first_day"),
        "last_day": filters.get("last_day"),
        "least_cents": cents_of(filters.get("least_usd")),
        "most_cents": cents_of(filters.get("most_usd")),
        "lines": where_lines(warehouse, scope, "transactions", filters.get("where", "")),
    }


def _searched(asked: dict[str, Any]) -> dict[str, Any]:
    """The filters that the search table knows."""
    return {name: value for name, value in asked.items() if name not in _ONLY_IN_LEDGER}


def _pages_for(scope: Scope) -> str:
    """Which statement a reader gets: that with every line, or that which sums pay."""
    return "ledger_page" if scope.sees_compensation else "summed_page"


def _is_open(scope: Scope, asked: dict[str, Any]) -> bool:
    """Whether the search table may answer: nothing to withhold, nothing it does not hold."""
    is_known = scope.sees_compensation and all(not asked[name]
                                               for name in _ONLY_IN_LEDGER)  # fmt: skip
    return is_known and not _is_one_place(scope, asked)


def _is_one_place(scope: Scope, asked: dict[str, Any]) -> bool:
    """Whether the lines of one location are meant, which lie together in the ledger."""
    return bool(asked["location"]) or scope.only_location is not None


MODELS = (
    ReadModel(
        "transactions",
        "Transactions",
        "one row per posting line; pay is one row per account and day without the right to see it",
        "transaction:read",
        _COLUMNS,
        (
            FISCAL_YEAR,
            Argument("search", "text", "", "text in vendor, description or any other field"),
            Argument("line_type", "text", "", "budget, actual, encumbrance or receipt"),
            Argument("account", "text", "", "account as printed"),
            Argument("bucket", "text", "", "bucket code, or several with commas"),
            Argument("location", "text", "", "location code"),
            Argument("vendor", "text", "", "vendor number or full name"),
            Argument("first_period", "whole", None, "first accounting period"),
            Argument("last_period", "whole", None, "last accounting period"),
            Argument("first_day", "date", None, "first day, YYYY-MM-DD"),
            Argument("last_day", "date", None, "last day, YYYY-MM-DD"),
            Argument("least_usd", "money", None, "least amount"),
            Argument("most_usd", "money", None, "greatest amount"),
            WHERE,
            Argument("sort", "text", "posted_date", "column to sort by"),
            Argument("descending", "flag", default=True, help="newest or highest first"),
            Argument("offset", "whole", 0, "rows to pass over"),
            Argument("limit", "whole", None, "rows at most"),
        ),
        transactions,
        transaction_batches,
        transaction_count,
    ),
)
