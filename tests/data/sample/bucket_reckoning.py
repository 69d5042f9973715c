"""What the buckets of Cedar Valley hold, from the raw extracts with csv and integers.

Nothing here knows the loaders: reports are read line by line, buckets by the plain meaning of the
lines in `district.yaml`, accounts are text, amounts are whole cents.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import yaml

YEARS = (2025, 2026, 2027)
ACCOUNT = re.compile(r"\d{3}-\d{3}-\d{4}-\d{4}")
PARTS = ("fund", "location", "object", "function")
SETTINGS = Path(__file__).parents[3] / "data/sample/cedar_valley/district.yaml"


@dataclass
class Books:
    """Cents by (year, account); months by (year, account, period); orders by (year, number)."""

    original: Counter = field(default_factory=Counter)
    budget: Counter = field(default_factory=Counter)
    spent: Counter = field(default_factory=Counter)
    months: Counter = field(default_factory=Counter)
    tags: Counter = field(default_factory=Counter)
    plans: Counter = field(default_factory=Counter)
    encumbered: Counter = field(default_factory=Counter)
    requested: Counter = field(default_factory=Counter)
    orders: dict = field(default_factory=lambda: defaultdict(list))
    accounts: set = field(default_factory=set)


def cents(text: str) -> int:
    """Cents of `1,234.50`, `(12.50)`, `12.50-` or nothing; ValueError for anything else."""
    text = text.strip().replace(",", "")
    is_negative = text.endswith("-") or text.startswith(("(", "-"))
    whole, _, rest = text.strip("()-").partition(".")
    amount = int(whole or "0") * 100 + int((rest + "00")[:2] or "0")
    return -amount if is_negative else amount


def is_revenue(account: str) -> bool:
    return account.split("-")[2].startswith("8")


def is_spending(account: str) -> bool:
    return account.split("-")[2][0] in "1234567"


def books(folder: Path) -> Books:
    """Every extract of the drop that a bucket's figures come from."""
    made = Books()
    for year in YEARS:
        _budget(made, year, folder / f"budget_fy{year}.txt")
        _ledger(made, year, folder / f"gl_detail_fy{year}.txt")
        for row in _report(folder / f"enc_journal_fy{year}.txt"):
            made.encumbered[year, row["Full Account"]] += cents(row["Amount"])
        with (folder / f"po_list_fy{year}.csv").open(newline="", encoding="utf-8") as text:
            for row in csv.DictReader(text):
                made.orders[year, row["PO Number"]].append(row)
    [balances] = folder.glob("ytd_budget_*.txt")
    for row in _report(balances):
        made.requested[2027, row["ACCOUNT"]] += cents(row["REQUISITIONS"])
    return made


def _report(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a printed report that have every column, without banners, headings and totals."""
    with path.open(newline="", encoding="utf-8") as text:
        heading: list[str] = []
        for row in csv.reader(text, delimiter="|", quoting=csv.QUOTE_NONE):
            if len(row) > 1 and not heading:
                heading = row
            elif len(row) == len(heading) and row != heading and "Total" not in "".join(row[:2]):
                yield dict(zip(heading, row, strict=True))


def _budget(made: Books, year: int, path: Path) -> None:
    for row in _report(path):
        if row["Status"] != "P":
            continue
        account = row["Full Account"]
        amount = cents(row["Amount"]) * (-1 if is_revenue(account) else 1)
        made.budget[year, account] += amount
        made.accounts.add((year, account))
        if row["Strategy"]:
            made.plans[year, account, row["Strategy"]] += amount
        if row["Type"] == "ORIG":
            made.original[year, account] += amount


def _ledger(made: Books, year: int, path: Path) -> None:
    for row in _report(path):
        account = row["Full Account"]
        if row["Status"] != "P" or not ACCOUNT.fullmatch(account):
            continue
        try:
            amount, period = cents(row["Debit"]) - cents(row["Credit"]), int(row["Per"])
            month, day, at = map(int, row["Eff Date"].split("/"))
            date(at, month, day)
        except ValueError:
            continue
        if not 0 <= period <= 13:
            continue
        amount *= -1 if is_revenue(account) else 1
        made.accounts.add((year, account))
        if is_revenue(account) or is_spending(account):
            made.spent[year, account] += amount
            made.months[year, account, period] += amount
            if row["Strategy"]:
                made.tags[year, account, row["Strategy"]] += amount


def members(code: str, accounts: set[tuple[int, str]]) -> set[tuple[int, str]]:
    """Accounts of a bucket by year, as they were coded then."""
    bucket = next(one for one in _buckets() if one["code"] == code)
    kinds = {"expenditure": (is_spending,), "revenue": (is_revenue,)}
    of_type = kinds.get(bucket["type"], (is_spending, is_revenue))
    return {
        (year, account)
        for year, account in accounts
        if any(test(account) for test in of_type)
        and _falls_under(bucket["scopes"], dict(zip(PARTS, account.split("-"), strict=True)))
    }


def category(code: str, account: str) -> str:
    """The first category of the bucket's template that chooses the account."""
    settings = _settings()
    bucket = next(one for one in settings["buckets"] if one["code"] == code)
    codes = dict(zip(PARTS, account.split("-"), strict=True))
    for rollup in settings["rollups"]:
        if rollup["code"] == bucket.get("rollup"):
            for one in rollup["categories"]:
                if _falls_under(one["scopes"], codes):
                    return one["name"]
    return "Other"


def questions(code: str) -> list[tuple[str, str]]:
    """Questions of a bucket with their answers."""
    bucket = next(one for one in _buckets() if one["code"] == code)
    return [(one["question"], one["answer"]) for one in bucket.get("questions", ())]


@cache
def _settings() -> dict:
    return yaml.safe_load(SETTINGS.read_text())


def _buckets() -> list[dict]:
    return _settings()["buckets"]


def _falls_under(lines: list[dict[str, str]], codes: dict[str, str]) -> bool:
    """For each field: any positive line and every negative one; fields combine with and."""
    for name in {line["field"] for line in lines}:
        own = [line for line in lines if line["field"] == name]
        wanted = [_holds(line, codes[name]) for line in own if "not" not in line["operator"]]
        refused = [_holds(line, codes[name]) for line in own if "not" in line["operator"]]
        if (wanted and not any(wanted)) or any(refused):
            return False
    return True


def _holds(line: dict[str, str], code: str) -> bool:
    if "between" in line["operator"]:
        low, high = line["value"].split("-")
        return int(low) <= int(code) <= int(high)
    return code == line["value"]
