"""Accounts: figures of the lines, pages, filters, totals."""

from __future__ import annotations

from itertools import chain

import pytest

from data.balances import account_status, account_status_batches, account_totals, parsed_line
from data.read_model import ArgumentError
from data.scope import ScopeLine, matches
from data.warehouse import QueryError
from tests.data.serving_sample import PLACES


def test_an_account_is_the_sum_of_its_lines(warehouse, whole, made, lines, usd):
    accounts = {
        row["display"]: row for row in made.rows("dim_account") if row["fiscal_year"] == 2025
    }
    for row in account_status(warehouse, whole, fiscal_year=2025).to_pylist():
        key = accounts[row["account"]]["account_key"]
        own = [line for line in lines if line["account_key"] == key]
        spent = usd(own, lambda line: line["line_type"] in ("actual", "receipt"))
        budget = usd(own, lambda line: line["line_type"] == "budget")
        open_ = usd(own, lambda line: line["line_type"] == "encumbrance")
        assert (row["spent_usd"], row["budget_usd"]) == (spent, budget)
        if row["kind"] == "revenue":
            assert (row["encumbered_usd"], row["remaining_usd"]) == (None, budget - spent)
        else:
            assert row["encumbered_usd"] == open_
            assert row["remaining_usd"] == budget - spent - open_
        if budget <= 0:
            assert row["used_share"] is None
        else:
            used = spent + (row["encumbered_usd"] or 0)
            assert row["used_share"] == pytest.approx(float(used / budget))


def test_codes_carry_their_labels(warehouse, whole):
    row = account_status(warehouse, whole, search="3100", limit=1).to_pylist()[0]
    assert (row["object_code"], row["object_name"]) == ("3100", "Retirement")
    assert (row["fund_name"], row["category_name"]) == ("General", "Instruction")
    assert row["program_code"] == row["program_name"] == ""


@pytest.mark.parametrize(
    "sort", ["account", "spent_usd", "remaining_usd", "location_id", "used_share"]
)
@pytest.mark.parametrize("descending", [False, True])
def test_pages_join_to_the_whole_list_in_order(warehouse, whole, sort, descending):
    wanted = {"sort": sort, "descending": descending, "fiscal_year": 2024}
    complete = account_status(warehouse, whole, **wanted)
    values = [value for value in complete.column(sort).to_pylist() if value is not None]
    assert values == sorted(values, reverse=descending)
    assert None not in complete.column(sort).to_pylist()[: len(values)]
    pages = [
        account_status(warehouse, whole, offset=at, limit=17, **wanted)
        .column("account")
        .to_pylist()
        for at in range(0, complete.num_rows, 17)
    ]
    assert list(chain.from_iterable(pages)) == complete.column("account").to_pylist()


def test_parts_are_the_same_rows(warehouse, whole, monkeypatch):
    monkeypatch.setattr("data.balances._BATCH", 10)
    complete = account_status(warehouse, whole).column("account").to_pylist()
    parts = account_status_batches(warehouse, whole, offset=3, limit=45)
    found = [name for part in parts for name in part.column("account").to_pylist()]
    assert found == complete[3:48]


@pytest.mark.parametrize(
    "lines_",
    [
        ["fund|is|20"],
        ["object|between|1000-3999", "object|is not|1100"],
        ["account_type|is|revenue"],
        ["site|is|101", "account|ends with|5800-1000"],
        [ScopeLine("location", "matches", "?0?")],
    ],
)
def test_scope_lines_choose_what_the_plain_reading_chooses(warehouse, whole, made, lines_):
    found = account_status(warehouse, whole, fiscal_year=2024, lines=lines_)
    read = [parsed_line(line) for line in lines_]
    expected = []
    for account in made.rows("dim_account"):
        fields = {"fund": account["fund_code"], "object": account["object_code"],
                  "site": PLACES[account["location_key"]][0],
                  "account": account["display"]}  # fmt: skip
        fields["location"] = fields["site"]
        if account["fiscal_year"] == 2024 and matches(read, fields, account["kind"]):
            expected.append(account["display"])
    assert found.column("account").to_pylist() == sorted(expected)
    assert expected


def test_filters_and_their_totals(warehouse, whole):
    filters = {"funds": ["10"], "location_ids": ["101", "102"], "category": "instruction",
               "search": "SUPPLIES", "fiscal_year": 2025}  # fmt: skip
    rows = account_status(warehouse, whole, **filters)
    assert rows.num_rows == 2
    [total] = account_totals(warehouse, whole, **filters).to_pylist()
    assert total["account_count"] == 2
    for name in ("budget_usd", "spent_usd", "encumbered_usd", "remaining_usd"):
        assert total[name] == sum(rows.column(name).to_pylist())


def test_totals_never_net_revenue_against_expenditure(warehouse, whole):
    totals = account_totals(warehouse, whole, bucket="T1").to_pylist()
    assert [row["kind"] for row in totals] == ["expenditure", "revenue"]
    rows = account_status(warehouse, whole, bucket="T1").to_pylist()
    for total in totals:
        own = [row["spent_usd"] for row in rows if row["kind"] == total["kind"]]
        assert (total["spent_usd"], total["account_count"]) == (sum(own), len(own))


def test_orders_and_lines_that_do_not_exist_are_refused(warehouse, whole):
    with pytest.raises(QueryError, match="cannot be sorted"):
        account_status(warehouse, whole, sort="spent_cents, (select 1)")
    with pytest.raises(ArgumentError, match=r"field\|operator\|value"):
        account_status(warehouse, whole, lines=["fund is 20"])
