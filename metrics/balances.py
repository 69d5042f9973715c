"""What is left of a budget and how much of it is used, by kind of account."""

from __future__ import annotations


def remaining(
    kind: str,
    budget: int | None,
    spent: int | None,
    encumbered: int | None,
    reserved: int | None = None,
) -> int | None:
    """Budget less spent less encumbered, in cents; for revenue, budget less received.

    `reserved` is what is requested and not yet ordered (pre-encumbered), given by districts that
    subtract it as well. Missing where budget or spent is missing; a missing encumbrance or
    reservation counts as none.
    """
    if budget is None or spent is None:
        return None
    if kind == "revenue":
        return budget - spent
    return budget - spent - (encumbered or 0) - (reserved or 0)


def used_share(
    kind: str, budget: int | None, spent: int | None, encumbered: int | None
) -> float | None:
    """Spent and encumbered as a share of the budget (1 is all of it); for revenue, received.

    Requisitions are never in it: nothing is bound by them yet, even where they are subtracted.
    Missing where the budget is missing, zero or negative, or nothing was loaded as spent.
    """
    if budget is None or spent is None or budget <= 0:
        return None
    return (spent + (0 if kind == "revenue" else encumbered or 0)) / budget
