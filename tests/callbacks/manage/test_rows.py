"""Pages of rows over the small district: own rows only, totals over the whole result."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from urllib.parse import quote

import pytest

from access.permissions import Permission
from callbacks.basis import basis
from callbacks.grid_rows import Block
from callbacks.manage import accounts, purchase_orders, row_links, transactions
from data.transactions import transactions_by_type
from pages.components.grid import grid
from pages.components.sentence import plain
from pages.format import money
from pages.manage.row_state import AccountsState, OrdersState, TransactionsState
from tests.data.serving_sample import sample

FIRST = Block(0, 100, "posted_date", True)


def dollars(text):
    sign = -1 if text.startswith("(") else 1
    return sign * Decimal(text.strip("($)").replace(",", ""))


def every_line(services, actor, state, count):
    return [
        row
        for start in range(0, count, 100)
        for row in transactions.rows(services, actor, state, Block(start, 100, "posted_date", True))
    ]


@pytest.mark.parametrize("kind", ["actual", "receipt", "encumbrance"])
def test_every_line_of_a_type_adds_up_to_the_last_row(services, person, kind):
    state = TransactionsState(type=kind)
    actor = person("administrator")
    view = transactions.view(services, actor, state)
    rows = every_line(services, actor, state, view.row_count)
    assert len(rows) == view.row_count > 0
    total = sum(dollars(row["amount"]) for row in rows)
    assert dollars(view.total["amount"]) == total == view.dollars
    assert f"{len(rows):,} rows" in plain(view.sentence)
    assert f"add up to {money(total, cents=True)}." in plain(view.sentence)


def test_budgets_payments_and_orders_stand_side_by_side_and_are_never_added(services, person):
    actor, state = person("administrator"), TransactionsState()
    view = transactions.view(services, actor, state)
    sums = defaultdict(Decimal)
    revenue = {one["display"] for one in sample().rows("dim_account") if one["kind"] == "revenue"}
    for row in every_line(services, actor, state, view.row_count):
        is_expected = row["line_type"] == "Budget" and row["account"] in revenue
        sums["Expected" if is_expected else row["line_type"]] += dollars(row["amount"])
    assert len(sums) > 1
    assert (view.total["amount"], view.dollars) == ("–", None)
    said = plain(view.sentence)
    for kind, words in (("Paid and journals", "paid"), ("On order", "on order"),
                        ("Budget", "budgeted"), ("Receipts", "received"),
                        ("Expected", "expected to come in")):  # fmt: skip
        assert f"{money(sums[kind], cents=True)} {words}" in said
    assert money(sum(sums.values()), cents=True) not in said


@pytest.mark.parametrize("year", [2024, 2025])
def test_revenue_is_expected_and_received_and_none_of_it_is_left(services, person, lines, year):
    """The sentence and the last row of the accounts, from the plain lines."""
    own = [one for one in lines
           if one["account"]["kind"] == "revenue" and one["fiscal_year"] == year]  # fmt: skip
    expected, received = (
        sum(one["usd"] for one in own if one["line_type"] == kind) for kind in ("budget", "receipt")
    )
    view = accounts.view(services, person("administrator"), AccountsState(year, kind="revenue"))
    number = len({one["account_key"] for one in own})
    to_come, said = expected - received, plain(view.sentence)
    if to_come >= 0:
        assert said.startswith(f"{money(to_come)} is still to come of {money(expected)} expected ")
    else:
        assert said.startswith(f"{money(-to_come)} more than expected has come in; ")
    assert f"{number} accounts of FY{year}." in said
    heads = {column.field: column.label for column in view.columns}
    assert [heads[one] for one in ("budget", "spent", "used", "remaining")] == [
        "Expected", "Received", "% received", "Still to come"
    ]  # fmt: skip
    assert not {"Have", "Paid", "On order", "Left", "Used"} & set(heads.values())
    picked = AccountsState(year, kind="revenue", columns="account,encumbered")
    asked = accounts.view(services, person("administrator"), picked)
    assert [column.label for column in asked.columns] == ["Account", "On order"]
    shown = [view.total[one] for one in ("budget", "spent", "remaining")]
    assert shown == [money(one, cents=True) for one in (expected, received, to_come)]


def test_paying_an_order_is_a_change_to_whoever_watches_all_lines(services, person):
    actor = person("administrator")
    rows, watched = transactions.figure(services, actor, TransactionsState())
    paid = transactions.figure(services, actor, TransactionsState(type="actual"))[1]
    assert rows == transactions.view(services, actor, TransactionsState()).row_count
    assert watched == paid != 0
    orders = transactions.view(services, actor, TransactionsState(type="encumbrance")).dollars
    only = transactions.figure(services, actor, TransactionsState(type="encumbrance"))
    assert only[1] == orders


def test_groups_of_several_types_have_a_column_for_each(services, person):
    actor = person("administrator")
    view = transactions.view(services, actor, TransactionsState(group="fund"))
    fields = [column.field for column in view.grouped.columns]
    assert fields == ["actual", "encumbrance", "budget", "receipt", "expected"]
    for kind in ("actual", "encumbrance", "receipt"):
        cells = [group.cells[kind] for group in view.grouped.groups]
        parts = sum(dollars(text) for text in cells if text != "–")
        alone = transactions.view(services, actor, TransactionsState(group="fund", type=kind))
        assert parts == dollars(view.total[kind]) == dollars(alone.total["amount"])
        assert not alone.grouped.columns
        assert parts == sum(dollars(group.cells["amount"]) for group in alone.grouped.groups)


def test_a_principal_gets_own_lines_whatever_the_address_says(services, person):
    own = person("principal", "101")
    for location in (None, "102", "201", "nowhere"):
        state = TransactionsState(location=location)
        view = transactions.view(services, own, state)
        expected = transactions_by_type(services.warehouse, own.scope, location="101")
        assert view.row_count == expected.row_count
        assert all(money(usd, cents=True) in plain(view.sentence) for usd in expected.usd.values())


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


def _behind(services, actor, columns, row, field):
    """The state of the page that a cell opens, and the path of that page."""
    column = next(one for one in columns if one.field == field)
    path, _, query = column.opens_at.partition("?")
    filled = re.sub(r"\{(\w+)\}", lambda found: quote(row[found[1]]), query)
    kind = OrdersState if path == "/current/purchase-orders" else TransactionsState
    return path, kind.from_query(f"?{filled}")


@pytest.mark.parametrize("kind", ["expenditure", "revenue"])
def test_each_figure_of_an_account_opens_the_lines_that_add_up_to_it(services, person, kind):
    actor, state = person("administrator"), AccountsState(2025, kind=kind)
    columns = accounts.view(services, actor, state).columns
    rows = accounts.rows(services, actor, state, Block(0, 100, "account", False))
    assert rows
    for row in rows:
        for field in ("budget", "spent"):
            path, asked = _behind(services, actor, columns, row, field)
            assert (path, asked.account, asked.year) == (
                "/current/transactions", row["account"], 2025
            )  # fmt: skip
            found = transactions.view(services, actor, asked).dollars
            assert dollars(row[field]) == found


def test_what_is_on_order_at_an_account_opens_its_open_orders(services, person):
    made = sample()
    keys = {row["account_key"]: row["display"] for row in made.rows("dim_account")
            if row["fiscal_year"] == 2025}  # fmt: skip
    held = defaultdict(int)
    for row in made.rows("purchase_orders"):
        if row["account_key"] in keys and row["status"] not in ("closed", "cancelled"):
            held[keys[row["account_key"]]] += row["open_cents"]
    actor, state = person("administrator"), AccountsState(2025)
    columns = accounts.view(services, actor, state).columns
    rows = accounts.rows(services, actor, state, Block(0, 100, "account", False))
    ordered = [row for row in rows if held[row["account"]]]
    assert ordered
    for row in ordered:
        path, asked = _behind(services, actor, columns, row, "encumbered")
        assert (path, asked.state) == ("/current/purchase-orders", "still open")
        total = purchase_orders.view(services, actor, asked).total["open"]
        assert dollars(total) * 100 == held[row["account"]]


def test_a_column_that_opens_something_keeps_what_was_searched_for(services, person):
    state = TransactionsState(search="books")
    columns = transactions.view(services, person("administrator"), state).columns
    made = grid("rows", columns, total={}, sort="", descending=False, label="", wanted="books")
    by_field = {one["field"]: one for one in made.children.columnDefs}
    assert by_field["vendor_name"]["cellRendererParams"] == {
        "opensAt": "/current/transactions?year=2025&vendor={vendor_name}", "wanted": "books"
    }  # fmt: skip


def test_who_may_not_see_lines_finds_no_way_to_them(services, person):
    actor = replace(person("administrator"), permissions=frozenset({Permission.ACCOUNT_READ}))
    view = accounts.view(services, actor, AccountsState())
    assert not any(column.opens_at for column in view.columns)


def test_an_account_of_a_year_without_lines_opens_none(services, person):
    actor = person("administrator")
    ground = basis(services, actor, AccountsState(2025))
    assert row_links.of_accounts(actor, ground, None)["spent"]
    bare = replace(ground, year=replace(ground.year, last_period=None))
    assert set(row_links.of_accounts(actor, bare, None)) == {"encumbered"}
