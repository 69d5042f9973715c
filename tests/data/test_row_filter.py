"""Conditions on rows: the rows of each kind that they leave, reckoned anew in plain Python."""

from __future__ import annotations

import fnmatch
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from config import Settings
from data.balances import account_status, account_totals
from data.orders import purchase_order_totals, purchase_orders
from data.read_model import ArgumentError
from data.row_filter import loaded_headings
from data.transactions import transaction_batches, transactions, transactions_total
from data.warehouse import Warehouse
from tests.data.serving_sample import VENDORS

YEAR = 2025


def extra(line, heading):
    return json.loads(line["extra"] or "{}").get(heading)


def vendor(line):
    return VENDORS[line["vendor_key"]]


def day(line):
    return line["posted_date"]


LINES = [
    ("fund is 20", lambda one: one["account"]["fund_code"] == "20"),
    ("fund is not 20", lambda one: one["account"]["fund_code"] != "20"),
    ("Object between 1100-4300", lambda one: 1100 <= int(one["account"]["object_code"]) <= 4300),
    ("account type is revenue", lambda one: one["account"]["kind"] == "revenue"),
    ("account code starts with 20-1", lambda one: one["account"]["display"].startswith("20-1")),
    ("vendor is ACME PAPER", lambda one: vendor(one) == "Acme Paper"),
    ("vendor does not start with chrome", lambda one: not vendor(one).startswith("Chrome")),
    ("vendor is acme paper, vendor starts with chrome",
     lambda one: vendor(one) in {"Acme Paper", "Chromebook Depot"}),
    ("description matches *book*", lambda one: fnmatch.fnmatch(one["description"], "*book*")),
    ("description does not match *book*", lambda one: "book" not in one["description"]),
    ("PO is not PO105", lambda one: one["po_no"] != "PO105"),
    ("invoice ends with -7", lambda one: one["invoice_no"] == "INV-7"),
    ("date between 2024-09-01..2024-12-31",
     lambda one: date(2024, 9, 1) <= day(one) <= date(2024, 12, 31)),
    ("date between 2025-01-01..", lambda one: day(one) >= date(2025, 1, 1)),
    ("date starts with 2024-10", lambda one: (day(one).year, day(one).month) == (2024, 10)),
    ("amount between 1,000.50..4,000", None),
    ('amount between "1,000.50..4,000"',
     lambda one: Decimal("1000.50") <= one["usd"] <= Decimal(4000)),
    ("amount not between 0..", lambda one: one["usd"] < 0),
    ("period between 2-3", lambda one: one["period"] in (2, 3)),
    ("item starts with laptop 3", lambda one: extra(one, "Item") == "Laptop 3"),
    ("ship/to is room 1", lambda one: extra(one, "Ship/to") == "Room 1"),
    ("item is not laptop 3", lambda one: extra(one, "Item") != "Laptop 3"),
    ("fund is 20, amount between 0.., vendor is not acme paper",
     lambda one: one["account"]["fund_code"] == "20" and one["usd"] >= 0
     and vendor(one) != "Acme Paper"),
]  # fmt: skip


@pytest.mark.parametrize("reader", ["whole", "principal"])
@pytest.mark.parametrize(("where", "holds"), LINES)
def test_posting_lines_that_conditions_leave(warehouse, lines, where, holds, reader, request):
    scope = request.getfixturevalue(reader)
    if holds is None:
        with pytest.raises(ArgumentError):
            transactions(warehouse, scope, where=where)
        return
    seen = [
        one for one in lines
        if one["fiscal_year"] == YEAR and scope.allows(one["location_id"] or None)
        and (scope.sees_compensation or one["account"]["spend_class"] not in ("salary", "benefit"))
    ]  # fmt: skip
    wanted = {one["line_key"]: one["usd"] for one in seen if holds(one)}
    found = transactions(warehouse, scope, fiscal_year=YEAR, where=where)
    kept = [row for row in found.to_pylist() if row["file"]]
    assert {row["line_key"] for row in kept if row["line_key"] in wanted} == set(wanted)
    if scope.sees_compensation:
        assert len(kept) == found.num_rows == len(wanted) > 0
        total = transactions_total(warehouse, scope, fiscal_year=YEAR, where=where)
        assert total == (len(wanted), sum(wanted.values(), Decimal(0)))
        parts = list(transaction_batches(warehouse, scope, fiscal_year=YEAR, where=where))
        assert sum(part.num_rows for part in parts) == len(wanted)
    assert all(scope.allows(row["location_id"] or None) for row in found.to_pylist())


