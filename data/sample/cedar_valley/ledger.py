"""The lines and order events of one year, stretch by stretch, sorted as the report prints them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data.sample.cedar_valley.adjustments import adjustments
from data.sample.cedar_valley.book import Book, Numbers
from data.sample.cedar_valley.demo_school import listed_orders
from data.sample.cedar_valley.lines import Events, Lines
from data.sample.cedar_valley.open_orders import fresh_orders
from data.sample.cedar_valley.postings import postings
from data.sample.cedar_valley.purchasing import served_orders
from data.sample.cedar_valley.rolled_orders import rolled_orders
from data.sample.cedar_valley.shape import CURRENT, PERIODS, Ints

LINES_A_STRETCH = 300_000


def stretches(book: Book) -> list[Ints]:
    """Positions of accounts, cut at locations so that no stretch has many lines."""
    location = np.array(book.accounts.location)
    starts = np.flatnonzero(np.r_[True, location[1:] != location[:-1]])
    each = np.maximum(1.0, np.where(book.accounts.style == 1, book.buys * book.size, 1.0))
    total = np.cumsum(each * PERIODS * book.shape.pay_lines)
    lap = (total[starts] // LINES_A_STRETCH).astype(np.int64)
    cuts = starts[np.flatnonzero(np.r_[True, lap[1:] != lap[:-1]])]
    return np.split(np.arange(len(location)), cuts[1:])


def year_of_lines(book: Book, year: int) -> Iterator[tuple[Lines, Events]]:
    """Lines and events of one year, a stretch of accounts at a time."""
    numbers = Numbers.start(book, year)
    for place, span in enumerate(stretches(book)):
        random = book.shape.random(4, year, place)
        lines = _sorted_lines(postings(book, year, span, random))
        events = [served_orders(book, lines, numbers, random)]
        if year == CURRENT:
            events.append(fresh_orders(book, span, events[0], numbers, random))
        rolled, bills = rolled_orders(book, year, span)
        events.append(rolled)
        parts = [lines, bills, adjustments(book, year, span, random)]
        if year == CURRENT and book.is_demo[span].any():
            listed, paid = listed_orders(book)
            events.append(listed)
            parts.append(paid)
        found = _sorted_lines(Lines.joined(parts))
        _number_bills(found, numbers)
        yield found, _sorted_events(Events.joined(events))


def _sorted_lines(lines: Lines) -> Lines:
    return lines.take(np.lexsort((lines.day, lines.account)))


def _sorted_events(events: Events) -> Events:
    order = np.lexsort((events.kind, events.day, events.line, events.order, events.account))
    return events.take(order)


def _number_bills(lines: Lines, numbers: Numbers) -> None:
    """Number the bills that have a vendor and no number yet."""
    open_ = np.flatnonzero((lines.vendor > 0) & (lines.invoice == 0))
    lines.invoice[open_] = numbers.invoice + np.arange(len(open_))
    numbers.invoice += len(open_)
