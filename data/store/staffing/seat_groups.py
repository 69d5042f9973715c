"""Positions summed by a field: of the position itself, or of the accounts that pay it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from data.store.staffing.seat_terms import HOLDS, Reach, Wanted
from data.store.staffing.seats import asked_seats, paid_fte

_PARTS: Final = (Path(__file__).parent / "groups.sql").read_text()
OWN_FIELDS: Final = {"job": "s.job_name", "class": "s.class_name", "place": "s.location_code"}
"""Fields of the position that it can be grouped by."""
_TERMS: Final = {
    "fte": "s.fte",
    "assigned": "s.assigned",
    "vacant": "s.vacant",
    "paid": "s.paid_fte",
    "cents": "case when s.unpaid = 0 then s.cents end",
}


@dataclass(frozen=True, slots=True)
class GroupSums:
    """What the positions of one value add up to; `code` is empty where there is no value.

    By a field of accounts FTE are the shares that they pay. `paid` is FTE that some accounts pay,
    where only positions of these are asked for; then nothing else is known by account.
    """

    code: str
    positions: int
    fte: Fraction | None = None
    assigned: Fraction | None = None
    vacant: Fraction | None = None
    paid: Fraction | None = None
    cost_cents: int | None = None


def own_groups(tx: Session, reach: Reach, wanted: Wanted, name: str) -> list[GroupSums]:
    """Sums by a field of the position."""
    code = f"coalesce({OWN_FIELDS[name]}, '')"
    sums = [f"cast(sum({sql}) as bigint) as {term}" for term, sql in _TERMS.items()]
    columns = ", ".join([f"{code} as code", "count(*) as positions", *sums])
    tail = f"where {HOLDS[wanted.listing]} group by {code}"
    pays = reach.scope.sees_compensation
    return [_own(row, pays=pays) for row in asked_seats(tx, reach, wanted, columns, tail, {})]


def account_groups(
    tx: Session, reach: Reach, wanted: Wanted, codes: Mapping[str, str]
) -> list[GroupSums]:
    """Sums by a field of the accounts that pay: `codes` are the accounts' own, by account.

    A position counts in each of its groups. FTE that none of the accounts pays has no code; where
    only positions of some accounts are asked for, it is left out.
    """
    narrow = wanted.accounts is not None
    code = "coalesce(p.code, '')"
    sums = [f"cast(sum(p.{term}) as bigint) as {term}" for term in ("fte", "assigned", "vacant")]
    columns = ", ".join([f"{code} as code", "count(distinct s.code) as positions", *sums])
    known = "and p.code is not null" if narrow else ""
    tail = (
        f"join part p on p.position_code = s.code "
        f"where {HOLDS[wanted.listing]} {known} group by {code}"
    )
    given = {"codes": json.dumps(dict(codes))}
    rows = asked_seats(tx, reach, wanted, columns, tail, given, _PARTS)
    return [_by_account(row, narrow=narrow) for row in rows]


def classes(tx: Session, district: str) -> list[tuple[str, str]]:
    """Code and name of every class of jobs, by name."""
    rows = tx.execute(
        text(
            "select class_code, min(class_name) from job_title where district_id = :district "
            "group by class_code order by 2, 1"
        ),
        {"district": district},
    )
    return [(row[0], row[1]) for row in rows]


def _own(row: Mapping[str, Any], *, pays: bool) -> GroupSums:
    fte, assigned, vacant = (
        Fraction(row[term] or 0, 10**3) for term in ("fte", "assigned", "vacant")
    )
    cents = row["cents"] if pays else None
    return GroupSums(
        row["code"], row["positions"], fte, assigned, vacant, paid_fte(row["paid"]), cents
    )


def _by_account(row: Mapping[str, Any], *, narrow: bool) -> GroupSums:
    if narrow:
        return GroupSums(row["code"], row["positions"], paid=paid_fte(row["fte"]))
    fte, assigned, vacant = (paid_fte(row[term]) for term in ("fte", "assigned", "vacant"))
    return GroupSums(row["code"], row["positions"], fte, assigned, vacant)
