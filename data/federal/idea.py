"""Maintenance of effort under IDEA: special education in the last complete year, by four tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pyarrow as pa

from access.scope import Scope
from data.federal.accounts import accounts_of, spent_by_year
from data.federal.effort import UNTIL, complete_years
from data.federal.settings import FederalSettings, federal_settings
from data.pupil_groups import group_counts
from data.read_model import ReadModel, columns, shaped
from data.warehouse import Warehouse
from metrics.fiscal.maintenance import IdeaResult, IdeaYear, idea_effort, idea_passes

_IDEA = columns(
    "fiscal_year year | the year tested",
    "test text | local, or state and local; in total, or for each child",
    "amount_usd money | special education dollars of the year, as the test counts them",
    "bar_usd money | what is to be reached",
    "bar_year year | the year that set it",
    "children number | children with disabilities at the schools whose count is shown",
    "result text | met, not met or not known",
    "reason text | what is not known",
)


@dataclass(frozen=True, slots=True)
class IdeaFinding:
    """Effort for special education in a year: each of the four tests, and the years behind it."""

    fiscal_year: int
    years: tuple[IdeaYear, ...]
    results: tuple[IdeaResult, ...]
    trouble: str = ""

    @property
    def passes(self) -> bool | None:
        """Whether any test is met; missing where none could be made."""
        if all(one.passes is None for one in self.results):
            return None
        return idea_passes(self.results)


def idea_of(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int | None = None
) -> IdeaFinding | None:
    """The four tests of the last complete year; none with fewer than two years.

    None either for a reader of some locations alone: effort is the whole district's.
    """
    settings = federal_settings(warehouse, scope)
    years = complete_years(warehouse, scope.district, fiscal_year) if scope.is_whole else []
    if len(years) < 2:  # noqa: PLR2004 - a year and one to measure it against
        return None
    if not settings.special_education:
        why = "the district's settings do not say which accounts are special education"
        return IdeaFinding(years[-1], (), (), why)
    found = _idea_years(warehouse, scope, settings, years)
    results = tuple(_told(one, settings) for one in idea_effort(found))
    return IdeaFinding(years[-1], found, results)


def _told(result: IdeaResult, settings: FederalSettings) -> IdeaResult:
    """A test of local money is not known where nothing tells it, or none is spent on children."""
    if not result.test.value.startswith("local"):
        return result
    why = "" if settings.local else "no account tells local money from the state's"
    why = why or ("" if result.bar else "no local money pays for special education")
    return IdeaResult(result.test, None, None, None, None, why) if why else result


def _idea_years(
    warehouse: Warehouse, scope: Scope, settings: FederalSettings, years: Sequence[int]
) -> tuple[IdeaYear, ...]:
    listed = accounts_of(warehouse, scope, settings.special_education, *years)
    rows = [row for _, own in listed for row in own]
    local = {
        row["account_key"]
        for _, own in accounts_of(warehouse, scope, settings.local, *years)
        for row in own
    }
    whole = spent_by_year(rows)
    locally = spent_by_year(row for row in rows if row["account_key"] in local)
    return tuple(
        IdeaYear(year, locally.get(year, 0), whole.get(year, 0), _children(warehouse, scope, year))
        for year in years
    )


def _children(warehouse: Warehouse, scope: Scope, year: int) -> float:
    counts = group_counts(warehouse, scope, fiscal_year=year, group="sped")
    return sum(one.pupils for one in counts.values() if one.pupils)


def idea_rows(warehouse: Warehouse, scope: Scope, *, fiscal_year: int | None = None) -> pa.Table:
    """Each of the four tests of the last complete year."""
    found = idea_of(warehouse, scope, fiscal_year=fiscal_year)
    results = found.results if found else ()
    raw = pa.table({
        "amount_cents": pa.array([_whole(one.amount) for one in results], pa.int64()),
        "bar_cents": pa.array([_whole(one.bar) for one in results], pa.int64()),
    })  # fmt: skip
    words = {True: "met", False: "not met", None: "not known"}
    children = found.years[-1].children if found and found.years else None
    return shaped(
        raw,
        _IDEA,
        fiscal_year=[found.fiscal_year if found else 0] * len(results),
        test=[one.test.value for one in results],
        bar_year=[one.bar_year for one in results],
        children=[children] * len(results),
        result=[words[one.passes] for one in results],
        reason=[one.reason for one in results],
    )


def _whole(value: Fraction | None) -> int | None:
    return None if value is None else round(value)


MODELS = (
    ReadModel(
        "idea-effort",
        "IDEA maintenance of effort",
        "one row per test",
        "evaluate:read",
        _IDEA,
        (UNTIL,),
        idea_rows,
    ),
)
