"""State and local spending of complete years, as maintenance of effort counts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from access.scope import Scope
from data.districts import FiscalYear, fiscal_years
from data.federal.accounts import accounts_of, spent_by_year
from data.federal.settings import FederalSettings, federal_settings
from data.per_pupil import per_pupil_spending
from data.read_model import Argument, ReadModel, columns, shaped
from data.warehouse import Warehouse

WHOLE, EFFORT = "state and local spending", "effort"
UNTIL: Final = Argument(
    "fiscal_year", "year", None, "last year looked at; the newest complete one when left out"
)
_PARTS = columns(
    "fiscal_year year | fiscal year",
    "part text | state and local spending, each group left out, and the effort that remains",
    "spent_usd money | dollars; what is left out is negative",
)


@dataclass(frozen=True, slots=True)
class EffortYear:
    """One complete year: state and local cents, what is left out of them, pupils shown."""

    fiscal_year: int
    whole_cents: int
    left_out: tuple[tuple[str, int], ...]
    pupils: float | None
    schools_hidden: int

    @property
    def cents(self) -> int:
        """The effort: the whole without what is left out."""
        return self.whole_cents - sum(cents for _, cents in self.left_out)


def complete_years(warehouse: Warehouse, code: str, until: int | None = None) -> list[int]:
    """Years with money that are over, oldest first: an open year's spending is not a year's."""
    as_of = warehouse.snapshot(code).data_as_of

    def is_over(one: FiscalYear) -> bool:
        if one.is_closed or one.last_period is None:
            return True
        return bool(as_of and one.end_date and as_of >= one.end_date)

    years = [one.year for one in fiscal_years(warehouse, code) if one.has_money and is_over(one)]
    return [year for year in years if until is None or year <= until]


def effort_years(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int | None = None
) -> list[EffortYear]:
    """State and local spending of every complete year up to one, with what is left out.

    It is the whole district's: a reader of some locations sees none of it.
    """
    if not scope.is_whole:
        return []
    years = complete_years(warehouse, scope.district, fiscal_year)
    return effort_of(warehouse, scope, federal_settings(warehouse, scope), years)


def effort_of(
    warehouse: Warehouse, scope: Scope, settings: FederalSettings, years: Sequence[int]
) -> list[EffortYear]:
    """The effort of these years, also of one that is not over, less what the settings leave out."""
    rows = warehouse.exact(scope, "effort", fiscal_years=list(years)).to_pylist()
    whole = {row["fiscal_year"]: row["spent_cents"] or 0 for row in rows}
    listed = [
        (group.name, spent_by_year(own))
        for group, own in accounts_of(warehouse, scope, settings.effort_excluded, *years)
    ]
    return [
        EffortYear(
            year,
            whole.get(year, 0),
            tuple((name, cents.get(year, 0)) for name, cents in listed),
            *_pupils(warehouse, scope, year),
        )
        for year in years
    ]


def _pupils(warehouse: Warehouse, scope: Scope, year: int) -> tuple[float | None, int]:
    """Pupils of the schools whose count is shown, and how many schools' counts are not."""
    rows = per_pupil_spending(warehouse, scope, fiscal_year=year)
    shown = [pupils for pupils in rows.column("pupils").to_pylist() if pupils]
    hidden = sum("pupils" in (words or "").split() for words in rows.column("hidden").to_pylist())
    return (sum(shown) if shown else None), hidden


def part_rows(warehouse: Warehouse, scope: Scope, *, fiscal_year: int | None = None) -> pa.Table:
    """How the effort of every complete year comes about: the whole, what is left out, the rest."""
    lines = [
        (year.fiscal_year, part, cents)
        for year in effort_years(warehouse, scope, fiscal_year=fiscal_year)
        for part, cents in (
            (WHOLE, year.whole_cents),
            *((name, -left) for name, left in year.left_out),
            (EFFORT, year.cents),
        )
    ]
    raw = pa.table({"spent_cents": pa.array([line[2] for line in lines], pa.int64())})
    return shaped(
        raw, _PARTS, fiscal_year=[line[0] for line in lines], part=[line[1] for line in lines]
    )


MODELS = (
    ReadModel(
        "effort-parts",
        "What counts as effort",
        "one row per complete fiscal year and part",
        "evaluate:read",
        _PARTS,
        (UNTIL,),
        part_rows,
    ),
)
