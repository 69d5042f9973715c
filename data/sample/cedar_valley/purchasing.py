"""Orders behind the purchases: encumbered, changed, paid off, cancelled, rolled over, still open."""

from __future__ import annotations

import numpy as np

from data.sample.cedar_valley.book import Book, Numbers, order_number
from data.sample.cedar_valley.calendar import first_day, last_day, ordinal
from data.sample.cedar_valley.lines import Event, Events, Lines, Source
from data.sample.cedar_valley.shape import AS_OF, CURRENT, PERIODS, YEARS, Flags, Ints
from data.sample.cedar_valley.template import Style

_LINKED_SHARE, _BILLS_AN_ORDER = 0.45, 3
_FREIGHT_SHARE, _CHANGED_SHARE, _CANCELLED_SHARE, _PARTIAL_SHARE = 0.15, 0.08, 0.12, 0.4
_SPLIT_SHARE, _OLD_SHARE = 0.15, 0.12


def periods(days: Ints) -> Ints:
    """Accounting period of days, July being 1."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return (months % 12 - 6) % 12 + 1


def served_orders(
    book: Book, lines: Lines, numbers: Numbers, random: np.random.Generator
) -> Events:
    """Tie purchases to orders of up to three bills each; `lines` get the order's number.

    `lines` are sorted by account and day. The bill may differ from what it relieves (freight);
    what a bill leaves over is cancelled, or, in the current year, stays on order.
    """
    tied = np.flatnonzero(
        _may_be_ordered(book, lines) & (random.random(len(lines)) < _LINKED_SHARE)
    )
    if not len(tied):
        return Events.of(np.zeros(0, dtype=np.int64))
    account = lines.account[tied]
    is_new = np.r_[True, account[1:] != account[:-1]]
    place = np.arange(len(tied)) - np.maximum.accumulate(np.where(is_new, np.arange(len(tied)), 0))
    starts = np.flatnonzero(place % _BILLS_AN_ORDER == 0)
    group = np.cumsum(place % _BILLS_AN_ORDER == 0) - 1
    number = order_number(numbers.year, numbers.order + np.arange(len(starts)))
    numbers.order += len(starts)
    lines.order[tied] = number[group]
    lines.vendor[tied] = lines.vendor[tied][starts][group]
    lines.text[tied] = lines.text[tied][starts][group]
    relieved = lines.cents[tied]
    has_freight = random.random(len(tied)) < _FREIGHT_SHARE
    relieved = relieved - np.where(has_freight, relieved * 3 // 100, 0)
    paid = np.add.reduceat(relieved, starts)
    left, is_open = _left(book, account[starts], paid, numbers.year, random)
    head = lines.take(tied[starts])
    issued = _issued(head.day, numbers.year, random)
    ends = np.r_[starts[1:], len(tied)] - 1
    given = {"order": number, "line": 1, "vendor": head.vendor, "text": head.text}
    change = np.where(random.random(len(starts)) < _CHANGED_SHARE, (paid + left) // 10, 0)
    change *= random.integers(0, 2, len(starts)) * 2 - 1
    bills = lines.take(tied)
    parts = [
        _events(head.account, issued, paid + left - change, Event.ENCUMBER, given),
        _events(head.account, issued + 2, change, Event.CHANGE, given),
        Events.of(account, period=bills.period, day=bills.day, cents=-relieved, order=bills.order,
                  kind=Event.LIQUIDATE, line=1, vendor=bills.vendor, text=bills.text),
        _events(head.account, bills.day[ends], np.where(is_open, 0, -left), Event.CANCEL, given),
    ]  # fmt: skip
    return Events.joined(parts)


def _may_be_ordered(book: Book, lines: Lines) -> Flags:
    trades = np.array([trade not in ("card", "employee", "") for trade in book.vendors.trades])
    demo_now = book.is_demo[lines.account] & (lines.day > ordinal(first_day(CURRENT, 1)))
    return (
        (book.accounts.style[lines.account] == Style.BUY)
        & (lines.source == Source.API)
        & (lines.cents > 0)
        & trades[lines.vendor]
        & ~demo_now
    )


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
    return np.maximum(start, first_bill - random.integers(6, 50, len(first_bill)))


def _events(
    account: Ints, days: Ints, cents: Ints, kind: Event, given: dict[str, Ints | int]
) -> Events:
    """Events of one kind, without those of zero cents; days are kept inside the data."""
    days = np.minimum(days, ordinal_of_extract(days))
    found = Events.of(account, period=periods(days), day=days, cents=cents, kind=kind, **given)
    return found.take(np.flatnonzero(found.cents != 0))


def ordinal_of_extract(days: Ints) -> Ints:
    """The last day before the extract; earlier years end long before it."""
    return np.full(len(days), int(np.datetime64(AS_OF).astype(np.int64)) - 1)


def fresh_orders(
    book: Book, span: Ints, served: Events, numbers: Numbers, random: np.random.Generator
) -> Events:
    """Orders of the current year without any bill yet, some of them split over two accounts."""
    open_ = book.accounts.open.copy()
    np.subtract.at(open_, served.account, served.cents)
    account = span[(open_[span] > 0) & ~book.is_demo[span]]
    count = 1 + random.poisson(0.8, len(account))
    slot = np.repeat(np.arange(len(account)), count)
    weight = random.lognormal(0, 0.5, len(slot))
    share = weight / np.bincount(slot, weights=weight)[slot] if len(slot) else weight
    cents = np.rint(open_[account][slot] * share / 100).astype(np.int64) * 100
    rows = account[slot]
    places = np.array(book.accounts.location)[rows]
    is_split = random.random(len(rows)) < _SPLIT_SHARE
    is_split &= np.r_[False, places[1:] == places[:-1]] & np.r_[False, rows[1:] != rows[:-1]]
    is_split &= ~np.r_[False, is_split[:-1]]
    head = np.maximum.accumulate(np.where(is_split, 0, np.arange(len(rows))))
    age = (2 + 84 * random.random(len(rows))).astype(np.int64)
    age = np.where(random.random(len(rows)) < _OLD_SHARE, age + 90, age)
    number = order_number(numbers.year, numbers.order + np.cumsum(~is_split) - 1)
    numbers.order += int((~is_split).sum())
    trade = book.trade[rows][head]
    firms = book.vendors
    draw = random.random((2, len(rows)))[:, head]
    given = {
        "order": number,
        "line": 1 + is_split.astype(np.int64),
        "vendor": firms.vendor_start[trade]
        + (draw[0] * firms.vendor_count[trade]).astype(np.int64),
        "text": firms.text_start[trade] + (draw[1] * firms.text_count[trade]).astype(np.int64),
    }
    days = ordinal_of_extract(rows) + 1 - age[head]
    return _events(rows, days, cents, Event.ENCUMBER, given)


def rolled_orders(book: Book, year: int, span: Ints) -> tuple[Events, Lines]:
    """Orders rolled out of a closed year, and into the next one, where most are then paid."""
    column = YEARS.index(year)
    events, lines = [], [Lines.of(np.zeros(0, dtype=np.int64))]
    if year != CURRENT:
        account = span[book.rolled[span, column] > 0]
        cents = book.rolled[account, column]
        given = _rolled_given(book, account, year)
        ordered = np.full(len(account), ordinal(first_day(year, 10)) + 12)
        closed = np.full(len(account), ordinal(last_day(year, PERIODS)))
        events.append(_events(account, ordered, cents, Event.ENCUMBER, given))
        events.append(_events(account, closed, -cents, Event.ROLL_OUT, given))
    if column:
        account = span[book.rolled[span, column - 1] > 0]
        cents = book.rolled[account, column - 1]
        given = _rolled_given(book, account, year - 1)
        first = np.full(len(account), ordinal(first_day(year, 1)))
        events.append(_events(account, first, cents, Event.ROLL_IN, given))
        is_paid = account % 7 != 0
        paid = np.where(is_paid, cents, 0)
        events.append(_events(account, first + 40, -paid, Event.LIQUIDATE, given))
        bills = Lines.of(account, period=2, day=first + 40, cents=paid + paid // 40,
                         source=Source.API, **{k: v for k, v in given.items() if k != "line"})  # fmt: skip
        lines.append(bills.take(np.flatnonzero(is_paid)))
        if year != CURRENT:
            left = np.where(is_paid, 0, cents)
            events.append(_events(account, first + 200, -left, Event.CANCEL, given))
    return Events.joined(events), Lines.joined(lines)


def _rolled_given(book: Book, account: Ints, year: int) -> dict[str, Ints | int]:
    trade, firms = book.trade[account], book.vendors
    return {
        "order": book.roll_number(account, year),
        "line": 1,
        "vendor": firms.vendor_start[trade] + account % firms.vendor_count[trade],
        "text": firms.text_start[trade] + account % firms.text_count[trade],
    }
