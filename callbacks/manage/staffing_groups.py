"""Positions by group: sums for the page of staffing, with the rights of its reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from access.actor import Actor
from callbacks.basis import Services
from callbacks.manage.staffing_ground import staffing_ground
from data.position_groups import named, position_groups
from data.positions import Question, dollars
from data.store.staffing.seat_groups import OWN_FIELDS
from data.store.staffing.seat_terms import Listing
from metrics.rounding import half_away
from pages.format import money
from pages.manage.staffing_state import StaffingState

ABOUT: Final = (
    "By accounts a position counts in each of its groups, with the share of its FTE that the "
    "accounts of the group pay; what accounts outside your rows pay, or none, has no value. "
)


def fte(value: Decimal | Fraction) -> str:
    """FTE as screens write them: three decimals at most, at least one."""
    if isinstance(value, Fraction):
        value = Decimal(half_away(1000 * value.numerator, value.denominator)).scaleb(-3)
    text = f"{value:,.3f}"
    return text[:-2] if text.endswith("00") else text.removesuffix("0")


def group_sums(services: Services, actor: Actor, state: StaffingState) -> list[dict[str, Any]]:
    """The groups of the positions that the address asks for."""
    ground = staffing_ground(services, actor, state, state.day)
    asked = question_of(state, ground.day, ground.basis.year.year)
    found = position_groups(ground.positions, asked, state.group)
    names = named(ground.positions, state.group, found, ground.basis.year.year)
    return [
        {
            "code": one.code, "name": name, "position_count": one.positions, "fte": one.fte,
            "assigned": one.assigned, "vacant": one.vacant, "paid": one.paid,
            "cost": one.cost_cents,
        }
        for one, name in zip(found, names, strict=True)
    ]  # fmt: skip


def group_cells(row: Mapping[str, Any]) -> dict[str, str]:
    """The figures of a group by column, those that it has."""
    cells = {
        term: fte(row[term])
        for term in ("fte", "assigned", "vacant", "paid")
        if row[term] is not None
    }
    if row["cost"] is not None:
        cells["cost"] = money(dollars(row["cost"]), cents=True)
    return cells


def question_of(state: StaffingState, day: date, year: int) -> Question:
    """The state as a question of positions."""
    return Question(
        day=day,
        listing=Listing(state.list) if state.list in tuple(Listing) else Listing.ALL,
        search=state.search,
        job_class=state.job_class or "",
        bucket=state.bucket or "",
        fiscal_year=year,
        where=state.where,
    )


def is_by_accounts(field: str) -> bool:
    """Whether groups are of the accounts that pay, and not of the positions themselves."""
    return bool(field) and field.lower() not in OWN_FIELDS
