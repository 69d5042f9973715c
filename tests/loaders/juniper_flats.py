"""The extracts of Juniper Flats, a made-up district that nothing else knows, and its totals.

Its year begins in September; its account is `P2-3105-0210-61190-T1`: plan, activity, campus, object
and grant. Every total is added up here, in cents and from the rows as they are written, by nothing
that belongs to the product.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from openpyxl import Workbook

CAMPUSES = ("0210", "0220", "0310")
NAMES = {
    "0210": "Cañon Elementary",
    "0220": "Mesa Elementary",
    "0310": "Juniper High",
    "0900": "Transportation",
}
SUPPLIERS = {"S-101": "Café Supply Co.", "S-102": "Peña Books", "S-103": "Flats Diesel"}
MONTHS = ("Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug")
PUPILS = {"0210": (312, 201, 9), "0220": (287, 96, 31), "0310": (645, 240, 44)}
"""Enrolled, low income and learning English, on the last Friday of October."""


@dataclass(slots=True)
class Totals:
    """What the extracts come to, in cents; spending and revenue both positive."""

    spent: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    received: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    budget: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    spent_in: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    postings: int = 0
    budget_cells: int = 0


def accounts() -> list[tuple[str, str]]:
    """Every account with its title; those of plan R9 are revenue."""
    spending = [
        (f"{plan}-{activity}-{campus}-{code}-{grant}", title)
        for campus in (*CAMPUSES, "0900")
        for plan, activity, code, grant, title in (
            ("P1", "1100", "61190", "00", "Teachers' pay"),
            ("P1", "1100", "61400", "00", "Benefits"),
            ("P1", "2300", "63990", "00", "Supplies"),
            ("P2", "3105", "61190", "T1", "Title I tutors"),
            ("P2", "3105", "63990", "T1", "Title I materials"),
            ("P4", "8100", "66290", "00", "Building work"),
        )
    ]
    return [
        *spending,
        ("R9-0000-0000-57110-00", "Property tax"),
        ("R9-0000-0000-59290-T1", "Title I grant"),
    ]


def write(folder: Path) -> Totals:
    """Write the extracts into `folder` and return what they come to."""
    folder.mkdir(parents=True, exist_ok=True)
    totals = Totals()
    _postings(folder / "JF_GL_0226.txt", totals)
    _budget(folder / "BUDRPT27.PRN", totals)
    _pupils(folder / "fall_count.xlsx")
    _places(folder / "places.csv")
    _suppliers(folder / "suppliers.csv")
    return totals


def _dollars(cents: int) -> str:
    """An amount as the district's system prints it: grouped, the minus behind."""
    return f"{abs(cents) / 100:,.2f}" + ("-" if cents < 0 else "")


def _day(day: date) -> str:
    return f"{day.day}-{day:%b-%y}"


def _postings(path: Path, totals: Totals) -> None:
    chance = Random(19)  # noqa: S311 - figures of a made-up district
    lines, all_debits, all_credits = [], 0, 0
    for number, (account, title) in enumerate(accounts() * 8):
        day = date(2026, 9, 1) + timedelta(days=chance.randrange(178))
        cents = chance.randrange(500, 2_500_000)
        supplier = chance.choice(list(SUPPLIERS)) if "63990" in account else ""
        debit, credit = cents, 0
        if account.startswith("R9"):
            debit, credit = 0, cents
            totals.received[account] += cents
        else:
            debit = -cents if number % 17 == 0 else cents
            totals.spent[account] += debit
            totals.spent_in[f"{day:%B %Y}"] += debit
        all_debits, all_credits = all_debits + debit, all_credits + credit
        sides = (_dollars(debit) if debit else "", _dollars(credit) if credit else "")
        memo = f"{title} – señal {number}"
        lines.append(";".join([account, _day(day), f"{8000 + number}", *sides, memo, supplier]))
    totals.postings = len(lines)
    banner = ["Juniper Flats Consolidated Schools;;;;;;", "Activity through 26-Feb-27;;;;;;"]
    head = "Budget Code;Posted;Ref;Dr;Cr;Memo;Supplier"
    total = f"Grand total;;;{_dollars(all_debits)};{_dollars(all_credits)};;"
    path.write_bytes(("\n".join([*banner, head, *lines, total]) + "\n").encode("cp1252"))


def _budget(path: Path, totals: Totals) -> None:
    chance = Random(23)  # noqa: S311 - figures of a made-up district
    head = f"{'BUDGET CODE':<24}{'TITLE':<20}" + "".join(f"{month.upper():>14}" for month in MONTHS)
    lines = ["JUNIPER FLATS CONSOLIDATED", "BUDGET BY MONTH  FISCAL YEAR 2027", head]
    for account, title in accounts():
        income = account.startswith("R9")
        cells = []
        for month in range(12):
            cents = 0 if month == 10 else chance.randrange(100_000, 9_000_000)
            totals.budget[account] += cents
            totals.budget_cells += bool(cents)
            cells.append(_dollars(-cents if income else cents) if cents else "")
        lines.append(f"{account:<24}{title:<20}" + "".join(f"{cell:>14}" for cell in cells))
    path.write_bytes(("\n".join(lines) + "\n").encode("cp1252"))


def _pupils(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Fall count"
    sheet.append(["Juniper Flats Consolidated Schools"])
    sheet.append(["Fall count, last Friday in October 2026. Fewer than ten are shown as <10."])
    sheet.append([])
    sheet.append(["Campus No.", "Campus", "Enrolled", "Low income", "Learning English"])
    for campus, counts in PUPILS.items():
        cells = [count if count >= 10 else "<10" for count in counts]
        sheet.append([int(campus), NAMES[campus], *cells])
    sheet.append(
        [None, "District", *(sum(column) for column in zip(*PUPILS.values(), strict=True))]
    )
    book.save(path)


def _places(path: Path) -> None:
    rows = ["No,Place,What,Grades,Opened"]
    rows += [
        f"{code},{name},{'Campus' if code in CAMPUSES else 'Dept'},"
        f"{'' if code == '0900' else '09-12' if code == '0310' else 'K-05'},15-Aug-98"
        for code, name in NAMES.items()
    ]
    path.write_bytes(("\n".join(rows) + "\n").encode("cp1252"))


def _suppliers(path: Path) -> None:
    rows = ["Supplier;Trading name;Live", *(f"{key};{name};Y" for key, name in SUPPLIERS.items())]
    path.write_bytes(("\n".join(rows) + "\n").encode("cp1252"))
