from __future__ import annotations

import pytest

from access.throttle import wait_seconds

CALM = {
    "failures_here": 0,
    "seconds_since_failure_here": 0.0,
    "failures_everywhere": 0,
    "address_last_minute": 0,
    "is_known_address": False,
}


@pytest.mark.parametrize(
    ("failures", "since", "expected"),
    [
        (0, 0, 0),
        (4, 0, 0),
        (5, 0, 1),
        (6, 0, 2),
        (10, 0, 32),
        (10, 30, 2),
        (10, 33, 0),
        (15, 0, 900),
        (99, 0, 900),
        (99, 901, 0),
    ],
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(failures, since, expected):
    facts = {**CALM, "failures_here": failures, "seconds_since_failure_here": float(since)}
    assert wait_seconds(**facts) == expected


def test_a_hundred_failures_stop_unknown_addresses_only():
    assert wait_seconds(**{**CALM, "failures_everywhere": 99}) == 0
    assert wait_seconds(**{**CALM, "failures_everywhere": 100}) == 900
    known = {**CALM, "failures_everywhere": 100, "is_known_address": True}
    assert wait_seconds(**known) == 0


def test_twenty_attempts_a_minute_from_one_address():
    assert wait_seconds(**{**CALM, "address_last_minute": 19}) == 0
    assert wait_seconds(**{**CALM, "address_last_minute": 20}) == 60


def test_a_thousand_guesses_in_a_quarter_of_an_hour_are_at_most_thirty_hashes():
    """One guess every 0.9 s against one account, reckoned with a clock of its own."""
    failures, last, hashes = 0, 0.0, 0
    for guess in range(1_000):
        now = guess * 0.9
        facts = {**CALM, "failures_here": failures, "seconds_since_failure_here": now - last}
        if wait_seconds(**facts) == 0:
            failures, last, hashes = failures + 1, now, hashes + 1
    assert hashes <= 30
