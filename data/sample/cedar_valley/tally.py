"""What is really in the books, added up from the arrays before any of it becomes text."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from data.sample.cedar_valley.book import Book
from data.sample.cedar_valley.budget import ORIGINAL, Budget
from data.sample.cedar_valley.lines import Event, Events, Lines
from data.sample.cedar_valley.order_files import order_heads
from data.sample.cedar_valley.shape import ADJUSTMENT, Ints
from data.sample.cedar_valley.template import Style


@dataclass(slots=True)
class Tally:
    """One year: integer cents in natural sign, `[account, period]` or by account."""

    book: Book
    year: int
    spent: Ints = field(init=False)
    encumbered: Ints = field(init=False)
    original: Ints = field(init=False)
    current: Ints = field(init=False)
    carried: Ints = field(init=False)
    open_orders: dict[str, int] = field(init=False)
    lines: int = 0
    events: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with zero everywhere."""
        count = len(self.book.accounts)
        self.spent = np.zeros((count, ADJUSTMENT + 1), dtype=np.int64)
        self.encumbered = np.zeros(count, dtype=np.int64)
        self.open_orders = {}
        self.events = {event.name.lower(): 0 for event in Event}

    def add(self, lines: Lines, events: Events) -> None:
        """Count one stretch of accounts."""
        sign = np.where(self.book.accounts.style[lines.account] == Style.REVENUE, -1, 1)
        np.add.at(self.spent, (lines.account, lines.period), lines.cents * sign)
        np.add.at(self.encumbered, events.account, events.cents)
        self.lines += len(lines)
        for event in Event:
            self.events[event.name.lower()] += int((events.kind == event).sum())
        self._count_open(events)

    def add_budget(self, budget: Budget) -> None:
        """Take over the year's budget."""
        count = len(self.book.accounts)
        self.original = budget.per_account(count, (ORIGINAL,))
        self.current = budget.per_account(count, (0, 1, 2, 3, 4))
        self.carried = budget.per_account(count, (4,))

    @property
    def year_to_date(self) -> Ints:
        """Cents by account of periods 1 and later; the opening balance is not spending."""
        sums: Ints = self.spent[:, 1:].sum(axis=1)
        return sums

    @property
    def spending(self) -> int:
        """Cents spent by all accounts but revenue and the balance sheet."""
        styles = self.book.accounts.style
        is_spending = ~np.isin(styles, (Style.REVENUE, Style.BALANCE))
        return int(self.year_to_date[is_spending].sum())

    def _count_open(self, events: Events) -> None:
        """Orders with an open amount, by location; one split over two accounts counts once."""
        if not len(events):
            return
        head = order_heads(events)
        left = np.add.reduceat(events.cents, head)
        first = events.take(head[left != 0])
        location = self.book.accounts.location
        pairs = {(location[a], int(o)) for a, o in zip(first.account, first.order, strict=True)}
        for code, _ in pairs:
            self.open_orders[code] = self.open_orders.get(code, 0) + 1
