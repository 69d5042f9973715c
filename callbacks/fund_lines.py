"""The funds of a year as lines, each with its terms, its projection and the way to its accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Basis
from data.condition import Condition, written
from data.scope import Operator
from pages.components.bucket_amounts import Amounts
from pages.home.funds import Fund


def fund_lines(actor: Actor, basis: Basis, rows: Sequence[Mapping[str, Any]]) -> list[Fund]:
    """Funds of `fund_projection`, the largest budgets first."""
    return [
        Fund(
            row["fund_name"],
            Amounts(
                row["budget_usd"],
                row["spent_usd"],
                row["encumbered_usd"],
                row["remaining_usd"],
                row["projected_usd"],
                row["low_usd"],
                row["high_usd"],
                row["prior_years"],
                row["reserved_usd"],
            ),
            fund_accounts(actor, basis, row["fund_code"]),
            row["reason"],
        )
        for row in sorted(rows, key=lambda row: -(row["budget_usd"] or 0))
    ]


def fund_accounts(actor: Actor, basis: Basis, fund: str = "") -> str:
    """The accounts of a fund, or of all, that its spending is summed over: without transfers."""
    if Permission.ACCOUNT_READ not in actor.permissions:
        return ""
    lines = [Condition("Spending class", Operator.IS_NOT, "transfer")]
    lines += [Condition("fund", Operator.IS, fund)] if fund else []
    return basis.address("/current/accounts", where=written(lines))
