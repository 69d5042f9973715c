"""A bucket summed up by the categories of its rollup template; the rest falls into Other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from access.scope import Scope
from data.bucket_history import BucketYear
from data.scope import ScopeLine
from data.warehouse import Warehouse

OTHER = "Other"


@dataclass(frozen=True, slots=True)
class Category:
    """One category of a template: its name and the lines that choose its accounts."""

    name: str
    lines: tuple[ScopeLine, ...]


def bucket_categories(
    warehouse: Warehouse,
    scope: Scope,
    categories: Sequence[Category],
    *,
    bucket: str,
    fiscal_year: int,
    location_ids: Sequence[str] = (),
) -> list[tuple[str, BucketYear]]:
    """Name and figures of each category that has accounts, in order, for each kind of account.

    All rows of a kind sum to the bucket.
    """
    every = placed_accounts(
        warehouse, scope, categories, bucket=bucket, fiscal_year=fiscal_year,
        location_ids=location_ids,
    )  # fmt: skip
    names = [*dict.fromkeys(category.name for category in categories), OTHER]
    found = []
    for kind in ("expenditure", "revenue"):
        own = [(name, row) for name, row in every if row["is_revenue"] == (kind == "revenue")]
        for name in dict.fromkeys(names):
            rows = [row for category, row in own if category == name]
            if rows:
                found.append((name, _summed(rows, fiscal_year, kind)))
    return found


def placed_accounts(
    warehouse: Warehouse,
    scope: Scope,
    categories: Sequence[Category],
    *,
    bucket: str,
    fiscal_year: int,
    location_ids: Sequence[str] = (),
) -> list[tuple[str, dict[str, Any]]]:
    """Every account of a bucket with its category; nothing without categories.

    An account goes to the first category whose lines choose it; those that none chooses fall into
    Other.
    """

    def accounts(lines: Sequence[ScopeLine]) -> list[dict[str, Any]]:
        asked: dict[str, Any] = {
            "bucket": bucket,
            "fiscal_year": fiscal_year,
            "first_year": fiscal_year,
            "location_ids": list(location_ids),
        }
        rows: list[dict[str, Any]] = warehouse.exact(
            scope, "bucket_accounts", lines=lines, **asked
        ).to_pylist()
        return rows

    if not categories:
        return []
    chosen: dict[int, str] = {}
    for category in categories:
        for row in accounts(category.lines) if category.lines else ():
            chosen.setdefault(row["account_key"], category.name)
    return [(chosen.get(row["account_key"], OTHER), row) for row in accounts(())]


def _summed(rows: Sequence[dict[str, Any]], year: int, kind: str) -> BucketYear:
    def total(term: str) -> int | None:
        known = [row[f"{term}_cents"] for row in rows if row[f"{term}_cents"] is not None]
        return sum(known) if known else None

    return BucketYear(
        year,
        kind,
        len(rows),
        original=total("original"),
        adjustments=total("adjustments"),
        budget=total("budget"),
        spent=total("spent"),
        encumbered=total("encumbered"),
        requested=total("requested"),
        reserved=total("reserved"),
    )
