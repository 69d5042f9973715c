"""Answers of a bucket over the small district, against sums over its plain lines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from access.account_rules import BucketRule, Category, Rollup, Rulebook
from access.scope import Scope
from config import Settings
from data.balances import account_status
from data.bucket_history import bucket_years, last_closed_period
from data.bucket_questions import bucket_questions
from data.row_groups import account_groups
from data.warehouse import Warehouse
from tests.data.serving_sample import DISTRICT, publish, sample


@pytest.fixture
def members(made):
    """Account keys of a bucket by code."""
    found: dict[str, set[int]] = {}
    for row in made.rows("bucket_account"):
        found.setdefault(row["bucket_code"], set()).add(row["account_key"])
    return found


def answers(table, question, **wanted):
    rows = [row for row in table.to_pylist() if row["question"] == question]
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


@pytest.mark.parametrize("reader", ["whole", "principal"])
@pytest.mark.parametrize("bucket", ["SUP", "T1"])
def test_months_and_years_are_sums_of_lines(
    warehouse, lines, members, usd, reader, bucket, request
):
    scope = request.getfixturevalue(reader)
    table = bucket_questions(warehouse, scope, bucket=bucket, fiscal_year=2025)
    period = last_closed_period(warehouse, scope.district, 2025)
    assert period == 8
    seen = [
        line
        for line in lines
        if line["account_key"] in members[bucket]
        and (scope.locations is None or line["location_id"] in scope.locations)
    ]
    compared = 0
    for row in answers(table, 3):
        if row["fiscal_year"] is None:
            continue
        first = 8 if row["item"] == "month" else 1
        assert (row["first_period"], row["last_period"]) == (first, 8)
        expected = usd(
            seen,
            lambda line, row=row, first=first: (
                line["line_type"] in ("actual", "receipt")
                and line["fiscal_year"] == row["fiscal_year"]
                and (line["account"]["kind"] == "revenue") == (row["kind"] == "revenue")
                and first <= line["period"] <= 8
            ),
        )
        assert row["spent_usd"] == expected
        compared += 1
    assert compared >= 4
    for row in answers(table, 4):
        expected = usd(
            seen,
            lambda line, row=row: (
                line["line_type"] in ("actual", "receipt")
                and line["fiscal_year"] == row["fiscal_year"]
                and (line["account"]["kind"] == "revenue") == (row["kind"] == "revenue")
            ),
        )
        assert row["spent_usd"] == expected


def test_kinds_are_answered_side_by_side_and_never_netted(warehouse, whole):
    table = bucket_questions(warehouse, whole, bucket="T1", fiscal_year=2025)
    left = answers(table, 1)
    assert [row["kind"] for row in left] == ["expenditure", "revenue"]
    spending, revenue = left
    ordered = spending["encumbered_usd"] or Decimal(0)
    assert spending["remaining_usd"] == spending["budget_usd"] - spending["spent_usd"] - ordered
    assert revenue["remaining_usd"] == revenue["budget_usd"] - revenue["spent_usd"]


def test_without_a_code_every_bucket_is_answered(warehouse, whole):
    every = bucket_questions(warehouse, whole, fiscal_year=2025).to_pylist()
    assert {row["bucket_code"] for row in every} == {"SUP", "T1"}
    one = bucket_questions(warehouse, whole, bucket="SUP", fiscal_year=2025).to_pylist()
    assert one == [row for row in every if row["bucket_code"] == "SUP"]


def test_orders_by_state_add_up(warehouse, made, members, whole):
    table = bucket_questions(warehouse, whole, bucket="SUP", fiscal_year=2025)
    counts = {row["item"]: row["item_count"] for row in answers(table, 2)}
    orders = {
        row["po_no"]: row["status"]
        for row in made.rows("purchase_orders")
        if row["fiscal_year"] == 2025 and row["account_key"] in members["SUP"]
    }
    assert counts["all orders"] == len(orders)
    assert counts["closed orders"] == sum(status == "closed" for status in orders.values())


def test_a_recoded_account_follows_those_that_carry_on_for_it(tmp_path):
    """Two fifths of an account of SUP went to another of SUP, the rest elsewhere; counted once."""
    made = sample()
    accounts = {row["account_key"]: row for row in made.rows("dim_account")}
    rows = {(row["bucket_code"], row["account_key"]) for row in made.rows("bucket_account")}
    before = [key for code, key in sorted(rows) if code == "SUP"]
    old = next(key for key in before if accounts[key]["fiscal_year"] == 2024)
    new = next(key for key in before if accounts[key]["fiscal_year"] == 2025)
    for account, share in ((accounts[new]["display"], "0.4"), ("elsewhere", "0.6")):
        made.add("account_recode", account_key=old, fiscal_year=2024, to_account=account,
                 to_fy=2025, until_fy=None, share=Decimal(share))  # fmt: skip
    publish(tmp_path, made)
    warehouse = Warehouse(Settings(var=tmp_path))
    asked = {"bucket": "SUP", "fiscal_year": 2025}
    found = {one.year: one for one in bucket_years(warehouse, Scope.whole(DISTRICT), **asked)}
    balances = {row["account_key"]: row for row in made.rows("balances")}
    plain = sum(
        balances[key]["spent_cents"] or 0
        for key in before
        if accounts[key]["fiscal_year"] == 2024 and key in balances and key != old
    )
    part = round(Decimal(balances[old]["spent_cents"]) * Decimal("0.4"))
    assert abs(found[2024].spent - plain - part) <= 1
    assert sum(found[2024].months.values()) == found[2024].spent
    # Seen from its own year nothing was recoded yet.
    [then] = [one for one in bucket_years(warehouse, Scope.whole(DISTRICT), bucket="SUP",
              fiscal_year=2024) if one.year == 2024]  # fmt: skip
    assert then.spent == plain + balances[old]["spent_cents"]
    warehouse.close()


def test_answers_and_categories_of_recorded_buckets(warehouse, made):
    """An account goes to the first category that fits; what none chooses is Other."""
    rule = BucketRule(
        "GEN", "General", "expenditure", (("fund", "is", "10"),), rollup="sum",
        questions=(("What for?", "For school."),),
    )  # fmt: skip
    rollup = (
        Category("Pay", (("object", "between", "1000-3999"),)),
        Category("Teachers again", (("object", "is", "1100"),)),
        Category("Supplies", (("object", "is", "4300"),)),
    )
    book = Rulebook.of([rule], rollups=[Rollup("sum", "Summed up", rollup)])
    table = bucket_questions(warehouse, Scope.whole(DISTRICT, book=book), fiscal_year=2025)
    [answer] = answers(table, 5)
    assert (answer["label"], answer["detail"]) == ("What for?", "For school.")
    names = {"1100": "Pay", "3100": "Pay", "4300": "Supplies"}
    expected: dict[str, int] = {}
    for row in made.rows("balances"):
        account = made.account(row["account_key"])
        if account["fiscal_year"] == 2025 and account["fund_code"] == "10":
            name = names.get(account["object_code"], "Other")
            expected[name] = expected.get(name, 0) + (row["spent_cents"] or 0)
    found = {row["label"]: row["spent_usd"] for row in answers(table, 7)}
    assert found == {name: Decimal(cents).scaleb(-2) for name, cents in expected.items()}
    assert list(found) == ["Pay", "Supplies", "Other"]
    [left] = answers(table, 1)
    assert sum(found.values()) == left["spent_usd"]
    scope = Scope.whole(DISTRICT, book=book)
    for name, spent in found.items():
        rows = account_status(
            warehouse, scope, fiscal_year=2025, kind="expenditure", bucket="GEN", rollup=name
        ).to_pylist()
        codes = {row["object_code"] for row in rows}
        assert {names.get(code, "Other") for code in codes} == {name}
        assert sum(row["spent_usd"] or 0 for row in rows) == spent
        by_place = account_groups(
            warehouse, scope, group="location", fiscal_year=2025, kind="expenditure", bucket="GEN",
            rollup=name,
        ).to_pylist()  # fmt: skip
        assert sum(row["account_count"] for row in by_place) == len(rows)
    nothing = account_status(warehouse, scope, fiscal_year=2025, bucket="GEN", rollup="Nothing")
    assert nothing.num_rows == 0
