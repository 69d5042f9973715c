"""Whom something is for: people, everybody with a role, the team of a budget."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Session

from access.actor import Actor
from data.store.reports import teams
from data.store.users import normal_email


class With(StrEnum):
    """Whom something is shared with: a person, everybody with a role, the team of a budget."""

    USER = "user"
    ROLE = "role"
    BUDGET = "budget"


def names_of(tx: Session, actor: Actor) -> frozenset[tuple[str, str]]:
    """Every kind and code that holds for a person, in small letters."""
    roles, budgets = teams(tx, actor.district, actor.email)
    named = {(With.USER, normal_email(actor.email)), (With.ROLE, actor.role.value)}
    named |= {(With.ROLE, code) for code in roles} | {(With.BUDGET, code) for code in budgets}
    return frozenset((str(kind), code.lower()) for kind, code in named)
