"""Fiscal years from July to June, their periods and business days."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from data.sample.cedar_valley.shape import ADJUSTMENT, CURRENT, LAST_PERIOD, PERIODS, YEARS, Ints

_FIRST_MONTH = 7
_MONTHS = 12
EPOCH = date(1970, 1, 1)


def first_day(year: int, period: int) -> date:
    """First day of a period; the adjustment period lies on the year's last day."""
    if period > PERIODS:
        return date(year, 6, 30)
    month = (_FIRST_MONTH - 2 + max(period, 1)) % _MONTHS + 1
    return date(year - 1 if month >= _FIRST_MONTH else year, month, 1)


def last_day(year: int, period: int) -> date:
    """Last day of a period."""
    if period >= PERIODS:
        return date(year, 6, 30)
    if period == 0:
        return date(year - 1, 7, 1)
    return first_day(year, period + 1) - timedelta(days=1)


def ordinal(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def business_days(year: int) -> tuple[Ints, Ints]:
    """`[period, n]` business days as ordinals (row 0 unused), and how many each period has."""
    rows = [np.zeros(1, dtype=np.int64)]
    for period in range(1, ADJUSTMENT + 1):
        start = ordinal(first_day(year, period))
        days = np.arange(start, ordinal(last_day(year, period)) + 1)
        weekdays = days[(days + 3) % 7 < 5]  # noqa: PLR2004
        rows.append(weekdays if len(weekdays) else days)
    count = np.array([len(row) for row in rows])
    table = np.zeros((len(rows), count.max()), dtype=np.int64)
    for period, row in enumerate(rows):
        table[period, : len(row)] = row
    return table, count


def period_rows() -> list[tuple[int, int, str, str, str, str, str]]:
    """(year, period, label, first day, last day, kind, closed) of all three years."""
    rows = []
    for year in YEARS:
        for period in range(ADJUSTMENT + 1):
            start, end = first_day(year, period), last_day(year, period)
            kind = {0: "open_balance", ADJUSTMENT: "adjustment"}.get(period, "regular")
            label = {0: "Opening balance", ADJUSTMENT: "Adjustments"}.get(
                period, start.strftime("%b %Y")
            )
            closed = "Y" if year < CURRENT or period <= LAST_PERIOD else "N"
            rows.append((year, period, label, f"{start:%m/%d/%Y}", f"{end:%m/%d/%Y}", kind, closed))
    return rows
