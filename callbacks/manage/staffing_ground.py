"""What staffing pages stand on: the reader's positions, the year, the place and the day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from access.actor import Actor
from access.permissions import Permission
from access.policy import scope_for
from access.scope import Scope
from callbacks.basis import Basis, Place, Services, basis
from data.positions import Positions
from pages.manage.staffing import PATH
from pages.state import PageState


@dataclass(frozen=True, slots=True)
class StaffingGround:
    """The basis of the figures, whose positions are asked for, and the day looked at.

    `whole` is the reader's scope over staffing before a place was chosen.
    """

    basis: Basis
    whole: Scope
    positions: Positions
    day: date

    @property
    def scope(self) -> Scope:
        """The reader's scope over staffing, at the chosen place."""
        return self.positions.scope

    @property
    def is_hidden(self) -> bool:
        """Whether the reader sees the money of the chosen place, and none of its positions."""
        return self.basis.place is not None and self.scope.is_empty

    @property
    def place_code(self) -> str:
        """The chosen place; empty for all."""
        return self.basis.place.code if self.basis.place else ""

    def address(self, path: str = PATH, **more: str) -> str:
        """A staffing page on the same basis and day.

        The usual day is not written: what is kept of such a page goes on with the data.
        """
        day = "" if self.day == usual_day(self.basis) else self.day.isoformat()
        return self.basis.address(path, day=day, **more)

    def asked(self, **more: str) -> dict[str, str]:
        """What a download of positions is asked for on the same basis and day."""
        pairs = {"day": self.day.isoformat(), "fiscal_year": str(self.basis.year.year), **more}
        if self.basis.place:
            pairs["location"] = self.basis.place.code
        return {name: text for name, text in pairs.items() if text}

    def export(self, **more: str) -> str:
        """The download of positions on the same basis and day, without its format."""
        return f"/export/positions?{urlencode(self.asked(**more))}"


def staffing_ground(
    services: Services, actor: Actor, state: PageState, day: str | date | None
) -> StaffingGround:
    """The ground of a request; raises `NotPermitted` for who may not see positions."""
    scope = scope_for(actor, Permission.STAFFING_READ)
    found, whole = basis(services, actor, state), scope
    if found.place is not None:
        scope = at_place(scope, found.place)
    positions = Positions(services.warehouse, services.store, scope)
    chosen = date.fromisoformat(day) if isinstance(day, str) else day
    return StaffingGround(found, whole, positions, chosen or usual_day(found))


def at_place(scope: Scope, place: Place) -> Scope:
    """The part of a scope over staffing at a place that the reader's money names.

    A role may hide the positions of that place: then it is no row, for the heading names the place
    and all others would be taken for its own.
    """
    if place.is_budget:
        return scope.in_budget(place.code)
    held = frozenset({place.code}) if scope.allows(place.code) else frozenset[str]()
    return replace(scope, locations=held, budgets=())


def usual_day(found: Basis) -> date:
    """The day of the newest data, or the end of the year that lies nearest to it."""
    first, last = found.year.start_date, found.year_end
    wanted = found.as_of or last
    return min(max(wanted, first or wanted), last)
