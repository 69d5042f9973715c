"""Schools with their dollars by part, source and nature: what the per-pupil report adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from metrics.pupil_shares import Flags, Ints

SOURCES: Final = ("federal", "state_local")
_PARTS: Final = ("site", "central")
_NATURES: Final = ("personnel", "non_personnel")
_NAMES: Final = ("location_id", "state_id", "nces_id", "location_name", "level")
_TOLD: Final = ("pupils", "count_type", "reason", "hidden")


@dataclass(frozen=True, slots=True)
class Schools:
    """Every school with money or pupils, in order of codes.

    `told` is what the read model per-pupil says of it. `cells` are whole cents by school, part
    (site, central), source (federal, state and local, any other) and nature (personnel or not).
    """

    codes: Sequence[str]
    names: dict[str, list[Any]]
    told: dict[str, list[Any]]
    cells: Ints
    has_money: Flags

    def sums(self) -> dict[str, Ints]:
        """Whole cents of each cell, and of every total that cells belong to, by name."""
        cells = self.cells
        sums = {"total": cells.sum(axis=(1, 2, 3))}
        for i, part in enumerate(_PARTS):
            sums[part] = cells[:, i].sum(axis=(1, 2))
            for j, source in enumerate(SOURCES):
                sums[f"{part}_{source}"] = cells[:, i, j].sum(axis=1)
                for k, nature in enumerate(_NATURES):
                    sums[f"{part}_{source}_{nature}"] = cells[:, i, j, k]
        sums |= {source: cells[:, :, j].sum(axis=(1, 2)) for j, source in enumerate(SOURCES)}
        return sums | {nature: cells[..., k].sum(axis=(1, 2)) for k, nature in enumerate(_NATURES)}


def schools_of(counted: pa.Table, money: pa.Table) -> Schools:
    """Rows of the read model per-pupil and sums of dollars, school by school."""
    ids = money.column("location_id").combine_chunks().dictionary_encode()
    paid, at = ids.dictionary.to_pylist(), ids.indices.to_numpy()
    listed = counted.column("location_id").to_pylist()
    codes = sorted({*listed, *paid})
    place = {code: number for number, code in enumerate(codes)}
    on_list, on_ledger = ([place[code] for code in group] for group in (listed, paid))
    of_ledger = money.take(pa.array(np.unique(at, return_index=True)[1]))
    told: dict[str, list[Any]] = {name: [None] * len(codes) for name in (*_NAMES, *_TOLD)}
    for name, values in told.items():
        if name != "nces_id":
            _fill(values, on_list, counted.column(name))
        if name in _NAMES:
            _fill(values, on_ledger, of_ledger.column(name))
    schools = np.array(on_ledger, np.int64)[at]
    return Schools(
        codes,
        {name: told.pop(name) for name in _NAMES},
        told,
        _cells(money, schools, len(codes)),
        np.bincount(schools[money.column("cents").is_valid().to_numpy()], minlength=len(codes)) > 0,
    )


def _fill(values: list[Any], places: Sequence[int], column: pa.ChunkedArray) -> None:
    for number, value in zip(places, column.to_pylist(), strict=True):
        values[number] = value


def _cells(money: pa.Table, schools: Ints, count: int) -> Ints:
    part = pc.index_in(money.column("part"), pa.array(_PARTS)).to_numpy()
    source = pc.index_in(money.column("fund_source"), pa.array(SOURCES)).fill_null(len(SOURCES))
    nature = pc.invert(money.column("is_personnel")).cast(pa.int64()).to_numpy()
    cells = np.zeros((count, len(_PARTS), len(SOURCES) + 1, len(_NATURES)), np.int64)
    cents = money.column("cents").fill_null(0).to_numpy()
    np.add.at(cells, (schools, part, source.to_numpy(), nature), cents)
    return cells
