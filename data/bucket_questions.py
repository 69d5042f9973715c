"""The questions that a bucket answers, as rows: what its page shows and exports hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from access.scope import Scope
from data.balances import MONEY_TERMS
from data.bucket_categories import bucket_categories
from data.bucket_guide import bucket_guide
from data.bucket_history import BucketYear, bucket_years, last_closed_period
from data.bucket_progress import Compared, Progress, history, progress
from data.bucket_strategies import StrategyLine, bucket_strategies
from data.districts import latest_fiscal_year
from data.orders import purchase_order_totals
from data.read_model import Argument, Kind, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR, LOCATION_IDS
from data.warehouse import Warehouse

_COLUMNS = columns(
    "bucket_code text | bucket",
    "question count | number of the question, as the page asks them",
    "kind text | expenditure or revenue; the two are never netted",
    "item text | what the row answers: left, open orders, month, year to date, year ...",
    "code text | code of the item, where it has one",
    "label text | name of the item",
    "detail text | the answer of a question",
    "fiscal_year year | fiscal year of the figures",
    "first_period count | first accounting period that counts, where periods are compared",
    "last_period count | last accounting period that counts",
    "item_count count | accounts, orders or years behind the row",
    *MONEY_TERMS,
    "planned_usd money | planned for a strategy; missing where no plan is tagged",
    "by_plan_usd money | what of the spent carries no tag and follows the plan of its account",
    "low_usd money | smallest of the years compared, or lowest projection",
    "high_usd money | largest of the years compared, or highest projection",
    "budget_share share | spent as a share of that year's budget",
)
Row = dict[str, Any]


def bucket_questions(
    warehouse: Warehouse,
    scope: Scope,
    *,
    bucket: str = "",
    fiscal_year: int | None = None,
    location_ids: Sequence[str] = (),
) -> pa.Table:
    """The answers of a bucket, or of every bucket, question by question.

    A bucket without any visible account has none.
    """
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    made = [
        {"bucket_code": code, **_whole(row)}
        for code in (rule.code for rule in warehouse.bucket_rules(scope))
        if bucket in ("", code)
        for row in _answers(warehouse, scope, code, year, location_ids)
    ]
    return shaped(pa.Table.from_pylist(made, _schema()), _COLUMNS)


def _answers(
    warehouse: Warehouse, scope: Scope, bucket: str, year: int, location_ids: Sequence[str]
) -> Iterator[Row]:
    asked: dict[str, Any] = {"fiscal_year": year, "bucket": bucket, "location_ids": location_ids}
    years = bucket_years(warehouse, scope, **asked)
    yield from _left(years, year)
    if any(one.year == year and one.kind == "expenditure" for one in years):
        yield from _orders(purchase_order_totals(warehouse, scope, **asked), year)
    closed = last_closed_period(warehouse, scope.district, year)
    for found in progress(years, year, closed):
        yield from _progress(found)
    yield from _history(years, year)
    guide = bucket_guide(warehouse, scope, bucket)
    for question, answer in guide.questions if years else ():
        yield {"question": 5, "item": "answer", "label": question, "detail": answer}
    tagged = bucket_strategies(warehouse, scope, years, **asked)
    yield from (_strategy(line, year) for line in tagged.lines)
    for name, one in bucket_categories(warehouse, scope, guide.categories, **asked):
        yield {"question": 7, "item": "category", "label": name, **_terms(one)}


def _strategy(line: StrategyLine, year: int) -> Row:
    return {
        "question": 6,
        "kind": line.kind,
        "item": "strategy" if line.code else "not tagged",
        "code": line.code,
        "fiscal_year": year,
        "planned": line.planned,
        "spent": line.spent,
        "by_plan": line.by_plan,
    }


def _left(years: Sequence[BucketYear], year: int) -> Iterator[Row]:
    for one in years:
        if one.year == year:
            yield {"question": 1, "item": "left", **_terms(one)}


def _orders(totals: dict[str, int | None], year: int) -> Iterator[Row]:
    for state in ("open", "closed", "cancelled", "requisition"):
        is_open = state == "open"
        yield {
            "question": 2,
            "kind": "expenditure",
            "item": f"{state} orders",
            "fiscal_year": year,
            "item_count": totals[f"{state}_count"],
            "encumbered": totals["open_cents"] or 0 if is_open else None,
        }
    yield {
        "question": 2,
        "kind": "expenditure",
        "item": "all orders",
        "fiscal_year": year,
        "item_count": totals["order_count"],
        "original": totals["original_cents"] or 0,
    }


def _progress(found: Progress) -> Iterator[Row]:
    for item, compared in (("month", found.month), ("year to date", found.year_to_date)):
        yield from _compared(found.kind, item, compared)


def _compared(kind: str, item: str, compared: Compared) -> Iterator[Row]:
    spell = {"first_period": compared.first, "last_period": compared.last}
    for one in (compared.now, *compared.before):
        yield {
            "question": 3, "kind": kind, "item": item, "fiscal_year": one.year, **spell,
            "budget": one.budget, "spent": one.spent, "budget_share": one.budget_share,
        }  # fmt: skip
    if (mean := compared.earlier) is not None:
        yield {
            "question": 3, "kind": kind, "item": f"{item}, mean of earlier years", **spell,
            "item_count": len(mean.years), "spent": mean.mean, "low": mean.low, "high": mean.high,
            "budget_share": mean.budget_share,
        }  # fmt: skip


def _history(years: Sequence[BucketYear], year: int) -> Iterator[Row]:
    for kind in dict.fromkeys(one.kind for one in years):
        for one in history(years, year, kind):
            yield {"question": 4, "item": "year", **_terms(one)}


def _terms(one: BucketYear) -> Row:
    terms = ("original", "adjustments", "budget", "spent", "encumbered", "requested", "reserved",
             "remaining")  # fmt: skip
    return {
        "kind": one.kind,
        "fiscal_year": one.year,
        "item_count": one.account_count,
        "used_share": one.used_share,
        **{name: getattr(one, name) for name in terms},
    }


def _schema() -> pa.Schema:
    types = {Kind.TEXT: pa.string(), Kind.SHARE: pa.float64()}
    return pa.schema([
        (_raw(column.name), types.get(column.kind, pa.int64())) for column in _COLUMNS
    ])  # fmt: skip


def _whole(row: Row) -> Row:
    """The row under the names of the raw columns: money as cents."""
    money = {_raw(column.name) for column in _COLUMNS if column.kind is Kind.MONEY}
    return {f"{name}_cents" if f"{name}_cents" in money else name: value
            for name, value in row.items()}  # fmt: skip


def _raw(name: str) -> str:
    return name.removesuffix("_usd") + "_cents" if name.endswith("_usd") else name


MODELS = (
    ReadModel(
        "bucket-questions",
        "Questions of a bucket",
        "one row per bucket, question and answer",
        "bucket:read",
        _COLUMNS,
        (
            Argument("bucket", "text", "", "bucket code; every bucket when left out"),
            FISCAL_YEAR,
            LOCATION_IDS,
        ),
        bucket_questions,
    ),
)
