"""Measures that schools can be compared by in a year, and each school's value of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from access.scope import Scope
from data.attribution import attributed_spending, rule_sets
from data.districts import district
from data.per_pupil import per_pupil_spending
from data.school_spending import unshared
from data.schools import school_facts
from data.staff_on_day import staff_on_day
from data.warehouse import Warehouse
from metrics.job_families import JobFamily
from metrics.loadable import Kind, LoadableMetric, loadable, unnamed
from metrics.registry import METRICS, Direction, Unit

_SPENDING = ("per_pupil_usd", "spent_usd", "budget_usd")
_CENTRAL = {
    "total_per_pupil_usd": "Spending per pupil with central share",
    "central_per_pupil_usd": "Central share per pupil",
    "federal_per_pupil_usd": "Federal spending per pupil, with central share",
}
CENTRAL = frozenset(_CENTRAL)
"""Measures that hold a share of central cost."""
_PUPILS = ("pupils", "frl_share", "ell_share", "sped_share")
_STAFF = {"staff_per_100": "Staff per 100 pupils", "teachers_per_100": "Teachers per 100 pupils"}
_FAMILIES = {
    Kind.SPENDING: "spending",
    Kind.ENROLLMENT: "pupils",
    Kind.NEED: "pupils",
    Kind.STAFFING: "staff",
    Kind.OUTCOME: "results",
    Kind.DRIVER: "school",
}
_HIDDEN = "hidden, too few pupils"
_CODED = {"top_coded": "published only as more than", "bottom_coded": "published only as less than"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of schools: `family` is spending, pupils, staff, results or school.

    `weight_by` is the metric by which schools count in its mean.
    """

    id: str
    label: str
    unit: Unit
    family: str
    direction: Direction = Direction.NONE
    weight_by: str = "enrollment"


@dataclass(frozen=True, slots=True)
class Value:
    """A school's value of a measure, or the reason why there is none.

    `years` is how many years a mean stands on.
    """

    value: float | None
    reason: str = ""
    years: int = 1

    @property
    def is_hidden(self) -> bool:
        """Whether the value exists and is withheld because few pupils stand behind it."""
        return self.reason.startswith("hidden")


@dataclass(slots=True)
class SchoolFigures:
    """One school of a year with everything it can be compared by."""

    location_id: str
    location_name: str
    level: str
    row: dict[str, Any]
    values: dict[str, Value] = field(default_factory=dict)

    @property
    def pupils(self) -> float | None:
        """Its pupils, where they may be shown."""
        count: float | None = self.row["pupils"]
        return count

    def value(self, measure: str) -> Value:
        """Its value of a measure."""
        return self.values.get(measure, Value(None, "not loaded"))


def school_figures(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int,
    funds: Sequence[str] | None = None,
) -> list[SchoolFigures]:
    """Every school with money or pupils in the year, in order of location codes."""
    rows = per_pupil_spending(warehouse, scope, fiscal_year=fiscal_year, funds=funds).to_pylist()
    facts = _facts(warehouse, scope, fiscal_year)
    staff = _staff(warehouse, scope, fiscal_year)
    central = _central(warehouse, scope, fiscal_year, funds)
    schools = []
    for row in rows:
        place = row["location_id"]
        school = SchoolFigures(place, row["location_name"], row["level"] or "other", row)
        school.values = facts[place] | _per_100(staff.get(place), school)
        school.values |= central.get(place, {})
        own = _own(row)
        # A share that the state published stands in where no counts were loaded to divide.
        school.values |= {name: v for name, v in own.items() if _is_told(v, name, school.values)}
        schools.append(school)
    return schools


def measures(warehouse: Warehouse, scope: Scope, schools: Iterable[SchoolFigures]) -> list[Measure]:
    """The measures that at least one school has a value of."""
    known = {
        name
        for school in schools
        for name, value in school.values.items()
        if value.value is not None
    }
    named = _named(warehouse, scope.district)
    order = [*_SPENDING, *_CENTRAL, *_PUPILS, *_STAFF]
    rest = sorted(known.difference(order), key=lambda name: _measure(name, named).label)
    return [_measure(name, named) for name in [*order, *rest] if name in known]


def _measure(name: str, named: dict[str, LoadableMetric]) -> Measure:
    if name in _STAFF:
        return Measure(name, _STAFF[name], Unit.FTE, "staff")
    if name in _CENTRAL:
        return Measure(name, _CENTRAL[name], Unit.DOLLARS_PER_PUPIL, "spending")
    own = named.get(name) or unnamed(name)
    family = "spending" if name in _SPENDING else "pupils" if name in _PUPILS else ""
    family = family or _FAMILIES[own.kind]
    if name in METRICS:
        metric = METRICS[name]
        return Measure(name, metric.label, metric.unit, family, metric.direction, own.weight_by)
    return Measure(name, own.name, own.counts, family, own.direction, own.weight_by)


