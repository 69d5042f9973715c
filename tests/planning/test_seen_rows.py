"""Rows that a watch has not seen: told apart by marks, each as often as it occurs."""

from __future__ import annotations

import pytest

from planning.seen_rows import MARK_BYTES, kept, mark, unseen


@pytest.mark.parametrize(
    ("before", "now", "new"),
    [
        ("abc", "abc", ""),
        ("abc", "cba", ""),
        ("abc", "abd", "d"),
        ("abc", "ab", ""),
        ("", "ab", "ab"),
        ("aab", "abab", "b"),
        ("a", "aaba", "aab"),
    ],
)
def test_what_was_not_there_before_is_new_in_its_order(before, now, new):
    was, found = ([mark([letter]) for letter in text] for text in (before, now))
    assert unseen(found, kept(was)) == [mark([letter]) for letter in new]


def test_nothing_is_told_apart_where_either_side_is_not_known():
    assert unseen(None, b"") is None
    assert unseen([mark(["a"])], None) is None
    assert kept(None) is None


def test_parts_of_a_row_do_not_run_into_one_another():
    assert mark(["ab", "c"]) != mark(["a", "bc"])
    assert len(mark([])) == MARK_BYTES
