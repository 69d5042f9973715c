"""The district itself, its settings, and what pickers offer: years, funds, periods, categories."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa

from access.scope import Scope
from data.labels import role_labels
from data.warehouse import NoSnapshotError, Warehouse
from metrics.projection import USUAL, GrantPeriod, Limits

OLD_ORDER_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class District:
    """A district's name and settings as its settings file gives them."""

    code: str
    name: str
    state: str
    nces_id: str
    settings: Mapping[str, Any]

    @property
    def default_funds(self) -> tuple[str, ...]:
        """Funds that school figures cover unless others are chosen; empty means every fund."""
        return tuple(str(fund) for fund in self.settings.get("default_funds") or ())

    @property
    def words(self) -> Mapping[str, str]:
        """The district's own words for segments and the money terms."""
        words: Mapping[str, str] = self.settings.get("words") or {}
        return words

    @property
    def zone(self) -> ZoneInfo:
        """The clock of the district; UTC where its settings name none that is known."""
        try:
            return ZoneInfo(str(self.settings.get("timezone") or "UTC"))
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")

    @property
    def limits(self) -> Limits:
        """Where the alerts of projections begin, and how likely a vacancy is filled."""
        told: Mapping[str, Any] = self.settings.get("projection") or {}

        def share(name: str, usual: Fraction) -> Fraction:
            return usual if told.get(name) in (None, "") else Fraction(str(told[name]))

        return Limits(
            over=share("over_share", USUAL.over),
            slow=share("slow_share", USUAL.slow),
            early=share("early_share", USUAL.early),
            grant_days=int(told.get("grant_days", USUAL.grant_days)),
            grant_left=share("grant_left_share", USUAL.grant_left),
            fill=share("fill_share", USUAL.fill),
        )

    @property
    def grants(self) -> Mapping[str, GrantPeriod]:
        """The periods of buckets whose money has its own, by code."""
        entries = self.settings.get("grants") or ()
        return {
            str(entry["bucket"]): GrantPeriod(
                date.fromisoformat(entry["starts"]), date.fromisoformat(entry["ends"])
            )
            for entry in entries
        }

    def help_links(self, path: str) -> tuple[tuple[str, str], ...]:
        """Name and address of what the district says about a screen, or about every one.

        What it says about a screen holds for those below its address as well.
        """
        entries = self.settings.get("help_links") or ()
        return tuple(
            (str(entry["name"]), str(entry["address"]))
            for entry in entries
            if not (screen := str(entry.get("screen") or "").rstrip("/"))
            or path == screen
            or path.startswith(f"{screen}/")
        )

    @property
    def old_order_days(self) -> int:
        """After how many days an order that is still open is marked."""
        return int(self.settings.get("old_order_days") or OLD_ORDER_DAYS)

    @property
    def subtracts_requisitions(self) -> bool:
        """Whether what is requested and not yet ordered is subtracted from what is left."""
        return bool(self.settings.get("subtract_requisitions"))

    @property
    def strategy_column(self) -> str:
        """The heading of ledger lines that holds their strategies; empty where there is none."""
        return str(self.settings.get("strategy_column") or "")

    @property
    def published(self) -> frozenset[str]:
        """Measures that are public record school by school, and shown as published."""
        entries = self._privacy.get("published") or ()
        return frozenset(metric for entry in entries for metric in entry["metrics"])

    def minimum_cell(self, default: int) -> int:
        """The smallest count of pupils shown: the district's own, else that of the installation."""
        return int(self._privacy.get("minimum_cell") or default)

    @property
    def _privacy(self) -> Mapping[str, Any]:
        privacy: Mapping[str, Any] = self.settings.get("privacy") or {}
        return privacy


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A fiscal year with data; `last_period` is the last regular period with spending."""

    year: int
    has_money: bool
    start_date: date | None
    end_date: date | None
    is_closed: bool
    last_period: int | None

    @property
    def label(self) -> str:
        """The year as people write it: 2026-27."""
        return f"{self.year - 1}-{self.year % 100:02d}"

    @property
    def last_day(self) -> date:
        """The last day of the fiscal year; 30 June where the calendar does not tell it."""
        return self.end_date or date(self.year, 6, 30)

    def is_over(self, as_of: date | None) -> bool:
        """Whether the year is closed in the ledger, or the data reach to its end."""
        return self.is_closed or (as_of is not None and as_of >= self.last_day)


def district(warehouse: Warehouse, code: str) -> District:
    """The district's name and settings, from its newest load."""
    rows = warehouse.exact(code, "district").to_pylist()
    if not rows:
        raise NoSnapshotError(f"the data of {code!r} do not say which district they are of")
    row = rows[0]
    settings = _settings(row["settings"] or "{}")
    return District(code, row["name"], row["state"] or "", row["nces_id"] or "", settings)


# Every read model asks for them, some several times.
@lru_cache(maxsize=16)
def _settings(text: str) -> Mapping[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return MappingProxyType(found)


def fiscal_years(warehouse: Warehouse, code: str) -> tuple[FiscalYear, ...]:
    """Fiscal years with money or school facts, oldest first."""
    return tuple(
        FiscalYear(
            row["fiscal_year"],
            row["has_money"],
            row["start_date"],
            row["end_date"],
            bool(row["is_closed"]),
            row["last_period"],
        )
        for row in warehouse.exact(code, "fiscal_years").to_pylist()
    )


def latest_fiscal_year(warehouse: Warehouse, code: str) -> int:
    """The newest fiscal year with money."""
    years = [entry.year for entry in fiscal_years(warehouse, code) if entry.has_money]
    if not years:
        raise NoSnapshotError(f"no money is loaded for {code!r}")
    return max(years)


def funds(warehouse: Warehouse, scope: Scope, *, fiscal_year: int | None = None) -> pa.Table:
    """Funds among the visible accounts: fund_code, account_count, fund_name."""
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    raw = warehouse.exact(scope, "funds", fiscal_year=year)
    names = role_labels(warehouse, scope.district, year, "fund", raw.column("fund_code"))
    return raw.append_column("fund_name", names)


def periods(warehouse: Warehouse, code: str, *, fiscal_year: int) -> pa.Table:
    """Periods of a year in order: period, label, start_date, end_date, period_kind, is_closed."""
    return warehouse.exact(code, "periods", fiscal_year=fiscal_year)


def categories(warehouse: Warehouse, code: str) -> pa.Table:
    """Spending categories in order: category_code, category_name, sort."""
    return warehouse.exact(code, "categories")


def segment_values(
    warehouse: Warehouse, code: str, *, fiscal_year: int, field: str = ""
) -> pa.Table:
    """Codes and labels of a segment, found by its name or role: segment, role, code, label."""
    return warehouse.exact(code, "segment_values", fiscal_year=fiscal_year, field=field.lower())
