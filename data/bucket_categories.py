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

    An account goes to the first category whose lines choose it; those that none chooses stand
    last, under Other. All rows of a kind sum to the bucket.
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
    every = {row["account_key"]: row for row in accounts(())}
    chosen: dict[int, str] = {}
    for category in categories:
        for row in accounts(category.lines) if category.lines else ():
            chosen.setdefault(row["account_key"], category.name)
    names = [*dict.fromkeys(category.name for category in categories), OTHER]
    found = []
    for kind in ("expenditure", "revenue"):
        own = [row for row in every.values() if row["is_revenue"] == (kind == "revenue")]
        for name in names:
            rows = [row for row in own if chosen.get(row["account_key"], OTHER) == name]
            if rows:
                found.append((name, _summed(rows, fiscal_year, kind)))
    return found


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
    )
