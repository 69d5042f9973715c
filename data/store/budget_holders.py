"""People of a district who hold a budget: those of whom one expects that they look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.entities.content import Values
from data.entities.entity import folded
from data.entities.registry import ENTITIES
from data.store.accounts import Account, accounts
from data.store.record_tables import RECORDS
from data.store.records import Record, records


@dataclass(frozen=True, slots=True)
class HeldBudget:
    """A budget that somebody holds. `location` is its school, empty where it has several.

    `code` is the location of a principal whose budget is the school itself; `name` is empty then.
    """

    code: str
    name: str
    role: str
    location: str


@dataclass(frozen=True, slots=True)
class BudgetHolder:
    """An active person and the budgets held, by code."""

    user_id: int
    name: str
    email: str
    last_sign_in_utc: datetime | None
    budgets: tuple[HeldBudget, ...]


def budget_holders(tx: Session, district: str) -> list[BudgetHolder]:
    """Everybody who holds a budget, by name.

    That is a person with a role in an active budget who sees the money of own budgets only, or a
    principal of one school. Whoever sees every budget holds none in this sense.
    """
    held = _held(tx, district)
    found = []
    for account in accounts(tx, district):
        budgets = tuple(_budgets(account, held))
        if account.is_active and budgets:
            found.append(
                BudgetHolder(
                    account.user_id, account.name, account.email, account.last_sign_in_utc, budgets
                )
            )
    return found


def _budgets(account: Account, held: dict[str, list[HeldBudget]]) -> Iterator[HeldBudget]:
    if account.record is not None:
        if not account.is_administrator and account.record.values["manage_access"] == "view":
            yield from held.get(folded(account.email), ())
    elif account.role == "principal" and account.location_id:
        yield HeldBudget(account.location_id, "", "Principal", account.location_id)


def _held(tx: Session, district: str) -> dict[str, list[HeldBudget]]:
    """By address, the active roles in active budgets."""
    budgets, roles = _by_code(tx, district, "budget"), _by_code(tx, district, "role")
    pairs = RECORDS["budget_role"]
    rows = tx.execute(
        select(pairs.c.email, pairs.c.budget_code, pairs.c.role_code)
        .where(pairs.c.district_id == district)
        .order_by(pairs.c.record_key)
    )
    found: dict[str, list[HeldBudget]] = {}
    for email, budget_code, role_code in rows:
        budget, role = budgets.get(folded(budget_code)), roles.get(folded(role_code))
        if budget and role and _is_active(budget.values) and _is_active(role.values):
            found.setdefault(folded(email), []).append(
                HeldBudget(
                    str(budget.values["code"]), str(budget.values["name"]),
                    str(role.values["name"]), _only_location(budget),
                )
            )  # fmt: skip
    return found


def _only_location(budget: Record) -> str:
    """The one location that the lines of a budget name, if they name just one."""
    named = {
        str(line["segment_code"])
        for line in budget.lines
        if folded(str(line["segment_type"])) == "location" and line["operator"] == "is"
    }
    return named.pop() if len(named) == 1 else ""


def _is_active(values: Values) -> bool:
    return values["is_active"] is not False


def _by_code(tx: Session, district: str, name: str) -> dict[str, Record]:
    return {folded(str(one.values["code"])): one for one in records(tx, district, ENTITIES[name])}
