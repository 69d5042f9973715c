"""Orders of the current year without any bill yet."""

from __future__ import annotations

import numpy as np

from data.sample.cedar_valley.book import Book, Numbers, order_number
from data.sample.cedar_valley.lines import Event, Events
from data.sample.cedar_valley.purchasing import LAST_DAY, Given, order_events
from data.sample.cedar_valley.shape import Flags, Ints

_SPLIT_SHARE, _OLD_SHARE = 0.15, 0.12


def fresh_orders(
    book: Book, span: Ints, served: Events, numbers: Numbers, random: np.random.Generator
) -> Events:
    """Orders of the current year without any bill yet, some of them split over two accounts."""
    rows, cents = _shared(book, span, served, random)
    is_split = _second_accounts(book, rows, random)
    head = np.maximum.accumulate(np.where(is_split, 0, np.arange(len(rows))))
    age = (2 + 84 * random.random(len(rows))).astype(np.int64)
    age = np.where(random.random(len(rows)) < _OLD_SHARE, age + 90, age)
    number = order_number(numbers.year, numbers.order + np.cumsum(~is_split) - 1)
    numbers.order += int((~is_split).sum())
    trade = book.trade[rows][head]
    firms = book.vendors
    draw = random.random((2, len(rows)))[:, head]
    given: Given = {
        "order": number,
        "line": 1 + is_split.astype(np.int64),
        "vendor": firms.vendor_start[trade]
        + (draw[0] * firms.vendor_count[trade]).astype(np.int64),
        "text": firms.text_start[trade] + (draw[1] * firms.text_count[trade]).astype(np.int64),
    }
    days = LAST_DAY + 1 - age[head]
    return order_events(rows, days, cents, Event.ENCUMBER, given)


def _shared(
    book: Book, span: Ints, served: Events, random: np.random.Generator
) -> tuple[Ints, Ints]:
    """Account and cents of each new order: together with the partly paid they make the target."""
    left = book.accounts.open.copy()
    np.subtract.at(left, served.account, served.cents)
    account = span[(left[span] > 0) & ~book.is_demo[span]]
    slot = np.repeat(np.arange(len(account)), 1 + random.poisson(0.8, len(account)))
    weight = random.lognormal(0, 0.5, len(slot))
    share = weight / np.bincount(slot, weights=weight, minlength=len(account))[slot]
    return account[slot], np.rint(left[account][slot] * share / 100).astype(np.int64) * 100


def _second_accounts(book: Book, rows: Ints, random: np.random.Generator) -> Flags:
    """Which rows are the second line of the order before, on another account of the same place."""
    places = np.array(book.accounts.location)[rows]
    is_split = random.random(len(rows)) < _SPLIT_SHARE
    is_split[:1] = False
    is_split[1:] &= (places[1:] == places[:-1]) & (rows[1:] != rows[:-1])
    is_split[1:] &= ~is_split[:-1]
    return is_split
