"""Buckets: the four terms over their accounts, kinds side by side."""

from __future__ import annotations

import pytest

from access.scope import Scope
from config import Settings
from data.balances import account_totals
from data.buckets import buckets
from data.warehouse import Warehouse
from tests.data.serving_sample import DISTRICT, publish, sample


@pytest.mark.parametrize("reader", ["whole", "principal"])
def test_a_bucket_is_the_total_of_its_accounts(warehouse, reader, request):
    scope = request.getfixturevalue(reader)
    table = buckets(warehouse, scope, fiscal_year=2024)
    assert table.column("bucket_code").to_pylist() == ["SUP", "T1", "T1"]
    for row in table.to_pylist():
        [total] = [
            total
            for total in account_totals(
                warehouse, scope, fiscal_year=2024, bucket=row["bucket_code"]
            ).to_pylist()
            if total["kind"] == row["kind"]
        ]
        for name, value in total.items():
            assert row[name] == value, name


def test_empty_buckets_show_only_when_asked_for(warehouse, whole):
    shown = buckets(warehouse, whole, show_empty=True).to_pylist()
    [empty] = [row for row in shown if row["bucket_code"] == "NIL"]
    assert (empty["account_count"], empty["budget_usd"], empty["used_share"]) == (0, None, None)
    assert "NIL" not in buckets(warehouse, whole).column("bucket_code").to_pylist()


def test_locations_narrow_a_bucket(warehouse, whole, principal):
    narrowed = buckets(warehouse, whole, location_ids=["101"]).to_pylist()
    assert narrowed == buckets(warehouse, principal).to_pylist()


NOTHING = dict.fromkeys(
    ("original_cents", "adjustments_cents", "budget_cents", "spent_cents", "encumbered_cents"), 0
) | {"requested_cents": 0, "line_count": 0}


@pytest.mark.parametrize(
    ("figures", "is_active"),
    [
        ({}, False),
        (dict.fromkeys(NOTHING), False),
        ({"line_count": 2}, True),  # a payment and its reversal
        ({"requested_cents": 1}, True),
        ({"encumbered_cents": None, "requested_cents": 1}, True),
        ({"spent_cents": -1}, True),
        ({"budget_cents": 1}, True),
        ({"original_cents": 5, "adjustments_cents": -5}, True),
    ],
)
def test_a_bucket_is_hidden_where_its_accounts_have_neither_line_nor_dollar(
    tmp_path, whole, figures, is_active
):
    made = sample()
    account = next(one for one in made.rows("dim_account") if one["fiscal_year"] == 2025
                   and one["kind"] == "expenditure")  # fmt: skip
    key = account["account_key"]
    for row in made.rows("balances"):
        if row["account_key"] == key:
            row.update(NOTHING | figures)
    made.add("bucket_account", bucket_code="NIL", account_key=key, fiscal_year=2025,
             location_key=account["location_key"])  # fmt: skip
    publish(tmp_path, made)
    served = Warehouse(Settings(var=tmp_path))
    try:
        shown = buckets(served, whole, fiscal_year=2025).column("bucket_code").to_pylist()
        assert ("NIL" in shown) is is_active
        every = buckets(served, whole, fiscal_year=2025, show_empty=True).to_pylist()
        told = next(row for row in every if row["bucket_code"] == "NIL")
        assert (told["account_count"], told["is_active"]) == (1, is_active)
    finally:
        served.close()


@pytest.mark.parametrize("cents", [500, 0])
def test_balances_that_cancel_each_other_do_not_hide_a_bucket(tmp_path, whole, cents):
    made = sample()
    pair = [one for one in made.rows("dim_account") if one["fiscal_year"] == 2025
            and one["kind"] == "expenditure"][:2]  # fmt: skip
    signs = dict(zip([one["account_key"] for one in pair], (cents, -cents), strict=True))
    for row in made.rows("balances"):
        if row["account_key"] in signs:
            row.update(NOTHING | {"spent_cents": signs[row["account_key"]]})
    for one in pair:
        made.add("bucket_account", bucket_code="NIL", account_key=one["account_key"],
                 fiscal_year=2025, location_key=one["location_key"])  # fmt: skip
    publish(tmp_path, made)
    served = Warehouse(Settings(var=tmp_path))
    try:
        rows = buckets(served, whole, fiscal_year=2025, show_empty=True).to_pylist()
        [told] = [row for row in rows if row["bucket_code"] == "NIL"]
        assert (told["account_count"], told["spent_usd"]) == (2, 0)
        assert told["is_active"] is (cents != 0)
    finally:
        served.close()


def test_a_reader_without_any_bucket_row_meets_no_error(warehouse):
    assert buckets(warehouse, Scope.nothing(DISTRICT)).num_rows == 0
