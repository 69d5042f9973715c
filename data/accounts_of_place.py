"""The accounts of one location, read whole: any page of them in any order is cut from one answer.

This is what a principal opens all day. The rows are few, so that asking two tables plainly and
joining them here costs less than half of having DuckDB plan a join and a sort.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from access.scope import Scope
from data.labels import whole
from data.statements import is_given
from data.warehouse import Sort, Warehouse


def accounts_of_place(
    warehouse: Warehouse, scope: Scope, asked: dict[str, Any], order: Sort
) -> pa.Table | None:
    """All rows of a year in their order; none where another question must answer.

    It must where the reader sees more than one location, filters are set, or the order is by what
    is not in the rows.
    """
    is_filtered = any(is_given(value) for name, value in asked.items() if name != "fiscal_year")
    if scope.only_location is None or is_filtered:
        return None
    year = asked["fiscal_year"]
    rows = warehouse.reckoned(scope, "place", lambda: _joined(warehouse, scope, year), year)
    if order.column not in rows.column_names:
        return None
    way = "descending" if order.descending else "ascending"
    keys = [(order.column, way, "at_end"), ("account_key", "ascending", "at_end")]
    return rows.take(pc.sort_indices(rows, sort_keys=keys))


def _joined(warehouse: Warehouse, scope: Scope, fiscal_year: int) -> pa.Table:
    """Accounts and their figures; an account without any has no row.

    What accounts are called is kept like other tables of names, their figures like any answer.
    """
    accounts = warehouse.exact(scope, "place_accounts", fiscal_year=fiscal_year)
    figures = warehouse.once(scope, "place_balances", fiscal_year=fiscal_year)
    keys, known = (whole(table.column("account_key")) for table in (figures, accounts))
    places = pc.index_in(keys, value_set=known)
    if places.null_count:
        figures, places = figures.filter(places.is_valid()), places.drop_null()
    found = accounts.take(places)
    for name in figures.column_names[1:]:
        found = found.append_column(name, figures.column(name))
    return found
