"""What a district says about a bucket beside its accounts: questions, and how it is summed up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from access.account_rules import BucketRule, Line, Rulebook
from access.scope import Scope
from data.bucket_categories import Category, placed_accounts
from data.districts import district
from data.row_filter import AccountsLine
from data.scope import ScopeError, ScopeLine
from data.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class BucketGuide:
    """Questions with their answers, and the categories of the bucket's template, in order."""

    questions: tuple[tuple[str, str], ...] = ()
    template: str = ""
    categories: tuple[Category, ...] = ()


def bucket_guide(warehouse: Warehouse, scope: Scope, bucket: str) -> BucketGuide:
    """The guide of a bucket from the records, or from the district's file where it has none."""
    if scope.book is not None and scope.book.buckets:
        return _of_records(scope.book, warehouse.bucket_rules(scope), bucket)
    settings = district(warehouse, scope.district).settings
    found: Mapping[str, Any] = next(
        (one for one in settings.get("buckets") or () if one["code"] == bucket), {}
    )
    rollup = next(
        (one for one in settings.get("rollups") or () if one["code"] == found.get("rollup")), None
    )
    questions = tuple((one["question"], one["answer"]) for one in found.get("questions") or ())
    if rollup is None:
        return BucketGuide(questions)
    categories = tuple(
        Category(one["name"], _lines((line["field"], line["operator"], str(line["value"]))
                                     for line in one["scopes"]))
        for one in rollup["categories"]
    )  # fmt: skip
    return BucketGuide(questions, rollup["name"], categories)


def category_line(
    warehouse: Warehouse, scope: Scope, *, bucket: str, category: str, fiscal_year: int
) -> AccountsLine:
    """The accounts of one category of a bucket as a line over accounts; none of an unknown one."""
    found = placed_accounts(
        warehouse, scope, bucket_guide(warehouse, scope, bucket).categories, bucket=bucket,
        fiscal_year=fiscal_year,
    )  # fmt: skip
    return AccountsLine(tuple(row["account"] for name, row in found if name == category))


def _of_records(book: Rulebook, rules: Sequence[BucketRule], bucket: str) -> BucketGuide:
    rule = next((one for one in rules if one.code == bucket), None)
    if rule is None:
        return BucketGuide()
    rollup = book.rollup(rule.rollup)
    if rollup is None:
        return BucketGuide(rule.questions)
    categories = tuple(Category(one.name, _lines(one.lines)) for one in rollup.categories)
    return BucketGuide(rule.questions, rollup.name, categories)


def _lines(lines: Iterable[Line]) -> tuple[ScopeLine, ...]:
    """The lines that can be read; one that cannot chooses nothing by itself."""
    made = []
    for line in lines:
        try:
            made.append(ScopeLine(*line))
        except ScopeError:
            continue
    return tuple(made)
