"""Orders that go over from one year into the next."""

from __future__ import annotations

import numpy as np

from data.sample.cedar_valley.book import Book
from data.sample.cedar_valley.calendar import first_day, last_day, ordinal
from data.sample.cedar_valley.lines import Event, Events, Lines, Source
from data.sample.cedar_valley.purchasing import Given, order_events
from data.sample.cedar_valley.shape import CURRENT, PERIODS, YEARS, Ints

_UNPAID_EVERY = 7


def rolled_orders(book: Book, year: int, span: Ints) -> tuple[Events, Lines]:
    """Orders rolled out of a closed year, and into the next one, where most are then paid."""
    column = YEARS.index(year)
    nothing = np.zeros(0, dtype=np.int64)
    events, lines = [Events.of(nothing)], [Lines.of(nothing)]
    if year != CURRENT:
        events.append(_rolled_out(book, year, span[book.rolled[span, column] > 0]))
    if column:
        into, bills = _rolled_in(book, year, span[book.rolled[span, column - 1] > 0])
        events.append(into)
        lines.append(bills)
    return Events.joined(events), Lines.joined(lines)


def _rolled_out(book: Book, year: int, account: Ints) -> Events:
    cents = book.rolled[account, YEARS.index(year)]
    given = _rolled_given(book, account, year)
    ordered = np.full(len(account), ordinal(first_day(year, 10)) + 12)
    closed = np.full(len(account), ordinal(last_day(year, PERIODS)))
    return Events.joined([
        order_events(account, ordered, cents, Event.ENCUMBER, given),
        order_events(account, closed, -cents, Event.ROLL_OUT, given),
    ])  # fmt: skip


def _rolled_in(book: Book, year: int, account: Ints) -> tuple[Events, Lines]:
    """Most orders are paid in August; the others stay open or, in a closed year, are cancelled."""
    cents = book.rolled[account, YEARS.index(year) - 1]
    given = _rolled_given(book, account, year - 1)
    first = np.full(len(account), ordinal(first_day(year, 1)))
    is_paid = account % _UNPAID_EVERY != 0
    paid = np.where(is_paid, cents, 0)
    parts = [
        order_events(account, first, cents, Event.ROLL_IN, given),
        order_events(account, first + 40, -paid, Event.LIQUIDATE, given),
    ]
    if year != CURRENT:
        parts.append(order_events(account, first + 200, paid - cents, Event.CANCEL, given))
    bill = {name: value for name, value in given.items() if name != "line"}
    bills = Lines.of(account, period=2, day=first + 40, cents=paid + paid // 40,
                     source=Source.API, **bill)  # fmt: skip
    return Events.joined(parts), bills.take(np.flatnonzero(is_paid))


def _rolled_given(book: Book, account: Ints, year: int) -> Given:
    trade, firms = book.trade[account], book.vendors
    return {
        "order": book.roll_number(account, year),
        "line": 1,
        "vendor": firms.vendor_start[trade] + account % firms.vendor_count[trade],
        "text": firms.text_start[trade] + account % firms.text_count[trade],
    }
