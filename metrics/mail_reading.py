"""Of those who got mail, how many were seen to open it or to press its button, week by week.

People are counted and not mails: whoever got two mails in a week counts once in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from metrics.adoption import WEEKS, monday, share


@dataclass(frozen=True, slots=True)
class Reading:
    """People who got mail, those of them who opened one, and those who clicked in one."""

    mailed: frozenset[int]
    opened: frozenset[int]
    clicked: frozenset[int]

    @property
    def opened_share(self) -> float | None:
        """The share of opening, at its best an estimate; none where nobody got mail."""
        return share(len(self.opened), len(self.mailed))

    @property
    def clicked_share(self) -> float | None:
        """The share of clicking; none where nobody got mail."""
        return share(len(self.clicked), len(self.mailed))


@dataclass(frozen=True, slots=True)
class ReadingWeek:
    """A week from its Monday on; `is_whole` once it is over."""

    monday: date
    reading: Reading
    is_whole: bool


Mail = tuple[int, date, bool, bool]
"""One mail: the person, the day it was sent, whether it was opened, whether clicked in."""


def reading(mails: Iterable[Mail], first: date, last: date) -> Reading:
    """The people of the mails that were sent from a first to a last day."""
    within = [mail for mail in mails if first <= mail[1] <= last]
    return Reading(
        frozenset(person for person, _, _, _ in within),
        frozenset(person for person, _, opened, _ in within if opened),
        frozenset(person for person, _, _, clicked in within if clicked),
    )


def reading_weeks(mails: Iterable[Mail], today: date, many: int = WEEKS) -> list[ReadingWeek]:
    """The last weeks, oldest first."""
    known, last = list(mails), monday(today)
    starts = (last - timedelta(weeks=back) for back in reversed(range(many)))
    return [
        ReadingWeek(start, reading(known, start, start + timedelta(days=6)), start < last)
        for start in starts
    ]
