"""State of the pages about accounts, as it stands in their addresses."""

from __future__ import annotations

from dataclasses import dataclass
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


def shown(text: str) -> str:
    """Which people are shown; ValueError for what is none of the choices."""
    if text not in SHOWN:
        raise ValueError(text)
    return text


SHOWN: Final = ("looked", "not", "never", "ever", "signed", "bucket", "report")
"""People who looked in the last window, who did not, who never did, who reached a milestone."""


@dataclass(frozen=True, slots=True)
class AdoptionState(PageState):
    """Who looks at the budgets: which people stand in the rows."""

    show: str | None = asked(shown)
    role: str | None = asked(words)
    school: str | None = asked(words)
    week: str | None = asked(code)
    regular: str | None = asked(code)


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
