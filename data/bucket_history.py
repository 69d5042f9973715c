"""A bucket year by year and month by month, for every kind of account that it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any

from access.scope import Scope
from data.districts import FiscalYear, fiscal_years, periods
from data.warehouse import Warehouse
from metrics.back_test import ClosedYear
from metrics.balances import remaining, used_share
from metrics.rounding import half_away

YEARS_BACK = 5
"""How many earlier years are looked at."""
YEARS_COMPARED = 3
"""How many of them the progress of a year is compared with."""
MONTHS = 12
_Key = tuple[str, int, bool]


@dataclass(frozen=True, slots=True)
class BucketYear:
    """One fiscal year of a bucket for one kind of account, in cents; missing is not zero.

    `reserved` is what of `requested` the district subtracts from what is left. `months` holds what
    was spent, or received, by regular period; empty where the district loaded no postings of that
    year.
    """

    year: int
    kind: str
    account_count: int
    original: int | None
    adjustments: int | None
    budget: int | None
    spent: int | None
    encumbered: int | None
    requested: int | None
    months: Mapping[int, int] = field(default_factory=dict)
    reserved: int | None = None

    @property
    def remaining(self) -> int | None:
        """What is left, or not yet received."""
        return remaining(self.kind, self.budget, self.spent, self.encumbered, self.reserved)

    @property
    def used_share(self) -> float | None:
        """Spent and on order, or received, as a share of the budget."""
        return used_share(self.kind, self.budget, self.spent, self.encumbered)

    def spent_in(self, first: int, last: int) -> int:
        """What was spent in the regular periods from first to last."""
        return sum(cents for period, cents in self.months.items() if first <= period <= last)


def bucket_years(
    warehouse: Warehouse,
    scope: Scope,
    *,
    bucket: str,
    fiscal_year: int,
    location_ids: Sequence[str] = (),
) -> tuple[BucketYear, ...]:
    """The year and up to five before it, oldest first; expenditure before revenue in each.

    Accounts that were recoded since count with those that carry on for them, by their shares.
    """
    asked: dict[str, Any] = {"fiscal_year": fiscal_year, "location_ids": location_ids}
    return bucket_histories(warehouse, scope, bucket=bucket, **asked).get(bucket, ())


def bucket_histories(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int,
    location_ids: Sequence[str] = (),
    bucket: str = "",
) -> dict[str, tuple[BucketYear, ...]]:
    """The same of every bucket that the reader sees, in two questions however many there are."""
    asked: dict[str, Any] = {
        "bucket": bucket,
        "fiscal_year": fiscal_year,
        "first_year": fiscal_year - YEARS_BACK,
        "location_ids": list(location_ids),
    }
    months: dict[_Key, dict[int, int]] = {}
    for row in warehouse.exact(scope, "bucket_periods", **asked).to_pylist():
        of_year = months.setdefault(_key(row), {})
        part = part_of(row["spent_cents"], row["share"]) or 0
        of_year[row["period"]] = of_year.get(row["period"], 0) + part
    groups: dict[_Key, list[dict[str, Any]]] = {}
    for row in warehouse.exact(scope, "bucket_years", **asked).to_pylist():
        groups.setdefault(_key(row), []).append(row)
    found: dict[str, tuple[BucketYear, ...]] = {}
    for key, rows in groups.items():
        code, year, is_revenue = key
        one = _year((year, is_revenue), rows, months.get(key, {}))
        found[code] = (*found.get(code, ()), one)
    return found


def _key(row: Mapping[str, Any]) -> _Key:
    return row["bucket_code"], row["fiscal_year"], row["is_revenue"]


def _year(
    key: tuple[int, bool], rows: Sequence[dict[str, Any]], months: Mapping[int, int]
) -> BucketYear:
    """Accounts that belong whole and in part as one year."""
    year, is_revenue = key

    def summed(term: str) -> int | None:
        parts = [part_of(row[f"{term}_cents"], row["share"]) for row in rows]
        known = [part for part in parts if part is not None]
        return sum(known) if known else None

    return BucketYear(
        year,
        "revenue" if is_revenue else "expenditure",
        sum(row["account_count"] for row in rows),
        original=summed("original"),
        adjustments=summed("adjustments"),
        budget=summed("budget"),
        spent=summed("spent"),
        encumbered=summed("encumbered"),
        requested=summed("requested"),
        reserved=summed("reserved"),
        months=months,
    )


def part_of(cents: int | None, share: Decimal) -> int | None:
    """The part of an amount that went to the bucket's accounts; half a cent away from zero."""
    if cents is None or share == 1:
        return cents
    exact = Fraction(share)
    return half_away(cents * exact.numerator, exact.denominator)


def closed_years(
    known: Iterable[FiscalYear], years: Sequence[BucketYear], fiscal_year: int
) -> list[ClosedYear]:
    """Earlier years of spending that are complete month by month, oldest first.

    `known` are the fiscal years of the district, which whoever asks for many buckets reads once.
    """
    whole = {entry.year for entry in known if (entry.last_period or 0) >= MONTHS}
    made = []
    for one in years:
        is_earlier = one.kind == "expenditure" and one.year < fiscal_year
        if is_earlier and one.year in whole and one.months:
            months = (one.months.get(month, 0) for month in range(1, MONTHS + 1))
            sums = tuple(accumulate(months))
            made.append(ClosedYear(one.year, sums, one.spent or 0))
    return made


def last_closed_period(warehouse: Warehouse, district: str, fiscal_year: int) -> int | None:
    """The last regular period that is closed and posted; none where no period is."""
    known = year_of(warehouse, district, fiscal_year)
    if known is None or known.last_period is None:
        return None
    rows = periods(warehouse, district, fiscal_year=fiscal_year).to_pylist()
    closed = [
        row["period"]
        for row in rows
        if row["period_kind"] == "regular" and row["is_closed"] is not False
    ]
    reached = [period for period in closed if period <= known.last_period]
    return max(reached, default=None)


def year_of(warehouse: Warehouse, district: str, fiscal_year: int) -> FiscalYear | None:
    """What is known of a fiscal year; none where the district has no such year."""
    known = fiscal_years(warehouse, district)
    return next((entry for entry in known if entry.year == fiscal_year), None)
