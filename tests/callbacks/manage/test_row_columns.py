"""Chosen columns: the same ones, in the same order, on screen, in files, mails and reports."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from urllib.parse import quote, urlencode

import openpyxl
import pytest

from access.actor import SYSTEM, actor_in_district
from access.roles import Role
from callbacks.grid_rows import Block
from callbacks.manage import accounts, kept_rows, purchase_orders, row_columns, transactions
from callbacks.manage.report_files import report_order
from callbacks.manage.report_letter import report_content
from callbacks.table_orders import TableOrder, begun
from config import Settings
from data.read_model import ArgumentError
from data.store import open_store
from data.store.report_mails import ReportMail
from data.warehouse import Warehouse
from pages.manage.row_state import AccountsState, OrdersState, TransactionsState
from planning import people
from planning import reports as commands
from tests.data.serving_sample import DISTRICT, sample
from tests.data.test_row_filter import Attributes

STATE_CODES = {"10-101-4300-1000": "A-7", "10-102-4300-1000": "=B"}


def chosen(*names):
    return row_columns.query(names)


@pytest.fixture
def with_codes(services):
    """The services with a custom attribute of two accounts."""
    warehouse = Warehouse(services.settings, Attributes({"State Code": STATE_CODES}))
    yield replace(services, warehouse=warehouse)
    warehouse.close()


def file_of(services, actor, address, form="csv"):
    path, _, query = address.partition("?")
    made = begun(services, actor, TableOrder(path.rpartition("/")[2], form, query))
    return b"".join(made.chunks)


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode())))


PAGES = [
    (accounts, AccountsState, ("remaining", "account", "original"), Block(0, 500, "account", False),
     ["remaining_usd", "account", "original_usd"]),
    (transactions, TransactionsState, ("amount", "journal_no", "origin"),
     Block(0, 500, "posted_date", True), ["amount_usd", "journal_no", "file", "source_row"]),
    (purchase_orders, OrdersState, ("open", "vendor_id", "po_no", "line_count"),
     Block(0, 500, "issued_on", True), ["open_usd", "vendor_id", "po_no", "line_count"]),
]  # fmt: skip


@pytest.mark.parametrize(("module", "kind", "names", "first", "files"), PAGES)
def test_the_grid_and_the_file_have_the_columns_in_the_order_that_was_chosen(
    services, person, module, kind, names, first, files
):
    actor, state = person("principal", "101"), kind(columns=chosen(*names))
    view = module.view(services, actor, state)
    assert [column.name for column in view.columns] == list(names)
    assert view.chosen
    assert {one.name for one in view.offered} > set(names)
    found = rows_of(file_of(services, actor, module.address(services, actor, state)))
    assert list(found[0]) == files
    shown = module.rows(services, actor, state, first)
    assert len(found) == len(shown) == view.row_count
    usual = module.view(services, actor, kind())
    assert not usual.chosen
    assert [one.name for one in usual.columns] != list(names)
    every = rows_of(file_of(services, actor, usual.export))
    assert [[row[one] for one in files] for row in every] == [list(row.values()) for row in found]
    # Further figures are texts of the same amounts.
    if module is accounts:
        assert [Decimal(row["original_usd"]) for row in found] == [
            Decimal(row["original"].strip("($)").replace(",", "")) for row in shown
        ]


def test_names_that_are_not_there_are_left_out_and_the_last_row_keeps_its_words(services, person):
    actor = person("administrator")
    for columns in ("", "made_up,cost", ",,"):
        view = transactions.view(services, actor, TransactionsState(columns=columns))
        assert view.columns == transactions.view(services, actor, TransactionsState()).columns
        assert "columns=" not in view.export
    view = transactions.view(services, actor, TransactionsState(columns="amount,vendor_name,x"))
    assert view.total["vendor_name"] == "All rows"
    assert not view.columns[0].stays, "not the last one any more"
    assert view.columns[1].grows


def test_segments_attributes_and_loaded_columns_are_those_of_the_rows(with_codes, person):
    actor = person("administrator")
    names = ("account", "segment:site", "attribute:State Code", "loaded:Item", "loaded:Ship/to")
    state = TransactionsState(columns=chosen(*names), where="object is 4300, type is actual")
    view = transactions.view(with_codes, actor, state)
    fields = {column.name: column.field for column in view.columns}
    shown = transactions.rows(with_codes, actor, state, Block(0, 500, "posted_date", True))
    found = rows_of(file_of(with_codes, actor, view.export))
    assert list(found[0]) == ["account", "site", "State Code", "Item", "Ship/to"]
    made = sample()
    own = [
        (one, made.account(one["account_key"])) for one in made.rows("fct_ledger")
        if one["fiscal_year"] == 2025 and one["line_type"] == "actual"
        and made.account(one["account_key"])["object_code"] == "4300"
    ]  # fmt: skip
    expected = sorted(
        (account["display"], account["display"].split("-")[1],
         STATE_CODES.get(account["display"], ""), json.loads(line["extra"] or "{}").get("Item", ""),
         json.loads(line["extra"] or "{}").get("Ship/to", ""))
        for line, account in own
    )  # fmt: skip
    assert sorted(tuple(row[fields[name]] for name in names) for row in shown) == expected
    assert any(row[2] for row in expected)
    assert any(row[3] for row in expected)
    # No cell and no heading of a file is a formula.
    assert sorted(tuple(row.values()) for row in found) == sorted(
        tuple(f"'{text}" if text.startswith("=") else text for text in row) for row in expected
    )


def test_workbooks_have_them_too_and_made_up_columns_are_refused(with_codes, person):
    actor = person("principal", "101")
    state = AccountsState(columns=chosen("attribute:State Code", "account", "fund"))
    data = file_of(with_codes, actor, accounts.address(with_codes, actor, state), "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    _, heads, *rows = sheet.iter_rows(values_only=True)
    assert heads == ("State Code", "account", "fund_code", "fund_name")
    assert {row[1]: row[0] for row in rows if row[0]} == {"10-101-4300-1000": "A-7"}
    for columns in ("password", "attribute:Other", "loaded:Item", "account_key"):
        query = urlencode({"columns": quote(columns, safe="")})
        with pytest.raises(ArgumentError, match="has no column"):
            file_of(with_codes, actor, f"/export/account-status?{query}")
        with pytest.raises(ArgumentError, match="has no column"):
            file_of(with_codes, actor, f"/export/positions?{query}")


@pytest.mark.parametrize(("sort", "key", "down"), [
    ("remaining desc", "remaining_usd", True), ("budget", "budget_usd", False),
])  # fmt: skip
def test_the_order_is_part_of_the_address_and_of_the_file(services, person, sort, key, down):
    actor, state = person("principal", "101"), AccountsState(sort=sort, columns="account")
    view = accounts.view(services, actor, state)
    assert (view.sort, view.descending) == (sort.split()[0], down)
    whole = rows_of(file_of(services, actor, accounts.address(services, actor, AccountsState())))
    expected = sorted((Decimal(row[key]) for row in whole), reverse=down)
    amount = {row["account"]: Decimal(row[key]) for row in whole}
    found = rows_of(file_of(services, actor, view.export))
    assert [amount[row["account"]] for row in found] == expected
    odd = accounts.view(services, actor, AccountsState(sort="password desc"))
    assert (odd.sort, odd.descending) == ("account", False)


def test_groups_show_and_hold_the_chosen_figures_alone(services, person):
    actor = person("principal", "101")
    state = AccountsState(group="fund", columns=chosen("account", "original", "remaining"))
    view = accounts.view(services, actor, state)
    found = rows_of(file_of(services, actor, view.export))
    assert list(found[0]) == ["code", "name", "kind", "account_count", "original_usd",
                              "remaining_usd"]  # fmt: skip
    assert [column.name for column in view.columns if column.is_number] == ["original", "remaining"]
    made = sample()
    for row in found:
        budgets = [
            one["original_cents"] for one in made.rows("balances")
            if one["fiscal_year"] == 2025
            and made.account(one["account_key"])["display"].startswith(f"{row['code']}-101-")
            and made.account(one["account_key"])["kind"] == "expenditure"
        ]  # fmt: skip
        assert Decimal(row["original_usd"]) == Decimal(sum(budgets)) / 100


def test_a_report_keeps_its_columns_for_screen_file_and_mail(services, tmp_path):
    store = open_store(Settings(var=tmp_path, secret_key="", database_url=""))
    kept = replace(services, store=store)

    def made(name, role, place=None):
        number = people.create_user(SYSTEM, store, email=f"{name}@demo.example", name=name)
        places = None if place is None else frozenset({place})
        who = (number, name, f"{name}@demo.example")
        return actor_in_district(who, role, DISTRICT, (DISTRICT,), places)

    ada, head = made("ada", Role.BUDGET_DIRECTOR), made("head", Role.PRINCIPAL, "101")
    names = ("amount", "loaded:Item", "segment:site", "vendor_name")
    state = TransactionsState(columns=chosen(*names), where="object is 4300", sort="amount desc")
    query, _ = kept_rows.kept(kept, ada, "transactions", state, "Items")
    number = TransactionsState.from_query(query).of
    commands.share(ada, store, number, "role", "principal")
    opened = kept_rows.opened(kept, head, "transactions", TransactionsState(report=number))
    view = transactions.view(kept, head, opened)
    assert [column.name for column in view.columns] == list(names)
    assert (view.sort, view.descending) == ("amount", True)
    _, _, text = b"".join(
        begun(kept, head, report_order(kept, head, number, "csv")).chunks
    ).decode().partition("\n")  # fmt: skip
    rows = rows_of(text.encode())
    assert list(rows[0]) == ["amount_usd", "Item", "site", "vendor_name"]
    assert {row["site"] for row in rows} == {"101"}
    amounts = [Decimal(row["amount_usd"]) for row in rows]
    assert amounts == sorted(amounts, reverse=True)
    content = report_content(kept, head, ReportMail(report_id=number, every="day", is_shared=False))
    assert list(content.table.head) == ["Amount", "Item", "Site", "Vendor"]
    assert [row[1] for row in content.table.rows] == [row["Item"] for row in rows[:10]]
    assert content.table.first_number == len(names), "texts stand to the left"
    store.close()


def test_a_long_choice_keeps_whole_columns_and_a_report_too_long_is_refused(services, tmp_path):
    names = [f"attribute:Ünd mehr, {place:02}" + "x" * 30 for place in range(60)]
    state = AccountsState(columns=chosen(*names), where="fund is 10")
    again = AccountsState.from_query(state.to_query())
    assert row_columns.names(again.columns) == names
    assert again.where == "fund is 10"
    longer = AccountsState.from_query(
        AccountsState(columns=chosen(*(name + "y" * 90 for name in names))).to_query()
    )
    kept = row_columns.names(longer.columns)
    assert 0 < len(kept) < len(names)
    assert kept == [name + "y" * 90 for name in names][: len(kept)], "none is cut in two"
    store = open_store(Settings(var=tmp_path, secret_key="", database_url=""))
    number = people.create_user(SYSTEM, store, email="ada@demo.example", name="ada")
    ada = actor_in_district((number, "ada", "ada@demo.example"), Role.BUDGET_DIRECTOR, DISTRICT,
                            (DISTRICT,), None)  # fmt: skip
    house = replace(services, store=store)
    _, says = kept_rows.kept(house, ada, "accounts", longer, "Long")
    assert "too long" in says
    assert commands.visible(ada, store) == []
    query, _ = kept_rows.kept(house, ada, "accounts", AccountsState(where="fund is 10"), "Short")
    of = AccountsState.from_query(query).of
    _, says = kept_rows.changed(house, ada, replace(longer, of=of))
    assert "too long" in says
    assert commands.one(ada, store, of).query == AccountsState(where="fund is 10").to_query()
    store.close()
