"""Shares, weeks and regular looking, on days that are counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from metrics.adoption import (
    is_reached,
    is_regular,
    looked,
    monday,
    needed,
    share,
    since,
    weeks,
    weeks_in_a_row,
    without_effect,
)

TODAY = date(2026, 11, 26)
"""A Thursday."""


def ago(*backs: int) -> list[date]:
    return [TODAY - timedelta(days=back) for back in backs]


def test_thirty_days_are_today_and_the_twenty_nine_before():
    assert since(TODAY) == date(2026, 10, 28)
    assert looked(ago(29), TODAY)
    assert not looked(ago(30), TODAY)
    assert not looked([TODAY + timedelta(days=1)], TODAY)


@pytest.mark.parametrize(
    ("backs", "expected"),
    [
        ((0, 30, 60), True),
        ((29, 59, 89), True),
        ((0, 30, 90), False),
        ((0, 1, 2, 3, 60), False),
        ((30, 60), False),
        ((), False),
    ],
)
def test_regular_is_once_in_each_of_three_windows(backs, expected):
    assert is_regular(ago(*backs), TODAY) is expected


def test_a_share_of_nobody_is_missing():
    assert share(0, 0) is None
    assert share(0, 3) == 0
    assert share(3, 4) == 0.75


def test_weeks_begin_on_monday_and_count_people_not_days():
    assert monday(TODAY) == date(2026, 11, 23)
    days = {
        1: [date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 22)],
        2: [date(2026, 11, 26), date(2026, 11, 27)],
        3: [date(2026, 11, 9), date(2026, 11, 8)],
    }
    found = weeks(days, TODAY, 3)
    assert [(one.monday.isoformat(), sorted(one.people), one.is_whole) for one in found] == [
        ("2026-11-09", [3], True), ("2026-11-16", [1], True), ("2026-11-23", [1, 2], False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("goal", "people", "expected"), [(40, 31, 13), (40, 5, 2), (41, 5, 3), (100, 7, 7), (1, 0, 0)]
)
def test_a_goal_asks_for_whole_people_rounded_up(goal, people, expected):
    assert needed(goal, people) == expected


@pytest.mark.parametrize(
    ("regular", "budgets", "people", "expected"),
    [(2, 5, 5, True), (1, 5, 5, False), (2, 2, 4, False), (0, 0, 9, False), (4, 4, 5, True)],
)
def test_few_people_reach_no_goal(regular, budgets, people, expected):
    assert is_reached(40, regular, budgets, people) is expected


@pytest.mark.parametrize(
    ("backs", "expected"),
    [
        ((), 0),
        ((0,), 1),
        ((0, 1, 2, 3), 1),
        ((3, 4, 11, 18), 4),
        ((4, 11, 18, 25), 4),
        ((0, 14, 21, 28), 1),
        ((11, 18, 25), 0),
        ((-1, 7), 1),
    ],
    ids=["never", "today", "one week", "with this one", "before this one", "a gap",
         "too long ago", "tomorrow does not count"],
)  # fmt: skip
def test_weeks_in_a_row_end_with_this_week_or_the_last(backs, expected):
    assert weeks_in_a_row(ago(*backs), TODAY) == expected


@pytest.mark.parametrize(
    ("mails", "looks", "expected"),
    [
        ((10,), (10,), 0),  # on the day of the mail itself
        ((10,), (4,), 0),  # the seventh day
        ((10,), (3,), 1),  # one day late
        ((10,), (11,), 1),  # the day before
        ((7,), (), 1),  # its seven days have just passed
        ((6,), (), 0),  # its reader may look yet
        ((29, 30), (), 1),  # what left the window is not counted
        ((20, 10, 10), (18,), 2),
        ((), (1,), 0),
    ],
)
def test_a_mail_without_effect_is_one_that_nobody_looked_after_within_a_week(
    mails, looks, expected
):
    assert without_effect(ago(*mails), set(ago(*looks)), TODAY) == expected
