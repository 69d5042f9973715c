"""Posting lines: what was bought, from whom, when, by which account; newest first.

A reader of the whole district who may see compensation is served from the `search` table, which
is ordered by date: the walk starts at the newest lines and stops when the page is full. Every
other question goes to `fct_ledger`, which is sorted by location, and there lines of pay are
summed for readers without the right to see compensation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from access.scope import Scope
from data.balances import NO_LIMIT, sort_by
from data.districts import latest_fiscal_year
from data.read_model import Argument, ReadModel, cents_of, columns, shaped
from data.spending import FISCAL_YEAR
from data.warehouse import Sort, Warehouse

_FIRST_WINDOW, _WINDOW_GROWTH = 8_192, 8
_BATCH = 20_000
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


class LineFilters(TypedDict, total=False):
    """Which lines: every filter may be left out."""

    search: str
    line_type: str
    account: str
    bucket: str
    location: str
    vendor: str
    first_day: date | None
    last_day: date | None
    least_usd: Decimal | None
    most_usd: Decimal | None


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
    asked = _asked(warehouse, scope, fiscal_year, filters)
    end = NO_LIMIT if limit is None else offset + limit
    if _walks(scope, asked, sort=sort, descending=descending):
        keys = _newest(warehouse, scope, asked, end)[offset:]
        return _lines(warehouse, scope, asked["fiscal_year"], keys)
    order = sort_by(sort, descending=descending)
    is_newest_first = sort == "posted_date" and descending
    for first_day in _earlier(warehouse, scope, asked, end) if is_newest_first else ():
        newest = {**asked, "first_day": first_day}
        raw = _ledger_page(warehouse, scope, newest, order, offset, end)
        if raw.num_rows == end - offset:
            return shaped(raw, _COLUMNS)
    return shaped(_ledger_page(warehouse, scope, asked, order, offset, end), _COLUMNS)


def _ledger_page(
    warehouse: Warehouse, scope: Scope, asked: dict[str, Any], order: Sort, offset: int, end: int
) -> pa.Table:
    return warehouse.exact(
        scope,
        f"{_lines_for(scope)}_page",
        sort=order,
        offset=offset,
        limit=end - offset,
        **asked,
    )


def _earlier(warehouse: Warehouse, scope: Scope, asked: dict[str, Any], end: int) -> Iterator[date]:
    """Days from which on the newest lines may already fill the page, each earlier than the last.

    Every line from such a day on is asked for, so a page that is full is the right one.
    """
    if end >= NO_LIMIT or _is_one_place(scope, asked):
        return
    places = _places(warehouse, scope, asked["fiscal_year"])
    last = places["last_place"]
    window = _FIRST_WINDOW
    while last - window > places["first_place"]:
        found = warehouse.exact(scope.district, "search_day", place=last - window)
        day = found.column("day")[0].as_py()
        if day is None or (asked["first_day"] and day <= asked["first_day"]):
            return
        yield day
        window *= _WINDOW_GROWTH


def transactions_total(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    **filters: Unpack[LineFilters],
) -> tuple[int, Decimal]:
    """Exactly how many rows the filters leave, and the dollars they add up to."""
    asked = _asked(warehouse, scope, fiscal_year, filters)
    if _walks(scope, asked, sort="posted_date", descending=True):
        walked = {name: value for name, value in asked.items() if name != "vendor"}
        raw = warehouse.exact(scope, "search_totals", from_place=0, to_place=NO_LIMIT, **walked)
    else:
        raw = warehouse.exact(scope, f"{_lines_for(scope)}_totals", **asked)
    row = raw.to_pylist()[0]
    return row["row_count"], Decimal(row["amount_cents"] or 0).scaleb(-2)


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
    """The same lines in parts, for long exports: only the keys are held together."""
    asked = _asked(warehouse, scope, fiscal_year, filters)
    end = NO_LIMIT if limit is None else offset + limit
    if _walks(scope, asked, sort=sort, descending=descending):
        keys = _newest(warehouse, scope, asked, end)[offset:]
        for start in range(0, max(len(keys), 1), _BATCH):
            yield _lines(warehouse, scope, asked["fiscal_year"], keys[start : start + _BATCH])
        return
    order = sort_by(sort, descending=descending)
    for batch in warehouse.batches(
        scope, f"{_lines_for(scope)}_page", sort=order, offset=offset, limit=end - offset, **asked
    ):
        yield shaped(pa.Table.from_batches([batch]), _COLUMNS)


def _asked(
    warehouse: Warehouse, scope: Scope, fiscal_year: int | None, filters: LineFilters
) -> dict[str, Any]:
    return {
        "fiscal_year": fiscal_year or latest_fiscal_year(warehouse, scope.district),
        **{
            name: str(filters.get(name, ""))
            for name in ("search", "line_type", "account", "bucket", "location", "vendor")
        },
        "first_day": filters.get("first_day"),
        "last_day": filters.get("last_day"),
        "least_cents": cents_of(filters.get("least_usd")),
        "most_cents": cents_of(filters.get("most_usd")),
    }


def _lines_for(scope: Scope) -> str:
    """Which statements a reader gets: those with every line, or those that sum pay."""
    return "ledger" if scope.sees_compensation else "summed"


def _walks(scope: Scope, asked: dict[str, Any], *, sort: str, descending: bool) -> bool:
    """Whether the walk back through the search table answers the question."""
    is_newest_first = sort == "posted_date" and descending
    is_open = scope.sees_compensation and not asked["vendor"]
    return is_newest_first and is_open and not _is_one_place(scope, asked)


def _is_one_place(scope: Scope, asked: dict[str, Any]) -> bool:
    """Whether the lines of one location are meant, which lie together in the ledger."""
    return bool(asked["location"]) or (scope.locations is not None and len(scope.locations) == 1)


def _places(warehouse: Warehouse, scope: Scope, fiscal_year: int) -> dict[str, int]:
    """First and last place of a year in the search table."""
    found = warehouse.exact(scope.district, "search_places", fiscal_year=fiscal_year)
    places: dict[str, int] = found.to_pylist()[0]
    return places


def _newest(warehouse: Warehouse, scope: Scope, asked: dict[str, Any], wanted: int) -> list[int]:
    """Keys of the newest lines that pass the filters, at most as many as wanted."""
    walked = {name: value for name, value in asked.items() if name != "vendor"}
    places = _places(warehouse, scope, asked["fiscal_year"])
    keys: list[int] = []
    upper, window = places["last_place"] + 1, _FIRST_WINDOW
    while upper > places["first_place"] and len(keys) < wanted:
        lower = max(places["first_place"], upper - window)
        raw = warehouse.exact(scope, "search_window", from_place=lower, to_place=upper, **walked)
        newest = np.argsort(raw.column("place").to_numpy())[::-1][: wanted - len(keys)]
        keys += raw.column("line_key").to_numpy()[newest].tolist()
        upper, window = lower, window * _WINDOW_GROWTH
    return keys


def _lines(warehouse: Warehouse, scope: Scope, fiscal_year: int, keys: list[int]) -> pa.Table:
    """The lines of these keys, in the order of the keys."""
    # A row is found by its place at once, by its key only by looking through all of them.
    away = warehouse.exact(scope.district, "ledger_places").to_pylist()[0]
    if away["least"] == away["greatest"] and away["least"] is not None:
        places = [key - away["least"] for key in keys]
        raw = warehouse.exact(scope, "lines_by_place", places=places)
    else:
        raw = warehouse.exact(scope, "lines_by_key", line_keys=keys)
    wanted = pa.array(keys, pa.int64())
    raw = raw.take(pc.index_in(wanted, value_set=raw.column("line_key").combine_chunks()))
    names = warehouse.exact(scope, "account_names", fiscal_year=fiscal_year)
    place = pc.index_in(
        raw.column("account_key").combine_chunks(),
        value_set=names.column("account_key").combine_chunks(),
    )
    said = {
        name: names.column(name).combine_chunks().take(place)
        for name in ("account", "account_description")
    }
    return shaped(raw, _COLUMNS, **said)


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
            Argument("bucket", "text", "", "bucket code"),
            Argument("location", "text", "", "location code"),
            Argument("vendor", "text", "", "vendor number or full name"),
            Argument("first_day", "date", None, "first day, YYYY-MM-DD"),
            Argument("last_day", "date", None, "last day, YYYY-MM-DD"),
            Argument("least_usd", "money", None, "least amount"),
            Argument("most_usd", "money", None, "greatest amount"),
            Argument("sort", "text", "posted_date", "column to sort by"),
            Argument("descending", "flag", default=True, help="newest or highest first"),
            Argument("offset", "whole", 0, "rows to pass over"),
            Argument("limit", "whole", None, "rows at most"),
        ),
        transactions,
        transaction_batches,
    ),
)
