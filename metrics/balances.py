"""What is left of a budget and how much of it is used, by kind of account."""

from __future__ import annotations


def remaining(
    kind: str, budget: int | None, spent: int | None, encumbered: int | None
) -> int | None:
    """Budget less spent less encumbered, in cents; for revenue, budget less received.

    Missing where budget or spent is missing; a missing encumbrance counts as none loaded.
    """
    if budget is None or spent is None:
        return None
    return budget - spent - (0 if kind == "revenue" else encumbered or 0)


def used_share(
    kind: str, budget: int | None, spent: int | None, encumbered: int | None
) -> float | None:
    """Spent and encumbered as a share of the budget (1 is all of it); for revenue, received.

    Missing where the budget is missing, zero or negative, or nothing was loaded as spent.
    """
    if budget is None or spent is None or budget <= 0:
        return None
    return (spent + (0 if kind == "revenue" else encumbered or 0)) / budget
