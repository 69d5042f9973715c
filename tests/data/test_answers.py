"""The cache of answers is bounded and forgets the oldest unused one."""

from __future__ import annotations

import pyarrow as pa

from data.answers import Answers


def answer(rows):
    return pa.table({"a": pa.array(range(rows), pa.int64())})


def test_the_least_recently_used_answer_goes_first():
    kept = Answers(entries=2)
    kept.keep("a", answer(1))
    kept.keep("b", answer(1))
    assert kept.get("a") is not None
    kept.keep("c", answer(1))
    assert kept.get("b") is None
    assert kept.get("a") is not None
    assert len(kept) == 2


def test_size_is_bounded_and_large_answers_are_not_kept():
    kept = Answers(room=8_000)
    kept.keep("large", answer(126))
    assert len(kept) == 0
    for number in range(50):
        kept.keep(number, answer(100))
    assert len(kept) == 10
    assert kept.get(49) is not None


def test_the_same_key_replaces_and_clear_forgets():
    kept = Answers(room=8_000)
    for _ in range(50):
        kept.keep("same", answer(100))
    assert len(kept) == 1
    kept.clear()
    assert kept.get("same") is None
