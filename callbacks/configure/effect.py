"""What a scope would reach: matching accounts and their dollars, as the newest load has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from access.actor import Actor
from access.permissions import Permission
from access.policy import may
from callbacks.basis import Services
from data.balances import account_totals
from data.districts import latest_fiscal_year
from data.entities.content import Filled
from data.entities.entity import Entity
from data.rules.scopes import lines_of
from data.warehouse import NoSnapshotError, QueryError
from pages.format import counted, fiscal_year, money

_SCOPED = frozenset({"budget", "bucket"})


def effect(services: Services, actor: Actor, entity: Entity, content: Filled) -> list[str]:
    """Sentences about the accounts that the scopes match; a scope without any is told (V26)."""
    if entity.name not in _SCOPED or not may(actor, Permission.ACCOUNT_READ):
        return []
    lines = lines_of(content)
    if not lines:
        return ["Without a scope it holds no account yet."]
    try:
        year = latest_fiscal_year(services.warehouse, actor.district)
        rows = account_totals(
            services.warehouse, actor.scope, fiscal_year=year, lines=lines
        ).to_pylist()
    except (NoSnapshotError, QueryError):
        return []
    wanted = str(content.values.get("type") or "")
    fitting = [row for row in rows if not wanted or row["kind"] in wanted]
    if not any(row["account_count"] for row in fitting):
        return [f"Careful: the scope matches no account of {fiscal_year(year)} (V26)."]
    return [_reached(row, year) for row in fitting if row["account_count"]]


def _reached(row: Mapping[str, Any], year: int) -> str:
    many = counted(row["account_count"], f"{row['kind']} account")
    return f"It holds {many} of {fiscal_year(year)}, budgeted {money(row['budget_usd'])}."
