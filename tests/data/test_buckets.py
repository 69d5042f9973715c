"""Buckets: the four terms over their accounts, kinds side by side."""

from __future__ import annotations

import pyarrow as pa
import pytest

from data.balances import account_totals
from data.buckets import _has_money, buckets

TERMS = ("budget", "spent", "encumbered")


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


def test_a_bucket_without_accounts_is_left_out_and_fails_nothing():
    """A district that has not configured a bucket with accounts yet: no row is no error."""
    none = pa.table({f"{name}_cents": pa.array([], pa.int64()) for name in TERMS})
    assert len(_has_money(none)) == 0
    assert pa.types.is_boolean(_has_money(none).type)
