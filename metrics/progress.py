"""How far a year has come, beside the same time of earlier years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.rounding import half_away


@dataclass(frozen=True, slots=True)
class Spell:
    """What one year spent in a spell of it, in cents, and its final budget; missing is not zero."""

    year: int
    spent: int
    budget: int | None

    @property
    def budget_share(self) -> float | None:
        """Spent as a share of that year's budget; none without a positive budget."""
        if self.budget is None or self.budget <= 0:
            return None
        return self.spent / self.budget


@dataclass(frozen=True, slots=True)
class Earlier:
    """The same spell in earlier years: mean in cents, smallest, largest, mean share of budget."""

    years: tuple[int, ...]
    mean: int
    low: int
    high: int
    budget_share: float | None


def earlier(spells: Sequence[Spell]) -> Earlier | None:
    """Earlier years as one; none without any. Half a cent of the mean goes away from zero.

    The share of the budget is the mean of the years' shares, so that each year counts once.
    """
    if not spells:
        return None
    amounts = [spell.spent for spell in spells]
    shares = [spell.budget_share for spell in spells]
    known = [share for share in shares if share is not None]
    return Earlier(
        tuple(spell.year for spell in spells),
        half_away(sum(amounts), len(amounts)),
        min(amounts),
        max(amounts),
        sum(known) / len(known) if known and len(known) == len(shares) else None,
    )
