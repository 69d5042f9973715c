"""Strategies of a bucket with their names and priorities, as the district has recorded them."""

from __future__ import annotations

from dataclasses import dataclass

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Basis, Services
from callbacks.manage.bucket_sides import Found
from callbacks.year_shares import dollars
from data.bucket_strategies import StrategyLine, bucket_strategies
from data.districts import district
from data.entities.entity import folded
from data.entities.registry import ENTITIES
from data.store.records import records
from pages.manage.bucket.strategies import StrategyRow, StrategyView

_UNKNOWN = "Strategies without a priority"


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
    rows = [_row(actor, basis, found.code, line, named, column) for line in lines]
    rows.sort(key=lambda row: (not row.name, row.priority == _UNKNOWN, row.priority))
    return StrategyView(rows, found.name, read.unread)


def _row(
    actor: Actor,
    basis: Basis,
    bucket: str,
    line: StrategyLine,
    named: dict[str, _Named],
    column: str,
) -> StrategyRow:
    planned, spent = dollars(line.planned), dollars(line.spent)
    if not line.code:
        return StrategyRow("", "", planned, spent)
    known = named.get(folded(line.code), _Named(line.code, _UNKNOWN))
    href = ""
    if Permission.TRANSACTION_READ in actor.permissions:
        href = basis.address(
            "/current/transactions", bucket=bucket, type="actual",
            where=f"{column} matches *{line.code}*",
        )  # fmt: skip
    return StrategyRow(known.priority, known.name, planned, spent, href)


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
