"""What the figures of a page stand on: whose rows, which year, which place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Protocol
from urllib.parse import urlencode

from access.actor import Actor
from access.scope import Scope
from callbacks.vocabulary import Vocabulary
from config import Settings
from data.districts import FiscalYear, district, fiscal_years
from data.schools import schools
from data.store import Store
from data.warehouse import NoSnapshotError, Warehouse
from pages.account.help import PATH as HELP
from pages.format import moment
from pages.state import PageState
from planning.configured import Configured
from planning.jobs import Desk
from planning.visits import Visits

_LAST_MONTH: Final = 12


class Jobs(Desk, Protocol):
    """Where callbacks ask for long work; the worker process does it."""

    def load_again(self, actor: Actor, district: str) -> str:
        """Queue the district's last load once more; returns the number of the job."""


@dataclass(frozen=True, slots=True)
class Services:
    """What callbacks may ask: made once by `create_app`, and by the worker for a batch.

    `vocabulary` holds the words of the districts for what is made beside requests.
    """

    settings: Settings
    warehouse: Warehouse
    store: Store
    clock: Callable[[], datetime]
    jobs: Jobs | None = None
    visits: Visits | None = None
    vocabulary: Vocabulary = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Nothing is read yet: the words come with the first reader."""
        known = Vocabulary(Configured(self.store), self.warehouse)
        object.__setattr__(self, "vocabulary", known)


@dataclass(frozen=True, slots=True)
class Place:
    """A location that money belongs to, or a budget of one's own where `is_budget`."""

    code: str
    name: str
    is_budget: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """The reader's scope, the fiscal year and, where one is chosen, the place.

    `place` is the only place of a person with one location, or the chosen budget; the scope is
    then that of the budget alone.
    """

    scope: Scope
    year: FiscalYear
    place: Place | None
    district_name: str
    as_of: date | None
    loaded: datetime

    @property
    def location_ids(self) -> tuple[str, ...]:
        """The filter for read models; empty for every visible location."""
        return (self.place.code,) if self.place and not self.place.is_budget else ()

    @property
    def narrowed(self) -> dict[str, str]:
        """What an export must be asked for beside its filters: the budget chosen."""
        return {"budget": self.place.code} if self.place and self.place.is_budget else {}

    @property
    def is_closed(self) -> bool:
        """Whether the year is over: closed in the ledger, or the data reach beyond its end."""
        return self.year.is_over(self.as_of)

    @property
    def year_end(self) -> date:
        """The last day of the fiscal year."""
        return self.year.last_day

    @property
    def place_name(self) -> str:
        """The place in words, the district where no place is chosen."""
        return self.place.name if self.place else self.district_name

    @property
    def periods(self) -> str:
        """Which periods are posted, in words."""
        last = self.year.last_period
        if last is None:
            return "as reported by the ERP"
        return "period 1" if last == 1 else f"periods 1 to {min(last, _LAST_MONTH)}"

    @property
    def loaded_words(self) -> str:
        """When the data were loaded."""
        return f"last load {moment(self.loaded)} UTC"

    def address(self, path: str, **more: str) -> str:
        """The address of another page on the same basis."""
        pairs = {"year": str(self.year.year), **more}
        if self.place and not self._is_own:
            pairs["location"] = self.place.code
        return f"{path}?{urlencode({key: value for key, value in pairs.items() if value})}"

    def question(self, path: str, **more: str) -> str:
        """The address under which the budget office is asked about a page on this basis."""
        return f"{HELP}?{urlencode({'at': self.address(path, **more)})}"

    def export(self, name: str, **more: str) -> str:
        """The address of a read model's rows, without the format."""
        pairs = {"fiscal_year": str(self.year.year), **self.narrowed, **more}
        if self.location_ids:
            pairs["location_ids"] = ",".join(self.location_ids)
        return f"/export/{name}?{urlencode(pairs)}"

    @property
    def _is_own(self) -> bool:
        if self.place is not None and self.place.is_budget:
            return False
        return self.scope.only_location is not None


def basis(services: Services, actor: Actor, state: PageState) -> Basis:
    """The basis that the address asks for, as far as the reader may have it."""
    warehouse = services.warehouse
    info = warehouse.snapshot(actor.district)
    place = chosen_place(warehouse, actor, state.location)
    is_narrowed = place is not None and place.is_budget
    return Basis(
        scope=actor.scope.in_budget(place.code) if place and is_narrowed else actor.scope,
        year=chosen_year(warehouse, actor.district, state.year),
        place=place,
        district_name=district(warehouse, actor.district).name,
        as_of=info.data_as_of,
        loaded=info.created_utc,
    )


def note_look(services: Services, actor: Actor, ground: Basis, bucket: str = "") -> None:
    """Note that one budget, or a bucket of it, stands in front of its owner.

    Whoever holds budgets of just one whole location has that location as the place: it shows all
    of them.
    """
    if services.visits is None or ground.place is None:
        return
    held = [] if ground.place.is_budget else [one.code for one in actor.scope.budgets]
    for code in held or [ground.place.code]:
        services.visits.looked(actor, code, services.clock(), bucket)


def chosen_year(warehouse: Warehouse, code: str, year: int | None) -> FiscalYear:
    """The year asked for if it has money, else the newest one."""
    known = [entry for entry in fiscal_years(warehouse, code) if entry.has_money]
    if not known:
        raise NoSnapshotError(f"no money is loaded for {code!r}")
    return next((entry for entry in known if entry.year == year), known[-1])


def places(warehouse: Warehouse, scope: Scope) -> list[Place]:
    """What the reader may choose: own budgets; without any, every visible location.

    Locations stand with the schools first, each kind by name.
    """
    if scope.budgets and scope.only_location is None:
        found = [Place(one.code, one.name, is_budget=True) for one in scope.budgets]
        return sorted(found, key=lambda one: one.name.casefold())
    rows = schools(warehouse, scope, type="").to_pylist()
    rows.sort(key=lambda row: (row["location_type"] != "school", row["location_name"].casefold()))
    return [Place(row["location_id"], row["location_name"]) for row in rows if row["location_id"]]


def chosen_place(warehouse: Warehouse, actor: Actor, asked: str | None) -> Place | None:
    """The place asked for, or a person's only one; none for everything that is visible."""
    if actor.location_id is not None:
        known = schools(warehouse, actor.scope, type="").to_pylist()
        return next((Place(row["location_id"], row["location_name"]) for row in known
                     if row["location_id"] == actor.location_id), None)  # fmt: skip
    offered = places(warehouse, actor.scope)
    if len(offered) == 1 and offered[0].is_budget:
        return offered[0]
    return next((one for one in offered if one.code == asked), None) if asked else None
