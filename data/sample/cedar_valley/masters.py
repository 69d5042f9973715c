"""Master files: accounts, segment values, locations, vendors, periods, recoded accounts."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from data.sample.cedar_valley.accounts import locations
from data.sample.cedar_valley.book import Book
from data.sample.cedar_valley.calendar import period_rows
from data.sample.cedar_valley.chart import FUNCTIONS, FUNDS, OBJECTS, OLD_OBJECT, RECODED_OBJECT
from data.sample.cedar_valley.messy import write_text
from data.sample.cedar_valley.places import places
from data.sample.cedar_valley.schools import span
from data.sample.cedar_valley.shape import YEARS
from data.sample.cedar_valley.template import Style

_LEVELS = {"elementary": "Elementary", "k8": "K-8", "middle": "Middle", "high": "High",
           "other": "Alternative"}  # fmt: skip
_KINDS = {Style.REVENUE: "R", Style.BALANCE: "B"}
# Every so often an account is posted to before anybody has entered it in the master.
_MISSING_EVERY = 1_471


def write_masters(book: Book, folder: Path) -> dict[str, int]:
    """Write all master files; returns how many accounts of each year the master lacks."""
    write_text(folder / "segment_values.csv", _segment_values(book))
    write_text(folder / "locations.csv", _locations(book))
    write_text(folder / "vendor_master.csv", _vendors(book), encoding="cp1252")
    write_text(folder / "fiscal_periods.csv", _periods())
    write_text(folder / "account_recode.csv", _recoded(book))
    return {str(year): _write_accounts(book, year, folder) for year in YEARS}


def is_in_master(position: int) -> bool:
    """Whether the account at that position has been entered in the account master."""
    return position % _MISSING_EVERY != _MISSING_EVERY - 1


def _write_accounts(book: Book, year: int, folder: Path) -> int:
    rows: list[tuple[object, ...]] = [("Account", "Year", "Description", "Type", "Status")]
    displays, titles = book.accounts.display(year), book.accounts.titles()
    styles = book.accounts.style.tolist()
    for i, (display, title, style) in enumerate(zip(displays, titles, styles, strict=True)):
        if is_in_master(i):
            rows.append((display, year, title, _KINDS.get(style, "E"), "A"))
    write_text(folder / f"accounts_fy{year}.csv", rows)
    return len(displays) + 1 - len(rows)


def _segment_values(book: Book) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [("Segment", "Code", "Description", "Active")]
    rows += [("Fund", code, label, "A") for code, label in FUNDS.items()]
    rows += [("Location", code, name, "A") for code, name, _ in locations(book.schools)]
    rows += [("Function", code, label, "A") for code, label in FUNCTIONS.items()]
    rows += [
        ("Object", f"{code:04d}", label, "I" if code == OLD_OBJECT else "A")
        for code, label in OBJECTS.items()
    ]
    return rows


def _locations(book: Book) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [
        (
            "Code",
            "Name",
            "Type",
            "Level",
            "Low Grade",
            "High Grade",
            "State ID",
            "Lat",
            "Lon",
            "Opened",
        )
    ]
    found = book.schools
    place = places(found.levels, book.shape.random(5))
    level = dict(zip(found.codes, found.levels, strict=True))
    order = {code: i for i, code in enumerate(found.codes)}
    for code, name, kind in locations(found):
        if kind != "school":
            rows.append((code, name, kind, "", "", "", "", "", "", ""))
            continue
        i = order[code]
        lat, lon = place[i]
        opened = f"08/{15 + i % 12:02d}/{1951 + (i * 13) % 60}"
        rows.append((code, name, kind, _LEVELS[level[code]], *span(level[code]),
                     f"{6_000_000 + 37 * i:07d}", f"{lat:.5f}", f"{lon:.5f}", opened))  # fmt: skip
    return rows


def _vendors(book: Book) -> list[tuple[object, ...]]:
    firms = book.vendors
    rows: list[tuple[object, ...]] = [("Vendor", "Vendor Name", "Type", "Status", "Remit Address")]
    for i in range(1, len(firms.ids)):
        kind = {"employee": "EMP", "card": "CARD"}.get(firms.trades[i], "VEND")
        rows.append((firms.ids[i], firms.names[i], kind, "I" if i % 31 == 0 else "A",
                     f"PO Box {1000 + i * 3}, Cedar Valley"))  # fmt: skip
    return rows


def _periods() -> list[tuple[object, ...]]:
    return [("Year", "Period", "Label", "Start", "End", "Kind", "Closed"), *period_rows()]


def _recoded(book: Book) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [
        ("Old Account", "Last Year", "New Account", "First Year", "Share", "Note")
    ]
    before, after = book.accounts.display(2025), book.accounts.display(2026)
    for i in np.flatnonzero(book.accounts.obj == RECODED_OBJECT):
        note = f"Object {OLD_OBJECT} renumbered {RECODED_OBJECT}"
        rows.append((before[i], 2025, after[i], 2026, "1.000000", note))
    return rows
