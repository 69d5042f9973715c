"""Two audits of withheld counts that share no code, over a thousand random tables."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from loaders.disclosure.audit import audit, bounds
from metrics.suppression import Sums, complementary, determined, primary, protect, table_sums

TABLES, MINIMUM = 1000, 10
SCHOOLS = np.array([
    [24.0, 18, 61, 140], [4, 31, 52, 118], [33, 27, 45, 96], [19, 7, 38, 102],
])  # fmt: skip


def joined(parts: list[Sums]) -> Sums:
    """Tables side by side as one system; nothing links one to another."""
    cells = np.cumsum([0, *(len(part.values) for part in parts)])
    rows = np.cumsum([0, *(part.rows for part in parts)])
    return Sums(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.row + at for part, at in zip(parts, rows, strict=False)]),
        np.concatenate([part.cell + at for part, at in zip(parts, cells, strict=False)]),
        *(np.concatenate([getattr(part, name) for part in parts])
          for name in ("sign", "cost", "structural")),
    )  # fmt: skip


@pytest.fixture(scope="module")
def tables():
    random = np.random.default_rng(2027)
    sizes = random.integers((3, 3), (8, 6), (TABLES, 2))
    return joined([table_sums(np.floor(random.lognormal(3.2, 1.0, size))) for size in sizes])


def test_bounds_of_the_worked_table():
    sums = table_sums(SCHOOLS)
    small = primary(sums)
    masked = complementary(sums, small)
    low, high = bounds(sums, masked, small, MINIMUM)
    assert np.round(low, 6).tolist() == [0, 12, 0, 3]
    assert np.round(high, 6).tolist() == [23, 35, 23, 26]
    assert not audit(sums, masked, small, MINIMUM).any()
    assert (audit(sums, small, small, MINIMUM) == small).all()


def test_small_counts_alone_can_be_recovered_by_the_thousand(tables):
    small = primary(tables)
    given_away = determined(tables, small) & small
    print(f"{given_away.sum()} of {small.sum()} small counts recovered by elimination")  # noqa: T201
    assert given_away.sum() > 1000
    assert (audit(tables, small, small, MINIMUM) >= given_away).all()


def test_no_small_count_can_be_recovered_by_either_audit(tables):
    small = primary(tables)
    masked = protect(tables, small, audit, MINIMUM)
    unsafe = audit(tables, masked, small, MINIMUM)
    given_away = determined(tables, masked) & small
    print(  # noqa: T201 - what was found is the evidence
        f"{TABLES} tables, {len(tables.values)} counts: {small.sum()} small, {masked.sum()} "
        f"withheld, recoverable by bounds {unsafe.sum()}, by elimination {given_away.sum()}"
    )
    assert unsafe.sum() == given_away.sum() == 0
    assert masked.mean() < 0.4  # withholding everything would be safe as well


def test_marks_beside_small_counts_do_not_suffice_without_the_audit(tables):
    small = primary(tables)
    assert audit(tables, complementary(tables, small), small, MINIMUM).any()


@pytest.mark.parametrize("seed", range(5))
def test_shared_programs_tell_what_one_program_for_each_count_tells(seed):
    random = np.random.default_rng(seed)
    sums = table_sums(np.floor(random.lognormal(2.6, 1.0, (5, 4))))
    small = primary(sums)
    masked = complementary(sums, small)
    matrix = np.zeros((sums.rows, len(sums.values)))
    matrix[sums.row, sums.cell] = sums.sign
    left = matrix[:, masked]
    unsafe = []
    for place in np.flatnonzero(small[masked]):
        ends = []
        for sign in (1, -1):
            goal = np.zeros(left.shape[1])
            goal[place] = sign
            found = linprog(goal, A_eq=left, b_eq=left @ sums.values[masked], method="highs")
            ends.append(found.x[place] if found.x is not None else np.inf)
        is_safe = ends[1] >= MINIMUM - 1e-6 and ends[1] - ends[0] >= MINIMUM - 1 - 1e-6
        unsafe += [] if is_safe else [np.flatnonzero(masked)[place]]
    assert np.flatnonzero(audit(sums, masked, small, MINIMUM)).tolist() == unsafe
