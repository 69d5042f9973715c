"""Positions as rows of the grid: every cell as text, and the row of their sums."""

from __future__ import annotations

from typing import Any

from callbacks.manage.staffing_ground import StaffingGround
from callbacks.manage.staffing_groups import fte
from data.positions import Position, dollars
from data.store.staffing.people import FundingLine
from data.store.staffing.seat_terms import Sums
from pages.format import MISSING, count, counted, money
from pages.manage.position import PATH as POSITION_PATH


def written(ground: StaffingGround, one: Position) -> dict[str, str]:
    """The position as cells of text."""
    seat = one.seat
    return {
        "code": seat.code,
        "href": ground.address(POSITION_PATH, code=seat.code),
        "job": seat.job_name or seat.job_code or MISSING,
        "class": seat.class_name or MISSING,
        "location": f"{seat.location_code or ''} {one.location_name}".strip() or MISSING,
        "fte": fte(seat.fte),
        "assigned": fte(seat.assigned),
        "vacant": fte(seat.vacant),
        "paid": MISSING if seat.paid_fte is None else fte(seat.paid_fte),
        "job_code": seat.job_code or "",
        "people_count": count(seat.people),
        "people": _people(one),
        "funding": _funding(one.funding),
        "flagged": MISSING if seat.flagged is None else fte(seat.flagged),
        "note": seat.note or "",
        "finding": one.finding,
        "cost": _cost(one),
    }


def _people(one: Position) -> str:
    names = ", ".join(who.label for who in one.people if who.label)
    return names or (counted(one.seat.people, "person", "people") if one.seat.people else MISSING)


def _funding(lines: list[FundingLine] | Any) -> str:
    shared = [line for line in lines if not line.is_own]
    parts = [
        f"{line.account_code or 'another budget'}"
        + ("" if line.percentage == 100 else f" {line.percentage.normalize():f}%")  # noqa: PLR2004
        for line in shared
    ]
    own = {line.employee_code for line in lines if line.is_own}
    return ", ".join(parts) + (f" · {counted(len(own), 'own split')}" if own else "") or MISSING


def _cost(one: Position) -> str:
    return MISSING if one.missing_cost else money(dollars(one.seat.cost_cents), cents=True)


def total_cells(sums: Sums, *, pays: bool) -> dict[str, str]:
    """The last row: what all positions that fit add up to."""
    found = {
        "code": "All rows",
        "fte": fte(sums.fte),
        "assigned": fte(sums.assigned),
        "vacant": fte(sums.vacant),
        "people": counted(sums.people, "assignment"),
    }
    if sums.paid_fte is not None:
        found["paid"] = fte(sums.paid_fte)
    return found | ({"cost": money(dollars(sums.cost_cents), cents=True)} if pays else {})
