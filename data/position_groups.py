"""Positions summed by a field of their own, or of the accounts that pay them.

By job, class and place a position is counted once, with the cost of its people where pay may be
read. By account type, segment or custom attribute it counts in each of its groups, with the share
of its FTE that the accounts of the group pay. What is paid by accounts that the reader does not
see, or by none, has no value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pyarrow as pa

from data.positions import POSITIONS, Positions, Question, dollars
from data.read_model import Argument, columns, shaped
from data.row_groups import Grouping, group_names, grouping
from data.store.staffing.seat_groups import OWN_FIELDS, GroupSums, account_groups, own_groups
from metrics.rounding import half_away

GROUP: Final = "class"
"""The field that positions are summed by where none is named."""
COLUMNS: Final = columns(
    "code text | value of the group; empty where there is none",
    "name text | in words",
    "position_count count | positions; by accounts each counts in all of its groups",
    "fte number | full-time equivalents approved; by accounts the share that they pay",
    "assigned_fte number | of the people in them on the day; likewise",
    "vacant_fte number | approved and not assigned, never below zero; likewise",
    "bucket_fte number | approved FTE times the share that the bucket or accounts asked for pay",
    "annual_cost_usd money | pay and benefits a year of the people; needs the right",
)


def position_groups(positions: Positions, asked: Question, group: str) -> list[GroupSums]:
    """Sums of the positions that fit; `ArgumentError` names the fields there are."""
    by = grouping(positions.warehouse, positions.scope, "positions", group or GROUP)
    reach, wanted = positions.reach(), positions.wanted(asked)
    own = by.name.lower()
    if own in OWN_FIELDS:
        with positions.store.reading() as tx:
            return own_groups(tx, reach, wanted, own)
    codes = _codes(positions, by)
    if wanted.accounts is not None:
        codes = {account: codes.get(account, "") for account in wanted.accounts}
    with positions.store.reading() as tx:
        return account_groups(tx, reach, wanted, codes)


def named(positions: Positions, group: str, found: list[GroupSums], year: int) -> list[str]:
    """The value of each group in words, as far as there are words for it."""
    by = grouping(positions.warehouse, positions.scope, "positions", group or GROUP)
    if by.name == "Place":
        names = positions.place_names()
        return [names.get(one.code, "") for one in found]
    codes = pa.chunked_array([pa.array([one.code for one in found], pa.string())])
    words = group_names(positions.warehouse, positions.scope, by, year, codes)
    return [word or "" for word in words]


def table_of(positions: Positions, asked: Question, group: str) -> pa.Table:
    """The groups as a file holds them, in the order of their codes."""
    found = sorted(position_groups(positions, asked, group), key=lambda one: one.code)
    year = asked.fiscal_year or asked.day.year
    values: Mapping[str, list[Any]] = {
        "code": [one.code for one in found],
        "name": named(positions, group, found, year),
        "position_count": [one.positions for one in found],
        "fte": [_number(one.fte) for one in found],
        "assigned_fte": [_number(one.assigned) for one in found],
        "vacant_fte": [_number(one.vacant) for one in found],
        "bucket_fte": [_number(one.paid) for one in found],
        "annual_cost_usd": [dollars(one.cost_cents) for one in found],
    }
    return shaped(pa.table({}), COLUMNS, **values)


def _codes(positions: Positions, by: Grouping) -> dict[str, str]:
    """The reader's accounts with their value of a field, empty where they have none."""
    warehouse, scope = positions.warehouse, positions.scope
    segments = by.arguments.get("segments", [])
    rows = warehouse.exact(scope, "reachable_codes", segments=segments).to_pylist()
    if by.arguments.get("by_kind"):
        return {row["account"]: row["kind"] or "" for row in rows}
    if segments:
        return {row["account"]: row["code"] or "" for row in rows}
    pairs = zip(by.arguments["attribute_accounts"], by.arguments["attribute_values"], strict=True)
    values = dict(pairs)
    return {row["account"]: values.get(row["account"], "") for row in rows}


def _number(fte: Fraction | None) -> float | None:
    if fte is None:
        return None
    return float(Decimal(half_away(10**3 * fte.numerator, fte.denominator)).scaleb(-3))


POSITION_GROUPS: Final = replace(
    POSITIONS,
    name="position-groups",
    title="Positions by group",
    grain="one row per value of a field",
    columns=COLUMNS,
    arguments=(
        Argument("group", "text", GROUP, "field to sum by, such as class, place or fund"),
        *(one for one in POSITIONS.arguments if one.name not in ("sort", "descending")),
    ),
)
"""What the download of groups says of itself; `exports.positions` makes it."""
