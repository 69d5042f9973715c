"""What the page of a bucket says about the pace of a year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pages.components.bucket_amounts import Amounts
from pages.components.figures import Status
from pages.components.sentence import plain
from pages.home.principal_words import YOU
from pages.manage.bucket.history import history_card
from pages.manage.bucket.sides import Links, Pace, Progress, Side, YearLine
from pages.manage.bucket.words import lead, progress


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


@pytest.mark.parametrize(
    ("ends", "is_even", "said"),
    [(None, False, "At the usual pace about $20 would go unspent on 30 June."),
     (None, True, "At an even pace about $20 would go unspent on 30 June."),
     (date(2027, 5, 15), True,
      "At an even pace about $20 would go unspent when the grant ends on 15 May 2027.")],
)  # fmt: skip
def test_a_grant_ends_on_its_own_day(ends, is_even, said):
    amounts = Amounts(*(Decimal(each) for each in (100, 50, 10, 40)), projected=Decimal(80))
    one = Side("expenditure", amounts, None, None, 3, Status.ON_COURSE, "", Links(), None, "",
               None, "", ends=ends, is_even=is_even)  # fmt: skip
    assert plain(lead([one], YOU, date(2027, 6, 30),
                      is_closed=False)).endswith(said)  # fmt: skip


def test_a_sum_of_years_opens_the_years_it_is_made_of():
    """No page lists rows of several years: the sum names its years, each with its own rows."""

    def drawn(*hrefs):
        years = [YearLine(2026 - at, Decimal(10), Decimal(7 + at), 0.7, href)
                 for at, href in enumerate(hrefs)]  # fmt: skip
        side = Side("expenditure", Amounts(), None, None, 3, Status.ON_COURSE, "", Links(), None,
                    "", None, "", history=years)  # fmt: skip
        return str(history_card(side, ""))

    text = drawn("/rows?year=2026", "/rows?year=2025")
    opened = text[text.index("summed") :]
    assert "$15" in opened
    for year, amount in ((2026, "$7"), (2025, "$8")):
        assert f"/rows?year={year}" in opened
        assert f"FY{year}" in opened
        assert amount in opened
    assert "summed" not in drawn("", "")
