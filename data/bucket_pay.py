"""What a bucket of pay costs at each pay date, and how many pay dates are still to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from access.scope import Scope
from data.bucket_history import YEARS_BACK
from data.warehouse import Warehouse
from metrics.back_test import Pay


def bucket_pay(
    warehouse: Warehouse,
    scope: Scope,
    *,
    bucket: str,
    fiscal_year: int,
    period: int,
    location_ids: Sequence[str] = (),
) -> Mapping[int, Pay]:
    """Pay as it stood at the end of a period, of the year and of years before, by year.

    Empty where the bucket holds anything but pay this year, or no pay is posted. The pay dates
    to come are those of the same year where it is over, else those of the year before; where
    that has none, the year is taken to go on as it began.
    """
    rows = warehouse.exact(
        scope,
        "bucket_pay",
        bucket=bucket,
        fiscal_year=fiscal_year,
        first_year=fiscal_year - YEARS_BACK,
        location_ids=list(location_ids),
    ).to_pylist()
    if not rows or rows[0]["other_count"]:
        return {}
    of_year: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        of_year.setdefault(row["fiscal_year"], []).append(row)
    made = {}
    for year, dates in of_year.items():
        paid = [row for row in dates if row["period"] <= period]
        calendar = dates if year < fiscal_year else of_year.get(year - 1)
        left = round(len(paid) * (12 - period) / period)
        if calendar is not None:
            left = sum(row["period"] > period for row in calendar)
        if paid:
            made[year] = Pay(paid[-1]["pay_cents"], paid[-1]["pay_date"], left, len(paid))
    return made
