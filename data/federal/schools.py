"""Schools as federal fiscal tests see them: pupils, level, need, and whether they have Title I."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from access.scope import Scope
from data.equity import LEVELS, SPECIAL
from data.federal.accounts import title_one_dollars
from data.federal.settings import FederalSettings
from data.per_pupil import per_pupil_spending
from data.warehouse import Warehouse
from metrics.per_pupil import HIDDEN


@dataclass(frozen=True, slots=True)
class TestedSchool:
    """One school of a year. `reason` says why no test compares it; `row` is its per-pupil row."""

    location_id: str
    name: str
    level: str
    pupils: float | None
    is_title_one: bool
    title_one_cents: int
    row: dict[str, Any]
    reason: str

    @property
    def is_hidden(self) -> bool:
        """Whether its pupils are withheld."""
        return "pupils" in self.row["hidden"].split()

    @property
    def per_pupil(self) -> Decimal | None:
        """What is spent for each pupil, actual salaries, every source."""
        found: Decimal | None = self.row["per_pupil_usd"]
        return found


def tested_schools(
    warehouse: Warehouse, scope: Scope, settings: FederalSettings, *, fiscal_year: int
) -> list[TestedSchool]:
    """Every school with money or pupils in the year.

    A school has Title I where the settings name it, or, where they name none, where dollars of
    Title I are booked at it.
    """
    dollars = title_one_dollars(warehouse, scope, settings, fiscal_year=fiscal_year)
    named = settings.title_one_schools or frozenset(dollars)
    rows = per_pupil_spending(warehouse, scope, fiscal_year=fiscal_year).to_pylist()
    return [
        TestedSchool(
            row["location_id"],
            row["location_name"],
            row["level"] or "other",
            row["pupils"],
            row["location_id"] in named,
            dollars.get(row["location_id"], 0),
            row,
            _reason(row),
        )
        for row in rows
    ]


def _reason(row: dict[str, Any]) -> str:
    if "pupils" in row["hidden"].split():
        return HIDDEN
    if (row["level"] or "other") not in LEVELS:
        return SPECIAL
    return "" if row["pupils"] else "no pupils loaded"
