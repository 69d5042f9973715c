"""Rows by group: the same sums as over plain lists, and as the rows that a group opens to."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal

import pytest

from config import Settings
from data.balances import account_status
from data.condition import Condition, written
from data.read_model import ArgumentError
from data.row_groups import (
    account_groups,
    condition_of,
    group_fields,
    purchase_order_groups,
    transaction_groups,
)
from data.transactions import transactions, transactions_total
from data.warehouse import Warehouse
from tests.data.serving_sample import DISTRICT, VENDORS
from tests.data.test_row_filter import Attributes

YEAR = 2025


def summed(rows, key, *amounts):
    found = defaultdict(lambda: [0, *(Decimal(0) for _ in amounts)])
    for row in rows:
        entry = found[key(row)]
        entry[0] += 1
        for place, amount in enumerate(amounts, 1):
            entry[place] += amount(row)
    return dict(found)


LINE_KEYS = {
    "fund": lambda one: one["account"]["fund_code"],
    "Site": lambda one: one["location_id"],
    "account type": lambda one: one["account"]["kind"],
    "vendor": lambda one: VENDORS[one["vendor_key"]],
    "month": lambda one: f"{one['posted_date']:%Y-%m}",
    "type": lambda one: one["line_type"],
    "item": lambda one: json.loads(one["extra"] or "{}").get("Item", ""),
}


@pytest.mark.parametrize("reader", ["whole", "ash"])
@pytest.mark.parametrize("group", LINE_KEYS)
def test_posting_lines_by_group(warehouse, lines, group, reader, request):
    ash = request.getfixturevalue("principal")
    scope = request.getfixturevalue("whole") if reader == "whole" else ash
    own = [
        one for one in lines
        if one["fiscal_year"] == YEAR and scope.allows(one["location_id"] or None)
        and one["line_type"] != "budget"
        and (scope.sees_compensation or one["account"]["spend_class"] not in ("salary", "benefit"))
    ]  # fmt: skip
    wanted = summed(own, LINE_KEYS[group], lambda one: one["usd"])
    where = "object not between 1100-3100, type is not budget"
    where = "type is not budget" if scope.sees_compensation else where
    found = transaction_groups(warehouse, scope, group=group, fiscal_year=YEAR, where=where)
    rows = {row["code"]: [row["row_count"], row["amount_usd"]] for row in found.to_pylist()}
    assert rows == wanted
    for kind in ("actual", "encumbrance", "receipt"):
        typed = [one for one in own if one["line_type"] == kind]
        sums = summed(typed, LINE_KEYS[group], lambda one: one["usd"])
        assert {
            row["code"]: row[f"{kind}_usd"]
            for row in found.to_pylist()
            if row[f"{kind}_usd"] is not None
        } == {code: usd for code, (_, usd) in sums.items()}, kind
    for code, (number, dollars) in wanted.items():
        one = condition_of("transactions", group, code)
        if one is None:
            continue
        opened = f"{where}, {written([Condition(*one)])}"
        assert transactions_total(warehouse, scope, fiscal_year=YEAR, where=opened) == (
            number,
            dollars,
        )


def test_what_is_expected_to_come_in_is_no_budget_to_spend(warehouse, lines, whole):
    found = transaction_groups(warehouse, whole, group="fund", fiscal_year=YEAR).to_pylist()
    for column, is_revenue in (("budget_usd", False), ("expected_usd", True)):
        own = [
            one for one in lines
            if one["fiscal_year"] == YEAR and one["line_type"] == "budget"
            and (one["account"]["kind"] == "revenue") == is_revenue
        ]  # fmt: skip
        sums = summed(own, LINE_KEYS["fund"], lambda one: one["usd"])
        assert sums
        assert {
            row["code"]: row[column] for row in found if row[column] is not None
        } == {code: usd for code, (_, usd) in sums.items()}  # fmt: skip


def test_sums_of_pay_are_in_no_group_of_a_vendor(warehouse, board):
    rows = transaction_groups(warehouse, board, group="vendor", fiscal_year=YEAR).to_pylist()
    assert {row["code"] for row in rows} == {"", "Acme Paper", "Chromebook Depot"}
    every = transactions(warehouse, board, fiscal_year=YEAR).to_pylist()
    assert sum(row["row_count"] for row in rows) == len(every)
    assert sum(row["amount_usd"] for row in rows) == sum(row["amount_usd"] for row in every)


@pytest.mark.parametrize("group", ["fund", "object", "account type"])
def test_accounts_by_group(warehouse, made, whole, group):
    rows = [row for row in made.rows("balances") if row["fiscal_year"] == YEAR]
    key = {"fund": "fund_code", "object": "object_code", "account type": "kind"}[group]
    wanted = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        account = made.account(row["account_key"])
        entry = wanted[account[key], account["kind"]]
        entry[0] += 1
        entry[1] += row["budget_cents"]
        entry[2] += row["spent_cents"]
    found = account_groups(warehouse, whole, group=group, fiscal_year=YEAR).to_pylist()
    assert {
        (row["code"], row["kind"]): [
            row["account_count"], row["budget_usd"] * 100, row["spent_usd"] * 100
        ]
        for row in found
    } == wanted  # fmt: skip
    names = {row["code"]: row["name"] for row in found}
    assert group != "fund" or names["20"] == "Federal Title I"


def test_orders_by_group(warehouse, made, whole):
    rows = [row for row in made.rows("purchase_orders") if row["fiscal_year"] == YEAR]
    wanted = defaultdict(lambda: [set(), 0, 0])
    for row in rows:
        entry = wanted[made.account(row["account_key"])["fund_code"]]
        entry[0].add(row["po_no"])
        entry[1] += row["ordered_cents"]
        entry[2] += row["open_cents"]
    found = purchase_order_groups(warehouse, whole, group="fund", fiscal_year=YEAR).to_pylist()
    assert {
        row["code"]: (row["order_count"], row["original_usd"] * 100, (row["open_usd"] or 0) * 100)
        for row in found
    } == {code: (len(numbers), *cents) for code, (numbers, *cents) in wanted.items()}


def test_accounts_by_a_custom_attribute(published, whole):
    kept = {"State Code": {"10-101-4300-1000": "77", "20-101-4300-1000": "77"}}
    warehouse = Warehouse(Settings(var=published), Attributes(kept))
    assert "State Code" in group_fields(warehouse, whole, "accounts")
    rows = account_groups(warehouse, whole, group="state code", fiscal_year=YEAR).to_pylist()
    number = {(row["code"], row["kind"]): row["account_count"] for row in rows}
    every = account_status(warehouse, whole, fiscal_year=YEAR).num_rows
    assert number["77", "expenditure"] == 2
    assert sum(number.values()) == every
    without = written([Condition(*condition_of("accounts", "State Code", ""))])
    assert account_status(warehouse, whole, fiscal_year=YEAR, where=without).num_rows == every - 2
    warehouse.close()


def test_what_rows_cannot_be_grouped_by_is_said(warehouse, whole):
    with pytest.raises(ArgumentError, match="no field 'amount'"):
        transaction_groups(warehouse, whole, group="amount")
    assert DISTRICT not in group_fields(warehouse, whole, "accounts")
