"""What a rule would reach: accounts of a year with their dollars, and what a change moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from access.account_rules import Line
from access.scope import Scope
from data.warehouse import Warehouse

KINDS = ("expenditure", "revenue")


@dataclass(frozen=True, slots=True)
class Reach:
    """Accounts of one kind, their dollars, and the largest of them as printed."""

    kind: str
    account_count: int
    budget: Decimal
    spent: Decimal
    largest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """What enters and what leaves when a rule changes."""

    entering: tuple[Reach, ...]
    leaving: tuple[Reach, ...]


def reach(
    warehouse: Warehouse,
    scope: Scope,
    lines: Sequence[Line],
    *,
    fiscal_year: int,
    kind: str = "both",
    largest: int = 0,
) -> tuple[Reach, ...]:
    """What the lines choose among the visible accounts with figures; `kind` may be `both`."""
    return _summed(_accounts(warehouse, scope, fiscal_year), _keys(warehouse, scope, lines), kind,
                   largest)  # fmt: skip


def moved(
    warehouse: Warehouse,
    scope: Scope,
    before: tuple[Sequence[Line], str],
    after: tuple[Sequence[Line], str],
    *,
    fiscal_year: int,
    largest: int = 5,
) -> Moved:
    """What enters and leaves between two rules, each given as its lines and its kind."""
    rows = _accounts(warehouse, scope, fiscal_year)
    old, new = (_of_kind(rows, _keys(warehouse, scope, lines), kind)
                for lines, kind in (before, after))  # fmt: skip
    return Moved(
        _summed(rows, np.setdiff1d(new, old), "both", largest),
        _summed(rows, np.setdiff1d(old, new), "both", largest),
    )


def _accounts(warehouse: Warehouse, scope: Scope, fiscal_year: int) -> pa.Table:
    return warehouse.exact(scope, "account_shares", fiscal_year=fiscal_year)


def _keys(warehouse: Warehouse, scope: Scope, lines: Sequence[Line]) -> NDArray[np.int32]:
    return warehouse.account_keys(scope, tuple(lines))


def _of_kind(rows: pa.Table, keys: NDArray[np.int32], kind: str) -> NDArray[np.int32]:
    fitting = rows.filter(pc.is_in(rows["kind"], pa.array(_kinds(kind))))
    return np.intersect1d(fitting["account_key"].to_numpy(), keys)


def _summed(rows: pa.Table, keys: NDArray[np.int32], kind: str, largest: int) -> tuple[Reach, ...]:
    chosen = rows.filter(pa.array(np.isin(rows["account_key"].to_numpy(), keys)))
    made = []
    for one in _kinds(kind):
        own = chosen.filter(pc.equal(chosen["kind"], one))
        if own.num_rows:
            names = own.sort_by([("budget_cents", "descending")])["account"].to_pylist()[:largest]
            made.append(Reach(one, own.num_rows, _usd(own, "budget"), _usd(own, "spent"),
                              tuple(names)))  # fmt: skip
    return tuple(made)


def _kinds(kind: str) -> tuple[str, ...]:
    return KINDS if kind == "both" else (kind,)


def _usd(rows: pa.Table, term: str) -> Decimal:
    total: Any = pc.sum(rows[f"{term}_cents"]).as_py()
    return Decimal(total or 0).scaleb(-2)
