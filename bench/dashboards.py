"""Read models on balances and cubes, against SQL written by hand on the same open file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pyarrow as pa

from access.scope import Scope
from bench import by_hand
from bench.district import CODE, District
from bench.measure import Effort, Mark, compare
from data import districts
from data.balances import account_status
from data.buckets import buckets
from data.monthly import monthly
from data.per_pupil import per_pupil_spending
from data.schools import schools
from data.spending import spending_by_category, spending_by_fund, spending_by_school

Ask = Callable[[], object]


def marks(district: District, effort: Effort) -> list[Mark]:
    """Every mark of the dashboards."""
    return [
        *_read_models(district, effort),
        *_hundred_buckets(district, effort),
        _principal(district, effort),
        *_from_lines(district, effort),
        _filter_values(district, effort),
    ]


def fresh(district: District, model: Callable[..., object], **arguments: object) -> Ask:
    """Ask a read model as for the first time since the snapshot was opened."""

    def ask() -> object:
        district.warehouse.forget()
        return model(district.warehouse, district.everyone, **arguments)

    return ask


def hand(district: District, sql: str, **parameters: object) -> Ask:
    """Run hand-written SQL on the open file, with a cursor a call as threads need it."""

    def ask() -> pa.Table:
        return district.by_hand.cursor().execute(sql, parameters).to_arrow_table()

    return ask


def _read_models(district: District, effort: Effort) -> list[Mark]:
    year = district.closed_year
    funds = list(districts.district(district.warehouse, CODE).default_funds)
    asked = (
        ("spending by school (Q1)", spending_by_school, {}, by_hand.SPENDING_BY_SCHOOL, {}),
        ("spending per pupil (Q6)", per_pupil_spending, {}, by_hand.PER_PUPIL, {"funds": funds}),
        ("spending by fund", spending_by_fund, {}, by_hand.SPENDING_BY_FUND, {}),
        ("spending by category", spending_by_category, {}, by_hand.SPENDING_BY_CATEGORY, {}),
        ("monthly burn (Q5)", monthly, {}, by_hand.MONTHLY, {}),
        ("a hundred buckets (Q3)", buckets, {}, by_hand.HUNDRED_BUCKETS, {}),
        (
            "page of 100 accounts by budget", account_status,
            {"sort": "budget_usd", "descending": True, "limit": 100}, by_hand.ACCOUNTS, {},
        ),
    )  # fmt: skip
    return [
        compare(
            name,
            "SQL by hand on the same tables",
            fresh(district, model, fiscal_year=year, **arguments),
            hand(district, sql, year=year, **parameters),
            at_most=1.3,
            plus_ms=2.0,
            effort=effort,
        )
        for name, model, arguments, sql, parameters in asked
    ]


def _hundred_buckets(district: District, effort: Effort) -> list[Mark]:
    ours = fresh(district, buckets, fiscal_year=district.closed_year)
    return [
        compare(
            "a hundred buckets",
            baseline,
            ours,
            hand(district, sql, year=district.closed_year),
            at_most=at_most,
            effort=effort,
        )
        for baseline, sql, at_most in (
            ("one group-by over the same balances", by_hand.ONE_GROUP_BY, 5),
            ("a hundred FILTERs, three sums each", by_hand.HUNDRED_FILTERS, 0.25),
        )
    ]


def _principal(district: District, effort: Effort) -> Mark:
    scope = Scope(CODE, frozenset({district.school}))

    def ask() -> object:
        district.warehouse.forget()
        return account_status(district.warehouse, scope, fiscal_year=district.closed_year, limit=50)

    return compare(
        "one principal's balances (Q2), first page",
        "`select 1`",
        ask,
        hand(district, "select 1"),
        at_most=20,
        effort=effort,
    )


def _from_lines(district: District, effort: Effort) -> list[Mark]:
    year = district.closed_year
    by_place, equity = _bincounts(district)
    return [
        compare(
            name,
            "numpy bincount on the same arrays",
            hand(district, sql, year=year),
            counted,
            at_most=3,
            effort=effort,
        )
        for name, sql, counted in (
            ("Q1 from lines, by school and source", by_hand.SPENT_BY_PLACE, by_place),
            ("Q6 from lines, per pupil", by_hand.EQUITY_FROM_LINES, equity),
        )
    ]


def _bincounts(district: District) -> tuple[Ask, Ask]:
    """Both questions from lines with numpy, on the columns of the star as whole numbers."""
    columns = district.by_hand.execute(by_hand.ARRAYS, {"year": district.closed_year}).fetchnumpy()
    accounts = district.by_hand.execute(by_hand.SOURCES).fetchnumpy()["is_federal"]
    pupils = district.by_hand.execute(
        by_hand.PUPILS_BY_KEY, {"year": district.closed_year}
    ).fetchnumpy()["pupils"]
    pupils = np.ma.filled(pupils, np.nan)
    place, account = columns["place"], columns["account"]

    def counted() -> np.ndarray:
        keep = (columns["type"] == 1) & (columns["period"] >= 1) & (columns["event"] == 0)
        return np.flatnonzero(keep)

    def by_place() -> object:
        rows = counted()
        groups = place[rows] * 2 + accounts[account[rows]]
        return np.bincount(groups, weights=columns["cents"][rows])

    def equity() -> object:
        rows = counted()
        spent = np.bincount(place[rows], weights=columns["cents"][rows], minlength=len(pupils))
        return spent / pupils

    return by_place, equity


def _filter_values(district: District, effort: Effort) -> Mark:
    warehouse, scope, year = district.warehouse, district.everyone, district.closed_year
    asked: list[Ask] = [
        partial(districts.fiscal_years, warehouse, CODE),
        partial(districts.funds, warehouse, scope, fiscal_year=year),
        partial(schools, warehouse, scope),
        partial(districts.periods, warehouse, CODE, fiscal_year=year),
        partial(districts.categories, warehouse, CODE),
        partial(districts.segment_values, warehouse, CODE, fiscal_year=year, field="object"),
        partial(buckets_offered, warehouse),
    ]

    def ours() -> None:
        warehouse.forget()
        warehouse._lookups.clear()  # noqa: SLF001  as after a new snapshot
        for ask in asked:
            ask()

    def theirs() -> None:
        for sql in by_hand.DISTINCT_VALUES:
            district.by_hand.cursor().execute(sql, {"year": year}).fetchall()

    return compare(
        "values of seven filters",
        "seven DISTINCT scans of the year's lines",
        ours,
        theirs,
        at_most=0.15,
        effort=effort,
    )


def buckets_offered(warehouse: object) -> object:
    """What a picker of buckets offers."""
    return warehouse.bucket_rules(Scope.whole(CODE))  # type: ignore[attr-defined]
