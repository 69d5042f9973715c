"""The whole equity report of a state's worth of schools, against the questions that it asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.district import District, prepared
from bench.measure import Effort, Mark, compare
from config import ROOT
from data.equity import equity_report

SCHOOLS, LINES = 1_800, 400_000
PLUS_MS = 150.0


def marks(district: District, effort: Effort) -> list[Mark]:
    """What the report costs beyond its questions; a small run takes its own district."""
    large = _large(district)
    count = large.asked("select count(*) from dim_location where type = 'school'")
    report = _report(large)
    return [
        compare(
            f"whole equity report, {count:,} schools",
            "its questions",
            report,
            _questions(large, report),
            at_most=1,
            plus_ms=PLUS_MS,
            effort=effort,
        )
    ]


def _large(district: District) -> District:
    if district.lines < LINES:
        return district
    return prepared(LINES, ROOT / "var" / "bench" / f"{SCHOOLS}-schools", schools=SCHOOLS)


def _report(district: District) -> Callable[[], object]:
    def ask() -> object:
        district.warehouse.forget()
        return equity_report(
            district.warehouse, district.everyone, fiscal_year=district.closed_year
        )

    return ask


def _questions(district: District, report: Callable[[], object]) -> Callable[[], object]:
    """The questions that the report asks, noted once and asked again without it."""
    warehouse: Any = district.warehouse
    noted: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    exact = warehouse.exact

    def note(*who: Any, **parameters: Any) -> object:
        noted.append((who, parameters))
        return exact(*who, **parameters)

    warehouse.exact = note
    try:
        report()
    finally:
        del warehouse.exact

    def ask() -> None:
        warehouse.forget()
        for who, parameters in noted:
            exact(*who, **parameters)

    return ask
