"""The order journal (one row an event) and the order list (one row a line), as the ERP writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from data.sample.cedar_valley.adjustments import TEXTS as ADJUSTMENT_TEXTS
from data.sample.cedar_valley.book import Book
from data.sample.cedar_valley.demo_school import texts as demo_texts
from data.sample.cedar_valley.ledger_file import page_lines
from data.sample.cedar_valley.lines import Event, Events
from data.sample.cedar_valley.messy import (
    Report,
    dates,
    dollars,
    joined,
    numbers,
    order_text,
    picked,
    signed,
    where,
)
from data.sample.cedar_valley.shape import Ints

JOURNAL_HEADING = "PO|Line|Full Account|Date|Per|Year|Event|Vendor|Vendor Name|Comment|Amount"
LIST_HEADING = (
    "PO Number,Line,Year,Full Account,Vendor,Vendor Name,Description,Order Date,Status,Blanket,"
    "Carry Fwd,Requester,Deliver To,Ordered,Changed,Liquidated,Cancelled,Open"
)
CODES = {
    Event.ENCUMBER: "POE", Event.CHANGE: "POM", Event.LIQUIDATE: "POL", Event.CANCEL: "POX",
    Event.ROLL_OUT: "RLO", Event.ROLL_IN: "RLI",
}  # fmt: skip
REQUESTERS = ("Site office", "Principal", "Library", "Head custodian", "Counselling", "Nurse")
PLACES = ("Front desk", "Receiving dock", "Library", "Room 12", "Warehouse")
_BLANKET_EVERY = 7


@dataclass(slots=True)
class OrderFiles:
    """Writes both files of one year, a stretch of accounts at a time."""

    book: Book
    year: int
    journal_path: Path
    list_path: Path
    total: int = 0
    journal: Report = field(init=False)
    listing: BinaryIO = field(init=False)
    _texts: list[str] = field(init=False)
    _accounts: pa.Array = field(init=False)

    def __post_init__(self) -> None:
        """Open both files and make the lists of texts ready."""
        title = f"ENCUMBRANCE JOURNAL  FISCAL YEAR {self.year}  RUN 03/01/2027 04:12"
        lines = page_lines(self.book.shape)
        self.journal = Report(self.journal_path.open("wb"), title, JOURNAL_HEADING, lines)
        self.listing = self.list_path.open("wb")
        self.listing.write(f"{LIST_HEADING}\r\n".encode())
        self._texts = [*self.book.vendors.texts, *ADJUSTMENT_TEXTS, *demo_texts()]
        self._accounts = pa.array(self.book.accounts.display(self.year))

    def write(self, events: Events) -> None:
        """Print events, which are sorted by account, order and line."""
        if not len(events):
            return
        self.total += int(events.cents.sum())
        vendors = self.book.vendors
        self.journal.rows(
            joined(
                "|",
                order_text(events.order),
                numbers(events.line),
                picked(self._accounts, events.account),
                dates(events.day),
                numbers(events.period),
                str(self.year),
                picked([CODES[event] for event in Event], events.kind),
                picked(vendors.ids, events.vendor),
                picked(vendors.names, events.vendor),
                picked(self._texts, events.text),
                signed(events.cents),
            )
        )
        self._list(events)

    def close(self) -> None:
        """Print the totals."""
        self.journal.close("|".join(["Grand Total", *[""] * 9, dollars(self.total)]))
        self.journal.file.close()
        self.listing.close()

    def _list(self, events: Events) -> None:
        head = order_heads(events)
        first = events.take(head)
        sums = {kind: _sum(events, head, kind) for kind in Event}
        left = np.add.reduceat(events.cents, head)
        ordered = sums[Event.ENCUMBER] + sums[Event.ROLL_IN]
        cancelled = -(sums[Event.CANCEL] + sums[Event.ROLL_OUT])
        paid = -sums[Event.LIQUIDATE]
        state = np.select([(left == 0) & (paid == 0), left == 0, paid > 0], [3, 2, 1], 0)
        vendors = self.book.vendors
        rows = joined(
            ",",
            order_text(first.order),
            numbers(first.line),
            str(self.year),
            picked(self._accounts, first.account),
            picked(vendors.ids, first.vendor),
            picked([_quoted(name) for name in vendors.names], first.vendor),
            picked([_quoted(text) for text in self._texts], first.text),
            dates(first.day),
            picked(["Open", "Partial", "Closed", "Cancelled"], state),
            where((first.order % _BLANKET_EVERY == 0) & (paid > 0), "Y", "N"),
            where(sums[Event.ROLL_IN] > 0, "Y", "N"),
            picked(REQUESTERS, first.order % len(REQUESTERS)),
            picked(PLACES, first.order // len(REQUESTERS) % len(PLACES)),
            *(_plain(cents) for cents in (ordered, sums[Event.CHANGE], paid, cancelled, left)),
        )
        self.listing.write(("\r\n".join(rows.to_pylist()) + "\r\n").encode())


def order_heads(events: Events) -> Ints:
    """Position of the first event of each order line; events are sorted by account and order."""
    key = np.stack([events.account, events.order, events.line])
    return np.flatnonzero(np.r_[True, (key[:, 1:] != key[:, :-1]).any(axis=0)])


def _sum(events: Events, head: Ints, kind: Event) -> Ints:
    return np.add.reduceat(np.where(events.kind == kind, events.cents, 0), head)


def _plain(cents: Ints) -> pa.Array:
    """Dollars without thousands commas, negative with a leading minus."""
    whole, fraction = np.divmod(np.abs(cents), 100)
    text = joined("", numbers(whole), picked([f".{part:02d}" for part in range(100)], fraction))
    return joined("", where(cents < 0, "-", ""), text)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text
