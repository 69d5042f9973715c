"""What the staffing pages show, as their address says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from pages.manage.row_state import FilteredState
from pages.state import PageState, asked, code

FROM_HIGHEST: Final = frozenset({"vacant", "assigned", "cost", "fte", "flagged"})


def iso_day(text: str) -> str:
    """A day: `2027-03-01`."""
    return date.fromisoformat(text).isoformat()


@dataclass(frozen=True, slots=True)
class StaffingState(FilteredState):
    """Staffing: which list, on which day, class of jobs, bucket that pays, and the order."""

    list: str | None = asked(code)
    day: str | None = asked(iso_day)
    job_class: str | None = asked(code)
    bucket: str | None = asked(code)
    order: str | None = asked(code)

    @property
    def ordered(self) -> str:
        """The order by a heading, or else by the menu: figures from the highest."""
        return (
            self.sort
            or (f"{self.order} desc" if self.order in FROM_HIGHEST else "")
            or (self.order or "")
        )


@dataclass(frozen=True, slots=True)
class AssignmentsState(FilteredState):
    """Assignments that hold on a day."""

    day: str | None = asked(iso_day)


@dataclass(frozen=True, slots=True)
class PositionState(PageState):
    """One position on a day."""

    code: str | None = asked(code)
    day: str | None = asked(iso_day)
