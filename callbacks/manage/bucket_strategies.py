"""Strategies of a bucket with their names and priorities, as the district has recorded them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Basis, Services
from callbacks.manage.bucket_sides import Found
from callbacks.year_shares import dollars
from data.bucket_strategies import StrategyLine, bucket_strategies
from data.condition import MOST
from data.districts import district
from data.entities.entity import folded
from data.entities.registry import ENTITIES
from data.store.records import records
from pages.manage.bucket.strategies import StrategyRow, StrategyView

_UNKNOWN = "Strategies without a priority"
_UNTAGGED = "does not match *"


@dataclass(frozen=True, slots=True)
class _Named:
    """A recorded strategy: its name and that of its priority."""

    name: str
    priority: str


def strategies(services: Services, actor: Actor, basis: Basis, found: Found) -> StrategyView | None:
    """What the spending of a bucket goes to; none where the district loads no tags."""
    read = bucket_strategies(
        services.warehouse,
        basis.scope,
        found.years,
        bucket=found.code,
        fiscal_year=basis.year.year,
        location_ids=basis.location_ids,
    )
    lines = [line for line in read.lines if line.kind == "expenditure"]
    if not any(line.code for line in lines):
        return None
    named = _names(services, actor)
    column = district(services.warehouse, actor.district).strategy_column
    rows_of = _Rows(actor, basis, found.code, column)
    rows = [_row(line, named, rows_of) for line in lines]
    rows.sort(key=lambda row: (not row.name, row.priority == _UNKNOWN, row.priority))
    codes: dict[str, list[str]] = {}
    for line in lines:
        codes.setdefault(_named(line.code, named).priority, []).append(line.code)
    groups = {name: rows_of.href("actual", *own) for name, own in codes.items()}
    return StrategyView(
        rows, found.name, read.unread, groups, rows_of.href("budget"), rows_of.href("actual")
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the lines behind a figure are listed, for who may see them."""

    actor: Actor
    basis: Basis
    bucket: str
    column: str

    def href(self, kind: str, *codes: str) -> str:
        """Lines with one of the tags, those with none where the only code is empty, else all."""
        if Permission.TRANSACTION_READ not in self.actor.permissions or len(codes) > MOST:
            return ""
        tests = [f"matches *{code}*" if code else _UNTAGGED for code in codes]
        return self._lines(kind, [f"{self.column} {test}" for test in tests])

    def by_plan(self, accounts: Sequence[str]) -> str:
        """Payments without a tag on these accounts; on every account where they are too many."""
        if Permission.TRANSACTION_READ not in self.actor.permissions or not accounts:
            return ""
        named = [f"Account Code is {account}" for account in accounts]
        untagged = f"{self.column} {_UNTAGGED}"
        return self._lines("actual", [untagged, *(named if len(named) < MOST else ())])

    def _lines(self, kind: str, tests: Sequence[str]) -> str:
        more = {"where": ", ".join(tests)} if tests else {}
        return self.basis.address("/current/transactions", bucket=self.bucket, type=kind, **more)


def _row(line: StrategyLine, named: dict[str, _Named], rows: _Rows) -> StrategyRow:
    known = _named(line.code, named)
    return StrategyRow(
        known.priority if line.code else "", known.name if line.code else "",
        dollars(line.planned), dollars(line.spent), rows.href("actual", line.code),
        rows.href("budget", line.code), dollars(line.by_plan), rows.by_plan(line.accounts),
    )  # fmt: skip


def _named(code: str, named: dict[str, _Named]) -> _Named:
    return named.get(folded(code), _Named(code, _UNKNOWN))


def _names(services: Services, actor: Actor) -> dict[str, _Named]:
    """Recorded strategies by their code as it is compared."""
    if services.store is None:
        return {}
    with services.store.reading() as tx:
        kept = {
            name: records(tx, actor.district, ENTITIES[name]) for name in ("priority", "strategy")
        }
    priorities = {folded(one.values["code"]): str(one.values["name"]) for one in kept["priority"]}
    return {
        folded(one.values["code"]): _Named(
            str(one.values["name"]),
            priorities.get(folded(one.values["priority_code"]), _UNKNOWN),
        )
        for one in kept["strategy"]
    }
