"""Schools by their means over several years, and by what remains once need is allowed for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from access.scope import Scope
from data.districts import fiscal_years
from data.school_measures import SchoolFigures, Value, school_figures
from data.warehouse import Warehouse
from metrics.regression import MINIMUM_FREEDOM, MINIMUM_SCHOOLS
from metrics.residuals import Differences, against_need

MOST_YEARS: Final = 5
NEEDS: Final = ("frl_share", "ell_share", "sped_share")
TOO_FEW: Final = f"fewer than {MINIMUM_SCHOOLS} schools have both figures and their needs"


def years_before(warehouse: Warehouse, district: str, year: int, number: int) -> list[int]:
    """The newest `number` years with money up to a year, newest first."""
    known = [one.year for one in fiscal_years(warehouse, district) if one.has_money]
    return sorted((one for one in known if one <= year), reverse=True)[:number]


def figures_over_years(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int,
    funds: Sequence[str] | None,
    years: int,
) -> list[SchoolFigures]:
    """The schools of a year, each value the plain mean of the years that have it.

    One year's results of a small school are mostly noise. A year in which a value is missing or
    hidden stays out of its mean; pupils as the weight are those of the newest year.
    """
    chosen = years_before(warehouse, scope.district, fiscal_year, years) or [fiscal_year]
    by_year = [school_figures(warehouse, scope, fiscal_year=year, funds=funds) for year in chosen]
    if len(by_year) == 1:
        return by_year[0]
    earlier = [{school.location_id: school for school in schools} for schools in by_year]
    return [_mean_of(school, [of.get(school.location_id) for of in earlier])
            for school in by_year[0]]  # fmt: skip


def _mean_of(newest: SchoolFigures, years: Sequence[SchoolFigures | None]) -> SchoolFigures:
    seen = [school for school in years if school is not None]
    names = dict.fromkeys(name for school in seen for name in school.values)
    values = {}
    for name in names:
        known = [v for school in seen if (v := school.value(name).value) is not None]
        values[name] = (
            Value(sum(known) / len(known), "", len(known)) if known else newest.value(name)
        )
    place, named = newest.location_id, newest.location_name
    return SchoolFigures(place, named, newest.level, newest.row, values)


@dataclass(frozen=True, slots=True)
class Needs:
    """Shares of need that a model stands on: of each school, none where it lacks one."""

    names: tuple[str, ...]
    of: dict[str, tuple[float, ...]]


def needs_of(schools: Sequence[SchoolFigures]) -> Needs:
    """The shares that at least half of the schools have, and those of every school with all."""
    half = len(schools) / 2
    names = tuple(
        name
        for name in NEEDS
        if sum(school.value(name).value is not None for school in schools) >= max(half, 1)
    )
    of = {}
    for school in schools:
        shares = [school.value(name).value for name in names]
        if names and all(share is not None for share in shares):
            of[school.location_id] = tuple(share for share in shares if share is not None)
    return Needs(names, of)


def can_be_beyond(schools: Sequence[SchoolFigures], measures: Sequence[str]) -> bool:
    """Whether enough schools have these measures and every need for a model of need."""
    needs = needs_of(schools)
    known = sum(
        school.location_id in needs.of
        and all(school.value(name).value is not None for name in measures)
        for school in schools
    )
    return known >= max(MINIMUM_SCHOOLS, len(needs.names) + 1 + MINIMUM_FREEDOM)


def beyond_need(
    values: Sequence[float], needs: Sequence[tuple[float, ...]], pupils: Sequence[float]
) -> Differences | None:
    """Each value less what the needs predict, pupil-weighted; none with too few schools.

    The model knows the needs alone: spending is never predicted from results, nor results from
    spending.
    """
    columns = [list(column) for column in zip(*needs, strict=True)]
    spare = len(values) - len(columns) - 1
    if len(values) < MINIMUM_SCHOOLS or spare < MINIMUM_FREEDOM:
        return None
    varying = [column for column in columns if max(column) > min(column)]
    try:
        return against_need(list(values), varying, list(pupils), list(pupils))
    except ValueError:
        return None