def _named(warehouse: Warehouse, code: str) -> dict[str, LoadableMetric]:
    """What is known of metrics, and what the district's settings say of them."""
    return loadable(district(warehouse, code).settings.get("metrics") or ())


def _central(
    warehouse: Warehouse, scope: Scope, year: int, funds: Sequence[str] | None
) -> dict[str, dict[str, Value]]:
    """Dollars per pupil with each school's share of central cost, where a year's is shared."""
    if not rule_sets(warehouse, scope.district):
        return {}
    chosen = district(warehouse, scope.district).default_funds if funds is None else funds
    if unshared(warehouse, scope, fiscal_year=year, funds=chosen):
        return {}
    rows = attributed_spending(warehouse, scope, fiscal_year=year, funds=chosen).to_pylist()
    return {
        row["location_id"]: {
            name: Value(None, _HIDDEN if name in row["hidden"].split() else row["reason"])
            if row[name] is None
            else Value(float(row[name]))
            for name in _CENTRAL
        }
        for row in rows
    }


def _is_told(value: Value, name: str, facts: dict[str, Value]) -> bool:
    """Whether a school's own figure goes before a fact of the same name."""
    return value.value is not None or value.is_hidden or name not in facts


def _own(row: dict[str, Any]) -> dict[str, Value]:
    hidden = row["hidden"].split()
    found = {}
    for name in (*_SPENDING, *_PUPILS):
        value = row[name]
        why = _why_missing(row, name)
        if name in hidden and not why.startswith("shown only"):
            why = _HIDDEN
        found[name] = Value(None, why) if value is None else Value(float(value))
    return found


def _why_missing(row: dict[str, Any], name: str) -> str:
    """Why a figure of the row is missing, from the reasons it carries."""
    reasons: list[str] = [part.strip() for part in row["reason"].split(";") if part.strip()]
    group = name.removesuffix("_share")
    own = [part.partition(": ")[2] for part in reasons if part.startswith(f"{group}: ")]
    if own:
        return own[0]
    general = [part for part in reasons if not part.startswith(("frl:", "ell:", "sped:"))]
    return "; ".join(general) or "not loaded"


def _facts(warehouse: Warehouse, scope: Scope, year: int) -> dict[str, dict[str, Value]]:
    """Facts about all pupils of a school; enrollment stands in the row already."""
    found: dict[str, dict[str, Value]] = defaultdict(dict)
    for fact in school_facts(warehouse, scope, fiscal_years=[year], groups=["all"]).to_pylist():
        if fact["grade"] != "all" or fact["metric"] == "enrollment":
            continue
        if fact["status"] in _CODED:
            # A bound is no figure: `>95%` must not enter a mean as 95.
            value = Value(None, f"{_CODED[fact['status']]} {_bound(fact)}")
        elif fact["value"] is not None:
            value = Value(fact["value"])
        elif fact["status"] == "suppressed":
            value = Value(None, _HIDDEN)
        else:
            value = Value(None, "not published")
        found[fact["location_id"]].setdefault(fact["metric"], value)
    return found


def _bound(fact: dict[str, Any]) -> str:
    """The bound of a coded figure, a share as percent."""
    value = fact["value"]
    is_share = fact["value_high"] == 1 if fact["status"] == "top_coded" else fact["value_low"] == 0
    return f"{value * 100:g}%" if is_share else f"{value:g}"


def _staff(warehouse: Warehouse, scope: Scope, year: int) -> dict[str, tuple[float, float]]:
    """Filled positions of each school on the census day: all staff, and teachers."""
    found: dict[str, tuple[float, float]] = {}
    asked = staff_on_day(warehouse, scope, fiscal_year=year)
    # Columns and not rows: a large district has tens of thousands of jobs at schools.
    columns = (
        asked.column(name).to_pylist() for name in ("location_id", "job_family", "filled_fte")
    )
    for place, family, filled in zip(*columns, strict=True):
        everyone, teachers = found.get(place, (0.0, 0.0))
        fte = filled or 0.0
        found[place] = (everyone + fte, teachers + fte * (family == JobFamily.TEACHERS))
    return found


def _per_100(staff: tuple[float, float] | None, school: SchoolFigures) -> dict[str, Value]:
    if staff is None:
        return {}
    if not school.pupils:
        why = _HIDDEN if "pupils" in school.row["hidden"].split() else "no pupils loaded"
        return dict.fromkeys(_STAFF, Value(None, why))
    per = (Value(fte * 100 / school.pupils) for fte in staff)
    return dict(zip(_STAFF, per, strict=True))
