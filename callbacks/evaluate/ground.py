"""What comparisons of schools stand on: whose rows, which year, which funds, which level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode

from access.actor import Actor
from access.scope import Scope
from callbacks.basis import Services
from data.districts import FiscalYear, district, fiscal_years
from data.districts import funds as known_funds
from data.per_pupil import per_pupil_spending
from data.schools import metric_names
from data.warehouse import NoSnapshotError, Warehouse
from pages.components.page_head import BasisCell
from pages.evaluate.level_words import LEVELS, level_name
from pages.format import count, fiscal_year_long, moment
from pages.state import EvaluateState

ALL_FUNDS: Final = "all"


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund with its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Ground:
    """The reader's comparison: every school of the district, one year, some funds.

    `funds` is empty for all funds; `funds_asked` is what the address says, empty for the
    district's default.
    """

    warehouse: Warehouse
    scope: Scope
    year: FiscalYear
    years: tuple[FiscalYear, ...]
    funds: tuple[str, ...]
    funds_asked: str
    known_funds: tuple[Fund, ...]
    default_funds: tuple[str, ...]
    district_name: str
    loaded: str
    as_of: date | None = None

    def is_open(self, year: FiscalYear) -> bool:
        """Whether a year is still under way: not closed, and the data end before it does."""
        if year.is_closed or year.last_period is None:
            return False
        return not (year.end_date and self.as_of and self.as_of >= year.end_date)

    @property
    def minimum_cell(self) -> int:
        """The smallest count of pupils shown."""
        home = district(self.warehouse, self.scope.district)
        return home.minimum_cell(self.warehouse.settings.minimum_cell)

    @property
    def fund_words(self) -> str:
        """The funds in words: their name where it is one."""
        return _funds_in_words(self.funds, self.known_funds)

    @property
    def year_words(self) -> str:
        """The basis of every method line: funds, amounts, year, place of booking."""
        end = _so_far(self.year) if self.is_open(self.year) else ""
        return f"{self.fund_words}, actual FY{self.year.year}{end}, booked at the school"

    def address(self, path: str, **more: str) -> str:
        """The address of another page of Evaluate on the same basis."""
        pairs = {"year": str(self.year.year), "funds": self.funds_asked, **more}
        return f"{path}?{_query(tuple(pairs.items()))}"

    def export(self, name: str, **more: str) -> str:
        """The address of a read model's rows, without the format."""
        pairs = {"fiscal_year": str(self.year.year), "funds": ",".join(self.funds), **more}
        # Left out, funds are the district's default for some read models and all for others.
        if not self.funds and name.startswith(("per-pupil", "school-points", "equity-")):
            pairs["funds"] = ",".join(fund.code for fund in self.known_funds)
        return f"/export/{name}?{urlencode({k: v for k, v in pairs.items() if v})}"


# The links of a table differ in their path alone.
@lru_cache(maxsize=512)
def _query(pairs: tuple[tuple[str, str], ...]) -> str:
    return urlencode([pair for pair in pairs if pair[1]])


def ground(services: Services, actor: Actor, state: EvaluateState) -> Ground:
    """The basis that the address asks for; what is unknown falls to the default."""
    warehouse, scope = services.warehouse, actor.evaluate_scope
    years = tuple(entry for entry in fiscal_years(warehouse, actor.district) if entry.has_money)
    if not years:
        raise NoSnapshotError(f"no money is loaded for {actor.district!r}")
    info = warehouse.snapshot(actor.district)
    year = next((entry for entry in years if entry.year == state.year), None)
    year = year or usual_year(warehouse, actor.district, years, info.data_as_of)
    place = district(warehouse, actor.district)
    listed = known_funds(warehouse, scope, fiscal_year=year.year).to_pylist()
    funds = tuple(Fund(row["fund_code"], row["fund_name"]) for row in listed)
    asked = state.funds if state.funds in {ALL_FUNDS, *(fund.code for fund in funds)} else ""
    return Ground(
        warehouse=warehouse,
        scope=scope,
        year=year,
        years=years,
        funds=_chosen(asked or "", place.default_funds),
        funds_asked=asked or "",
        known_funds=funds,
        default_funds=place.default_funds,
        district_name=place.name,
        loaded=f"last load {moment(info.created_utc)} UTC",
        as_of=info.data_as_of,
    )


def year_rows(basis: Ground, year: int) -> list[dict[str, Any]]:
    """Every school in a year on the ground's funds."""
    rows: list[dict[str, Any]] = per_pupil_spending(
        basis.warehouse, basis.scope, fiscal_year=year, funds=basis.funds
    ).to_pylist()
    return rows


def usual_year(
    warehouse: Warehouse, code: str, years: Sequence[FiscalYear], as_of: date | None
) -> FiscalYear:
    """The newest complete year with pupils: an open year's spending is not yet a year's."""
    counted = {
        row["fiscal_year"]
        for row in metric_names(warehouse, code).to_pylist()
        if row["metric"] == "enrollment"
    }
    whole = [
        entry
        for entry in years
        if entry.is_closed
        or entry.last_period is None
        or (as_of and entry.end_date and as_of >= entry.end_date)
    ]
    for group in ([e for e in whole if e.year in counted], whole):
        if group:
            return group[-1]
    return years[-1]


def basis_cells(basis: Ground) -> list[BasisCell]:
    """The choices that every comparison of schools has."""
    years = [
        (fiscal_year_long(entry.year), f"year={entry.year}") for entry in reversed(basis.years)
    ]
    funds = [(_funds_in_words(basis.default_funds, basis.known_funds), "funds=")]
    if basis.default_funds:
        funds.append(("All funds", f"funds={ALL_FUNDS}"))
    singles = [(fund.name, f"funds={fund.code}") for fund in basis.known_funds]
    funds += [entry for entry in singles if entry[0] != funds[0][0]]
    return [
        BasisCell("Fiscal year", fiscal_year_long(basis.year.year), years),
        BasisCell("Amounts", "Actual"),
        BasisCell("Funds", basis.fund_words, funds),
        BasisCell("Share", "Booked at the school"),
    ]


def level_cell(label: str, level: str, levels: Sequence[str]) -> BasisCell:
    """The choice of a level; `levels` are those that occur."""
    options = [("All levels", "level=")]
    options += [(name, f"level={code}") for code, name in LEVELS.items() if code in levels]
    return BasisCell(label, level_name(level), options)


def known_level(asked: str | None, rows: Sequence[dict[str, Any]]) -> str:
    """The level asked for where a school has it, else none."""
    return asked if asked and asked in {row["level"] or "other" for row in rows} else ""


def _chosen(asked: str, default: tuple[str, ...]) -> tuple[str, ...]:
    if asked == ALL_FUNDS:
        return ()
    return (asked,) if asked else default


def _funds_in_words(chosen: Sequence[str], known: Sequence[Fund]) -> str:
    if not chosen:
        return "All funds"
    names = {fund.code: fund.name for fund in known}
    if len(chosen) == 1:
        return names.get(chosen[0]) or f"Fund {chosen[0]}"
    return f"{count(len(chosen))} school funds"


def _so_far(year: FiscalYear) -> str:
    return f" so far (periods 1 to {year.last_period})"
