"""Everything that is settled before the first line is written, and the running numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from data.sample.cedar_valley import maple_grove
from data.sample.cedar_valley.accounts import Accounts, accounts
from data.sample.cedar_valley.calendar import ordinal
from data.sample.cedar_valley.schools import Schools, schools
from data.sample.cedar_valley.shape import (
    CURRENT,
    DEMO_SCHOOL,
    LAST_PERIOD,
    PERIODS,
    YEARS,
    Flags,
    Floats,
    Ints,
    Shape,
)
from data.sample.cedar_valley.template import Style
from data.sample.cedar_valley.vendors import Vendors, vendors

NUMBERS_A_YEAR = 10**8
_FIRST_NUMBER = 1_000
_BUY_CHANCE_OF_ROLL = 0.03
_EXTRA_LINES = 1.01


@dataclass(frozen=True, slots=True)
class Book:
    """The district, its accounts and the choices that hold over all years."""

    shape: Shape
    schools: Schools
    accounts: Accounts
    vendors: Vendors
    trade: Ints
    size: Floats
    is_demo: Flags
    rolled: Ints
    fixed: Ints

    @property
    def buys(self) -> float:
        """Mean number of purchases a month on an account, so that the ledger has its length."""
        styles = self.accounts.style
        months = PERIODS * (len(YEARS) - 1) + LAST_PERIOD
        steady = np.isin(styles, (Style.MONTHLY, Style.REVENUE)).sum()
        even = months * (self.shape.pay_lines * (styles == Style.PAY).sum() + steady)
        buying = months * self.size[styles == Style.BUY].sum()
        return max(0.25, float(self.shape.lines / _EXTRA_LINES - even) / float(buying))

    def roll_number(self, account: Ints, year: int) -> Ints:
        """Number of the order of `year` that is rolled into the next year."""
        rank = np.cumsum(self.rolled[:, YEARS.index(year)] > 0)
        return order_number(year, _FIRST_NUMBER + rank[account])


def order_number(year: int, sequence: Ints) -> Ints:
    """Order numbers as integers: two digits of the year, then the running number."""
    return (year % 100) * NUMBERS_A_YEAR + sequence


def book(shape: Shape) -> Book:
    """Settle the district for that size and seed."""
    found = schools(shape)
    chart = accounts(shape, found)
    firms = vendors(shape)
    random = shape.random(3)
    is_demo = np.array(chart.location) == DEMO_SCHOOL
    size = random.lognormal(-0.18, 0.6, len(chart))
    size[is_demo] = min(0.2, float(size[is_demo].min()))
    return Book(
        shape, found, chart, firms, firms.trade(chart.obj, chart.function), size, is_demo,
        _rolled(chart, is_demo, random), _fixed(chart, is_demo),
    )  # fmt: skip


def _rolled(chart: Accounts, is_demo: Flags, random: np.random.Generator) -> Ints:
    """Cents of the order that each account carries from FY2025 and from FY2026 into the next."""
    chosen = random.random((len(chart), 2)) < _BUY_CHANCE_OF_ROLL
    chosen &= (chart.style == Style.BUY)[:, None] & ~is_demo[:, None]
    share = random.uniform(0.01, 0.05, chosen.shape)
    return np.where(chosen, np.rint(chart.budget[:, :2] * share / 100) * 100, 0).astype(np.int64)


def _fixed(chart: Accounts, is_demo: Flags) -> Ints:
    """Cents of the demonstration school's listed bills, which are part of what it spent."""
    fixed = np.zeros(len(chart), dtype=np.int64)
    for account, order in demo_orders(chart, is_demo):
        fixed[account] += sum(round(bill.amount * 100) for bill in order.invoices)
    return fixed


def demo_orders(chart: Accounts, is_demo: Flags) -> list[tuple[int, maple_grove.Order]]:
    """The demonstration school's listed orders, each with the position of its account."""
    places = {
        (chart.fund[i], chart.function[i], int(chart.obj[i])): int(i)
        for i in np.flatnonzero(is_demo)
    }
    return [(places[order.account], order) for order in maple_grove.ORDERS]


def day(text: str) -> int:
    """An ISO date as days since 1970-01-01."""
    return ordinal(date.fromisoformat(text))


@dataclass(slots=True)
class Numbers:
    """The last order, bill and journal number used in a year."""

    year: int
    order: int
    invoice: int = 10_000
    journal: int = field(default=0)

    @classmethod
    def start(cls, settled: Book, year: int) -> Numbers:
        """The first free numbers; the orders rolled into the next year have theirs already."""
        rolled = 0
        if year != CURRENT:
            rolled = int((settled.rolled[:, YEARS.index(year)] > 0).sum())
        return cls(year, _FIRST_NUMBER + rolled + 1)
