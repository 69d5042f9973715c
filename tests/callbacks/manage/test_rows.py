"""Pages of rows over the small district: own rows only, totals over the whole result."""

from __future__ import annotations

from decimal import Decimal

import pytest

from callbacks.grid_rows import Block
from callbacks.manage import accounts, purchase_orders, transactions
from data.transactions import transactions_total
from pages.components.sentence import plain
from pages.manage.row_state import AccountsState, OrdersState, TransactionsState

FIRST = Block(0, 100, "posted_date", True)


def dollars(text):
    sign = -1 if text.startswith("(") else 1
    return sign * Decimal(text.strip("($)").replace(",", ""))


def test_every_line_of_the_grid_adds_up_to_its_last_row(services, person):
    state = TransactionsState()
    actor = person("administrator")
    view = transactions.view(services, actor, state)
    rows = [
        row
        for start in range(0, view.row_count, 100)
        for row in transactions.rows(services, actor, state, Block(start, 100, "posted_date", True))
    ]
    assert len(rows) == view.row_count
    assert sum(dollars(row["amount"]) for row in rows) == dollars(view.total["amount"])


def test_a_principal_gets_own_lines_whatever_the_address_says(services, person):
    own = person("principal", "101")
    for location in (None, "102", "201", "nowhere"):
        state = TransactionsState(location=location)
        view = transactions.view(services, own, state)
        expected = transactions_total(services.warehouse, own.scope, location="101")
        assert (view.row_count, dollars(view.total["amount"])) == expected


@pytest.mark.parametrize("kind", ["actual", "budget", "encumbrance"])
def test_the_type_of_line_is_a_filter_and_a_chip(services, person, kind):
    view = transactions.view(services, person("administrator"), TransactionsState(type=kind))
    rows = transactions.rows(services, person("administrator"), TransactionsState(type=kind), FIRST)
    assert {row["line_type"] for row in rows} <= {transactions.TYPES[kind]}
    assert [chip.field for chip in view.chips] == ["Type"]
    assert f"line_type={kind}" in view.export


def test_a_word_that_is_nowhere_gives_an_empty_page_that_says_so(services, person):
    view = transactions.view(
        services, person("administrator"), TransactionsState(search="zzz-not-there")
    )
    assert view.row_count == 0
    assert plain(view.sentence).startswith("Nothing fits")


def test_accounts_add_up_and_keep_missing_apart_from_zero(services, person):
    actor, state = person("administrator"), AccountsState()
    view = accounts.view(services, actor, state)
    rows = accounts.rows(services, actor, state, Block(0, 500, "account", False))
    assert len(rows) == view.row_count
    spent = sum(dollars(row["spent"]) for row in rows if row["spent"] != "–")
    assert spent == dollars(view.total["spent"])


def test_orders_still_open_are_fewer_than_all(services, person):
    actor = person("administrator")
    every = purchase_orders.view(services, actor, OrdersState())
    still = purchase_orders.view(services, actor, OrdersState(state="still open"))
    assert 0 < still.row_count <= every.row_count
    assert "state=still+open" in still.export
