"""The equity report of a year: the schools compared, on one basis, and every statistic of them.

Page, export and command line ask `equity_report`, so that they show the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from typing import Any, Final

import pyarrow as pa

from access.scope import Scope
from data.attribution import attributed_spending, chosen_rule_set
from data.districts import district, latest_fiscal_year
from data.per_pupil import per_pupil_spending
from data.read_model import ArgumentError, cents_of
from data.warehouse import Warehouse
from metrics import weighted
from metrics.equity import EquityStatistics, FamilyId, GroupStatistics, statistics
from metrics.outcomes import NeedGroup, need_groups
from metrics.per_pupil import per_pupil
from metrics.unit_table import UnitTable

LEVELS: Final = ("elementary", "middle", "high", "k12")
"""Levels whose schools are compared; programs of no level (adult, home study ...) are listed."""
SPECIAL: Final = "alternative or special school"
_READ: Final = [
    *("location_id", "location_name", "level", "pupils", "frl_share", "ell_share", "sped_share"),
    *("spent_usd", "budget_usd", "per_pupil_usd", "hidden"),
]
"""The columns of the read model per-pupil that a report reads."""
_NEEDS: Final = ("frl_share", "ell_share", "sped_share")
_FIFTHS: Final = 5
_GROUPED: Final = 10


class Share(StrEnum):
    """Where the dollars compared are booked."""

    SITE = "site"
    BOTH = "both"


class Amount(StrEnum):
    """Which dollars are compared."""

    ACTUAL = "actual"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class EquityBasis:
    """What the figures stand on.

    `level` is empty for all levels, `smallest` leaves out schools with fewer pupils, `funds` are
    the district's default where none are named. `share` site counts what is booked at the
    schools, both counts what the district's classes keep at them and their shares of central cost
    by the method in force.
    """

    fiscal_year: int
    funds: tuple[str, ...] | None = None
    amount: Amount = Amount.ACTUAL
    level: str = ""
    smallest: int = 0
    share: Share = Share.SITE


@dataclass(frozen=True, slots=True)
class EquitySchool:
    """One school: dollars per pupil on the basis, its needs, and what its needs predict.

    `reason` says why it is not compared, `hidden` names figures that are withheld. `predicted`
    is the line of its level on the share of low-income pupils where that is clear, else the mean
    of the level: `is_by_need` tells which.
    """

    location_id: str
    name: str
    level: str
    pupils: float | None
    shares: tuple[float | None, float | None, float | None]
    per_pupil: Decimal | None
    reason: str = ""
    hidden: tuple[str, ...] = ()
    predicted: float | None = None
    is_by_need: bool = False
    central: Decimal | None = None

    @property
    def need(self) -> float | None:
        """The share of low-income pupils, 0 to 1."""
        return self.shares[0]

    @property
    def difference(self) -> float | None:
        """Dollars per pupil less what is predicted."""
        if self.per_pupil is None or self.predicted is None:
            return None
        return float(self.per_pupil) - self.predicted


_GIVEN: Final = attrgetter(*(one.name for one in fields(EquitySchool)[:8]))
"""What is known of a school before anything is predicted."""


@dataclass(frozen=True)
class EquityReport:
    """The schools of a year, the statistics of those compared, and fifths of pupils by need."""

    basis: EquityBasis
    schools: tuple[EquitySchool, ...]
    statistics: EquityStatistics
    fifths: tuple[NeedGroup, ...]

    @cached_property
    def compared(self) -> tuple[EquitySchool, ...]:
        """The schools that the statistics stand on."""
        return tuple(school for school in self.schools if not school.reason)

    @property
    def left_out(self) -> tuple[EquitySchool, ...]:
        """The schools that are not compared, each with its reason."""
        return tuple(school for school in self.schools if school.reason)

    @property
    def middle(self) -> tuple[float, float] | None:
        """Spending per pupil at the 5th and at the 95th percentile of pupils."""
        if not self.compared:
            return None
        dollars = [float(school.per_pupil or 0) for school in self.compared]
        pupils = [school.pupils or 0.0 for school in self.compared]
        return weighted.quantile(dollars, 0.05, pupils), weighted.quantile(dollars, 0.95, pupils)

    @property
    def no_fifths(self) -> str:
        """Why there are no fifths of pupils; empty where there are."""
        if self.fifths:
            return ""
        known = sum(school.need is not None for school in self.compared)
        return f"needs at least {_GROUPED} schools; {known} have both figures"

    @property
    def parts(self) -> tuple[GroupStatistics, ...]:
        """All schools together, then each level in order."""
        return (self.statistics.overall, *self.statistics.groups)


def equity_report(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    funds: Sequence[str] | None = None,
    amount: str = Amount.ACTUAL,
    level: str = "",
    smallest: int = 0,
    share: str = Share.SITE,
    counted: pa.Table | None = None,
) -> EquityReport:
    """Everything that the equity report says of a year.

    `counted` is the read model per-pupil of the year and funds, where the caller has it already.
    Raises `ArgumentError` for an amount, a level or a share that does not exist, and where central
    cost is asked for in a district without a method to share it.
    """
    if share not in [*Share]:
        raise ArgumentError(f"share: {share!r} is none of {', '.join(Share)}")
    if amount not in [*Amount]:
        raise ArgumentError(f"amount: {amount!r} is none of {', '.join(Amount)}")
    if level and level not in LEVELS:
        raise ArgumentError(f"level: {level!r} is none of {', '.join(LEVELS)}")
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    chosen = None if funds is None else tuple(funds)
    basis = EquityBasis(year, chosen, Amount(amount), level, smallest, Share(share))
    if counted is None:
        counted = per_pupil_spending(warehouse, scope, fiscal_year=year, funds=funds)
    rows = counted.select(_READ).to_pylist()
    schools = [school_of(row, basis) for row in rows]
    if basis.share is Share.BOTH:
        schools = _with_central(warehouse, scope, schools, basis, counted)
    return report_of(schools, basis)


def _with_central(
    warehouse: Warehouse,
    scope: Scope,
    schools: Sequence[EquitySchool],
    basis: EquityBasis,
    counted: pa.Table,
) -> list[EquitySchool]:
    """The schools with their shares of central cost by the district's method in force."""
    if not chosen_rule_set(warehouse, scope.district):
        raise ArgumentError(f"share: {scope.district} has no method to share central cost")
    default = district(warehouse, scope.district).default_funds
    rows = attributed_spending(
        warehouse,
        scope,
        fiscal_year=basis.fiscal_year,
        funds=default if basis.funds is None else basis.funds,
        basis=basis.amount,
        counted=counted,
    ).to_pylist()
    found = {row["location_id"]: row for row in rows}
    return [_attributed(school, found.get(school.location_id, {})) for school in schools]


