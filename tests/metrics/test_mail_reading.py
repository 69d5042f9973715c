"""Reading of mail in people, on mails that are counted by hand."""

from __future__ import annotations

from datetime import date

from metrics.mail_reading import reading, reading_weeks

TODAY = date(2026, 11, 26)
MAILS = [
    (1, date(2026, 11, 23), True, False),
    (1, date(2026, 11, 24), True, True),
    (2, date(2026, 11, 23), False, False),
    (3, date(2026, 11, 22), True, True),
    (4, date(2026, 11, 15), False, False),
]


def test_whoever_got_two_mails_counts_once():
    found = reading(MAILS, date(2026, 11, 23), TODAY)
    assert (found.mailed, found.opened, found.clicked) == ({1, 2}, {1}, {1})
    assert (found.opened_share, found.clicked_share) == (0.5, 0.5)


def test_nobody_mailed_gives_no_share():
    found = reading(MAILS, date(2026, 11, 25), TODAY)
    assert (found.mailed, found.opened_share, found.clicked_share) == (set(), None, None)


def test_weeks_run_from_monday_to_sunday():
    weeks = reading_weeks(MAILS, TODAY, 3)
    assert [
        (one.monday.isoformat(), len(one.reading.mailed), len(one.reading.clicked), one.is_whole)
        for one in weeks
    ] == [("2026-11-09", 1, 0, True), ("2026-11-16", 1, 1, True), ("2026-11-23", 2, 1, False)]
