"""What the page of a bucket says about the pace of a year."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pages.components.sentence import plain
from pages.manage.bucket.sides import Pace, Progress
from pages.manage.bucket.words import progress


def year_to_date(share, before):
    pace = Pace("Year to date", Decimal(share * 1000), share, Decimal(before * 1000), before,
                None, None, "")  # fmt: skip
    return Progress(2027, (2025, 2026), pace, pace)


@pytest.mark.parametrize(
    ("share", "before", "said"),
    [(0.574, 0.572, "About as usual: 57.4%"), (0.565, 0.572, "About as usual"),
     (0.60, 0.572, "Faster than usual: 60.0%"), (0.5, 0.572, "Slower than usual")],
)  # fmt: skip
def test_a_difference_of_less_than_one_point_is_no_news(share, before, said):
    words = plain(progress(year_to_date(share, before), is_revenue=False))
    assert words.startswith(said)
    assert "57.2% by this time in earlier years" in words
