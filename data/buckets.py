"""The Money tab: each bucket with its four terms over the accounts that belong to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

import pyarrow as pa

from access.account_rules import BucketRule
from access.scope import Scope
from data.balances import MONEY_TERMS, with_terms
from data.bucket_history import BucketYear
from data.districts import latest_fiscal_year
from data.read_model import Argument, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR, LOCATION_IDS
from data.warehouse import Warehouse

_CENTS = tuple(
    f"{term}_cents"
    for term in (
        "original",
        "adjustments",
        "budget",
        "spent",
        "encumbered",
        "requested",
        "reserved",
    )
)
_NO_ACCOUNT: Final = {"account_count": 0, "is_revenue": False, "is_active": False}
_COLUMNS = columns(
    "bucket_code text | bucket",
    "bucket_name text | name",
    "description text | short text",
    "decided_by text | owner (the reader decides) or district",
    "type text | expenditure, revenue or both",
    "kind text | kind of the accounts of this row; the kinds of a bucket are never netted",
    "account_count count | visible accounts of the bucket, also those at rest",
    "is_active flag | one of them has lines or dollars in the year, though the sum may be nothing",
    *MONEY_TERMS,
)


def buckets(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    location_ids: Sequence[str] = (),
    show_empty: bool = False,
) -> pa.Table:
    """Buckets in their order of display; those without line or dollar only when asked for."""
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    summed = warehouse.exact(scope, "buckets", fiscal_year=year, location_ids=list(location_ids))
    sums = _added(summed, warehouse.cell_buckets(scope, year))
    raw = _rows(warehouse.bucket_rules(scope), sums)
    if not show_empty:
        raw = raw.filter(raw.column("is_active"))
    reckoned = with_terms(raw)
    made = raw.append_column("remaining_cents", reckoned["remaining_cents"])
    return shaped(made, _COLUMNS, used_share=reckoned["used_share"])


def shared_sum(
    warehouse: Warehouse,
    scope: Scope,
    codes: Collection[str],
    *,
    fiscal_year: int,
    location_ids: Sequence[str] = (),
) -> BucketYear | None:
    """The spending of several buckets, each account once; none where no account lies in two.

    It asks what the list of buckets has asked: the sums of the accounts that lie in the same ones.
    """
    summed = warehouse.exact(
        scope, "buckets", fiscal_year=fiscal_year, location_ids=list(location_ids)
    )
    of_cell = {row["cell"]: row for row in summed.to_pylist()}
    cells = [
        place["cell"]
        for place in warehouse.cell_buckets(scope, fiscal_year)
        if place["bucket_code"] in codes and not place["is_revenue"] and place["cell"] in of_cell
    ]
    once = [of_cell[cell] for cell in dict.fromkeys(cells)]
    if len(once) == len(cells):
        return None

    def term(name: str) -> int | None:
        return _sum([row[f"{name}_cents"] for row in once])

    return BucketYear(
        fiscal_year,
        "expenditure",
        sum(row["account_count"] for row in once),
        original=term("original"),
        adjustments=term("adjustments"),
        budget=term("budget"),
        spent=term("spent"),
        encumbered=term("encumbered"),
        requested=term("requested"),
        reserved=term("reserved"),
    )


def _added(summed: pa.Table, places: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The sums of each bucket and kind: those of its cells, each in whole cents."""
    of_cell = {row["cell"]: row for row in summed.to_pylist()}
    found: dict[tuple[str, bool], list[dict[str, Any]]] = {}
    for place in places:
        if place["cell"] in of_cell:
            key = place["bucket_code"], place["is_revenue"]
            found.setdefault(key, []).append(of_cell[place["cell"]])
    sums: dict[str, list[dict[str, Any]]] = {}
    for (code, is_revenue), cells in found.items():
        row = {name: _sum([cell[name] for cell in cells]) for name in ("account_count", *_CENTS)}
        is_active = any(cell["is_active"] for cell in cells)
        sums.setdefault(code, []).append({**row, "is_revenue": is_revenue, "is_active": is_active})
    return sums


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _rows(rules: Sequence[BucketRule], sums: dict[str, list[dict[str, Any]]]) -> pa.Table:
    """Every bucket in its order with the sums of each kind it is for; sums may be missing."""
    rows = []
    for rule in rules:
        first = "revenue" if rule.type == "revenue" else "expenditure"
        words = {"bucket_code": rule.code, "bucket_name": rule.name, "type": rule.type,
                 "description": rule.description, "decided_by": rule.decided_by}  # fmt: skip
        found = sums.get(rule.code, [_NO_ACCOUNT])
        for row in sorted(found, key=lambda row: bool(row["is_revenue"])):
            kind = "revenue" if row["is_revenue"] else first
            rows.append({**words, "kind": kind, **row})
    text = ("bucket_code", "bucket_name", "description", "decided_by", "type", "kind")
    schema = pa.schema(
        [pa.field(name, pa.string()) for name in text]
        + [pa.field(name, pa.int64()) for name in ("account_count", *_CENTS)]
        + [pa.field("is_active", pa.bool_())]
    )
    return pa.Table.from_pylist(rows, schema)


MODELS = (
    ReadModel(
        "buckets",
        "Buckets",
        "one row per bucket and kind of account",
        "bucket:read",
        _COLUMNS,
        (
            FISCAL_YEAR,
            LOCATION_IDS,
            Argument("show_empty", "flag", default=False, help="also buckets at rest"),
        ),
        buckets,
    ),
)
