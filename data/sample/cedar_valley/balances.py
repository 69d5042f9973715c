"""The ERP's own year-to-date budget report, in the columns and signs that it prints."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from data.sample.cedar_valley.book import Book
from data.sample.cedar_valley.ledger_file import page_lines
from data.sample.cedar_valley.messy import Report, dollars, joined, picked, signed, where
from data.sample.cedar_valley.shape import Ints
from data.sample.cedar_valley.tally import Tally
from data.sample.cedar_valley.template import Style

HEADING = (
    "ACCOUNT|ACCOUNT DESCRIPTION|ORIGINAL APPROP|TRANFRS/ADJSTMTS|REVISED BUDGET|YTD EXPENDED"
    "|ENCUMBRANCES|REQUISITIONS|AVAILABLE BUDGET|% USED"
)
# Requested and not yet ordered at the demonstration school: fund, function, object, cents.
REQUISITIONS = (("210", "1000", 4200, 1_480_00), ("210", "1000", 5210, 1_250_00))


def requested(book: Book) -> Ints:
    """Cents of requisitions by account."""
    chart = book.accounts
    found = np.zeros(len(chart), dtype=np.int64)
    for fund, function, obj, cents in REQUISITIONS:
        for i in np.flatnonzero(book.is_demo & (chart.obj == obj)):
            if (chart.fund[i], chart.function[i]) == (fund, function):
                found[i] = cents
    return found


def write_balances(book: Book, tally: Tally, path: Path) -> dict[str, int]:
    """Print the report; returns its grand totals in cents, in the signs printed."""
    chart = book.accounts
    rows = np.flatnonzero(chart.style != Style.BALANCE)
    sign = np.where(chart.style[rows] == Style.REVENUE, -1, 1)
    figures = {
        "original": tally.original[rows] * sign,
        "adjustments": (tally.current - tally.original)[rows] * sign,
        "revised": tally.current[rows] * sign,
        "spent": tally.year_to_date[rows] * sign,
        "encumbered": tally.encumbered[rows],
        "requested": requested(book)[rows],
    }
    figures["available"] = figures["revised"] - figures["spent"] - figures["encumbered"]
    with path.open("wb") as file:
        report = Report(file, "YTD BUDGET REPORT  FISCAL YEAR 2027  AS OF 03/01/2027", HEADING,
                        page_lines(book.shape))  # fmt: skip
        report.rows(
            joined(
                "|",
                picked(chart.display(tally.year), rows),
                picked(chart.titles(), rows),
                *(signed(cents) for cents in figures.values()),
                _used(figures),
            )
        )
        totals = {name: int(cents.sum()) for name, cents in figures.items()}
        printed = "|".join(dollars(total) for total in totals.values())
        report.close(f"Report Total||{printed}|")
    return totals


def _used(figures: dict[str, Ints]) -> pa.Array:
    """Percent used as printed: `65.0%`, with a star where the budget is gone, else nothing."""
    revised = np.abs(figures["revised"])
    part = np.abs(figures["spent"] + figures["encumbered"]) * 1000 // np.where(revised, revised, 1)
    text = joined("", (pa.array(part // 10)).cast(pa.string()), ".",
                  (pa.array(part % 10)).cast(pa.string()), "%")  # fmt: skip
    starred = joined("", text, where(part > 1000, "*", ""))  # noqa: PLR2004
    return where(revised > 0, starred, "")
