"""Which counts of few pupils are withheld, and which others so that no sum gives them away.

Counts stand in a system of sums that the public knows: grades add up to a school, schools to a
level, a group and the rest of its school to all pupils. Small counts are primary marks. Wherever
a sum has one withheld count alone, subtraction recovers it, so a second one is withheld: rather
one that closes a rectangle with another single one, else the smallest. Whether the marks suffice
is for an audit to say, which this module takes as a function: `protect` marks until it is
content. `determined` is a second audit by elimination, which shares no code with the first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MINIMUM: Final = 10
BOTTOM: Final = 1
TOP: Final = 2
_CODED: Final = 0.05
_CODED_FEW: Final = 0.10
_FEW: Final = 20
_TINY: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts and the sums among them: entry i puts count `cell[i]` into sum `row[i]`.

    Within a sum the signed counts come to a constant that the public knows. `cost` orders what is
    withheld beside a small count, the lowest first; totals cost most. A structural zero is known
    to everybody and never withheld.
    """

    values: Floats
    row: Ints
    cell: Ints
    sign: Floats
    cost: Ints
    structural: Flags

    @property
    def rows(self) -> int:
        """How many sums there are."""
        return int(self.row.max()) + 1 if len(self.row) else 0


Audit = Callable[[Sums, Flags, Flags, float], Flags]


def table_sums(counts: Floats) -> Sums:
    """A table of counts with its margins: cells row by row, then totals of rows, of columns, all.

    Zeros count as structural here, as in a table whose empty cells cannot be filled.
    """
    height, width = counts.shape
    by_row, by_column = counts.sum(axis=1), counts.sum(axis=0)
    values = np.concatenate([counts.ravel(), by_row, by_column, [counts.sum()]])
    places = np.arange(height * width).reshape(height, width)
    totals = height * width + np.arange(height + width)
    last = np.int64(len(values) - 1)
    members = [*places, *places.T, totals[:height], totals[height:]]
    wholes = [*totals, last, last]
    row = np.repeat(np.arange(len(members)), [len(part) + 1 for part in members])
    parts = zip(members, wholes, strict=True)
    cell = np.concatenate([np.append(part, whole) for part, whole in parts])
    sign = np.where(cell == np.asarray(wholes)[row], -1.0, 1.0)
    cost = np.repeat([0, 1, 2], [height * width, height + width, 1])
    return Sums(values, row, cell, sign, cost, values == 0)


def primary(sums: Sums, minimum: float = MINIMUM) -> Flags:
    """Counts below the minimum; zeros too, unless nothing could be counted there."""
    return (sums.values < minimum) & ~sums.structural


def edge(whole: Floats) -> Floats:
    """How near to nobody or everybody a share may come before it is given as a bound only."""
    return np.where(whole < _FEW, _CODED_FEW, _CODED)


def coded(part: Floats, whole: Floats) -> Ints:
    """`BOTTOM` or `TOP` for shares so near to nobody or everybody, else 0."""
    share, rim = part / whole, edge(whole)
    low, high = share <= rim + _TINY, share >= 1 - rim - _TINY
    return np.where(low, BOTTOM, np.where(high, TOP, 0))


def complementary(sums: Sums, masked: Flags, minimum: float = MINIMUM) -> Flags:
    """The marks and those besides, until no sum has a single withheld count."""
    marks = _Marks(sums, masked, minimum)
    while marks.singles:
        marks.second(marks.singles.pop())
    return marks.masked


def widen(sums: Sums, masked: Flags, unsafe: Flags) -> Flags:
    """One more mark for each unsafe count: the smallest unmasked non-zero one of its sums."""
    wider = masked.copy()
    entries = _Entries.of(sums)
    for count in np.flatnonzero(unsafe).tolist():
        rows = entries.rows_of(count)
        near = np.unique(np.concatenate([entries.cells_of(row) for row in rows]))
        near = near[~wider[near] & ~sums.structural[near]]
        if len(near):
            order = np.lexsort((sums.values[near], sums.values[near] == 0, sums.cost[near]))
            wider[near[order[0]]] = True
    return wider


def protect(
    sums: Sums,
    marks: Flags,
    audit: Audit,
    minimum: float = MINIMUM,
    held: Flags | None = None,
) -> Flags:
    """All marks: small counts, those besides, and more until the audit finds nothing unsafe.

    `held` are counts withheld for other reasons, which need no room around them. Where nothing
    is left to withhold in the sums of an unsafe count, everything in them is withheld.
    """
    masked = complementary(sums, marks if held is None else marks | held, minimum)
    while (unsafe := audit(sums, masked, marks, minimum)).any():
        wider = widen(sums, masked, unsafe)
        if (wider == masked).all():
            break
        masked = complementary(sums, wider, minimum)
    return masked


