"""One thread stops what runs too long and leaves the rest alone."""

from __future__ import annotations

import threading
import time

from data.stopwatch import Stopwatch


def test_what_is_late_is_stopped_once():
    watch, stopped = Stopwatch(), []
    with watch.limit(0.01, lambda: stopped.append("late")):
        time.sleep(0.3)
    assert stopped == ["late"]


def test_what_ends_in_time_is_left_alone():
    watch, stopped = Stopwatch(), []
    for _ in range(100):
        with watch.limit(0.05, lambda: stopped.append("wrong")):
            pass
    time.sleep(0.2)
    assert stopped == []


def test_one_thread_watches_all():
    watch = Stopwatch()
    before = threading.active_count()
    for _ in range(20):
        with watch.limit(9, lambda: None):
            pass
    assert threading.active_count() == before + 1
