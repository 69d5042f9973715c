"""Measures that schools can be compared by in a year, and each school's value of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from access.scope import Scope
from data import school_columns as columns
from data.districts import district
from data.per_pupil import per_pupil_spending
from data.school_values import Own, SchoolFigures, Value, known_measures
from data.warehouse import Warehouse
from metrics.loadable import Kind, LoadableMetric, loadable, unnamed
from metrics.registry import METRICS, Direction, Unit

__all__ = ["CENTRAL", "Measure", "SchoolFigures", "Value", "measures", "school_figures"]

_CENTRAL = dict(
    zip(
        columns.CENTRAL,
        (
            "Spending per pupil with central share",
            "Central share per pupil",
            "Federal spending per pupil, with central share",
        ),
        strict=True,
    )
)
CENTRAL = frozenset(_CENTRAL)
"""Measures that hold a share of central cost."""
_STAFF = dict(zip(columns.STAFF, ("Staff per 100 pupils", "Teachers per 100 pupils"), strict=True))
_FAMILIES = {
    Kind.SPENDING: "spending",
    Kind.ENROLLMENT: "pupils",
    Kind.NEED: "pupils",
    Kind.STAFFING: "staff",
    Kind.OUTCOME: "results",
    Kind.DRIVER: "school",
}


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


def school_figures(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int,
    funds: Sequence[str] | None = None,
) -> list[SchoolFigures]:
    """Every school with money or pupils in the year, in order of location codes."""
    counted = per_pupil_spending(warehouse, scope, fiscal_year=fiscal_year, funds=funds)
    codes = counted.column("location_id")
    found = columns.facts(warehouse, scope, fiscal_year, codes)
    for above in (
        columns.per_100(warehouse, scope, fiscal_year, counted),
        columns.central(warehouse, scope, fiscal_year, funds, counted),
    ):
        found |= {name: one.over(found.get(name), one.is_told) for name, one in above.items()}
    for name, own in columns.own(counted).items():
        # A share that the state published stands in where no counts were loaded to divide.
        below = found.get(name)
        found[name] = own if below is None else own.over(
            below, own.is_known | own.is_hidden | ~below.is_told
        )  # fmt: skip
    names = ("location_id", "location_name", "level", "pupils", "hidden")
    rows = zip(*(counted.column(name).to_pylist() for name in names), strict=True)
    return [
        SchoolFigures(
            code, name, level or "other", {"pupils": pupils, "hidden": hidden}, Own(found, place)
        )
        for place, (code, name, level, pupils, hidden) in enumerate(rows)
    ]


def measures(warehouse: Warehouse, scope: Scope, schools: Iterable[SchoolFigures]) -> list[Measure]:
    """The measures that at least one school has a value of."""
    known = known_measures(list(schools))
    named = _named(warehouse, scope.district)
    order = [*columns.SPENDING, *_CENTRAL, *columns.PUPILS, *_STAFF]
    rest = sorted(known.difference(order), key=lambda name: _measure(name, named).label)
    return [_measure(name, named) for name in [*order, *rest] if name in known]


def _measure(name: str, named: dict[str, LoadableMetric]) -> Measure:
    if name in _STAFF:
        return Measure(name, _STAFF[name], Unit.FTE, "staff")
    if name in _CENTRAL:
        return Measure(name, _CENTRAL[name], Unit.DOLLARS_PER_PUPIL, "spending")
    own = named.get(name) or unnamed(name)
    family = "spending" if name in columns.SPENDING else "pupils" if name in columns.PUPILS else ""
    family = family or _FAMILIES[own.kind]
    if name in METRICS:
        metric = METRICS[name]
        return Measure(name, metric.label, metric.unit, family, metric.direction, own.weight_by)
    return Measure(name, own.name, own.counts, family, own.direction, own.weight_by)


def _named(warehouse: Warehouse, code: str) -> dict[str, LoadableMetric]:
    """What is known of metrics, and what the district's settings say of them."""
    return loadable(district(warehouse, code).settings.get("metrics") or ())
