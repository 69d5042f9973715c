"""The Money tab: each bucket with its four terms over the accounts that belong to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import pyarrow as pa

from access.account_rules import BucketRule
from access.scope import Scope
from data.balances import MONEY_TERMS, with_terms
from data.bucket_history import BucketYear
from data.bucket_sums import CENTS, bucket_sums
from data.districts import latest_fiscal_year
from data.read_model import Argument, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR, LOCATION_IDS
from data.warehouse import Warehouse

_WORDS: Final = {
    "bucket_code": "code",
    "bucket_name": "name",
    "description": "description",
    "decided_by": "decided_by",
    "type": "type",
}
"""Columns of a row and the fields of a bucket's rule that they show."""
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
    sums = bucket_sums(warehouse, scope, fiscal_year=year, location_ids=location_ids)
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
        for place in warehouse.cell_buckets(scope, fiscal_year).to_pylist()
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


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _rows(rules: Sequence[BucketRule], sums: pa.Table) -> pa.Table:
    """Every bucket in its order with the sums of each kind it is for; sums may be missing."""
    is_revenue = sums.column("is_revenue").to_pylist()
    places: dict[str, list[int]] = {}
    for at, code in enumerate(sums.column("bucket_code").to_pylist()):
        places.setdefault(code, []).append(at)
    rows: list[tuple[BucketRule, str, int | None]] = []
    for rule in rules:
        first = "revenue" if rule.type == "revenue" else "expenditure"
        found = sorted(places.get(rule.code, ()), key=is_revenue.__getitem__)
        rows += [(rule, "revenue" if is_revenue[at] else first, at) for at in found]
        rows += [] if found else [(rule, first, None)]
    made = sums.take(pa.array([at for _, _, at in rows], pa.int64()))
    texts = {name: [getattr(rule, field) for rule, _, _ in rows] for name, field in _WORDS.items()}
    texts["kind"] = [kind for _, kind, _ in rows]
    return pa.table(
        {name: pa.array(values, pa.string()) for name, values in texts.items()}
        | {name: made.column(name) for name in CENTS}
        | {
            "account_count": made.column("account_count").fill_null(0),
            "is_active": made.column("is_active").fill_null(fill_value=False),
        }
    )


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
