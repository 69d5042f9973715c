"""Where the parts of a bucket bar lie."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pages.figures.bucket_bar import BucketBar, bucket_bar


def test_parts_are_percent_of_the_budget():
    found = bucket_bar(Decimal(138600), Decimal(72390), Decimal(18880), Decimal(122281))
    assert found == BucketBar(Decimal("52.23"), Decimal("13.62"), Decimal("88.23"))


def test_an_overrun_sticks_out_and_stops_at_the_end_of_the_scale():
    found = bucket_bar(Decimal(100), Decimal(105), Decimal(50), Decimal(400))
    assert found == BucketBar(Decimal("105.00"), Decimal("7.00"), Decimal("112.00"))


def test_what_is_requested_follows_what_is_on_order():
    found = bucket_bar(Decimal(200), Decimal(100), Decimal(20), None, Decimal(10))
    assert (found.ordered, found.reserved) == (Decimal("10.00"), Decimal("5.00"))
    over = bucket_bar(Decimal(100), Decimal(90), Decimal(20), None, Decimal(10))
    assert (over.ordered, over.reserved) == (Decimal("20.00"), Decimal("2.00"))


def test_a_credit_is_an_empty_bar():
    assert bucket_bar(Decimal(100), Decimal(-5), None, None) == BucketBar(
        Decimal("0.00"), Decimal("0.00"), None
    )


@pytest.mark.parametrize("budget", [None, Decimal(0), Decimal(-10)])
def test_nothing_is_a_share_of_no_budget(budget):
    assert bucket_bar(budget, Decimal(5), Decimal(5), Decimal(5)) is None
