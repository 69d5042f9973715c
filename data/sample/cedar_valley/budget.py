"""Budgets: adopted amounts, transfers that add up to zero, amendments, carry-forward."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from data.sample.cedar_valley import maple_grove
from data.sample.cedar_valley.accounts import NAMES
from data.sample.cedar_valley.book import Book, day
from data.sample.cedar_valley.calendar import first_day, ordinal
from data.sample.cedar_valley.ledger_file import page_lines
from data.sample.cedar_valley.messy import Report, dates, dollars, joined, numbers, picked, signed
from data.sample.cedar_valley.purchasing import periods
from data.sample.cedar_valley.shape import CURRENT, YEARS, Ints
from data.sample.cedar_valley.strategies import tags
from data.sample.cedar_valley.template import Style

HEADING = "Year|Per|Eff Date|Document|Line|Full Account|Type|Amount|Reason|Status|Strategy"
TYPES = ("ORIG", "BTO", "BTI", "BUA", "CFWD")
ORIGINAL, OUT, IN, AMENDED, CARRIED = range(5)
_REASONS = (
    "Adopted budget", "Transfer between accounts", "Transfer between accounts",
    "Donation accepted", "Open orders and grant money carried over",
)  # fmt: skip
_TRANSFER_EVERY, _TRANSFER_SHARE = 9, 5
_GIFTS = ("290", 8699)


@dataclass(frozen=True, slots=True)
class Budget:
    """Budget rows of one year, natural sign; `document` is a running number within the type."""

    account: Ints
    kind: Ints
    cents: Ints
    day: Ints
    document: Ints

    def per_account(self, count: int, kinds: tuple[int, ...]) -> Ints:
        """Cents by account, of rows of those kinds."""
        chosen = np.isin(self.kind, kinds)
        sums = np.zeros(count, dtype=np.int64)
        np.add.at(sums, self.account[chosen], self.cents[chosen])
        return sums


def budget(book: Book, year: int) -> Budget:
    """All budget rows of that year: the final budget is what the accounts say, exactly."""
    chart, column = book.accounts, YEARS.index(year)
    changes = np.array(
        _transfers(book, year) + _carried(book, year) + _demo_changes(book, year), dtype=np.int64
    ).reshape(-1, 5)
    sums = np.zeros(len(chart), dtype=np.int64)
    np.add.at(sums, changes[:, 0], changes[:, 2])
    account = np.flatnonzero(chart.style != Style.BALANCE)
    original = chart.budget[account, column] - sums[account]
    adopted = np.zeros((len(account), 5), dtype=np.int64)
    adopted[:, 0], adopted[:, 2] = account, original
    adopted[:, 3], adopted[:, 4] = ordinal(first_day(year, 1)), 1
    rows = np.concatenate([adopted, changes])
    return Budget(*rows.T)


def _transfers(book: Book, year: int) -> list[tuple[int, ...]]:
    """Money moved to the next purchasing account of the same place."""
    chart, column = book.accounts, YEARS.index(year)
    buying = np.flatnonzero((chart.style == Style.BUY) & ~book.is_demo)
    giver = np.flatnonzero((buying[:-1] + year) % _TRANSFER_EVERY == 0)
    rows: list[tuple[int, ...]] = []
    for number, place in enumerate(giver, start=1):
        source, target = int(buying[place]), int(buying[place + 1])
        same = chart.location[source] == chart.location[target]
        same &= chart.fund[source] == chart.fund[target]
        cents = int(chart.budget[source, column]) // 100 // 50 * _TRANSFER_SHARE // 100 * 50 * 100
        if same and cents:
            when = ordinal(first_day(year, 2 + number % 6)) + number % 25
            rows.append((source, OUT, -cents, when, number))
            rows.append((target, IN, cents, when, number))
    return rows


def _carried(book: Book, year: int) -> list[tuple[int, ...]]:
    """Budget that comes with the orders rolled in from the year before."""
    column = YEARS.index(year)
    if not column:
        return []
    account = np.flatnonzero(book.rolled[:, column - 1] > 0)
    when = ordinal(first_day(year, 1)) + 14
    cents = book.rolled[account, column - 1]
    return [(int(a), CARRIED, int(c), when, 1) for a, c in zip(account, cents, strict=True)]


def _demo_changes(book: Book, year: int) -> list[tuple[int, ...]]:
    """The demonstration school's transfers, its donation and what its grants carried over."""
    if year != CURRENT:
        return []
    chart = book.accounts
    rows: list[tuple[int, ...]] = []
    for name, figures in maple_grove.FIGURES.items():
        group = np.flatnonzero(book.is_demo & (chart.group == NAMES.index(name)))
        largest = int(group[np.argmax(chart.budget[group, -1])])
        moved, carried = round(figures[4] * 100), round(figures[5] * 100)
        if moved:
            kind = AMENDED if name == "gifts" else (IN if moved > 0 else OUT)
            when = day("2027-02-19" if abs(moved) == 1_500_00 else "2026-11-09")  # noqa: PLR2004
            rows.append((largest, kind, moved, when, 90_000 + when % 1_000))
            if name == "gifts":
                rows.append((_gift_revenue(book), AMENDED, moved, when, 90_000 + when % 1_000))
        if carried:
            rows.append((largest, CARRIED, carried, day("2026-08-17"), 2))
    return rows


def _gift_revenue(book: Book) -> int:
    chart = book.accounts
    return next(i for i in range(len(chart)) if (chart.fund[i], int(chart.obj[i])) == _GIFTS)


def write_budget(book: Book, year: int, rows: Budget, path: Path) -> int:
    """Print the year's budget rows, revenue as credits; returns the grand total in cents."""
    order = np.lexsort((rows.account, rows.document, rows.kind, rows.day))
    account, kind = rows.account[order], rows.kind[order]
    sign = np.where(book.accounts.style[account] == Style.REVENUE, -1, 1)
    cents = rows.cents[order] * sign
    document = joined("-", picked(("ADOPT", "BT", "BT", "BA", "CF"), kind), str(year % 100),
                      numbers(rows.document[order]))  # fmt: skip
    with path.open("wb") as file:
        report = Report(file, f"BUDGET JOURNAL  FISCAL YEAR {year}", HEADING,
                        page_lines(book.shape))  # fmt: skip
        report.rows(
            joined(
                "|",
                pa.array([str(year)] * len(order)),
                numbers(periods(rows.day[order])),
                dates(rows.day[order]),
                document,
                numbers(np.arange(1, len(order) + 1)),
                picked(book.accounts.display(year), account),
                picked(TYPES, kind),
                signed(cents),
                picked(_REASONS, kind),
                "P",
                picked(tags(book.accounts), account),
            )
        )
        total = int(cents.sum())
        report.close(f"Grand Total|||||||{dollars(total)}|||")
    return total
