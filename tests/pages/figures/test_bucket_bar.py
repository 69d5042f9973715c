"""Where the parts of a bucket bar lie."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from pages.figures.bucket_bar import BucketBar, bucket_bar


def test_parts_are_percent_of_the_budget():
    found = bucket_bar(D(138600), D(72390), D(18880), D(122281))
    assert found == BucketBar(D("52.23"), D("13.62"), D("88.23"))


def test_an_overrun_sticks_out_and_stops_at_the_end_of_the_scale():
    found = bucket_bar(D(100), D(105), D(50), D(400))
    assert found == BucketBar(D("105.00"), D("7.00"), D("112.00"))


def test_a_credit_is_an_empty_bar():
    assert bucket_bar(D(100), D(-5), None, None) == BucketBar(D("0.00"), D("0.00"), None)


@pytest.mark.parametrize("budget", [None, D(0), D(-10)])
def test_nothing_is_a_share_of_no_budget(budget):
    assert bucket_bar(budget, D(5), D(5), D(5)) is None
