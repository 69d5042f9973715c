"""An order with several releases is one order, wherever orders are counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from access.scope import Scope
from callbacks.manage import purchase_orders as page
from config import Settings
from data.orders import STILL_OPEN, purchase_order_count, purchase_order_totals, purchase_orders
from data.row_groups import purchase_order_groups
from data.warehouse import Warehouse
from pages.components.sentence import plain
from pages.manage.row_state import OrdersState
from tests.data.serving_sample import DISTRICT, publish, sample

WHOLE = Scope.whole(DISTRICT)
RELEASES = (
    # release, status, open cents
    ("1", "closed", 0),
    ("2", "open", 7_005),
    ("3", "partial", 2_500),
)


@pytest.fixture(scope="module")
def year():
    return max(one["fiscal_year"] for one in sample().rows("purchase_orders"))


@pytest.fixture(scope="module")
def house(services, tmp_path_factory, year):
    """Services over a district with one order more, which has three releases."""
    folder, made = tmp_path_factory.mktemp("releases"), sample()
    pattern = next(one for one in made.rows("purchase_orders") if one["fiscal_year"] == year)
    for release, status, cents in RELEASES:
        made.add("purchase_orders", **{
            **pattern, "po_no": "BLANKET", "release": release, "line": "1", "status": status,
            "ordered_cents": 10_000, "open_cents": cents,
        })  # fmt: skip
    publish(folder, made)
    warehouse = Warehouse(Settings(var=folder))
    yield replace(services, warehouse=warehouse)
    warehouse.close()


def numbers(house, year, **filters):
    """The numbers of the orders that the list holds, reckoned from its rows, and its rows."""
    rows = listed_rows(house, year, **filters)
    return {row["po_no"] for row in rows}, len(rows)


def listed_rows(house, year, **filters):
    return purchase_orders(house.warehouse, WHOLE, fiscal_year=year, **filters).to_pylist()


@pytest.mark.parametrize("state", ["", STILL_OPEN, "closed", "partial"])
def test_numbers_are_counted_and_releases_are_rows(house, year, state):
    orders, rows = numbers(house, year, state=state)
    totals = purchase_order_totals(house.warehouse, WHOLE, fiscal_year=year, state=state)
    assert (totals["order_count"], totals["row_count"]) == (len(orders), rows)
    assert purchase_order_count(house.warehouse, WHOLE, fiscal_year=year, state=state) == rows


def test_each_state_counts_the_orders_that_its_list_holds(house, year):
    totals = purchase_order_totals(house.warehouse, WHOLE, fiscal_year=year)
    listed = {name: numbers(house, year, state=name)[0]
              for name in (STILL_OPEN, "closed", "cancelled", "requisition")}  # fmt: skip
    assert totals["open_count"] == len(listed[STILL_OPEN])
    assert totals["closed_count"] == len(listed["closed"])
    assert "BLANKET" in listed[STILL_OPEN] & listed["closed"]
    every, _ = numbers(house, year)
    told = listed[STILL_OPEN] | listed["closed"] | listed["cancelled"]
    assert totals["other_count"] == len(every - told)


def test_the_list_says_orders_and_that_its_rows_are_releases(house, year, person):
    view = shown(house, person, OrdersState(year=year))
    every, rows = numbers(house, year)
    still, _ = numbers(house, year, state=STILL_OPEN)
    assert f"{len(still)} orders of {len(every)} in" in plain(view.sentence)
    assert (view.row_count, view.noun) == (rows, f"releases of {len(every)} orders")
    one = shown(house, person, OrdersState(year=year, where="order is BLANKET"))
    assert (one.row_count, one.noun) == (3, "releases of 1 order")


def shown(house, person, state):
    actor = person("administrator")
    view = page.view(house, actor, state)
    assert page.total(house, actor, state) == view.row_count
    return view


def test_groups_count_the_order_once(house, year):
    found = purchase_order_groups(house.warehouse, WHOLE, group="vendor", fiscal_year=year)
    rows = listed_rows(house, year)
    wanted = {name: len({one["po_no"] for one in rows if (one["vendor_name"] or "") == name})
              for name in {one["vendor_name"] or "" for one in rows}}  # fmt: skip
    assert {row["code"]: row["order_count"] for row in found.to_pylist()} == wanted
