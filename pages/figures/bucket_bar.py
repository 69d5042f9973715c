"""Where the parts of a bucket bar lie, as percent of the bucket's budget."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

SCALE: Final = Decimal(112)
"""The bar's scale ends here, so that an overrun sticks out of the track."""


@dataclass(frozen=True, slots=True)
class BucketBar:
    """Percent of the budget, cut at the end of the scale. `mark` is missing without projection."""

    paid: Decimal
    ordered: Decimal
    mark: Decimal | None
    reserved: Decimal = Decimal(0)


def bucket_bar(
    budget: Decimal | None,
    spent: Decimal | None,
    encumbered: Decimal | None,
    projected: Decimal | None,
    reserved: Decimal | None = None,
) -> BucketBar | None:
    """The parts of the bar; none without a positive budget, for nothing can be a share of it."""
    if budget is None or budget <= 0:
        return None
    paid = _percent(spent, budget)
    ordered = min(_percent(encumbered, budget), SCALE - paid)
    mark = None if projected is None else _percent(projected, budget)
    asked = min(_percent(reserved, budget), SCALE - paid - ordered)
    return BucketBar(paid, ordered, mark, asked)


def _percent(value: Decimal | None, whole: Decimal) -> Decimal:
    share = Decimal(0) if value is None else value / whole * 100
    return min(max(share, Decimal(0)), SCALE).quantize(Decimal("0.01"))
