"""The loaded chart of accounts as something that configured records refer to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from data.entities.labels import COUNTED, MONEY, WORD
from data.rules.surroundings import Target, codes_of
from data.warehouse import NoSnapshotError, Warehouse

Chart = Mapping[str, Mapping[str, Target]]
OWN_FIELDS: Final = ("Account Code", "Account Type")
_PLACES: Final = frozenset({"location", "site", "school"})


def chart(warehouse: Warehouse, district: str) -> Chart:
    """Accounts, locations, segments, codes, and words that labels rename.

    Before its first load a district has the words alone: nothing else can be checked.
    """
    try:
        codes = warehouse.exact(district, "chart_codes").to_pylist()
        accounts = warehouse.exact(district, "chart_accounts").column(0).to_pylist()
        places = warehouse.exact(district, "location_names").column("location_id").to_pylist()
    except NoSnapshotError:
        return {WORD: codes_of([*COUNTED, *MONEY])}
    segments = {row["segment"] for row in codes}
    objects = _codes_of_role(codes, frozenset({"object"}))
    located = {place for place in places if place} | set(_codes_of_role(codes, _PLACES))
    found = {
        "account": codes_of(accounts),
        "location": codes_of(sorted(located)),
        "segment_type": codes_of(sorted(segments)),
        "scope_field": codes_of([*sorted(segments | _roles(codes)), *OWN_FIELDS]),
        WORD: codes_of([*sorted(segments), *COUNTED, *MONEY]),
    }
    return found | ({"segment_code": codes_of(objects)} if objects else {})


def _codes_of_role(rows: list[dict[str, Any]], roles: frozenset[str]) -> list[str]:
    return [row["code"] for row in rows if row["role"] in roles]


def _roles(rows: list[dict[str, Any]]) -> set[str]:
    return {row["role"] for row in rows if row["role"]}
