"""Peers against distances reckoned by hand and against the California districts."""

from __future__ import annotations

from math import e, sqrt

import pytest

from metrics.peers import peers

ONE = [0.5] * 4


def test_distances_reckoned_by_hand():
    # ln of sizes is 0, 1, 2, 3: mean 1.5, deviation sqrt(1.25). Need never varies and counts 0.
    found = peers([1, e, e**2, e**3], [ONE], 0)
    step = 1 / sqrt(1.25)
    assert [peer.place for peer in found.found] == [1, 2, 3]
    assert [peer.distance for peer in found.found] == pytest.approx([step, 2 * step, 3 * step])
    assert (found.pool, found.reason) == (4, "")


def test_two_measures_make_a_straight_line():
    # Each measure has mean 0.5 and deviation 0.5: one apart in both is the diagonal of 2 by 2.
    found = peers([100] * 4, [[0, 0, 1, 1], [0, 1, 0, 1]], 0)
    assert [peer.distance for peer in found.found] == pytest.approx([2, 2, sqrt(8)])
    assert [peer.place for peer in found.found] == [1, 2, 3]


def test_size_counts_by_its_logarithm():
    near_below, near_above = peers([200, 100, 400], [[0.5] * 3], 0).found
    assert near_below.distance == pytest.approx(near_above.distance)


def test_schools_lacking_a_measure_are_left_out():
    found = peers([100, 110, None, 120, 0], [[0.2, None, 0.3, 0.4, 0.5]], 0)
    assert [peer.place for peer in found.found] == [3]
    assert found.pool == 2


@pytest.mark.parametrize(
    ("pupils", "reason"), [([None, 100], "lacks enrollment"), ([100, None], "no other school")]
)
def test_nobody_to_compare_with_has_a_reason(pupils, reason):
    found = peers(pupils, [[0.5, 0.5]], 0)
    assert found.found == ()
    assert reason in found.reason


def test_california(california):
    """Sunol Glen's five nearest districts, with the distances of the published reckoning."""
    found = peers(
        california["n"].tolist(), [california["frl"].tolist(), california["ell"].tolist()], 0
    )
    assert [peer.place for peer in found.found] == [412, 394, 362, 387, 371]
    near = [0.1377, 0.1991, 0.2285, 0.3058, 0.3151]
    assert [peer.distance for peer in found.found] == pytest.approx(near, abs=6e-5)
