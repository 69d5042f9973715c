"""The fictional district: its files say what its truth says, and the demo school what it should.

The figures are added up here from the text of the files with the csv module and `Decimal`.
"""

from __future__ import annotations

import csv
import filecmp
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from data.sample.cedar_valley.book import book
from data.sample.cedar_valley.generate import generate
from data.sample.cedar_valley.ledger import year_of_lines
from data.sample.cedar_valley.maple_grove import FIGURES
from data.sample.cedar_valley.shape import shape
from data.sample.cedar_valley.tally import Tally
from data.sample.cedar_valley.truth import need_slope
from data.scope import ScopeLine, matches
from loaders.erp.mapping import read_mapping
from loaders.erp.yaml_text import read_yaml

MAPPING = Path(generate.__code__.co_filename).with_name("mapping.yaml")
LINES = 40_000
YEARS = ("2025", "2026", "2027")
BUCKET_OF_GROUP = {
    "T1": "title1", "EXTRA": "extra", "SUPPLIES": "supplies", "TRAINING": "training",
    "TECH": "technology", "LIBRARY": "library", "GIFTS": "gifts", "TRIPS": "trips",
    "CLEANING": "cleaning", "COPIES": "copies", "STAFF": "staff", "UTILITIES": "utilities",
}  # fmt: skip


