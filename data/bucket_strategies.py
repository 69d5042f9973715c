"""What a bucket's money is planned and spent for: amounts by strategy, the rest not tagged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from access.scope import Scope
from data.bucket_history import BucketYear
from data.districts import district
from data.warehouse import Warehouse
from metrics.strategy_shares import NOT_TAGGED, by_plan, shares_of, split

_LINES = {"budget": "planned", "actual": "spent", "receipt": "spent"}


@dataclass(frozen=True, slots=True)
class StrategyLine:
    """One strategy by its code, or what is not tagged (empty code), in cents.

    All lines of a kind of account sum to its budget and to what was spent; missing is not zero.
    `by_plan` is what of `spent` carries no tag of its own and follows the plan of its `accounts`.
    """

    kind: str
    code: str
    planned: int | None
    spent: int | None
    by_plan: int | None = None
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Strategies:
    """The lines of a bucket and how many texts of the column could not be read."""

    lines: tuple[StrategyLine, ...]
    unread: int


def bucket_strategies(
    warehouse: Warehouse,
    scope: Scope,
    years: Sequence[BucketYear],
    *,
    bucket: str,
    fiscal_year: int,
    location_ids: Sequence[str] = (),
) -> Strategies:
    """Strategies of a year from the tags that its lines carry; empty where none is loaded.

    What carries no tag goes where its account is planned to go, in proportion to the planned
    dollars. The rest, and what carries a tag that cannot be read, is not tagged: amounts are never
    lost.
    """
    column = district(warehouse, scope.district).strategy_column
    if not column:
        return Strategies((), 0)
    asked: dict[str, Any] = {
        "bucket": bucket,
        "fiscal_year": fiscal_year,
        "first_year": fiscal_year,
        "location_ids": list(location_ids),
        "tag_path": f'$."{column}"',
    }
    rows = warehouse.exact(scope, "bucket_tags", **asked).to_pylist()
    sums: dict[tuple[str, str], Counter[str]] = {}
    unread = 0
    for row in rows:
        shares = shares_of(row["tag"])
        unread += shares is None
        kind = "revenue" if row["is_revenue"] else "expenditure"
        parts = sums.setdefault((kind, _LINES[row["line_type"]]), Counter())
        parts.update(split(row["amount_cents"], shares or ()))
    plans = _plans(warehouse.exact(scope, "bucket_plans", **asked).to_pylist())
    found = [
        line
        for one in years
        if one.year == fiscal_year and (sums or unread)
        for line in _lines(one, sums, [plan for plan in plans if plan.kind == one.kind])
    ]
    return Strategies(tuple(found), unread)


@dataclass(frozen=True, slots=True)
class _Planned:
    """Where the payments of an account that carry no tag go by its plan."""

    kind: str
    account: str
    parts: Mapping[str, int]


def _plans(rows: Sequence[Mapping[str, Any]]) -> list[_Planned]:
    made = []
    for account, lines in groupby(rows, key=lambda row: row["account"]):
        own = list(lines)
        plan: Counter[str] = Counter()
        for row in own:
            plan.update(split(row["planned_cents"], shares_of(row["tag"]) or ()))
        kind = "revenue" if own[0]["is_revenue"] else "expenditure"
        parts = by_plan(own[0]["untagged_cents"], plan, own[0]["budget_cents"] or 0)
        made.append(_Planned(kind, account, parts))
    return made


def _lines(
    one: BucketYear, sums: dict[tuple[str, str], Counter[str]], plans: Sequence[_Planned]
) -> list[StrategyLine]:
    planned = sums.get((one.kind, "planned"), Counter())
    tagged = sums.get((one.kind, "spent"), Counter())
    followed: Counter[str] = Counter()
    for plan in plans:
        followed.update(plan.parts)
    spent = Counter(tagged)
    spent.update(followed)
    codes = sorted({*planned, *spent} - {NOT_TAGGED})
    made = [
        StrategyLine(
            one.kind,
            code,
            planned.get(code),
            spent.get(code),
            followed.get(code),
            tuple(plan.account for plan in plans if plan.parts.get(code)),
        )
        for code in codes
    ]
    rest = StrategyLine(
        one.kind,
        NOT_TAGGED,
        _rest(one.budget, planned, codes),
        _rest(one.spent, spent, codes),
    )
    return [*made, rest]


def _rest(total: int | None, parts: Counter[str], codes: Sequence[str]) -> int | None:
    return None if total is None else total - sum(parts[code] for code in codes)
