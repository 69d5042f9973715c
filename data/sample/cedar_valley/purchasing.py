"""Orders behind the purchases: encumbered, changed, paid, cancelled, rolled over, still open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.sample.cedar_valley.book import Book, Numbers, order_number
from data.sample.cedar_valley.calendar import first_day, ordinal
from data.sample.cedar_valley.lines import Event, Events, Lines, Source
from data.sample.cedar_valley.shape import AS_OF, CURRENT, Flags, Ints
from data.sample.cedar_valley.template import Style

_LINKED_SHARE, _BILLS_AN_ORDER = 0.45, 3
_FREIGHT_SHARE, _CHANGED_SHARE, _CANCELLED_SHARE, _PARTIAL_SHARE = 0.15, 0.08, 0.12, 0.4
LAST_DAY = int(np.datetime64(AS_OF).astype(np.int64)) - 1

Given = dict[str, Ints | int]


def periods(days: Ints) -> Ints:
    """Accounting period of days, July being 1."""
    months: Ints = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return (months % 12 - 6) % 12 + 1


@dataclass(frozen=True, slots=True)
class _Tied:
    """Bills tied to orders: positions of the bills, where each order begins, order of each bill."""

    bills: Ints
    starts: Ints
    group: Ints


def served_orders(
    book: Book, lines: Lines, numbers: Numbers, random: np.random.Generator
) -> Events:
    """Tie purchases to orders of up to three bills each; `lines` get the order's number.

    `lines` are sorted by account and day. The bill may differ from what it relieves (freight);
    what a bill leaves over is cancelled, or, in the current year, stays on order.
    """
    tied = _tie(book, lines, random)
    if not len(tied.bills):
        return Events.of(np.zeros(0, dtype=np.int64))
    number = order_number(numbers.year, numbers.order + np.arange(len(tied.starts)))
    numbers.order += len(tied.starts)
    lines.order[tied.bills] = number[tied.group]
    for column in (lines.vendor, lines.text):
        column[tied.bills] = column[tied.bills[tied.starts]][tied.group]
    return _life(book, lines.take(tied.bills), tied, numbers.year, random)


def _tie(book: Book, lines: Lines, random: np.random.Generator) -> _Tied:
    is_linked = random.random(len(lines)) < _LINKED_SHARE
    bills = np.flatnonzero(_may_be_ordered(book, lines) & is_linked)
    account, here = lines.account[bills], np.arange(len(bills))
    is_new = np.ones(len(bills), dtype=bool)
    is_new[1:] = account[1:] != account[:-1]
    place = here - np.maximum.accumulate(np.where(is_new, here, 0))
    begins = place % _BILLS_AN_ORDER == 0
    return _Tied(bills, np.flatnonzero(begins), np.cumsum(begins) - 1)


def _life(book: Book, bills: Lines, tied: _Tied, year: int, random: np.random.Generator) -> Events:
    """All events of the orders behind `bills`."""
    starts, head = tied.starts, bills.take(tied.starts)
    has_freight = random.random(len(bills)) < _FREIGHT_SHARE
    relieved = bills.cents - np.where(has_freight, bills.cents * 3 // 100, 0)
    paid = np.add.reduceat(relieved, starts)
    left, is_open = _left(book, head.account, paid, year, random)
    issued = _issued(head.day, year, random)
    ends = np.r_[starts[1:], len(bills)] - 1
    change = np.where(random.random(len(starts)) < _CHANGED_SHARE, (paid + left) // 10, 0)
    change *= random.integers(0, 2, len(starts)) * 2 - 1
    given: Given = {"order": head.order, "line": 1, "vendor": head.vendor, "text": head.text}
    paying = Events.of(bills.account, period=bills.period, day=bills.day, cents=-relieved, line=1,
                       kind=Event.LIQUIDATE, order=bills.order, vendor=bills.vendor,
                       text=bills.text)  # fmt: skip
    return Events.joined([
        order_events(head.account, issued, paid + left - change, Event.ENCUMBER, given),
        order_events(head.account, issued + 2, change, Event.CHANGE, given),
        paying,
        order_events(head.account, bills.day[ends], np.where(is_open, 0, -left), Event.CANCEL,
                     given),
    ])  # fmt: skip


def _may_be_ordered(book: Book, lines: Lines) -> Flags:
    trades = np.array([trade not in ("card", "employee", "") for trade in book.vendors.trades])
    demo_now = book.is_demo[lines.account] & (lines.day >= ordinal(first_day(CURRENT, 1)))
    found: Flags = (book.accounts.style[lines.account] == Style.BUY) & (lines.cents > 0)
    found &= (lines.source == Source.API) & trades[lines.vendor] & ~demo_now
    return found


def _left(
    book: Book, account: Ints, paid: Ints, year: int, random: np.random.Generator
) -> tuple[Ints, Flags]:
    """What the bills leave of each order, and whether it stays on order."""
    draw = random.random((2, len(account)))
    left = np.where(draw[0] < _CANCELLED_SHARE, paid // 12, 0)
    if year != CURRENT:
        return left, np.zeros(len(account), dtype=bool)
    is_last = np.r_[account[1:] != account[:-1], True]
    room = book.accounts.open[account] // 2
    is_open = is_last & (draw[0] < _PARTIAL_SHARE) & (room > 0)
    rest = np.minimum((paid * draw[1]).astype(np.int64) + 1, room)
    return np.where(is_open, rest, left), is_open


def _issued(first_bill: Ints, year: int, random: np.random.Generator) -> Ints:
    start = ordinal(first_day(year, 1))
    issued: Ints = np.maximum(start, first_bill - random.integers(6, 50, len(first_bill)))
    return issued


def order_events(account: Ints, days: Ints, cents: Ints, kind: Event, given: Given) -> Events:
    """Events of one kind, without those of zero cents; no day lies after the extract."""
    days = np.minimum(days, LAST_DAY)
    found = Events.of(account, period=periods(days), day=days, cents=cents, kind=kind, **given)
    return found.take(np.flatnonzero(found.cents != 0))
