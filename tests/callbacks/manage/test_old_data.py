"""Every page of current money and staff says so where its data are older than they should be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from callbacks import grid_rows
from callbacks.manage import (
    accounts,
    assignments,
    order,
    purchase_orders,
    staffing,
    transactions,
)
from tests.data.serving_sample import DISTRICT, sample

SOURCES = [one.SOURCE for one in (accounts, transactions, purchase_orders, staffing, assignments)]


def of_rows(services: Any, actor: Any) -> dict[str, Any]:
    """The head of every page of rows by the kind of its rows, or by its grid."""
    return {
        source.ids.grid: grid_rows.page(services, actor, source, source.state())[0]
        for source in SOURCES
    }


def an_order(services: Any, actor: Any) -> list[Any]:
    newest = max(sample().rows("purchase_orders"), key=lambda one: one["fiscal_year"])
    query = f"?number={newest['po_no']}&year={newest['fiscal_year']}"
    return order.page(services, actor, query)


@pytest.fixture
def late(services):
    loaded = services.warehouse.snapshot(DISTRICT).created_utc
    return replace(services, clock=lambda: loaded + timedelta(days=5))


def warned(content: list[Any]) -> bool:
    """Whether the first part of a page is the banner."""
    return "The last load is 5 days old." in str(content[0].to_plotly_json())


def test_pages_of_rows_begin_with_the_age_of_old_data_and_only_then(services, late, person):
    actor = person("administrator")
    assert [name for name, head in of_rows(late, actor).items() if not warned(head)] == []
    assert [name for name, head in of_rows(services, actor).items() if warned(head)] == []


def test_so_does_an_order(services, late, person):
    actor = person("administrator")
    assert warned(an_order(late, actor))
    assert not warned(an_order(services, actor))
