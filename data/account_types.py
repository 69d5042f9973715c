"""What it moves when accounts are said to be expenditure or revenue: dollars, and buckets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from access.account_rules import BucketRule
from access.scope import Scope
from data.warehouse import Warehouse

_LARGEST: Final = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """Accounts that become another kind, with their dollars of a year and the largest of them.

    `leaving` and `entering` are buckets with how many of the accounts each loses or gains.
    """

    before: str
    after: str
    account_count: int
    budget: Decimal
    spent: Decimal
    largest: tuple[str, ...]
    leaving: tuple[tuple[str, int], ...]
    entering: tuple[tuple[str, int], ...]


def turns(
    warehouse: Warehouse, scope: Scope, types: Mapping[str, str], *, fiscal_year: int
) -> tuple[Turn, ...]:
    """The turns that the types make in a year, over the visible accounts with figures.

    `types` are expenditure or revenue by the account as printed; accounts that are so already
    make none.
    """
    wanted = {account.casefold(): kind.lower() for account, kind in types.items()}
    rows = warehouse.exact(scope, "account_shares", fiscal_year=fiscal_year)
    named = [wanted.get(account.casefold(), "") for account in rows["account"].to_pylist()]
    rows = rows.append_column("becomes", pa.array(named, pa.string()))
    pairs = (("expenditure", "revenue"), ("revenue", "expenditure"))
    found = [(pair, _of(rows, *pair)) for pair in pairs]
    return tuple(_turn(warehouse, scope, pair, own) for pair, own in found if own.num_rows)


def waiting(warehouse: Warehouse, district: str, types: Mapping[str, str]) -> list[str]:
    """Recorded accounts that the newest load has as another kind still, in their last year."""
    wanted = {account.casefold(): kind.lower() for account, kind in types.items()}
    rows = warehouse.exact(district, "account_list")
    folded = pc.utf8_lower(rows["display"])
    rows = rows.filter(pc.is_in(folded, pa.array([one.lower() for one in types], pa.string())))
    last: dict[str, tuple[int, str]] = {}
    for row in rows.to_pylist():
        key = str(row["display"]).casefold()
        last[key] = max(last.get(key, (0, "")), (row["fiscal_year"], row["kind"]))
    kinds = {one: last.get(one.casefold(), (0, ""))[1] for one in types}
    return [one for one, kind in kinds.items() if kind and kind != wanted[one.casefold()]]


def _of(rows: pa.Table, before: str, after: str) -> pa.Table:
    return rows.filter(pc.and_(pc.equal(rows["kind"], before), pc.equal(rows["becomes"], after)))


def _turn(warehouse: Warehouse, scope: Scope, pair: tuple[str, str], rows: pa.Table) -> Turn:
    before, after = pair
    keys = rows["account_key"].to_numpy()
    held = [(rule, _held(warehouse, scope, rule, keys)) for rule in _rules(scope)]
    largest = rows.sort_by([("budget_cents", "descending")])["account"].to_pylist()[:_LARGEST]
    return Turn(
        before, after, rows.num_rows, _usd(rows, "budget"), _usd(rows, "spent"), tuple(largest),
        tuple(_counted(held, before)), tuple(_counted(held, after)),
    )  # fmt: skip


def _rules(scope: Scope) -> Sequence[BucketRule]:
    return scope.book.buckets if scope.book else ()


def _held(warehouse: Warehouse, scope: Scope, rule: BucketRule, keys: NDArray[np.int32]) -> int:
    """How many of the accounts fall under the lines of a bucket, whatever their kind."""
    return int(np.isin(keys, warehouse.account_keys(scope, rule.lines)).sum())


def _counted(held: Iterable[tuple[BucketRule, int]], kind: str) -> Iterable[tuple[str, int]]:
    """Buckets of one kind that hold some; a bucket of both kinds keeps them."""
    return ((rule.name, count) for rule, count in held if count and rule.type == kind)


def _usd(rows: pa.Table, term: str) -> Decimal:
    total: Any = pc.sum(rows[f"{term}_cents"]).as_py()
    return Decimal(total or 0).scaleb(-2)
