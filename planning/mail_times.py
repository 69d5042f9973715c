"""When a mail that comes again is due next, by the clock of the district."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from data.store.report_mails import Every

LAST_DAY: Final = 28
"""The last day that every month has."""
_YEAR: Final = 366


def next_time(every: str, day: int, hour: int, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment after `after` at which a mail of this rhythm is due, in UTC.

    What a worker that was down has missed is not made up for: one mail goes out, and then this.
    An hour that the change to summer time leaves out falls into the hour after it.
    """
    local = after.astimezone(zone)
    start = local.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    for days in range(_YEAR):
        found = (start.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=zone)
        utc = found.astimezone(ZoneInfo("UTC"))
        if utc > after and _fits(every, day, found):
            return utc
    raise ValueError(f"no day of the year is {every} {day}")


def _fits(every: str, day: int, moment: datetime) -> bool:
    if every == Every.WEEK:
        return moment.weekday() == day
    return moment.day == day if every == Every.MONTH else True
