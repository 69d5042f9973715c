"""The general ledger detail of one year, as the ERP prints it into a pipe-separated file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from data.sample.cedar_valley.adjustments import TEXTS as ADJUSTMENT_TEXTS
from data.sample.cedar_valley.book import Book, Numbers
from data.sample.cedar_valley.demo_school import texts as demo_texts
from data.sample.cedar_valley.lines import Lines, Source
from data.sample.cedar_valley.messy import (
    Report,
    dates,
    dollars,
    joined,
    money,
    numbers,
    order_text,
    picked,
    where,
)
from data.sample.cedar_valley.shape import Flags, Ints, Shape
from data.sample.cedar_valley.strategies import tags

HEADING = (
    "Full Account|Eff Date|Per|Year|Src|Journal|Line|PO|Vendor|Vendor Name|Invoice|Check|Comment"
    "|Debit|Credit|Status|Strategy"
)
_JOURNAL_LINES = 400
_SOURCES = pa.array([source.name for source in Source])


@dataclass(frozen=True, slots=True)
class Stray:
    """A row that nobody can use: why, its text, and its cents as far as they can be read."""

    reason: str
    text: str
    cents: int | None


def strays(year: int) -> list[Stray]:
    """The unusable rows of a year's ledger file; their cents are part of its grand total."""
    tail = f"{year}|API|9{year}"
    when = f"10/14/{year - 1}"
    return [
        Stray("ACCOUNT_WIDTH", f"100-1-4310-1000|{when}|04|{tail}|1||V10063|Blue Heron Paper"
              "|INV-90001|400001|Paper, location cut off|31.00||P|", 31_00),
        Stray("AMOUNT_UNPARSED", f"100-101-4310-1000|{when}|04|{tail}|2||V10063|Blue Heron Paper"
              "|INV-90002|400002|Column too narrow|########||P|", None),
        Stray("DATE_UNPARSED", f"100-101-4310-1000|02/30/{year}|08|{tail}|3||V10063"
              "|Blue Heron Paper|INV-90003|400003|Date typed by hand|84.15||P|", 84_15),
        Stray("BAD_COLUMN_COUNT", f"100-101-4310-1000|{when}|04|{tail}|4||V10063|Blue Heron Paper"
              "|INV-90004|400004|Glue | sticks|0.00||P|READ", None),
        Stray("PERIOD_OUT_OF_CALENDAR", f"100-101-4310-1000|{when}|15|{tail}|5||V10063"
              "|Blue Heron Paper|INV-90005|400005|Period 15|55.00||P|", 55_00),
        Stray("ACCOUNT_UNPARSED", f"SUSPENSE|{when}|04|{tail}|6||V10063|Blue Heron Paper"
              "|INV-90006|400006|To be coded|12.00||P|", 12_00),
    ]  # fmt: skip


def page_lines(shape: Shape) -> int:
    """Lines on a page: the heading returns about sixty times in a year."""
    return max(400, shape.lines // 180)


@dataclass(slots=True)
class LedgerFile:
    """Writes one year's lines, a stretch at a time, and adds up what it prints."""

    book: Book
    year: int
    path: Path
    numbers: Numbers
    debit: int = 0
    credit: int = 0
    rows: int = 0
    report: Report = field(init=False)
    strays: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Open the file and make the lists of texts ready."""
        title = f"GENERAL LEDGER DETAIL  FISCAL YEAR {self.year}  RUN 03/01/2027 04:10"
        lines = page_lines(self.book.shape)
        self.report = Report(self.path.open("wb"), title, HEADING, lines)
        found = strays(self.year)
        self.strays = [stray.text for stray in found]
        self.debit += sum(stray.cents or 0 for stray in found)
        tables = self.book.vendors.texts, list(ADJUSTMENT_TEXTS), demo_texts()
        self._texts = pa.array([text for table in tables for text in table])
        self._accounts = pa.array(self.book.accounts.display(self.year))
        self._tags = pa.array(tags(self.book.accounts))

    _texts: pa.Array = field(init=False)
    _accounts: pa.Array = field(init=False)
    _tags: pa.Array = field(init=False)

    def write(self, lines: Lines, *, status: str = "P") -> None:
        """Print lines; those with another status than P are not in the totals."""
        if not len(lines):
            return
        self.report.rows(self._text(lines, status), self.strays)
        if status == "P":
            debits = _is_debit(lines)
            self.debit += int(lines.cents[debits].sum())
            self.credit -= int(lines.cents[~debits].sum())
            self.rows += len(lines)

    def close(self) -> None:
        """Print the grand total: posted debits and credits, the unusable rows included."""
        total = ["Grand Total", *[""] * 11, "Posted"]
        total += [dollars(self.debit), dollars(self.credit), "", ""]
        self.report.close("|".join(total), self.strays)
        self.report.file.close()

    def _text(self, lines: Lines, status: str) -> pa.Array:
        vendors = self.book.vendors
        journal, place = self._journals(lines)
        debit, credit = _sides(lines)
        return joined(
            "|",
            picked(self._accounts, lines.account),
            dates(lines.day),
            picked([f"{period:02d}" for period in range(14)], lines.period),
            str(self.year),
            picked(_SOURCES, lines.source),
            numbers(journal),
            numbers(place),
            order_text(lines.order),
            picked(vendors.ids, lines.vendor),
            picked(vendors.names, lines.vendor),
            _invoices(lines),
            where(lines.vendor > 1, numbers(400_000 + lines.invoice // 3), ""),
            picked(self._texts, lines.text),
            debit,
            credit,
            status,
            picked(self._tags, lines.account),
        )

    def _journals(self, lines: Lines) -> tuple[Ints, Ints]:
        """Journal and line of each posting: one journal holds lines of one period and source."""
        key = lines.period * len(Source) + lines.source
        order = np.argsort(key, kind="stable")
        ranked = key[order]
        is_new = np.r_[True, ranked[1:] != ranked[:-1]]
        place = np.arange(len(key))
        place -= np.maximum.accumulate(np.where(is_new, place, 0))
        is_new |= place % _JOURNAL_LINES == 0
        journal, line = np.empty_like(key), np.empty_like(key)
        journal[order] = self.numbers.journal + np.cumsum(is_new)
        line[order] = place % _JOURNAL_LINES + 1
        self.numbers.journal += int(is_new.sum())
        return journal, line


def _invoices(lines: Lines) -> pa.Array:
    """Bill numbers, `INV-4392`, credit memos `CR-4457`, nothing where there is no bill."""
    text = joined("", where(lines.cents < 0, "CR-", "INV-"), numbers(lines.invoice))
    return where(lines.invoice > 0, text, "")


def _is_debit(lines: Lines) -> Flags:
    """Which amounts stand in the debit column: reversals and credit memos do, negative."""
    is_bill = (lines.source == Source.REV) | (lines.vendor > 0)
    debits: Flags = (lines.cents >= 0) | is_bill
    return debits


def _sides(lines: Lines) -> tuple[pa.Array, pa.Array]:
    """Debit and credit as text: `12.50`, `(12.50)` for reversals, `12.50-` for credit memos."""
    text, negative = money(lines.cents), lines.cents < 0
    is_debit, is_reversal = _is_debit(lines), lines.source == Source.REV
    opening = where(negative & is_reversal, "(", "")
    ending = where(negative & is_reversal, ")", where(negative, "-", ""))
    debit = where(is_debit, joined("", opening, text, ending), "")
    zero = where(lines.day % 5 == 0, "0.00", "")
    return debit, where(is_debit, zero, text)
