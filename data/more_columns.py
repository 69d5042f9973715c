"""Columns beside those of a read model: parts and attributes of accounts, further loaded columns.

A column is named by what it is and how the district writes it: `segment:Fund`,
`attribute:State Code`, `loaded:Item`. Its values are texts, empty where there is none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Final

import pyarrow as pa

from access.scope import Scope
from data.row_filter import loaded_headings
from data.warehouse import Warehouse


class Beside(StrEnum):
    """Where the values of such a column come from."""

    SEGMENT = "segment"
    ATTRIBUTE = "attribute"
    LOADED = "loaded"


HAVE: Final[Mapping[str, tuple[Beside, ...]]] = {
    "account-status": (Beside.SEGMENT, Beside.ATTRIBUTE),
    "transactions": (Beside.SEGMENT, Beside.ATTRIBUTE, Beside.LOADED),
    "purchase-orders": (Beside.LOADED,),
}
"""Which of them a read model has."""


def column_name(beside: Beside, heading: str) -> str:
    """The name of a column: `attribute:State Code`."""
    return f"{beside}:{heading}"


def heading_of(name: str) -> str:
    """How the district writes the column."""
    return name.partition(":")[2]


def more_columns(warehouse: Warehouse, scope: Scope, model: str) -> list[str]:
    """The names of all such columns of a read model, as the reader's district has them now."""
    known: Mapping[Beside, Callable[[], Sequence[str]]] = {
        Beside.SEGMENT: lambda: _segments(warehouse, scope.district),
        Beside.ATTRIBUTE: lambda: warehouse.attributes.names(scope.district),
        Beside.LOADED: lambda: loaded_headings(warehouse, scope, model.replace("-", " ")),
    }
    return [column_name(one, text) for one in HAVE.get(model, ()) for text in known[one]()]


def values_beside(
    warehouse: Warehouse, scope: Scope, rows: pa.Table, names: Sequence[str]
) -> dict[str, list[str]]:
    """The values of the named columns for rows that have `account`, or `extra` where loaded."""
    found: dict[str, list[str]] = {}
    if not names:
        return found
    is_of_accounts = _any(names, Beside.SEGMENT) or _any(names, Beside.ATTRIBUTE)
    accounts = rows.column("account").to_pylist() if is_of_accounts else []
    segments = _codes(warehouse, scope, accounts) if _any(names, Beside.SEGMENT) else {}
    extras = _extras(rows) if _any(names, Beside.LOADED) else []
    for name in names:
        beside, _, heading = name.partition(":")
        if beside == Beside.SEGMENT:
            found[name] = [segments.get((one, heading), "") for one in accounts]
        elif beside == Beside.ATTRIBUTE:
            values = warehouse.attributes.values(scope.district, heading)
            found[name] = [values.get(one, "") for one in accounts]
        else:
            found[name] = [_said(lines, heading) for lines in extras]
    return found


def with_beside(
    warehouse: Warehouse, scope: Scope, rows: pa.Table, names: Mapping[str, str]
) -> pa.Table:
    """The rows with such columns after their own, each under the heading that `names` gives it."""
    for name, values in values_beside(warehouse, scope, rows, list(names)).items():
        rows = rows.append_column(names[name], pa.array(values, pa.string()))
    return rows


def _any(names: Sequence[str], beside: Beside) -> bool:
    return any(name.startswith(f"{beside}:") for name in names)


def _segments(warehouse: Warehouse, district: str) -> list[str]:
    rows = warehouse.exact(district, "segment_names").to_pylist()
    return [str(row["segment"]) for row in rows]


def _codes(
    warehouse: Warehouse, scope: Scope, accounts: Sequence[str]
) -> dict[tuple[str, str], str]:
    wanted = sorted(set(accounts))
    rows = warehouse.once(scope, "codes_of_accounts", accounts=wanted or [""]).to_pylist()
    return {(row["account"], row["segment"]): row["code"] or "" for row in rows}


def _extras(rows: pa.Table) -> list[list[dict[str, object]]]:
    """What each row carries; an order carries what its lines do."""
    kept = [json.loads(text) if text else {} for text in rows.column("extra").to_pylist()]
    return [one if isinstance(one, list) else [one] for one in kept]


def _said(lines: Sequence[Mapping[str, object]], heading: str) -> str:
    return ", ".join(dict.fromkeys(str(text) for line in lines if (text := line.get(heading))))
