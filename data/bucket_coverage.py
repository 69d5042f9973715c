"""Which accounts lie in no bucket, and which in several: left out, or counted twice."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from access.scope import Scope
from data.balances import NO_LIMIT
from data.districts import latest_fiscal_year
from data.labels import location_labels
from data.read_model import Argument, ArgumentError, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR
from data.warehouse import Warehouse

NONE, SEVERAL = "none", "several"
_COLUMNS = columns(
    "account text | account as printed",
    "description text | account title",
    "kind text | expenditure or revenue",
    "location_id text | location code",
    "location_name text | location",
    "bucket_count count | buckets that hold the account: none, or more than one",
    "buckets text | their codes",
    "budget_usd money | adjusted budget",
    "spent_usd money | spent, or received",
)


@dataclass(frozen=True, slots=True)
class Covered:
    """Accounts of one kind in so many buckets (2 stands for several), and their dollars."""

    kind: str
    bucket_count: int
    account_count: int
    budget: Decimal
    spent: Decimal


def bucket_coverage(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    part: str = "",
    kind: str = "",
    offset: int = 0,
    limit: int | None = None,
) -> pa.Table:
    """Accounts with figures in no bucket or in several, the largest budgets first."""
    if part not in ("", NONE, SEVERAL):
        raise ArgumentError(f"part: {part!r} is neither {NONE} nor {SEVERAL}")
    raw = warehouse.exact(
        scope,
        "bucket_coverage",
        fiscal_year=fiscal_year or latest_fiscal_year(warehouse, scope.district),
        in_none=part == NONE,
        in_several=part == SEVERAL,
        kind=kind,
        limit=NO_LIMIT if limit is None else limit,
        offset=offset,
    )
    ids, names = location_labels(warehouse, scope.district, raw.column("location_key"))
    return shaped(raw, _COLUMNS, location_id=ids, location_name=names)


def coverage_totals(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int | None = None
) -> list[Covered]:
    """How many accounts lie in no, one and several buckets; together they are every account."""
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    rows = warehouse.exact(scope, "bucket_coverage_totals", fiscal_year=year).to_pylist()
    return [
        Covered(row["kind"], row["bucket_count"], row["account_count"], _usd(row, "budget"),
                _usd(row, "spent"))
        for row in rows
    ]  # fmt: skip


def _usd(row: dict[str, Any], term: str) -> Decimal:
    return Decimal(row[f"{term}_cents"] or 0).scaleb(-2)


MODELS = (
    ReadModel(
        "bucket-coverage",
        "Bucket coverage",
        "one row per account with figures that lies in no bucket, or in several",
        "manage:configure",
        _COLUMNS,
        (
            FISCAL_YEAR,
            Argument("part", "text", "", "none or several; both when left out"),
            Argument("kind", "text", "", "expenditure or revenue; both when left out"),
            Argument("offset", "whole", 0, "rows to pass over"),
            Argument("limit", "whole", None, "rows at most"),
        ),
        bucket_coverage,
    ),
)
