"""Pupils of a group at each school, by the count that stands for them; small groups withheld."""

from __future__ import annotations

from typing import Final

from access.scope import Scope
from data.districts import district
from data.warehouse import Warehouse
from metrics.per_pupil import NOT_LOADED, GroupShare, group_share, preferred_count, withheld_share

GROUPS: Final = ("all", "frl", "ell", "sped")
"""Groups that costs can be divided by; `all` are all pupils of the school."""
# Pupils of the group, all pupils, and the status of the group's count.
_Count = tuple[float | None, float | None, str | None]


def group_counts(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int, group: str
) -> dict[str, GroupShare]:
    """Pupils of `frl`, `ell` or `sped` by location code, with the reason where there are none."""
    home = district(warehouse, scope.district)
    minimum = home.minimum_cell(warehouse.settings.minimum_cell)
    minimum = 0 if "enrollment" in home.published else minimum
    raw = warehouse.exact(scope, "pupils", fiscal_year=fiscal_year).to_pylist()
    places = warehouse.exact(scope, "spending_per_school", fiscal_year=fiscal_year, funds=[])
    codes = {row["location_key"]: row["location_id"] for row in places.to_pylist()}
    found: dict[str, dict[str, _Count]] = {}
    for row in raw:
        code, count = codes.get(row["location_key"]), (row[group], row["pupils"])
        is_counted = None not in count or withheld_share(row[f"{group}_status"]) is not None
        if code and is_counted:
            found.setdefault(code, {})[row["count_type"]] = (*count, row[f"{group}_status"])
    return {code: _counted(own, minimum) for code, own in found.items()}


def _counted(counts: dict[str, _Count], minimum: int) -> GroupShare:
    # A withheld count still stands for the school: another count of the same pupils tells it.
    kind = preferred_count({name: whole or 0.0 for name, (_, whole, _) in counts.items()})
    if kind is None:
        return NOT_LOADED
    pupils, whole, status = counts[kind]
    return withheld_share(status) or group_share(pupils, whole, minimum)
