"""Pupils of a group at each school, by the count that stands for them; small groups withheld."""

from __future__ import annotations

from typing import Final

from access.scope import Scope
from data.warehouse import Warehouse
from metrics.per_pupil import NOT_LOADED, GroupShare, group_share, preferred_count

GROUPS: Final = ("all", "frl", "ell", "sped")
"""Groups that costs can be divided by; `all` are all pupils of the school."""


def group_counts(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int, group: str
) -> dict[str, GroupShare]:
    """Pupils of `frl`, `ell` or `sped` by location code, with the reason where there are none."""
    raw = warehouse.exact(scope, "pupils", fiscal_year=fiscal_year).to_pylist()
    places = warehouse.exact(scope, "spending_per_school", fiscal_year=fiscal_year, funds=[])
    codes = {row["location_key"]: row["location_id"] for row in places.to_pylist()}
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for row in raw:
        code = codes.get(row["location_key"])
        if code and row[group] is not None and row["pupils"] is not None:
            own = found.setdefault(code, {})
            own[row["count_type"]] = (row[group], row["pupils"])
    return {code: _counted(own, warehouse.settings.minimum_cell) for code, own in found.items()}


def _counted(counts: dict[str, tuple[float, float]], minimum: int) -> GroupShare:
    kind = preferred_count({name: whole for name, (_, whole) in counts.items()})
    return group_share(*counts[kind], minimum) if kind else NOT_LOADED
