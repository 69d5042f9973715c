"""Lines that are not purchases: reversals, accruals, cost transfers, period 13."""

from __future__ import annotations

import numpy as np

from data.sample.cedar_valley.book import Book
from data.sample.cedar_valley.calendar import first_day, last_day, ordinal
from data.sample.cedar_valley.lines import Lines, Source
from data.sample.cedar_valley.shape import ADJUSTMENT, CURRENT, PERIODS, YEARS, Ints, last_period
from data.sample.cedar_valley.template import Style

_REVERSED_SHARE = 0.003
TEXTS = (
    "Correct coding",
    "Reverse journal, wrong account",
    "Year-end accrual",
    "Accrual reversal",
    "Invoice of accrued goods",
    "Cost transfer",
    "Audit adjustment",
)


def _end(year: int, period: int) -> int:
    return ordinal(last_day(year, period))


def adjustments(book: Book, year: int, span: Ints, random: np.random.Generator) -> Lines:
    """All such lines of the accounts at positions `span` in one year."""
    base = len(book.vendors.texts)
    buying = span[(book.accounts.style[span] == Style.BUY) & ~book.is_demo[span]]
    parts = [
        _reversals(book, year, buying, base, random),
        _accruals(book, year, buying, base),
        _cost_transfers(book, year, buying, base),
    ]
    if year != CURRENT:
        parts.append(_audit(book, year, buying, base))
    return Lines.joined(parts)


def _reversals(
    book: Book, year: int, buying: Ints, base: int, random: np.random.Generator
) -> Lines:
    """A wrong posting and its reversal a period later: nothing remains."""
    count = random.binomial(1, min(1.0, _REVERSED_SHARE * 12 * book.buys), len(buying))
    account = buying[count > 0]
    period = random.integers(1, last_period(year), len(account))
    cents = random.integers(2_000, 90_000, len(account))
    wrong = Lines.of(account, period=period, cents=cents, source=Source.GEN, text=base)
    right = Lines.of(account, period=period + 1, cents=-cents, source=Source.REV, text=base + 1)
    for lines in (wrong, right):
        ends = np.array([_end(year, p) for p in range(1, PERIODS + 1)])
        lines.day = ends[lines.period - 1]
    return Lines.joined([wrong, right])


def _accruals(book: Book, year: int, buying: Ints, base: int) -> Lines:
    """Goods received in June and billed in July: accrued, reversed and paid."""
    account = buying[buying % 11 == 3]  # noqa: PLR2004
    column, parts = YEARS.index(year), [Lines.of(np.zeros(0, dtype=np.int64))]
    if year != CURRENT:
        cents = book.accounts.budget[account, column] * 3 // 200
        parts.append(
            Lines.of(account, period=PERIODS, day=_end(year, PERIODS), cents=cents,
                     source=Source.ACR, text=base + 2)
        )  # fmt: skip
    if column:
        cents = book.accounts.budget[account, column - 1] * 3 // 200
        first = ordinal(first_day(year, 1))
        parts.append(
            Lines.of(account, period=1, day=first, cents=-cents, source=Source.ACR, text=base + 3)
        )
        parts.append(
            Lines.of(account, period=1, day=first + 19, cents=cents, source=Source.GEN,
                     text=base + 4)
        )  # fmt: skip
    found = Lines.joined(parts)
    return found.take(np.flatnonzero(found.cents != 0))


def _cost_transfers(book: Book, year: int, buying: Ints, base: int) -> Lines:
    """Cost moved to the next purchasing account of the same school: the pair adds up to zero."""
    places = np.array(book.accounts.location)[buying]
    giver = np.flatnonzero(buying[:-1] % 17 == 2) if len(buying) else np.zeros(0, dtype=np.int64)  # noqa: PLR2004
    giver = giver[places[giver] == places[giver + 1]]
    cents = book.accounts.budget[buying[giver], YEARS.index(year)] // 100
    period = 2 + giver % (last_period(year) - 2)
    day = np.array([_end(year, p) for p in range(1, PERIODS + 1)])[period - 1]
    given = {"period": period, "day": day, "source": Source.GEN, "text": base + 5}
    found = Lines.joined(
        [
            Lines.of(buying[giver], cents=-cents, **given),
            Lines.of(buying[giver + 1], cents=cents, **given),
        ]
    )
    return found.take(np.flatnonzero(found.cents != 0))


def _audit(book: Book, year: int, buying: Ints, base: int) -> Lines:
    """Adjustments after the year's end, posted to period 13."""
    account = buying[buying % 23 == 5]  # noqa: PLR2004
    sign = np.where(account % 2 == 0, 1, -1)
    cents = sign * (book.accounts.budget[account, YEARS.index(year)] // 250)
    found = Lines.of(
        account, period=ADJUSTMENT, day=_end(year, ADJUSTMENT), cents=cents, source=Source.GEN,
        text=base + 6,
    )  # fmt: skip
    return found.take(np.flatnonzero(found.cents != 0))
