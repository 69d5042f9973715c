"""Readers by account and configured buckets: rows and totals against sums over plain lists."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from access.account_rules import Attributes, BucketRule, BudgetRule, Rulebook
from access.scope import Scope
from data import account_sets
from data.balances import account_status, account_totals
from data.bucket_coverage import bucket_coverage, coverage_totals
from data.buckets import buckets
from data.monthly import monthly
from data.orders import purchase_order_lines, purchase_orders
from data.transactions import transaction_batches, transactions, transactions_total
from tests.data.serving_sample import DISTRICT

FUND = BudgetRule("G1", "Federal", (("fund", "is", "20"),), role="bld")
OBJECT = BudgetRule("G2", "Supplies", (("object", "is", "4300"),), role="viewer")
SCHOOL = BudgetRule("B101", "Ash", (("site", "is", "101"),), frozenset({"101"}), role="viewer")
BOOK = Rulebook.of(
    [
        BucketRule("PAY", "Pay", "expenditure", (("object", "starts with", "1"),),
                   frozenset({"bld"})),
        BucketRule("ALL", "All", "both", (("account code", "matches", "*"),),
                   frozenset({"bld", "viewer"}), decided_by="district"),
        BucketRule("PAPER", "Paper", "expenditure", (("object", "is", "4300"),),
                   frozenset({"viewer"})),
    ],
    [FUND, OBJECT, SCHOOL],
)  # fmt: skip


def own(account, *budgets):
    """The plain reading of these budgets."""
    tests = {"G1": account["fund_code"] == "20", "G2": account["object_code"] == "4300",
             "B101": account["location_key"] == 1}  # fmt: skip
    return any(tests[one.code] for one in budgets)


def in_bucket(account, code):
    return {"PAY": account["object_code"] == "1100" and account["kind"] == "expenditure",
            "ALL": True, "PAPER": account["object_code"] == "4300"}[code]  # fmt: skip


def reader(*budgets, sees=False):
    places = frozenset().union(*(one.locations for one in budgets))
    return Scope(DISTRICT, places, sees, budgets, BOOK)


READERS = [(FUND,), (OBJECT,), (FUND, SCHOOL), (FUND, OBJECT, SCHOOL)]


@pytest.mark.parametrize("budgets", READERS)
@pytest.mark.parametrize("year", [2024, 2025])
def test_accounts_and_their_totals_are_those_of_the_budgets(warehouse, made, budgets, year):
    scope = reader(*budgets)
    wanted = [one for one in made.rows("dim_account")
              if one["fiscal_year"] == year and own(one, *budgets)]  # fmt: skip
    cents = {row["account_key"]: row["spent_cents"] for row in made.rows("balances")}
    wanted = [one for one in wanted if one["account_key"] in cents]
    found = account_status(warehouse, scope, fiscal_year=year).to_pylist()
    assert [row["account"] for row in found] == sorted(one["display"] for one in wanted)
    spent = sum(row["spent_usd"] for row in account_totals(warehouse, scope, fiscal_year=year)
                .to_pylist())  # fmt: skip
    assert spent == Decimal(sum(cents[one["account_key"]] for one in wanted)).scaleb(-2)


@pytest.mark.parametrize("budgets", READERS)
@pytest.mark.parametrize("sees", [False, True])
def test_lines_their_totals_searches_and_exports(warehouse, made, lines, budgets, sees):
    scope = reader(*budgets, sees=sees)
    mine = [one for one in lines if one["fiscal_year"] == 2025 and own(one["account"], *budgets)]
    count, dollars = transactions_total(warehouse, scope)
    assert dollars == sum(one["usd"] for one in mine)
    table = transactions(warehouse, scope)
    parts = list(transaction_batches(warehouse, scope))
    assert table.num_rows == count == sum(part.num_rows for part in parts)
    accounts = {one["account"]["display"] for one in mine}
    assert set(table["account"].to_pylist()) == accounts
    wanted = [one for one in mine if "chromebook" in one["description"].lower()
              or one["vendor_key"] == 2]  # fmt: skip
    if sees:
        assert count == len(mine)
        assert transactions_total(warehouse, scope, search="chromebook")[0] == len(wanted)
    page = transactions(warehouse, scope, search="chromebook", limit=5)
    assert set(page["account"].to_pylist()) <= {one["account"]["display"] for one in wanted}


@pytest.mark.parametrize("budgets", READERS)
def test_orders_hold_the_lines_of_own_accounts_alone(warehouse, made, budgets):
    scope = reader(*budgets)
    mine = [row for row in made.rows("purchase_orders") if row["fiscal_year"] == 2025
            and own(made.account(row["account_key"]), *budgets)]  # fmt: skip
    found = purchase_orders(warehouse, scope).to_pylist()
    assert {row["po_no"] for row in found} == {row["po_no"] for row in mine}
    for foreign in made.rows("purchase_orders")[:40]:
        table = purchase_order_lines(warehouse, scope, po_no=foreign["po_no"])
        assert bool(table.num_rows) is own(made.account(foreign["account_key"]), *budgets)


@pytest.mark.parametrize("budgets", READERS)
def test_a_bucket_covers_those_budgets_that_show_it(warehouse, made, budgets):
    scope = reader(*budgets)
    cents = {row["account_key"]: row["spent_cents"] for row in made.rows("balances")
             if row["fiscal_year"] == 2025}  # fmt: skip
    rows = buckets(warehouse, scope, fiscal_year=2025, show_empty=True).to_pylist()
    shown = [rule for rule in BOOK.buckets if any(one.role in rule.roles for one in budgets)]
    assert list(dict.fromkeys(row["bucket_code"] for row in rows)) == [rule.code for rule in shown]
    for rule in shown:
        showing = [one for one in budgets if one.role in rule.roles]
        keys = {key for key in cents if own(made.account(key), *showing)
                and in_bucket(made.account(key), rule.code)}  # fmt: skip
        found = [row for row in rows if row["bucket_code"] == rule.code]
        spent = sum(row["spent_usd"] or 0 for row in found)
        assert spent == Decimal(sum(cents[key] for key in keys)).scaleb(-2)
        assert sum(row["account_count"] for row in found) == len(keys)
        kinds = {made.account(key)["kind"] for key in keys}
        assert {row["kind"] for row in found} == kinds | (set() if kinds else {"expenditure"})
        # The rows behind a figure are the figure's own.
        status = account_status(warehouse, scope, fiscal_year=2025, bucket=rule.code)
        assert status.num_rows == len(keys)
        months = monthly(warehouse, scope, fiscal_year=2025, bucket=rule.code).to_pylist()
        paid = sum(cents[key] for key in keys if made.account(key)["kind"] == "expenditure")
        assert sum(row["spent_usd"] or 0 for row in months) == Decimal(paid).scaleb(-2)


def test_a_bucket_that_no_role_shows_has_no_rows(warehouse):
    scope = reader(SCHOOL)
    assert account_status(warehouse, scope, bucket="PAY").num_rows == 0
    assert transactions(warehouse, scope, bucket="PAY").num_rows == 0
    assert "PAY" not in buckets(warehouse, scope, show_empty=True)["bucket_code"].to_pylist()


def test_whoever_sees_the_district_sees_every_bucket_and_any_budget(warehouse, made):
    scope = Scope.whole(DISTRICT, book=BOOK)
    assert set(buckets(warehouse, scope)["bucket_code"].to_pylist()) == {"PAY", "ALL", "PAPER"}
    inside = scope.in_budget("G2")
    assert set(account_status(warehouse, inside)["object_code"].to_pylist()) == {"4300"}
    assert "PAY" in buckets(warehouse, inside, show_empty=True)["bucket_code"].to_pylist()
    assert account_status(warehouse, scope.in_budget("nothing")).num_rows == 0


def test_a_changed_rule_acts_at_the_next_question_and_keeps_the_others(warehouse):
    scope = reader(FUND)
    before = account_status(warehouse, scope).num_rows
    wider = replace(FUND, lines=(*FUND.lines, ("fund", "is", "10")))
    assert account_status(warehouse, replace(scope, budgets=(wider,))).num_rows > before
    changed = Rulebook.of([replace(BOOK.buckets[1], lines=(("object", "is", "5800"),))])
    rows = account_status(warehouse, replace(scope, book=changed), bucket="ALL")
    assert set(rows["object_code"].to_pylist()) == {"5800"}
    assert account_status(warehouse, scope, bucket="ALL").num_rows == before


def test_an_attribute_chooses_like_a_part_of_the_account(warehouse, made):
    codes = [row["display"] for row in made.rows("dim_account") if row["fiscal_year"] == 2025]
    book = Rulebook.of([], [], [], Attributes.of([(codes[3].lower(), "State Code", "A-1"),
                                                  (codes[9], "state code", "a-2")]))  # fmt: skip
    positive = BudgetRule("S", "S", (("State Code", "is", "a-1"),), role="bld")
    scope = Scope(DISTRICT, frozenset(), budgets=(positive,), book=book)
    assert account_status(warehouse, scope)["account"].to_pylist() == [codes[3]]
    negative = replace(positive, lines=(("state code", "does not start with", "A"),))
    found = account_status(warehouse, replace(scope, budgets=(negative,)))["account"].to_pylist()
    assert not {codes[3], codes[9]} & set(found)
    assert found


@pytest.mark.parametrize("budgets", [(), (FUND, OBJECT)])
def test_coverage_counts_every_account_once(warehouse, made, budgets):
    scope = reader(*budgets) if budgets else Scope.whole(DISTRICT, book=BOOK)
    narrow = replace(scope, book=Rulebook.of([BOOK.buckets[0], BOOK.buckets[2]]))
    cents = {row["account_key"]: row["budget_cents"] for row in made.rows("balances")
             if row["fiscal_year"] == 2025}  # fmt: skip
    for one in (scope, narrow):
        wanted = {}
        for key in cents:
            account = made.account(key)
            codes = [
                rule.code
                for rule in one.book.buckets
                if in_bucket(account, rule.code)
                and (not budgets or own(account, *(b for b in budgets if b.shows(rule))))
            ]
            if not budgets or own(account, *budgets):
                wanted[account["display"]] = (", ".join(sorted(codes)), key)
        found = bucket_coverage(warehouse, one, fiscal_year=2025).to_pylist()
        assert {row["account"]: row["buckets"] or "" for row in found} == {
            account: codes
            for account, (codes, _) in wanted.items()
            if codes.count(",") or not codes
        }
        totals = coverage_totals(warehouse, one, fiscal_year=2025)
        assert sum(t.account_count for t in totals) == len(wanted)
        budget = Decimal(sum(cents[key] for _, key in wanted.values())).scaleb(-2)
        assert sum(t.budget for t in totals) == budget
        several = bucket_coverage(warehouse, one, fiscal_year=2025, part="several").num_rows
        assert several == sum(t.account_count for t in totals if t.bucket_count > 1)


def test_without_lines_and_with_unreadable_ones_a_budget_shows_nothing(warehouse):
    for lines in ((), (("fund", "between", "9-1"),), (("nothing", "is", "1"),)):
        scope = Scope(DISTRICT, budgets=(BudgetRule("X", "X", lines, role="bld"),), book=BOOK)
        assert account_status(warehouse, scope).num_rows == 0
        assert transactions(warehouse, scope).num_rows == 0
        assert buckets(warehouse, scope).num_rows == 0


def test_what_is_kept_in_a_process_is_bounded(warehouse, monkeypatch):
    monkeypatch.setattr(account_sets, "_MOST_ACCOUNTS", 400)
    sets = warehouse._sets
    for number in range(4):
        values = Attributes.of([("x", "State Code", str(number))])
        book = Rulebook.of([], [], [], values)
        scope = Scope(DISTRICT, budgets=(FUND,), book=book)
        assert account_status(warehouse, scope).num_rows
        assert sum(table.count for table in sets._tables.values()) <= 400
    assert len(sets._tables) >= 1
