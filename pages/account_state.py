"""State of the pages about accounts, as it stands in their addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from pages.state import PageState, RowsState, asked, code, flag, number, words


@dataclass(frozen=True, slots=True)
class PeopleState(RowsState):
    """Who may sign in: what is searched for, in which state, what opens, since when not seen.

    `product` and `level` are about what may be opened, `seen` about the last sign-in.
    """

    state: str | None = asked(code)
    product: str | None = asked(code)
    level: str | None = asked(code)
    seen: str | None = asked(code)
    sort: str | None = asked(code)
    down: bool = asked(flag, default=False)


@dataclass(frozen=True, slots=True)
class PersonState(PageState):
    """The account of one person, by number."""

    person: int | None = asked(number)


@dataclass(frozen=True, slots=True)
class MailState(PageState):
    """Mail: the number of the one that is open."""

    mail: int | None = asked(number)


@dataclass(frozen=True, slots=True)
class TeamState(PageState):
    """The team of a budget, by the budget's code."""

    budget: str | None = asked(code)


@dataclass(frozen=True, slots=True)
class CampaignsState(PageState):
    """Campaigns: the one that is open, or from which text a new one begins; what just happened."""

    campaign: int | None = asked(number)
    new: str | None = asked(code)
    language: str | None = asked(code)
    said: str | None = asked(code)


def calendar_day(text: str) -> str:
    """A day as 2026-11-23; ValueError for what is none."""
    return date.fromisoformat(text).isoformat()


def one_of(*known: str) -> Callable[[str], str]:
    """Reads one of these words; ValueError for any other."""

    def read(text: str) -> str:
        if text not in known:
            raise ValueError(text)
        return text

    return read


SHOWN: Final = ("looked", "not", "never", "ever", "signed", "bucket", "report")
"""People who looked in the last window, who did not, who never did, who reached a milestone."""


MAIL: Final = ("weekly", "other")
READINGS: Final = ("mailed", "opened", "clicked")
REACH: Final = (*READINGS, "unmailed", "off", "monthly")


@dataclass(frozen=True, slots=True)
class AdoptionState(PageState):
    """Who looks at the budgets: which people stand in the rows; whether the goal is being set.

    `mail` is the kind of mail whose reading is shown, `mailed` the Monday of a week of it with
    `reading`, how far it was read; `said` is what has just happened.
    """

    show: str | None = asked(one_of(*SHOWN))
    role: str | None = asked(words)
    school: str | None = asked(words)
    budget: str | None = asked(code)
    week: str | None = asked(calendar_day)
    regular: str | None = asked(code)
    mail: str | None = asked(one_of(*MAIL))
    mailed: str | None = asked(calendar_day)
    reading: str | None = asked(one_of(*READINGS))
    reach: str | None = asked(one_of(*REACH))
    goal: bool = asked(flag, default=False)
    said: str | None = asked(code)

    @property
    def is_chosen(self) -> bool:
        """Whether the rows are other than everybody."""
        asked_for = (self.show, self.role, self.school, self.budget, self.week, self.regular)
        return any((*asked_for, self.mailed, self.reach))


@dataclass(frozen=True, slots=True)
class CallListState(PageState):
    """Who has not looked: for how many days, and who is being called."""

    days: int | None = asked(number)
    person: int | None = asked(number)


def address(text: str) -> str:
    """A page of ours with its filters; ValueError for any other address."""
    if not text.startswith("/") or text.startswith("//") or len(text) > 300:  # noqa: PLR2004
        raise ValueError(text)
    return text


@dataclass(frozen=True, slots=True)
class HelpState(PageState):
    """Help: the screen that one came from."""

    at: str | None = asked(address)
