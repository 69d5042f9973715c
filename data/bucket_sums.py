"""What the accounts of each bucket come to, and whether a bucket rests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from access.scope import Scope
from data.labels import whole
from data.warehouse import Warehouse

CENTS: Final = tuple(
    f"{term}_cents"
    for term in (
        "original", "adjustments", "budget", "spent", "encumbered", "requested", "reserved",
    )
)  # fmt: skip
_COUNTS: Final = ("account_count", "line_count")
_GROUPS: Final = ["bucket_code", "is_revenue"]


def bucket_sums(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int, location_ids: Sequence[str] = ()
) -> pa.Table:
    """One row per bucket and kind with visible accounts: counts, cents, and whether it is active.

    Sums are those of the cells of a bucket; missing stays missing. Active is what has a line or a
    dollar in the year, though its sums may come to nothing.
    """
    asked: dict[str, Any] = {"fiscal_year": fiscal_year, "location_ids": list(location_ids)}
    summed = warehouse.exact(scope, "buckets", **asked)
    places = warehouse.cell_buckets(scope, fiscal_year)
    sums = _added(summed, places)
    active = np.any([_is_some(sums.column(name)) for name in ("line_count", *CENTS)], axis=0)
    if not active.all():
        # Rare, and as dear as all sums: dollars without a line that cancel each other.
        cells = warehouse.exact(scope, "cells_with_dollars", **asked).column("cell")
        found = places.filter(pc.is_in(places.column("cell"), value_set=whole(cells)))
        held = set(_groups_of(found))
        active |= [group in held for group in _groups_of(sums)]
    return sums.append_column("is_active", pa.array(active, pa.bool_()))


def _added(summed: pa.Table, places: pa.Table) -> pa.Table:
    at = pc.index_in(whole(places.column("cell")), value_set=whole(summed.column("cell")))
    names = [*_COUNTS, *CENTS]
    parts = summed.select(names).take(at)
    for name in _GROUPS:
        parts = parts.append_column(name, places.column(name))
    wanted = [(name, "sum") for name in names]
    added = parts.filter(at.is_valid()).group_by(_GROUPS, use_threads=False).aggregate(wanted)
    return added.rename_columns([*_GROUPS, *names])


def _is_some(figures: pa.ChunkedArray) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = figures.fill_null(0).to_numpy() != 0
    return found


def _groups_of(rows: pa.Table) -> list[tuple[str, bool]]:
    return list(zip(*(rows.column(name).to_pylist() for name in _GROUPS), strict=True))
