"""What the page of a bucket shows for one kind of account: spending or revenue, never netted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pages.components.bucket_amounts import Amounts
from pages.components.figures import Status
from pages.figures.cumulative import YearPath

Amount = Decimal | None


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the rows behind each term; empty without the right to see them."""

    budget: str = ""
    spent: str = ""
    ordered: str = ""
    accounts: str = ""
    requested: str = ""


@dataclass(frozen=True, slots=True)
class EarlierSpell:
    """The same spell of one earlier year, and the rows behind it."""

    year: int
    amount: Decimal
    href: str


@dataclass(frozen=True, slots=True)
class Pace:
    """A spell of this year beside the mean of earlier years; `share` is of the year's budget.

    `earlier` are the years that the mean is taken of.
    """

    title: str
    now: Decimal
    share: float | None
    mean: Amount
    mean_share: float | None
    low: Amount
    high: Amount
    href: str
    earlier: Sequence[EarlierSpell] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """The last closed month and the year to date; `years` are those compared with."""

    year: int
    years: Sequence[int]
    month: Pace
    year_to_date: Pace


@dataclass(frozen=True, slots=True)
class YearLine:
    """An earlier year: its budget, what was spent or received, and the rows behind each."""

    year: int
    budget: Amount
    actual: Amount
    used: float | None
    href: str
    budget_href: str = ""

    @property
    def difference(self) -> Amount:
        """Budget less actual."""
        if self.budget is None or self.actual is None:
            return None
        return self.budget - self.actual


@dataclass(frozen=True, slots=True)
class Side:
    """One kind of account of a bucket with its answers.

    `requested` is requested and not yet ordered; `reason` says why there is no projection, and
    `no_progress` why nothing can be compared. A grant `ends` on a day of its own; the projection
    `is_even` where it does not follow earlier years.
    """

    kind: str
    amounts: Amounts
    adjustments: Amount
    requested: Amount
    accounts: int
    status: Status
    reason: str
    links: Links
    path: YearPath | None
    path_method: str
    progress: Progress | None
    no_progress: str
    history: Sequence[YearLine] = field(default_factory=tuple)
    ends: date | None = None
    is_even: bool = False

    @property
    def is_revenue(self) -> bool:
        """Whether money comes in."""
        return self.kind == "revenue"
