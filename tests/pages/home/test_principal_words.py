"""Every sentence of a budget owner's home, branch by branch."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pages.components.bucket_amounts import Amounts
from pages.components.bucket_table import BucketLine
from pages.components.figures import Status
from pages.components.sentence import Part, plain
from pages.home import principal_words as words

GOOD, SLOW, OVER, UNKNOWN = Status.ON_COURSE, Status.SLOW, Status.OVER, Status.UNKNOWN


def link(code, what):
    return f"/rows/{code}/{what}"


def line(name, status=GOOD, budget=100, projected=95, *, is_own=True, remaining=40):
    amounts = Amounts(
        Decimal(budget),
        Decimal(50),
        Decimal(10),
        Decimal(remaining),
        None if projected is None else Decimal(projected),
    )
    return BucketLine(name[:3].upper(), name, "", is_own, status, amounts)


def lead(own, lines, district=()):
    return plain(words.lead(own, lines, district, link))


LEFT = Amounts(Decimal(356150), Decimal(207384), Decimal(53496), Decimal(95270))


def test_all_is_well():
    text = lead(LEFT, [line("Books")], [line("Staff pay", is_own=False)])
    assert text == (
        "You have $95,270 left to spend on what you decide, and staff pay is covered. "
        "Every bucket with a projection is on course."
    )


def test_slow_and_over_are_named_with_their_amounts():
    lines = [line("Title I", SLOW, 138600, 122281), line("Copies", OVER, 12400, 13569)]
    text = lead(LEFT, lines, [line("Pay", is_own=False), line("Heat", is_own=False)])
    assert text == (
        "You have $95,270 left to spend on what you decide, and what the district pays for you is "
        "covered. Title I is slow: about $16,319 would go unspent. "
        "Copies will run over by about $1,169."
    )


def test_more_than_two_are_counted_and_added():
    lines = [
        line(name, SLOW, 100, left) for name, left in zip("ABCD", (80, 60, 70, 50), strict=True)
    ]
    assert lead(LEFT, lines).endswith("D, B and two more are slow: about $140 would go unspent.")


def test_two_that_run_over_together():
    lines = [line("A", OVER, 100, 130), line("B", OVER, 100, 110)]
    assert lead(LEFT, lines).endswith("A and B will run over by about $40, together.")


def test_a_district_bucket_that_runs_over_is_no_cover():
    text = lead(LEFT, [line("Books")], [line("Staff pay", OVER, is_own=False)])
    assert "but Staff pay will run over; the district decides about that." in text


def test_without_a_projection_nothing_is_promised():
    text = lead(
        LEFT, [line("Books", UNKNOWN, projected=None)], [line("Pay", UNKNOWN, is_own=False)]
    )
    assert text == (
        "You have $95,270 left to spend on what you decide. "
        "It is too early to say where the year will end."
    )


def test_more_spent_than_there_is():
    text = lead(Amounts(Decimal(10), Decimal(15), Decimal(0), Decimal(-5)), [line("Books")])
    assert text.startswith("You have spent or ordered $5 more than you have on what you decide.")


def test_missing_money_is_not_zero():
    assert lead(Amounts(), [line("Books", UNKNOWN)]).startswith("What is left cannot be told")


def test_nothing_to_decide():
    text = lead(Amounts(), [], [line("Staff pay", is_own=False, remaining=70)])
    assert text == "$70 is left in this budget; the district decides about all of it."
    assert lead(Amounts(), []) == "No money is assigned to this budget in this fiscal year."


def test_figures_in_the_lead_open_their_rows():
    sentence = words.lead(LEFT, [line("Copies", OVER, 100, 130)], [], link)
    opened = [part.href for part in sentence if isinstance(part, Part) and part.href]
    assert opened == ["/rows/COP/left", "/rows/COP/paid"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([], "There is no bucket that you decide about."),
        ([line("A")], "The one bucket you decide is on course."),
        ([line("A"), line("B")], "All two buckets you decide are on course."),
        ([line("A", UNKNOWN)], "No bucket has a projection yet; the bars show what is used."),
        (
            [line("A"), line("T", SLOW), line("C", OVER)],
            "One of the three buckets you decide is on course. T is slow and C will run over.",
        ),
        (
            [line("T", SLOW), line("U", SLOW)],
            "None of the two buckets you decide are on course. T and U are slow.",
        ),
        ([line("A", Status.ENDED)], "The year is closed; no bucket ran over."),
        (
            [line("A", Status.ENDED), line("B", Status.RAN_OVER)],
            "The year is closed; B ran over.",
        ),
    ],
)
def test_buckets(lines, text):
    assert plain(words.buckets(lines)) == text


def test_a_closed_year():
    own = Amounts(Decimal(100), Decimal(90), Decimal(0), Decimal(10))
    calm = words.closed_lead(2026, own, [line("A", Status.ENDED)], link)
    assert plain(calm) == "FY2026 closed with $10 left on what you decide; no bucket ran over."
    over = [line(name, Status.RAN_OVER) for name in "ABC"]
    bad = words.closed_lead(
        2026, Amounts(Decimal(1), Decimal(2), Decimal(0), Decimal(-1)), over, link
    )
    assert plain(bad) == (
        "FY2026 closed with $1 too much spent on what you decide. A and B and one more ran over."
    )
    assert "No money" in plain(words.closed_lead(2026, Amounts(), [], link))


@pytest.mark.parametrize(
    ("projected", "high", "start"),
    [
        (
            329363,
            338122,
            "Probably. At the usual pace $329,363 of $356,150 is spent by 30 June and",
        ),
        (329363, 360000, "Perhaps. "),
        (
            360000,
            370000,
            "Probably not. At the usual pace $360,000 of $356,150 is spent by 30 June, $3,850",
        ),
        (None, None, "It is too early to tell"),
    ],
)
def test_path(projected, high, start):
    own = Amounts(
        Decimal(356150),
        projected=None if projected is None else Decimal(projected),
        high=None if high is None else Decimal(high),
    )
    assert plain(words.path(own, date(2027, 6, 30))).startswith(start)


@pytest.mark.parametrize(
    ("count", "old", "text"),
    [
        (0, 0, "No order is open."),
        (3, 0, "3 orders open; none has waited over 90 days."),
        (1, 1, "It has waited over 90 days and holds $40. Cancel"),
        (32, 5, "Five of 32 have waited over 90 days and hold $40. Cancel"),
    ],
)
def test_orders(count, old, text):
    assert plain(words.orders(count, old, Decimal(40), 90)).startswith(text)


def test_for_a_school_that_somebody_else_looks_at():
    lines = [line("Books"), line("T", SLOW)]
    district = [line("Pay", is_own=False), line("Heat", is_own=False)]
    text = plain(words.lead(LEFT, lines, district, link, words.SCHOOL))
    assert text.startswith(
        "There is $95,270 left to spend on what the school decides, and what the district pays "
        "for it is covered."
    )
    assert "the two buckets the school decides" in plain(words.buckets(lines, words.SCHOOL))
