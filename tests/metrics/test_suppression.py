"""Marks of small counts and of those beside them; recovery by elimination."""

from __future__ import annotations

import numpy as np
import pytest

from metrics.suppression import (
    BOTTOM,
    TOP,
    Sums,
    coded,
    complementary,
    components,
    determined,
    primary,
    table_sums,
)

# Schools by group; two counts are small, each alone in its row and its column.
SCHOOLS = np.array([
    [24.0, 18, 61, 140], [4, 31, 52, 118], [33, 27, 45, 96], [19, 7, 38, 102],
])  # fmt: skip


def shown(sums, masked):
    return masked[: SCHOOLS.size].reshape(SCHOOLS.shape).astype(int).tolist()


def test_single_marks_are_closed_to_a_rectangle():
    sums = table_sums(SCHOOLS)
    masked = complementary(sums, primary(sums))
    assert shown(sums, masked) == [[0, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0]]
    assert not masked[SCHOOLS.size :].any()


def test_small_counts_alone_are_given_away_and_the_rectangle_is_not():
    sums = table_sums(SCHOOLS)
    small = primary(sums)
    assert determined(sums, small)[small].all()
    assert not determined(sums, complementary(sums, small)).any()


def test_elimination_finds_what_no_single_sum_tells():
    """a+b, b+c and a+c are known: no sum has one unknown, and yet all three are determined."""
    sums = Sums(
        np.array([3.0, 4.0, 5.0]), np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 1, 2, 0, 2]),
        np.ones(6), np.zeros(3, np.int64), np.zeros(3, np.bool_),
    )  # fmt: skip
    assert determined(sums, np.ones(3, np.bool_)).all()


def test_the_smallest_shown_count_goes_where_no_rectangle_closes():
    sums = table_sums(np.array([[4.0, 31, 52], [40, 30, 20], [50, 60, 70]]))
    masked = complementary(sums, primary(sums))
    assert masked[:9].reshape(3, 3)[0].tolist() == [True, True, False]


def test_zeros_are_small_unless_nothing_can_be_counted_there():
    sums = table_sums(np.array([[0.0, 20], [30, 40]]))
    assert not primary(sums).any()
    open_zero = Sums(
        sums.values, sums.row, sums.cell, sums.sign, sums.cost, np.zeros(len(sums.values), np.bool_)
    )
    assert np.flatnonzero(primary(open_zero)).tolist() == [0]


@pytest.mark.parametrize(
    ("part", "whole", "status"),
    [
        (10, 200, BOTTOM), (11, 200, 0), (190, 200, TOP), (189, 200, 0),
        (1, 10, BOTTOM), (2, 19, 0), (9, 10, TOP), (17, 19, 0),
        (1, 20, BOTTOM),
    ],
)  # fmt: skip
def test_shares_near_nobody_and_everybody_are_coded(part, whole, status):
    assert coded(np.array([float(part)]), np.array([float(whole)])).tolist() == [status]


def test_components_join_what_shares_a_sum():
    labels = components(5, 3, np.array([0, 0, 1, 1, 2]), np.array([0, 1, 1, 2, 4]))
    assert labels.tolist() == [0, 0, 0, 3, 4]