@pytest.mark.parametrize(
    "where",
    [
        "description starts with pay of",
        "vendor is employee",
        "vendor number is V3",
        "journal is J4",
    ],
)
def test_no_condition_tells_sums_of_pay_apart(warehouse, board, where):
    found = transactions(warehouse, board, fiscal_year=YEAR, where=where).to_pylist()
    assert all(row["vendor_name"] != "Employee" and row["line_count"] == 1 for row in found)


@pytest.mark.parametrize(
    ("where", "holds"),
    [
        ("fund is 10, object is not 5800",
         lambda a, _: a["fund_code"] == "10" and a["object_code"] != "5800"),
        ("description starts with supplies", lambda a, _: a["description"][:8] == "Supplies"),
        ("have between 5000..", lambda _, b: b["budget_cents"] >= 500_000),
        ("paid between ..10000", lambda _, b: b["spent_cents"] <= 1_000_000),
        ("on order is not 0", lambda _, b: b["encumbered_cents"] != 0),
        ("left between ..0", lambda a, b: b["budget_cents"] - b["spent_cents"]
         - (0 if a["kind"] == "revenue" else b["encumbered_cents"] or 0) <= 0),
    ],
)  # fmt: skip
def test_accounts_that_conditions_leave(warehouse, made, whole, where, holds):
    wanted = [
        (a["display"], b["budget_cents"])
        for b in made.rows("balances")
        if b["fiscal_year"] == YEAR and holds(a := made.account(b["account_key"]), b)
    ]
    found = account_status(warehouse, whole, fiscal_year=YEAR, where=where)
    assert sorted(found.column("account").to_pylist()) == sorted(one[0] for one in wanted)
    totals = account_totals(warehouse, whole, fiscal_year=YEAR, where=where).to_pylist()
    assert sum(row["account_count"] for row in totals) == len(wanted) > 0
    assert sum(row["budget_usd"] for row in totals) * 100 == sum(one[1] for one in wanted)


def test_orders_that_conditions_leave(warehouse, made, whole):
    rows = [row for row in made.rows("purchase_orders") if row["fiscal_year"] == YEAR]
    where = "fund is not 20, state is open, ordered on between 2024-09-05.., still open between 1.."
    wanted = {
        row["po_no"] for row in rows
        if made.account(row["account_key"])["fund_code"] != "20" and row["status"] == "open"
        and row["issued_on"] >= date(2024, 9, 5)
    }  # fmt: skip
    found = purchase_orders(warehouse, whole, fiscal_year=YEAR, where=where).to_pylist()
    assert {row["po_no"] for row in found} == wanted
    sums = purchase_order_totals(warehouse, whole, fiscal_year=YEAR, where=where)
    assert sums["order_count"] == len(wanted) > 0
    least = sorted(row["days_open"] for row in found)[1]
    older = purchase_orders(
        warehouse, whole, fiscal_year=YEAR, where=f"{where}, days open between {least}.."
    )
    assert older.num_rows == sum(row["days_open"] >= least for row in found) == len(wanted) - 1


@dataclass(frozen=True)
class Attributes:
    """Attributes of two accounts, as a district might keep them."""

    kept: dict

    def names(self, _district):
        return tuple(self.kept)

    def values(self, _district, name):
        return next(kept for known, kept in self.kept.items() if known.lower() == name.lower())


@pytest.mark.parametrize(
    ("where", "given"),
    [
        ("state code is 77", {"a"}),
        ("state code between 70-90", {"a", "b"}),
        ("state code is not 77", {"b", "other"}),
        ("state code starts with 8, state code is not 80", {"b"}),
        ("state code is 1", set()),
    ],
)
def test_custom_attributes_filter(published, whole, where, given):
    names = {"a": "10-101-4300-1000", "b": "20-101-4300-1000"}
    kept = {"State Code": {names["a"]: "77", names["b"]: "88"}}
    warehouse = Warehouse(Settings(var=published), Attributes(kept))
    found = account_status(warehouse, whole, fiscal_year=YEAR, where=where)
    accounts = set(found.column("account").to_pylist())
    assert {key for key, name in names.items() if name in accounts} == given - {"other"}
    assert bool(accounts - set(names.values())) == ("other" in given)
    warehouse.close()


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("colour is red", "there is no field 'colour'"),
        ("amount starts with 5", "takes is, is not"),
        ("amount between 9..5", "ends before it starts"),
        ("date is yesterday", "not a day"),
        ("amount is 1.005", "dollars and cents"),
        ("date between ..", "first or a last"),
    ],
)
def test_what_cannot_be_meant_is_said(warehouse, whole, where, said):
    with pytest.raises(ArgumentError, match=said):
        transactions(warehouse, whole, where=where)


def test_loaded_columns_are_known_by_their_headings(warehouse, whole):
    assert loaded_headings(warehouse, whole, "transactions") == ("Item", "Ship/to")
