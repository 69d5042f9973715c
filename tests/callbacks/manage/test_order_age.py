"""After how many days an open order is marked: the district says it, and every page follows."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from access.roles import Role
from callbacks.basis import basis
from callbacks.bucket_lines import bucket_list
from callbacks.campaign_letter import _orders
from callbacks.grid_rows import Block
from callbacks.manage import order, purchase_orders
from callbacks.open_orders import open_orders
from config import Settings
from data.orders import STILL_OPEN
from data.orders import purchase_orders as orders
from data.warehouse import Warehouse
from pages.manage.row_state import OrdersState
from pages.state import HomeState
from planning.campaign_texts import orders_sentence
from tests.data.serving_sample import DISTRICT, SETTINGS, publish, sample

YEAR = 2025


@pytest.fixture(scope="module")
def waiting(services):
    """Every open order of the small district with the days since it was placed."""
    made = sample()
    rows = made.rows("purchase_orders")
    as_of = services.warehouse.snapshot(DISTRICT).data_as_of
    return {row["po_no"]: (as_of - row["issued_on"]).days for row in rows
            if row["fiscal_year"] == YEAR and row["status"] == "open"}  # fmt: skip


@pytest.fixture
def limited(services, tmp_path, waiting):
    """Services of the district, whose limit is what its second youngest order has waited."""
    limit = sorted(waiting.values())[1]
    made = sample()
    settings = json.dumps(SETTINGS | {"old_order_days": limit})
    made.rows("district")[0]["settings"] = settings
    publish(tmp_path, made)
    warehouse = Warehouse(Settings(var=tmp_path))
    yield replace(services, warehouse=warehouse), limit
    warehouse.close()


def test_home_bucket_list_and_page_mark_the_same_orders(limited, person, waiting):
    services, limit = limited
    old = {number for number, days in waiting.items() if days > limit}
    assert 0 < len(old) < len(waiting)
    actor = person(Role.BUDGET_DIRECTOR)
    ground = basis(services, actor, HomeState(year=YEAR))
    lines = [one.line for one in bucket_list(services.warehouse, ground, show_empty=True)]
    shown = open_orders(services.warehouse, actor, ground, lines)
    assert shown.limit_days == limit
    assert f"over {limit} days" in shown.summary
    state = OrdersState(YEAR, state=STILL_OPEN)
    rows = purchase_orders.rows(services, actor, state, Block(0, 100, "issued_on", True))
    assert {row["po_no"] for row in rows if f", over {limit}" in row["days_open"]} == old
    assert {row["po_no"]: row["days_open"].split(",")[0] for row in rows} == {
        number: str(days) for number, days in waiting.items()
    }
    for number in waiting:
        page = str(order.page(services, actor, f"?year={YEAR}&number={number}"))
        assert (f"Open for over {limit} days." in page) == (number in old)


def test_an_order_with_two_old_releases_is_one_in_the_mail(services, person, tmp_path):
    made = sample()
    first = next(
        row for row in made.rows("purchase_orders")
        if row["fiscal_year"] == YEAR and row["status"] == "open"
    )  # fmt: skip
    made.rows("purchase_orders").append(first | {"release": "2"})
    publish(tmp_path, made)
    warehouse = Warehouse(Settings(var=tmp_path))
    actor = person(Role.BUDGET_DIRECTOR)
    ground = basis(replace(services, warehouse=warehouse), actor, HomeState(year=YEAR))
    found = orders(warehouse, actor.scope, fiscal_year=YEAR, state=STILL_OPEN).to_pylist()
    old = {row["po_no"] for row in found if row["days_open"] > 90}
    assert len(old) < sum(row["days_open"] > 90 for row in found)
    asked = SimpleNamespace(text="{orders}", language="en")
    words = _orders(replace(services, warehouse=warehouse), actor, ground, asked)
    assert words == orders_sentence(len(old), 90, "en")
    warehouse.close()


def test_without_a_limit_of_its_own_a_district_has_ninety_days(services, person):
    actor = person(Role.BUDGET_DIRECTOR)
    shown = open_orders(services.warehouse, actor, basis(services, actor, HomeState(YEAR)), [])
    assert shown.limit_days == 90
    found = orders(services.warehouse, actor.scope, fiscal_year=YEAR, state=STILL_OPEN)
    rows = purchase_orders.rows(
        services, actor, OrdersState(YEAR, state=STILL_OPEN), Block(0, 100, "issued_on", True)
    )
    assert sum("over 90" in row["days_open"] for row in rows) == sum(
        row["days_open"] > 90 for row in found.to_pylist()
    )
