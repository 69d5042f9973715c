"""Answers of a bucket over the small district, against sums over its plain lines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.bucket_history import last_closed_period
from data.bucket_questions import bucket_questions


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
