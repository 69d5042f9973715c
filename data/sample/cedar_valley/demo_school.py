"""The demonstration school's listed orders and bills as events and ledger lines."""

from __future__ import annotations

import numpy as np

from data.sample.cedar_valley import maple_grove
from data.sample.cedar_valley.adjustments import TEXTS as ADJUSTMENT_TEXTS
from data.sample.cedar_valley.book import Book, day, demo_orders, order_number
from data.sample.cedar_valley.lines import Event, Events, Lines, Source
from data.sample.cedar_valley.purchasing import periods
from data.sample.cedar_valley.shape import CURRENT

CREDIT_MEMO = "CR-"


def texts() -> list[str]:
    """Comments of the listed orders and their bills, which follow all other comments."""
    found = []
    for order in maple_grove.ORDERS:
        found.append(order.text)
        found += [bill.text or order.text for bill in order.invoices]
    return found


def _first_text(book: Book) -> int:
    return len(book.vendors.texts) + len(ADJUSTMENT_TEXTS)


def listed_orders(book: Book) -> tuple[Events, Lines]:
    """Events and lines of all listed orders of the current year."""
    events: list[tuple[int, ...]] = []
    lines: list[tuple[int, ...]] = []
    text = _first_text(book)
    for account, order in demo_orders(book.accounts, book.is_demo):
        number = int(order_number(CURRENT, np.array(int(order.number[3:]))))
        vendor, own = book.vendors.number(order.vendor), text
        paid = [bill for bill in order.invoices if not bill.number.startswith(CREDIT_MEMO)]
        ordered = round(100 * (order.open + sum(bill.amount for bill in paid)))
        head = (number, 1, vendor, own)
        events.append((account, day(order.day), ordered, Event.ENCUMBER, *head))
        for bill in order.invoices:
            text += 1
            cents, when = round(bill.amount * 100), day(bill.day)
            invoice = int(bill.number.removeprefix(CREDIT_MEMO))
            lines.append((account, when, cents, vendor, number, invoice, text))
            if bill in paid:
                events.append((account, when, -cents, Event.LIQUIDATE, *head))
        text += 1
    return _as_events(events), _as_lines(lines)


def _as_events(rows: list[tuple[int, ...]]) -> Events:
    account, days, cents, kind, order, line, vendor, text = np.array(rows, dtype=np.int64).T
    return Events.of(account, period=periods(days), day=days, cents=cents, kind=kind, order=order,
                     line=line, vendor=vendor, text=text)  # fmt: skip


def _as_lines(rows: list[tuple[int, ...]]) -> Lines:
    account, days, cents, vendor, order, invoice, text = np.array(rows, dtype=np.int64).T
    return Lines.of(account, period=periods(days), day=days, cents=cents, source=Source.API,
                    vendor=vendor, order=order, invoice=invoice, text=text)  # fmt: skip
