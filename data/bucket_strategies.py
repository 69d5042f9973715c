"""What a bucket's money is planned and spent for: amounts by strategy, the rest not tagged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from access.scope import Scope
from data.bucket_history import BucketYear
from data.districts import district
from data.warehouse import Warehouse
from metrics.strategy_shares import NOT_TAGGED, shares_of, split

_LINES = {"budget": "planned", "actual": "spent", "receipt": "spent"}


@dataclass(frozen=True, slots=True)
class StrategyLine:
    """One strategy by its code, or what is not tagged (empty code), in cents.

    All lines of a kind of account sum to its budget and to what was spent; missing is not zero.
    """

    kind: str
    code: str
    planned: int | None
    spent: int | None


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

    What carries no tag, or one that cannot be read, is not tagged: amounts are never lost.
    """
    column = district(warehouse, scope.district).strategy_column
    if not column:
        return Strategies((), 0)
    rows = warehouse.exact(
        scope,
        "bucket_tags",
        bucket=bucket,
        fiscal_year=fiscal_year,
        first_year=fiscal_year,
        location_ids=list(location_ids),
        tag_path=f'$."{column}"',
    ).to_pylist()
    sums: dict[tuple[str, str], Counter[str]] = {}
    unread = 0
    for row in rows:
        shares = shares_of(row["tag"])
        unread += shares is None
        kind = "revenue" if row["is_revenue"] else "expenditure"
        parts = sums.setdefault((kind, _LINES[row["line_type"]]), Counter())
        parts.update(split(row["amount_cents"], shares or ()))
    found = [
        line
        for one in years
        if one.year == fiscal_year and (sums or unread)
        for line in _lines(one, sums)
    ]
    return Strategies(tuple(found), unread)


def _lines(one: BucketYear, sums: dict[tuple[str, str], Counter[str]]) -> list[StrategyLine]:
    planned = sums.get((one.kind, "planned"), Counter())
    spent = sums.get((one.kind, "spent"), Counter())
    codes = sorted({*planned, *spent} - {NOT_TAGGED})
    made = [StrategyLine(one.kind, code, planned.get(code), spent.get(code)) for code in codes]
    rest = StrategyLine(
        one.kind, NOT_TAGGED, _rest(one.budget, planned, codes), _rest(one.spent, spent, codes)
    )
    return [*made, rest]


def _rest(total: int | None, parts: Counter[str], codes: Sequence[str]) -> int | None:
    return None if total is None else total - sum(parts[code] for code in codes)
