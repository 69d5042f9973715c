"""Groups on the pages of rows: subtotals, rows behind them, and the addresses that open them."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from callbacks.grid_rows import Block, page
from callbacks.manage import accounts, purchase_orders, transactions
from callbacks.manage.row_links import filled
from pages.components.sentence import plain
from pages.format import money
from pages.manage.row_groups import marked, unnamed
from pages.manage.row_state import AccountsState, OrdersState, TransactionsState

PAGES = [
    (accounts, AccountsState, "Fund"),
    (transactions, TransactionsState, "Vendor"),
    (purchase_orders, OrdersState, "Site"),
]


@pytest.mark.parametrize(("module", "kind", "field"), PAGES)
def test_groups_add_up_to_the_page_and_open_to_their_rows(services, person, module, kind, field):
    actor = person("principal", "101")
    view = module.view(services, actor, kind(group=field))
    assert sum(group.row_count for group in view.grouped.groups) == view.row_count > 0
    assert f"group={field}" in view.export
    first = view.grouped.groups[-1]
    toggled = parse_qs(first.toggle)["open"][0]
    opened = module.view(services, actor, kind(group=field, open=toggled)).grouped.groups[-1]
    assert opened.is_open
    assert len(opened.rows) == min(50, opened.row_count)
    every = kind(where=parse_qs(first.every)["where"][0])
    assert module.total(services, actor, every) == first.row_count


def test_the_groups_of_a_reader_are_those_of_the_own_school(services, person):
    own = accounts.view(services, person("principal", "101"), AccountsState(group="site"))
    assert [group.detail for group in own.grouped.groups] == ["101"]
    every = accounts.view(services, person("budget_director"), AccountsState(group="site"))
    assert len(every.grouped.groups) > 1
    assert own.grouped.groups[0].cells in [group.cells for group in every.grouped.groups]


def test_types_of_accounts_are_never_netted(services, person):
    view = accounts.view(services, person("budget_director"), AccountsState(group="Account Type"))
    assert [group.title for group in view.grouped.groups] == ["Expenditure", "Revenue"]
    assert view.total == {}
    spent = accounts.view(services, person("budget_director"), AccountsState())
    assert view.grouped.groups[0].cells["spent"] == spent.total["spent"] != money(0)


def test_further_loaded_columns_are_columns_and_what_is_searched_for_is_told(services, person):
    actor = person("budget_director")
    state = TransactionsState(where="item is laptop 3", search="laptop 3")
    view = transactions.view(services, actor, state)
    fields = {column.label: column.field for column in view.columns}
    assert view.wanted == "laptop 3"
    found = transactions.rows(services, actor, state, Block(0, 5, "posted_date", True))
    assert {row[fields["Item"]] for row in found} == {"Laptop 3"}
    assert all(row[fields["Ship/to"]].startswith("Room ") for row in found)


def test_a_field_that_is_not_there_is_said(services, person):
    shown = str(page(services, person("viewer"), accounts.SOURCE, AccountsState(group="colour")))
    assert "There is no field" in shown


def test_what_is_searched_for_is_marked_in_the_rows_of_an_open_group(services, person):
    actor = person("budget_director")
    state = TransactionsState(group="fund", open="10", search="acme")
    shown = page(services, actor, transactions.SOURCE, state)[2]
    view = transactions.view(services, actor, state)
    texts = [f"{row.title} {row.detail}" for one in view.grouped.groups for row in one.rows]
    hits = sum(text.lower().count("acme") for text in texts)
    assert str(shown).lower().count("('mark', {}, 'acme')") == hits > 0


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("A <b> of a", ["<b>"], ["A ", "<b>", " of a"]),
        ("Ab ab", ["a", "AB"], ["", "Ab", " ", "ab", ""]),
        ("1+1 (x)", ["(x)", ""], ["1+1 ", "(x)", ""]),
    ],
)
def test_words_are_marked_as_text_and_never_as_patterns(text, words, expected):
    found = marked(text, words)
    assert [one if isinstance(one, str) else one[2] for one in found] == expected
    assert [isinstance(one, tuple) for one in found] == [bool(n % 2) for n in range(len(found))]
    assert marked(text, [""]) == text


def test_both_kinds_side_by_side_have_words_that_hold_for_both(services, person, lines):
    """Revenue is neither had, paid nor left; each kind has its own sum in the sentence."""
    actor = person("budget_director")
    view = accounts.view(services, actor, AccountsState(2025, group="Account Type"))
    labels = [column.label for column in view.columns]
    assert {"Budgeted", "Spent or received", "Remaining"} <= set(labels)
    assert not {"Have", "Paid", "Left"} & set(labels)
    assert next(one for one in view.choices if one.label == "Kind").value == "Every kind"

    def summed(kind, *types):
        return sum(line["usd"] for line in lines if line["fiscal_year"] == 2025
                   and line["account"]["kind"] == kind and line["line_type"] in types)  # fmt: skip

    spending = summed("expenditure", "budget") - summed("expenditure", "actual", "encumbrance")
    coming = summed("revenue", "budget") - summed("revenue", "receipt")
    said = plain(view.sentence)
    assert f"{money(spending)} is left of" in said
    more = f"{money(-coming)} more than expected" if coming < 0 else f"{money(coming)} is still to"
    assert more in said
    assert "never added up" in view.note
    assert view.row_count == sum(group.row_count for group in view.grouped.groups)
    assert accounts.figure(services, actor, AccountsState(2025, group="Account Type"))[1] is None
    spent = accounts.view(services, actor, AccountsState(2025, group="fund"))
    assert "Have" in [column.label for column in spent.columns]


@pytest.mark.parametrize(
    ("module", "kind", "field", "opens"),
    [
        (accounts, AccountsState, "Fund", ("/current/transactions", "account", "account")),
        (purchase_orders, OrdersState, "Site", ("/current/order", "number", "po_no")),
    ],
)
def test_a_row_below_its_group_opens_what_its_cell_in_the_grid_opens(
    services, person, module, kind, field, opens
):
    actor, (path, name, column) = person("principal", "101"), opens
    view = module.view(services, actor, kind(group=field))
    toggled = parse_qs(view.grouped.groups[-1].toggle)["open"][0]
    state = kind(group=field, open=toggled)
    rows = module.view(services, actor, state).grouped.groups[-1].rows
    assert rows
    for row in rows:
        found, _, query = row.href.partition("?")
        assert (found, parse_qs(query)[name]) == (path, [row.cells[column]])


def test_a_posting_below_its_group_opens_its_order_or_else_its_account(services, person):
    actor, met = person("administrator"), set()
    groups = transactions.view(services, actor, TransactionsState(group="Type")).grouped.groups
    for group in groups:
        toggled = parse_qs(group.toggle)["open"][0]
        state = TransactionsState(group="Type", open=toggled)
        view = transactions.view(services, actor, state).grouped
        for row in next(one for one in view.groups if one.is_open).rows:
            path = row.href.partition("?")[0]
            met.add(path)
            assert path == ("/current/order" if row.cells["po_no"] else "/current/transactions")
    assert met == {"/current/order", "/current/transactions"}


def test_what_stands_in_an_address_of_a_row_is_written_as_one():
    row = {"po_no": "A&b=1, {x}", "vendor_name": ""}
    assert filled("/a?number={po_no}&v={vendor_name}&o={other}", row) == (
        "/a?number=A%26b%3D1%2C%20%7Bx%7D&v=&o="
    )


def test_rows_without_a_value_are_called_by_what_they_lack():
    names = ("Vendor", "Account Type", "PO number", "Deliver To")
    assert [unnamed(name) for name in names] == [
        "No vendor", "No account type", "No PO number", "No deliver to",
    ]  # fmt: skip
