"""How many of those who hold a budget look at it: shares, weeks and regular looking.

A window of n days is the day itself and the n-1 before it. Nobody to ask gives no share, not 0.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

WINDOW_DAYS: Final = 30
REGULAR_WINDOWS: Final = 3
"""A budget is looked at regularly when somebody looked in each of so many windows."""
WEEKS: Final = 12
FEWEST: Final = 5
"""Of fewer people with a budget no goal is called reached: one of two would be half of them."""


EFFECT_DAYS: Final = 7
"""Whoever looks within so many days of a mail, that of the mail among them, may do so for it."""


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday on, and who looked in it. `is_whole` once it is over."""

    monday: date
    people: frozenset[int]
    is_whole: bool


def since(today: date, days: int = WINDOW_DAYS) -> date:
    """The first day of the window of so many days that ends today."""
    return today - timedelta(days=days - 1)


def share(part: int, whole: int) -> float | None:
    """A part of a whole between 0 and 1; none where there is no whole."""
    return part / whole if whole else None


def needed(goal: int, whole: int) -> int:
    """How many of a whole a goal in percent asks for, rounded up: 40 % of 31 are 13."""
    return -(-goal * whole // 100)


def is_reached(goal: int, regular: int, budgets: int, people: int) -> bool:
    """Whether so many budgets are looked at regularly as the goal asks for.

    Never where fewer than `FEWEST` people hold one.
    """
    return people >= FEWEST and budgets > 0 and regular >= needed(goal, budgets)


def looked(days: Iterable[date], today: date) -> bool:
    """Whether one of the days lies within the last window."""
    first = since(today)
    return any(first <= day <= today for day in days)


def is_regular(days: Collection[date], today: date) -> bool:
    """Whether there is a day in each of the last windows, one behind the other."""
    ends = (today - timedelta(days=WINDOW_DAYS * back) for back in range(REGULAR_WINDOWS))
    return all(looked(days, end) for end in ends)


def without_effect(mails: Iterable[date], looks: Collection[date], today: date) -> int:
    """How many mails of the last window nobody looked after, by their days and those of looking.

    A mail whose days have not all passed is not counted: its reader may look yet.
    """
    first, last = since(today), today - timedelta(days=EFFECT_DAYS)
    ripe = (day for day in mails if first <= day <= last)
    return sum(
        not any(day <= look < day + timedelta(days=EFFECT_DAYS) for look in looks) for day in ripe
    )


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks_in_a_row(days: Iterable[date], today: date) -> int:
    """In how many weeks, one behind the other, there is a day; they end with this week or the last.

    A week that still runs does not break the row while nobody has looked in it yet.
    """
    mondays, last = {monday(day) for day in days if day <= today}, monday(today)
    at = last if last in mondays else last - timedelta(weeks=1)
    many = 0
    while at in mondays:
        many, at = many + 1, at - timedelta(weeks=1)
    return many


def weeks(days: Mapping[int, Iterable[date]], today: date, many: int = WEEKS) -> list[Week]:
    """The last weeks, oldest first, with the people who looked in each; `days` by person."""
    last = monday(today)
    found: dict[date, set[int]] = {last - timedelta(weeks=back): set() for back in range(many)}
    for person, each in days.items():
        for day in each:
            if day <= today and (start := monday(day)) in found:
                found[start].add(person)
    return [Week(start, frozenset(found[start]), start < last) for start in sorted(found)]