@pytest.fixture(scope="module")
def drop(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cedar-valley")
    generate(folder, lines=LINES)
    return folder


@pytest.fixture(scope="module")
def truth(drop):
    return json.loads((drop / "truth.json").read_text())


def rows(path: Path) -> list[list[str]]:
    """The data rows of a printed report: as many cells as the heading, no banner, no heading."""
    lines = path.read_text(encoding="utf-8").splitlines()
    heading = lines[3].split("|")
    found = [line.split("|") for line in lines]
    return [row for row in found if len(row) == len(heading) and row != heading]


def cents(text: str) -> int:
    """Money as the reports print it."""
    bare = text.replace(",", "").strip("()-")
    negative = text.startswith("(") or text.endswith("-")
    return int(Decimal(bare or 0) * 100) * (-1 if negative else 1)


def ledger(path: Path, strays: set[str]) -> list[tuple[list[str], int]]:
    """Posted rows with their debit less credit, without the unusable ones."""
    return [
        (row, cents(row[13]) - cents(row[14]))
        for row in rows(path)
        if row[15] == "P" and row[5] not in strays
    ]


def stray_journals(year: str) -> set[str]:
    return {f"9{year}"}


def accounts(drop: Path) -> dict[str, dict[str, str]]:
    """Parts of each account that is budgeted in FY2027."""
    names = ("fund", "location", "object", "function")
    found = {row[5] for row in rows(drop / "budget_fy2027.txt")}
    return {text: dict(zip(names, text.split("-"), strict=True)) for text in found if "-" in text}


def test_same_seed_same_bytes(drop, tmp_path):
    generate(tmp_path, lines=LINES)
    names = sorted(p.relative_to(drop).as_posix() for p in drop.rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.*"))
    assert filecmp.cmpfiles(drop, tmp_path, names, shallow=False)[0] == names


def test_another_seed_tells_another_story(drop, tmp_path):
    generate(tmp_path, lines=LINES, seed=7)
    name = "gl_detail_fy2026.txt"
    assert (tmp_path / name).read_bytes() != (drop / name).read_bytes()


@pytest.mark.parametrize("year", YEARS)
def test_ledger_text_adds_up_to_the_truth(drop, truth, year):
    spent, received = defaultdict(int), defaultdict(int)
    for row, amount in ledger(drop / f"gl_detail_fy{year}.txt", stray_journals(year)):
        fund, location, obj, _ = row[0].split("-")
        is_revenue = obj.startswith("8")
        found = received if is_revenue else spent
        found[location, fund, int(row[2])] += -amount if is_revenue else amount
        assert row[3] == year
    for found, name in ((spent, "spent"), (received, "received")):
        expected = {
            (location, fund, period): value
            for location, fund, *values in truth[f"{name}_by_location_fund_period"][year]
            for period, value in enumerate(values, start=1)
            if value
        }
        assert {key: value for key, value in found.items() if value} == expected


@pytest.mark.parametrize("year", YEARS)
def test_grand_total_covers_posted_and_unusable_rows(drop, truth, year):
    path = drop / f"gl_detail_fy{year}.txt"
    strays = truth["quarantine"][path.name]
    total = next(row for row in rows(path) if row[0] == "Grand Total")
    posted = sum(amount for _, amount in ledger(path, {*stray_journals(year), ""}))
    aside = sum(stray["cents"] or 0 for stray in strays)
    assert cents(total[13]) - cents(total[14]) == posted + aside
    text = path.read_text()
    assert len([line for line in text.splitlines() if f"|9{year}|" in line]) == len(strays)


def test_journal_lines_are_unique(drop):
    found = [(row[5], row[6]) for row, _ in ledger(drop / "gl_detail_fy2027.txt", {"92027", ""})]
    assert len(set(found)) == len(found) > LINES / 5


@pytest.mark.parametrize("year", YEARS)
def test_orders_are_the_sum_of_their_events(drop, truth, year):
    opened: dict[tuple[str, str, str], int] = defaultdict(int)
    by_place: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows(drop / f"enc_journal_fy{year}.txt"):
        if row[0] != "Grand Total":
            fund, location, *_ = row[2].split("-")
            opened[row[0], row[1], row[2]] += cents(row[10])
            by_place[location, fund] += cents(row[10])
    assert min(opened.values()) >= 0
    expected = {(place, fund): v for place, fund, v in truth["encumbered_by_location_fund"][year]}
    assert {key: value for key, value in by_place.items() if value} == expected
    with (drop / f"po_list_fy{year}.csv").open(encoding="utf-8", newline="") as text:
        for line in csv.DictReader(text):
            key = line["PO Number"], line["Line"], line["Full Account"]
            names = ("Ordered", "Changed", "Liquidated", "Cancelled", "Open")
            parts = [int(Decimal(line[name]) * 100) for name in names]
            assert parts[4] == opened.pop(key) == parts[0] + parts[1] - parts[2] - parts[3]
    assert not opened


@pytest.mark.parametrize("year", YEARS)
def test_budget_rows_add_up_and_transfers_cancel_out(drop, truth, year):
    documents: dict[str, int] = defaultdict(int)
    adjusted: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows(drop / f"budget_fy{year}.txt"):
        if row[0] == "Grand Total":
            continue
        fund, location, obj, _ = row[5].split("-")
        if row[6] in ("BTI", "BTO"):
            documents[row[3]] += cents(row[7])
        if not obj.startswith("8"):
            adjusted[location, fund] += cents(row[7])
    assert documents
    assert set(documents.values()) == {0}
    expected = {(row[0], row[1]): row[3] for row in truth["budget_by_location_fund"][year]}
    assert {k: v for k, v in adjusted.items() if v} == {k: v for k, v in expected.items() if v}


def test_balance_report_repeats_ledger_and_orders(drop, truth):
    spent: dict[str, int] = defaultdict(int)
    for row, amount in ledger(drop / "gl_detail_fy2027.txt", stray_journals("2027")):
        spent[row[0]] += amount
    reported = 0
    for row in rows(drop / "ytd_budget_20270301.txt"):
        if row[0] != "Report Total":
            original, moved, revised, actual, ordered, _, left = (cents(c) for c in row[2:9])
            assert actual == spent[row[0]]
            assert revised == original + moved
            assert left == revised - actual - ordered
            reported += ordered
    assert reported == truth["totals"]["2027"]["encumbered"]


def test_demo_school_has_the_figures_of_its_home_page(drop):
    """Each account is in one bucket; buckets show budget, spent and on order to the cent."""
    settings, _ = read_yaml(MAPPING.with_name("district.yaml"))
    known = accounts(drop)
    figures: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows(drop / "ytd_budget_20270301.txt"):
        parts = known.get(row[0])
        if not parts or parts["location"] != "112":
            continue
        inside = [
            bucket["code"]
            for bucket in settings["buckets"]
            if matches([ScopeLine(**line) for line in bucket["scopes"]], parts, "expenditure")
        ]
        assert len(inside) == 1, f"{row[0]} is in {inside}"
        for place, column in enumerate((4, 5, 6)):
            figures[inside[0]][place] += cents(row[column])
    expected = {
        code: [round(100 * value) for value in FIGURES[group][:3]]
        for code, group in BUCKET_OF_GROUP.items()
    }
    assert figures == expected


def test_demo_school_has_32_open_orders_five_of_them_old(drop, truth):
    assert truth["open_orders_by_location"]["2027"]["112"] == 32
    with (drop / "po_list_fy2027.csv").open(encoding="utf-8", newline="") as text:
        open_ = [r for r in csv.DictReader(text) if "-112-" in r["Full Account"]
                 and r["Open"] != "0.00"]  # fmt: skip
    old = [r for r in open_ if r["Order Date"][6:] + r["Order Date"][:5] < "202612/01"]
    assert (len(open_), len(old)) == (32, 5)
    assert sum(cents(row["Open"]) for row in old) == 14_040_00


def test_need_slope_is_the_designed_one_within_levels():
    """46 schools: spending per pupil follows need with the slope that the sample promises."""
    settled = book(shape(400_000, 2027))
    tally = Tally(settled, 2026)
    for lines, events in year_of_lines(settled, 2026):
        tally.add(lines, events)
    slope = need_slope(settled, tally)
    assert slope["designed_slope"] == 4_200
    assert slope["slope_within_level"] == pytest.approx(4_200, rel=0.03)


def test_vendor_file_is_cp1252_and_names_no_employee(drop):
    raw = (drop / "vendor_master.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    found = list(csv.DictReader(raw.decode("cp1252").splitlines()))
    assert "Ada’s Reading Room" in {row["Vendor Name"] for row in found}
    staff = {row["Vendor Name"] for row in found if row["Vendor"].startswith("E")}
    assert staff == {"EMPLOYEE REIMBURSEMENT"}


def test_recode_leads_from_the_old_to_the_new_object(drop):
    with (drop / "account_recode.csv").open(newline="") as text:
        pairs = {row["Old Account"]: row["New Account"] for row in csv.DictReader(text)}
    assert pairs
    assert all(new == old.replace("-5845-", "-5840-") for old, new in pairs.items())
    before = {row[0] for row in rows(drop / "gl_detail_fy2025.txt")}
    after = {row[0] for row in rows(drop / "gl_detail_fy2026.txt")}
    assert pairs.keys() & before
    assert not pairs.keys() & after


def test_restated_ledger_tells_another_fy2025(drop):
    first, again = drop / "gl_detail_fy2025.txt", drop / "restated" / "gl_detail_fy2025.txt"
    sums = [sum(a for _, a in ledger(p, stray_journals("2025"))) for p in (first, again)]
    assert sums[0] != sums[1]
    demo = [
        sum(a for row, a in ledger(p, stray_journals("2025")) if "-112-" in row[0])
        for p in (first, again)
    ]
    assert demo[0] == demo[1]


def test_mapping_is_read():
    mapping = read_mapping(MAPPING)
    assert mapping.district == "cedar-valley"
    assert mapping.settings_path == MAPPING.with_name("district.yaml")
