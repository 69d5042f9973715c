"""Whether withheld counts can be reckoned: the least and the most that each may be.

Everything published is an equation, every count at least nought. Linear programs give the bounds
of a withheld count; it is safe when it may be as large as a shown one and when its bounds lie far
enough apart. Components that share no sum are solved in one program, and every solution found
serves all counts, so few programs settle many. Loads only: the web never imports scipy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from metrics.suppression import Flags, Floats, Ints, Sums

_SLACK = 1e-6
_TRIES = 4
_ROOM = 10.0  # times the largest count: a bound for what the sums leave unbounded


@dataclass(slots=True)
class _Program:
    """The withheld counts as unknowns: known sums, labels of components, what was reached."""

    matrix: Any
    known: Floats
    most: float
    labels: Ints
    low: Floats
    high: Floats

    def reach(self, weights: Floats) -> None:
        """Go as far as the weights ask, and take note of all values on the way."""
        from scipy.optimize import linprog  # noqa: PLC0415 - costs seconds, loads only

        found = linprog(
            -weights, A_eq=self.matrix, b_eq=self.known, bounds=(0, self.most), method="highs"
        )
        if found.x is None:  # pragma: no cover - the true counts solve every program
            raise ArithmeticError(f"The privacy audit found no solution: {found.message}")
        np.minimum(self.low, found.x, out=self.low)
        np.maximum(self.high, found.x, out=self.high)


def audit(sums: Sums, masked: Flags, marks: Flags, minimum: float) -> Flags:
    """Small counts among the withheld ones that their bounds give away."""
    unsafe = np.zeros(len(masked), np.bool_)
    low, high = bounds(sums, masked, marks, minimum)
    held = np.flatnonzero(masked)
    unsafe[held] = marks[held] & ~_is_safe(low, high, minimum)
    return unsafe


def bounds(sums: Sums, masked: Flags, marks: Flags, minimum: float) -> tuple[Floats, Floats]:
    """The least and the most of each withheld count, in their order.

    Exact for counts that are not safe; of safe ones, values that prove them so.
    """
    held = np.flatnonzero(masked)
    if not len(held):
        return np.zeros(0), np.zeros(0)
    program = _program(sums, masked, held)
    wanted = marks[held]
    random = np.random.default_rng(len(held))
    for _ in range(_TRIES):
        pending = wanted & ~_is_safe(program.low, program.high, minimum)
        if not pending.any():
            break
        weights = np.where(pending, random.uniform(0.5, 1.0, len(held)), 0.0)
        weights *= random.choice([-1.0, 1.0], len(held))
        program.reach(weights)
        program.reach(-weights)
    _one_by_one(program, wanted, minimum)
    return program.low, program.high


def _one_by_one(program: _Program, wanted: Flags, minimum: float) -> None:
    """The exact bounds of what is left, one count of every component at a time."""
    tried = np.zeros(len(wanted), np.bool_)
    while True:
        pending = wanted & ~tried & ~_is_safe(program.low, program.high, minimum)
        places = np.flatnonzero(pending)
        if not len(places):
            return
        _, first = np.unique(program.labels[places], return_index=True)
        weights = np.zeros(len(wanted))
        weights[places[first]] = 1.0
        program.reach(weights)
        program.reach(-weights)
        tried[places[first]] = True


def _program(sums: Sums, masked: Flags, held: Ints) -> _Program:
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - loads only
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    keep = masked[sums.cell]
    place = np.cumsum(masked) - 1
    lines, line = np.unique(sums.row[keep], return_inverse=True)
    shape = (len(lines), len(held))
    matrix = csr_matrix((sums.sign[keep], (line, place[sums.cell[keep]])), shape=shape)
    values = sums.values[held]
    _, labels = connected_components(abs(matrix).T @ abs(matrix), directed=False)
    most = _ROOM * max(float(sums.values.max()), 1.0)
    return _Program(matrix, matrix @ values, most, labels, values.copy(), values.copy())


def _is_safe(low: Floats, high: Floats, minimum: float) -> Flags:
    return (high >= minimum - _SLACK) & (high - low >= minimum - 1 - _SLACK)
