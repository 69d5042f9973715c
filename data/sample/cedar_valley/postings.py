"""Spread what each account spends in a year over ledger lines.

Each account has an exact amount for periods 1 to 8 and one for 9 to 12; lines share it by
weight and the last line takes what rounding leaves.
"""

from __future__ import annotations

import numpy as np

from data.sample.cedar_valley.book import Book
from data.sample.cedar_valley.calendar import business_days
from data.sample.cedar_valley.lines import Lines, Source
from data.sample.cedar_valley.shape import CURRENT, LAST_PERIOD, PERIODS, YEARS, Floats, Ints
from data.sample.cedar_valley.template import Style

_PAY = (0.25, 0.9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.05)
_BUY = (0.5, 1.4, 1.5, 1.3, 1.0, 0.7, 1, 1, 1.1, 1, 0.9, 0.7)
_TRIPS = (0.1, 0.2, 0.8, 1.2, 0.9, 0.7, 1, 1.3, 1.5, 1.6, 1.7, 0.5)
_UTILITY = (1, 1.1, 1.05, 0.9, 0.95, 1.1, 1.2, 1.1, 1, 0.95, 0.9, 0.95)
_TAX = (0.02, 0.02, 0.02, 0.05, 0.2, 0.6, 0.1, 0.05, 0.05, 0.7, 0.2, 0.1)
_EVEN = (1.0,) * PERIODS
PROFILES = np.array([_PAY, _BUY, _TRIPS, _UTILITY, _TAX, _EVEN])
_CREDIT_AT, _CREDIT_FROM = 3, 7
_CARD_SHARE, _STAFF_SHARE, _JOURNAL_SHARE = 0.22, 0.12, 0.015


def postings(book: Book, year: int, span: Ints, random: np.random.Generator) -> Lines:
    """The regular lines of the accounts at positions `span` in one year."""
    chart, column = book.accounts, YEARS.index(year)
    early = chart.early[span, column] - (book.fixed[span] if year == CURRENT else 0)
    halves = [_half(book, span, early, (1, LAST_PERIOD), random)]
    if year != CURRENT:
        late = chart.spent[span, column] - chart.early[span, column]
        halves.append(_half(book, span, late, (LAST_PERIOD + 1, PERIODS), random))
    lines = Lines.joined(halves)
    lines.cents[chart.style[lines.account] == Style.REVENUE] *= -1
    _date(book, lines, year, random)
    _source(book, lines, random, is_current=year == CURRENT)
    return lines.take(np.flatnonzero(lines.cents != 0))


def _half(
    book: Book, span: Ints, target: Ints, periods: tuple[int, int], random: np.random.Generator
) -> Lines:
    """Lines of one stretch of periods, whose cents add up to `target` account by account."""
    low, months = periods[0], periods[1] - periods[0] + 1
    count = _counts(book, span, months, random)
    count[target == 0] = 0  # also the balance sheet: the extract has spending and revenue only
    slot = np.repeat(np.arange(len(span)), count)
    place = np.arange(len(slot)) - np.repeat(np.cumsum(count) - count, count)
    account = span[slot]
    profile = _profile(book, account)
    is_buy = book.accounts.style[account] == Style.BUY
    period = low + place * months // count[slot]
    period[is_buy] = low + _drawn(profile[is_buy], low, months, random)
    weight = PROFILES[profile, period - 1] * random.normal(1, 0.012, len(slot))
    weight[is_buy] = random.lognormal(0, 0.8, int(is_buy.sum()))
    weight[is_buy & (place == _CREDIT_AT) & (count[slot] >= _CREDIT_FROM)] *= -0.1
    return Lines.of(account, period=period, cents=_shared(target, slot, weight, count))


def _counts(book: Book, span: Ints, months: int, random: np.random.Generator) -> Ints:
    styles = book.accounts.style[span]
    mean = book.buys * months * book.size[span]
    count = np.maximum(1, random.poisson(mean))
    count[styles == Style.PAY] = months * book.shape.pay_lines
    count[np.isin(styles, (Style.MONTHLY, Style.REVENUE))] = months
    return count


def _profile(book: Book, account: Ints) -> Ints:
    styles, obj = book.accounts.style[account], book.accounts.obj[account]
    profile = np.where(styles == Style.PAY, 0, np.where(styles == Style.BUY, 1, 5))
    profile[obj == 5720] = 2  # noqa: PLR2004
    profile[obj == 5500] = 3  # noqa: PLR2004
    profile[np.isin(obj, (8041, 8611))] = 4
    return profile


def _drawn(profile: Ints, low: int, months: int, random: np.random.Generator) -> Ints:
    shares = PROFILES[:, low - 1 : low - 1 + months]
    until = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    draw = random.random(len(profile))
    drawn = np.zeros(len(profile), dtype=np.int64)
    for column in range(months - 1):
        drawn += draw > until[profile, column]
    return drawn


def _shared(target: Ints, slot: Ints, weight: Floats, count: Ints) -> Ints:
    total = np.bincount(slot, weights=weight, minlength=len(target))
    cents = np.rint(weight * (target / np.where(total != 0, total, 1))[slot]).astype(np.int64)
    short = target.copy()
    np.subtract.at(short, slot, cents)
    last = np.cumsum(count) - 1
    cents[last[count > 0]] += short[count > 0]
    return cents


def _date(book: Book, lines: Lines, year: int, random: np.random.Generator) -> None:
    table, days = business_days(year)
    place = (random.random(len(lines)) * days[lines.period]).astype(np.int64)
    is_pay = book.accounts.style[lines.account] == Style.PAY
    last = days[lines.period] - 1
    half = book.shape.pay_lines > 1
    paid = np.where((np.arange(len(lines)) % 2 == 0) & half, last // 2, last)
    lines.day = table[lines.period, np.where(is_pay, paid, place)]


def _source(book: Book, lines: Lines, random: np.random.Generator, *, is_current: bool) -> None:
    """Who was paid, through which journal, and what the clerk wrote."""
    chart, firms = book.accounts, book.vendors
    style, trade = chart.style[lines.account], book.trade[lines.account]
    draw = random.random((3, len(lines)))
    pick = (draw[0] ** 2 * firms.vendor_count[trade]).astype(np.int64)
    vendor = firms.vendor_start[trade] + pick
    is_buy = style == Style.BUY
    vendor[is_buy & (draw[1] < _CARD_SHARE)] = 1
    staff = len(firms.ids) - firms.trades.count("employee")
    is_staff = is_buy & (chart.obj[lines.account] == 5210) & (draw[1] > 1 - _STAFF_SHARE)  # noqa: PLR2004
    vendor[is_staff] = staff + (draw[0][is_staff] * (len(firms.ids) - staff)).astype(np.int64)
    if is_current:
        title1 = np.array([fund == "210" for fund in chart.fund])
        vendor[is_buy & (book.is_demo & title1)[lines.account]] = 1
    is_journal = is_buy & (draw[2] < _JOURNAL_SHARE) & ~book.is_demo[lines.account]
    vendor[is_journal] = 0
    lines.vendor = vendor
    source = np.select(
        [style == Style.PAY, style == Style.REVENUE, is_journal],
        [Source.PRJ, Source.CRP, Source.GEN],
        Source.API,
    )
    source[np.isin(chart.obj[lines.account], (7610, 8910))] = Source.TRF
    lines.source = source.astype(np.int64)
    lines.text = firms.text_start[trade] + (draw[2] * firms.text_count[trade]).astype(np.int64)