def _attributed(school: EquitySchool, row: dict[str, Any]) -> EquitySchool:
    whole = row.get("total_per_pupil_usd")
    if school.reason or whole is None:
        reason = school.reason or "no spending that counts by the district's classes"
        return replace(school, per_pupil=whole, central=None, reason=reason)
    return replace(school, per_pupil=whole, central=row["central_per_pupil_usd"])


def school_of(row: dict[str, Any], basis: EquityBasis) -> EquitySchool:
    """A row of the read model per-pupil on the basis, with the reason if it is not compared."""
    level = row["level"] or "other"
    hidden = tuple(row["hidden"].split())
    if basis.amount is Amount.ACTUAL:
        dollars, each = row["spent_usd"], row["per_pupil_usd"]
    else:
        dollars = row["budget_usd"]
        cents = per_pupil(cents_of(dollars), row["pupils"])
        each = None if cents is None else Decimal(cents).scaleb(-2)
    return EquitySchool(
        row["location_id"],
        row["location_name"],
        level,
        row["pupils"],
        (row["frl_share"], row["ell_share"], row["sped_share"]),
        each,
        _reason(row, level, dollars, hidden, basis),
        hidden,
    )


def _reason(
    row: dict[str, Any],
    level: str,
    dollars: Decimal | None,
    hidden: Sequence[str],
    basis: EquityBasis,
) -> str:
    """The first thing for which a school is not compared."""
    if "pupils" in hidden:
        return "hidden: too few pupils"
    if level not in LEVELS:
        return SPECIAL
    if not row["pupils"]:
        return "no pupils loaded"
    if dollars is None:
        return f"no {basis.amount} dollars in these funds"
    if row["pupils"] < basis.smallest:
        return f"fewer than {basis.smallest} pupils, left out by choice"
    return ""


def report_of(schools: Sequence[EquitySchool], basis: EquityBasis) -> EquityReport:
    """The report of schools whose figures are known."""
    asked = [school for school in schools if not basis.level or school.level == basis.level]
    order = sorted(asked, key=lambda one: ([*LEVELS, one.level].index(one.level), one.location_id))
    compared = [school for school in order if not school.reason]
    found = statistics(_table(compared))
    predicted = _predicted(compared, found)
    return EquityReport(
        basis,
        tuple(predicted.get(school.location_id, school) for school in order),
        found,
        _fifths(compared),
    )


def _table(compared: Sequence[EquitySchool]) -> UnitTable:
    """The schools as statistics take them; a need that no school has a share of is left out."""
    shares = {name: [s.shares[place] for s in compared] for place, name in enumerate(_NEEDS)}
    known = {
        name: values
        for name, values in shares.items()
        if name == "frl_share" or any(value is not None for value in values)
    }
    return UnitTable.of(
        [school.location_id for school in compared],
        [school.pupils for school in compared],
        [float(school.per_pupil) for school in compared if school.per_pupil is not None],
        group=[school.level for school in compared],
        **known,
    )


def _predicted(
    compared: Sequence[EquitySchool], found: EquityStatistics
) -> dict[str, EquitySchool]:
    """Each school with what its level and, where that line is clear, its need predict."""
    made = {}
    for part in found.groups:
        mean = part.measures_of(FamilyId.HORIZONTAL)["mean_pupil"].value
        for school in (one for one in compared if one.level == part.group):
            predicted, is_by_need = mean, False
            if part.line is not None and part.line.is_clear and school.need is not None:
                predicted = part.line.intercept + part.line.slope * school.need
                is_by_need = True
            if part.schools > 1:
                made[school.location_id] = _with(school, predicted, is_by_need=is_by_need)
    return made


def _with(school: EquitySchool, predicted: float | None, *, is_by_need: bool) -> EquitySchool:
    # `replace` looks every field up anew: with hundreds of schools the page would wait for it.
    return EquitySchool(*_GIVEN(school), predicted, is_by_need, school.central)  # type: ignore[call-arg]


def _fifths(compared: Sequence[EquitySchool]) -> tuple[NeedGroup, ...]:
    """Fifths of the pupils by need; none with fewer than ten schools."""
    known = [school for school in compared if school.need is not None]
    if len(known) < _GROUPED:
        return ()
    return tuple(
        need_groups(
            [float(school.per_pupil or 0) for school in known],
            [school.need or 0.0 for school in known],
            [school.pupils or 0.0 for school in known],
            groups=_FIFTHS,
        )
    )
