"""Assignments that hold on a day, to be looked through and ticked; whole-district readers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from access.scope import Scope
from data.store.record_tables import RECORDS
from data.store.staffing.people import active

_KEPT: Final = RECORDS["assignment"]
_PEOPLE: Final = RECORDS["employee"]
_SEATS: Final = RECORDS["position"]
_NAME: Final = _PEOPLE.c.first_name + " " + _PEOPLE.c.last_name
_PLACE: Final = (
    select(_SEATS.c.location_code)
    .where(_SEATS.c.district_id == _KEPT.c.district_id, _SEATS.c.code == _KEPT.c.position_code)
    .order_by(_SEATS.c.start_date.desc())
    .limit(1)
    .scalar_subquery()
)
SORTS: Final = {
    "employee": _NAME,
    "code": _KEPT.c.position_code,
    "location": _PLACE,
    "start": _KEPT.c.start_date,
    "end": _KEPT.c.end_date,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One assignment as it is kept, with who it is of and where the position works."""

    id: int
    version: int
    employee_code: str
    name: str
    position_code: str
    location_code: str | None
    fte: Decimal
    start: date
    end: date | None


def assignments(
    tx: Session,
    scope: Scope,
    day: date,
    words: Sequence[str] = (),
    *,
    location: str = "",
    sort: str = "code",
    descending: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> list[Listed]:
    """The assignments that hold on a day and fit every word, in an order, a part of them."""
    wanted = _wanted(scope, day, words, location).add_columns(
        _PEOPLE.c.first_name, _PEOPLE.c.last_name, _PLACE.label("place")
    )
    column: Any = SORTS[sort]
    ordered = wanted.order_by(column.desc() if descending else column.asc(), _KEPT.c.id)
    return [_listed(row) for row in tx.execute(ordered.limit(limit).offset(offset)).mappings()]


def assignment_count(
    tx: Session, scope: Scope, day: date, words: Sequence[str] = (), *, location: str = ""
) -> int:
    """How many assignments there are in all."""
    inner = _wanted(scope, day, words, location).with_only_columns(_KEPT.c.id).subquery()
    return int(tx.scalar(select(func.count()).select_from(inner)) or 0)


def by_number(tx: Session, scope: Scope, numbers: Sequence[int]) -> list[Listed]:
    """Assignments by their numbers, as they are now; those of other districts are left out."""
    wanted = _joined(scope).where(_KEPT.c.id.in_(numbers)).order_by(_KEPT.c.id)
    columns = wanted.add_columns(_PEOPLE.c.first_name, _PEOPLE.c.last_name, _PLACE.label("place"))
    return [_listed(row) for row in tx.execute(columns).mappings()]


def _joined(scope: Scope) -> Select[Any]:
    of_them = and_(
        _PEOPLE.c.district_id == _KEPT.c.district_id, _PEOPLE.c.code == _KEPT.c.employee_code
    )
    found = select(_KEPT).select_from(_KEPT.outerjoin(_PEOPLE, of_them))
    found = found.where(_KEPT.c.district_id == scope.district)
    # A part of a district is shown position by position, never as a list of people.
    return found if scope.is_whole and scope.sees_employees else found.where(_KEPT.c.id < 0)


def _wanted(scope: Scope, day: date, words: Sequence[str], location: str) -> Select[Any]:
    found = _joined(scope).where(active(_KEPT, day))
    if location:
        found = found.where(_PLACE.is_not_distinct_from(location))
    for word in words:
        texts = (_NAME, _KEPT.c.employee_code, _KEPT.c.position_code)
        found = found.where(or_(*(one.icontains(word, autoescape=True) for one in texts)))
    return found


def _listed(row: Any) -> Listed:
    names = [row["first_name"], row["last_name"]]
    return Listed(
        id=row["id"],
        version=row["version"],
        employee_code=row["employee_code"],
        name=" ".join(name for name in names if name) or row["employee_code"],
        position_code=row["position_code"],
        location_code=row["place"],
        fte=row["fte"],
        start=row["start_date"],
        end=row["end_date"],
    )