def determined(sums: Sums, masked: Flags) -> Flags:
    """Withheld counts that the sums give away exactly: by elimination, one component at a time."""
    found = np.zeros(len(sums.values), np.bool_)
    keep = masked[sums.cell]
    row, cell, sign = sums.row[keep], sums.cell[keep], sums.sign[keep]
    labels = components(len(sums.values), sums.rows, row, cell)
    order = np.argsort(labels[cell], kind="stable")
    for part in np.split(order, np.flatnonzero(np.diff(labels[cell][order])) + 1):
        if len(part):
            names, at = np.unique(cell[part], return_inverse=True)
            lines, line = np.unique(row[part], return_inverse=True)
            matrix = np.zeros((len(lines), len(names)))
            matrix[line, at] = sign[part]
            found[names] = _pinned(matrix)
    return found


def components(cells: int, rows: int, row: Ints, cell: Ints) -> Ints:
    """A label for each cell; cells that share a sum, directly or through others, share it."""
    labels = np.arange(cells)
    while len(row):
        lowest = np.full(rows, cells)
        np.minimum.at(lowest, row, labels[cell])
        after = labels.copy()
        np.minimum.at(after, cell, lowest[row])
        if (after == labels).all():
            break
        labels = after
    return labels


def _pinned(matrix: Floats) -> Flags:
    """Unknowns that have one value only: unit rows of the reduced row echelon form."""
    work = matrix.copy()
    top = 0
    for column in range(work.shape[1]):
        if top == len(work):
            break
        pivot = top + int(np.abs(work[top:, column]).argmax())
        if abs(work[pivot, column]) < _TINY:
            continue
        work[[top, pivot]] = work[[pivot, top]]
        work[top] /= work[top, column]
        factors = work[:, column].copy()
        factors[top] = 0
        busy = np.abs(factors) > _TINY
        work[busy] -= np.outer(factors[busy], work[top])
        top += 1
    filled = np.abs(work[:top]) > _TINY
    pinned = np.zeros(work.shape[1], np.bool_)
    pinned[filled[filled.sum(axis=1) == 1].argmax(axis=1)] = True
    return pinned


@dataclass(frozen=True, slots=True)
class _Entries:
    """The entries of each sum and of each count, found by their starts."""

    cells: Ints
    cell_starts: Ints
    rows: Ints
    row_starts: Ints

    @classmethod
    def of(cls, sums: Sums) -> _Entries:
        by_row = np.argsort(sums.row, kind="stable")
        by_cell = np.argsort(sums.cell, kind="stable")
        return cls(
            sums.cell[by_row],
            np.searchsorted(sums.row[by_row], np.arange(sums.rows + 1)),
            sums.row[by_cell],
            np.searchsorted(sums.cell[by_cell], np.arange(len(sums.values) + 1)),
        )

    def cells_of(self, row: int) -> Ints:
        return self.cells[self.cell_starts[row] : self.cell_starts[row + 1]]

    def rows_of(self, cell: int) -> Ints:
        return self.rows[self.row_starts[cell] : self.row_starts[cell + 1]]


class _Marks:
    """Marks while they grow: how many each sum has, and which sums have one alone."""

    def __init__(self, sums: Sums, masked: Flags, minimum: float) -> None:
        self.sums, self.minimum = sums, minimum
        self.masked = masked.copy()
        self.entries = _Entries.of(sums)
        self.held = np.bincount(sums.row[masked[sums.cell]], minlength=sums.rows)
        self.singles = set(np.flatnonzero(self.held == 1).tolist())
        # In how many sums with a single mark a count stands: withholding it closes those.
        self.closes = np.bincount(
            sums.cell, weights=self.held[sums.row] == 1, minlength=len(sums.values)
        )

    def second(self, row: int) -> None:
        """Withhold a second count in a sum that has one mark, if there is one to withhold."""
        members = self.entries.cells_of(row)
        free = members[~self.masked[members] & ~self.sums.structural[members]]
        if self.held[row] != 1 or not len(free):
            return
        values = self.sums.values[free]
        keys = (
            values,
            values < self.minimum,
            values == 0,
            -self.closes[free],
            self.sums.cost[free],
        )
        self._mark(int(free[np.lexsort(keys)[0]]))

    def _mark(self, cell: int) -> None:
        self.masked[cell] = True
        for row in self.entries.rows_of(cell).tolist():
            self.held[row] += 1
            members = self.entries.cells_of(row)
            if self.held[row] == 1:
                self.singles.add(row)
                self.closes[members] += 1
            elif self.held[row] == 2:  # noqa: PLR2004 - no longer alone
                self.singles.discard(row)
                self.closes[members] -= 1
