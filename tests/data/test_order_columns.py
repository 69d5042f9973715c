"""Who asked for an order, and what else its file carries: found, grouped, sorted and shown."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal

import pytest

from data.condition import Condition, written
from data.more_columns import more_columns, values_beside
from data.orders import purchase_order_totals, purchase_orders
from data.row_groups import condition_of, group_fields, purchase_order_groups

YEAR = 2025
HEADING = "Deliver to"


def place(line):
    return json.loads(line["extra"] or "{}").get(HEADING, "")


def asker(line):
    return line["requester"] or ""


@pytest.fixture
def ordered(made):
    return [row for row in made.rows("purchase_orders") if row["fiscal_year"] == YEAR]


@pytest.mark.parametrize(
    ("where", "holds"),
    [
        ("requester is library", lambda line: asker(line) == "Library"),
        ("requester is not library", lambda line: asker(line) != "Library"),
        ("requester starts with site", lambda line: asker(line).startswith("Site")),
        ("deliver to is room 3", lambda line: place(line) == "Room 3"),
        ("deliver to does not match *", lambda line: not place(line)),
    ],
)
def test_orders_that_conditions_leave(warehouse, whole, ordered, where, holds):
    found = purchase_orders(warehouse, whole, fiscal_year=YEAR, where=where).to_pylist()
    wanted = {line["po_no"] for line in ordered if holds(line)}
    assert {row["po_no"] for row in found} == wanted != set()


@pytest.mark.parametrize(
    ("word", "holds"),
    [
        ("librar", lambda line: "Library" in asker(line)),
        ("room 2", lambda line: place(line) == "Room 2"),
    ],
)
def test_the_search_looks_through_both(warehouse, whole, ordered, word, holds):
    sums = purchase_order_totals(warehouse, whole, fiscal_year=YEAR, search=word)
    assert sums["order_count"] == len({line["po_no"] for line in ordered if holds(line)}) > 0


@pytest.mark.parametrize(("group", "key"), [("Requester", asker), (HEADING, place)])
def test_groups_add_up_and_open_their_orders(warehouse, whole, ordered, group, key):
    assert group in group_fields(warehouse, whole, "purchase orders")
    wanted = defaultdict(lambda: [set(), 0])
    for line in ordered:
        wanted[key(line)][0].add(line["po_no"])
        wanted[key(line)][1] += line["ordered_cents"]
    found = purchase_order_groups(warehouse, whole, group=group, fiscal_year=YEAR).to_pylist()
    assert {row["code"]: (row["order_count"], row["original_usd"]) for row in found} == {
        code: (len(numbers), Decimal(cents).scaleb(-2)) for code, (numbers, cents) in wanted.items()
    }
    for code, (numbers, _) in wanted.items():
        where = written([Condition(*condition_of("purchase orders", group, code))])
        opened = purchase_order_totals(warehouse, whole, fiscal_year=YEAR, where=where)
        assert opened["order_count"] == len(numbers)


def test_in_the_order_of_who_asked(warehouse, whole):
    asked = {"fiscal_year": YEAR, "sort": "requester"}
    up = purchase_orders(warehouse, whole, descending=False, **asked)
    names = [name for name in up.column("requester").to_pylist() if name]
    assert names == sorted(names)


def test_further_columns_can_be_shown(warehouse, whole, ordered):
    names = more_columns(warehouse, whole, "purchase-orders")
    assert names == [f"loaded:{HEADING}", "loaded:Item"]
    rows = purchase_orders(warehouse, whole, fiscal_year=YEAR)
    shown = values_beside(warehouse, whole, rows, names)
    numbers = rows.column("po_no").to_pylist()
    assert dict(zip(numbers, shown[names[0]], strict=True)) == {
        line["po_no"]: place(line) for line in ordered
    }
    items = defaultdict(list)
    for line in ordered:
        items[line["po_no"]] += (
            [item] if (item := json.loads(line["extra"] or "{}").get("Item")) else []
        )
    assert dict(zip(numbers, shown[names[1]], strict=True)) == {
        number: ", ".join(sorted(some)) for number, some in items.items()
    }


def test_headings_of_orders_are_none_of_posting_lines(warehouse, whole):
    assert f"loaded:{HEADING}" not in more_columns(warehouse, whole, "transactions")
