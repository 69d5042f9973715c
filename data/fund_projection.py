"""Every fund against its budget, and where each will end the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any, Final

import pyarrow as pa

from access.scope import Scope
from data.districts import FiscalYear, district, fiscal_years, latest_fiscal_year
from data.labels import role_labels
from data.read_model import ArgumentError, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR
from data.warehouse import Warehouse
from metrics.balances import remaining
from metrics.projection import MONTHS, Method, Moment, Projection, Terms, projected

YEARS_BACK: Final = 3
CAPITAL: Final = Fraction(1, 2)
"""Funds with more of their budget for capital are not projected: it follows no season."""
_COLUMNS = columns(
    "fiscal_year year | fiscal year",
    "fund_code text | fund",
    "fund_name text | label of the fund",
    "account_lines count | expenditure accounts with any figure",
    "budget_usd money | adjusted budget",
    "spent_usd money | spent",
    "encumbered_usd money | open orders; missing where none were loaded",
    "reserved_usd money | requested dollars subtracted from what is left; missing where none are",
    "remaining_usd money | budget less spent less encumbered less reserved",
    "projected_usd money | likely spent by the end of the year; missing without a projection",
    "low_usd money | lowest of the range",
    "high_usd money | highest of the range",
    "left_over_usd money | budget less projection; negative where the fund runs over",
    "method text | seasonal, straight line, or none",
    "prior_years count | earlier years behind the projection",
    "reason text | why there is no projection",
)


def fund_projection(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int | None = None
) -> pa.Table:
    """The funds of a year with where each will end, by its own earlier years; without transfers.

    A closed year, and funds of mostly capital, have no projection. One question for every fund.
    """
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    known = {entry.year: entry for entry in fiscal_years(warehouse, scope.district)}
    if year not in known:
        raise ArgumentError(f"fiscal_year: no money is loaded for {year}")
    as_of = warehouse.snapshot(scope.district).data_as_of
    month = min(known[year].last_period or 0, MONTHS)
    when = Moment(district(warehouse, scope.district).limits, month, as_of)
    first = year - YEARS_BACK
    rows = warehouse.exact(
        scope, "fund_years", fiscal_year=year, first_year=first, month=month
    ).to_pylist()
    is_open = month > 0 and not known[year].is_over(as_of)
    found = []
    for _, group in groupby(rows, key=lambda row: row["fund_code"]):
        years = {row["fiscal_year"]: row for row in group}
        if year in years:
            shares = _shares(years, known, year)
            found.append(_fund(years[year], when, shares, is_open=is_open))
    return _table(warehouse, scope, year, found)


def _shares(
    years: Mapping[int, Mapping[str, Any]], known: Mapping[int, FiscalYear], year: int
) -> list[Fraction]:
    """The share of each complete earlier year that was spent by the end of the same month."""
    return [
        Fraction(row["by_then_cents"] or 0, row["spent_cents"])
        for before, row in years.items()
        if before < year and (known[before].last_period or 0) >= MONTHS and _is_positive(row)
    ]


def _is_positive(row: Mapping[str, Any]) -> bool:
    return row["spent_cents"] is not None and row["spent_cents"] > 0


def _fund(
    row: Mapping[str, Any], when: Moment, shares: Sequence[Fraction], *, is_open: bool
) -> dict[str, Any]:
    terms = Terms(row["budget_cents"], row["spent_cents"], row["encumbered_cents"])
    if not is_open:
        view = Projection(Method.NONE, reason="the year is closed, or nothing is posted yet")
    elif (row["capital_cents"] or 0) > CAPITAL * (terms.budget or 0):
        view = Projection(Method.NONE, reason="mostly capital, which follows no season")
    else:
        view = projected(terms, when, shares)
    if view.is_early:
        view = Projection(Method.NONE, reason="too early in the year, without history")
    return {
        **row,
        "remaining_cents": remaining(
            "expenditure", terms.budget, terms.spent, terms.encumbered, row["reserved_cents"]
        ),
        "projected_cents": view.projected,
        "low_cents": view.low,
        "high_cents": view.high,
        "left_over_cents": view.left_over,
        "method": view.method.value,
        "prior_years": view.prior_years,
        "reason": view.reason,
    }


def _table(
    warehouse: Warehouse, scope: Scope, year: int, rows: Sequence[Mapping[str, Any]]
) -> pa.Table:
    texts = ("fund_code", "method", "reason")
    schema = pa.schema(
        [
            (name, pa.string() if name in texts else pa.int64())
            for name in (
                column.name.replace("_usd", "_cents")
                for column in _COLUMNS
                if column.name != "fund_name"
            )
        ]
    )
    raw = pa.Table.from_pylist(list(rows), schema)
    names = role_labels(warehouse, scope.district, year, "fund", raw.column("fund_code"))
    return shaped(raw, _COLUMNS, fund_name=names)


MODELS = (
    ReadModel(
        "fund-projection",
        "Funds with their projection",
        "one row per fund of a fiscal year",
        "evaluate:read",
        _COLUMNS,
        (FISCAL_YEAR,),
        fund_projection,
    ),
)
