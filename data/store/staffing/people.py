"""Who sits in positions on a day, who pays for them, and what they earn, for known positions.

The positions are those that a reader was shown (`seats`); names and pay leave only where the
reader's scope says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, and_, or_, select
from sqlalchemy.orm import Session

from access.scope import Scope
from data.store.record_tables import RECORDS
from metrics.staffing.cost import Benefit, Pay, Seat

_CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Assigned:
    """One person in one position. `name` is empty for readers who see no names."""

    id: int
    version: int
    position_code: str
    employee_code: str
    name: str
    fte: Decimal
    start: date
    end: date | None

    @property
    def label(self) -> str:
        """Name and number; empty for readers who see no names."""
        number = self.employee_code
        if not number:
            return ""
        return self.name if number in self.name.split() else f"{self.name} ({number})".strip()


@dataclass(frozen=True, slots=True)
class FundingLine:
    """A share of a position, or of one person in it (`is_own`).

    `account_code` is empty where the account is of a budget that the reader does not see, and
    `employee_code` for readers who see no names.
    """

    position_code: str
    is_own: bool
    employee_code: str
    account_code: str
    percentage: Decimal
    start: date
    end: date | None

    @property
    def elsewhere(self) -> FundingLine:
        """The same share without its account."""
        return replace(self, account_code="")


def assigned(
    tx: Session, scope: Scope, codes: Sequence[str], day: date
) -> dict[str, list[Assigned]]:
    """The people in each position on a day, in the order of their assignments."""
    kept, people = RECORDS["assignment"], RECORDS["employee"]
    wanted = (
        select(kept, people.c.first_name, people.c.last_name)
        .outerjoin(
            people,
            and_(people.c.district_id == kept.c.district_id, people.c.code == kept.c.employee_code),
        )
        .where(kept.c.district_id == scope.district, active(kept, day))
        .order_by(kept.c.id)
    )
    found: dict[str, list[Assigned]] = defaultdict(list)
    for some in _chunks(codes):
        for row in tx.execute(wanted.where(kept.c.position_code.in_(some))).mappings():
            found[row["position_code"]].append(_assigned(row, names=scope.sees_employees))
    return dict(found)


def funding(
    tx: Session, scope: Scope, codes: Sequence[str], day: date
) -> dict[str, list[FundingLine]]:
    """The shares of each position and of single people in it that hold on a day."""
    found: dict[str, list[FundingLine]] = defaultdict(list)
    for entity in ("position_funding", "assignment_funding"):
        table = RECORDS[entity]
        wanted = (
            select(table)
            .where(table.c.district_id == scope.district, active(table, day))
            .order_by(table.c.percentage.desc(), table.c.account_code)
        )
        for some in _chunks(codes):
            for row in tx.execute(wanted.where(table.c.position_code.in_(some))).mappings():
                found[row["position_code"]].append(
                    FundingLine(
                        row["position_code"],
                        entity == "assignment_funding",
                        (row.get("employee_code") or "") if scope.sees_employees else "",
                        row["account_code"],
                        row["percentage"],
                        row["start_date"],
                        row["end_date"],
                    )
                )
    return dict(found)


def pays_somebody(tx: Session, scope: Scope, accounts: Sequence[str], day: date) -> bool:
    """Whether one of the accounts pays a position, or a person in one, on a day."""
    for entity in ("position_funding", "assignment_funding"):
        table = RECORDS[entity]
        wanted = select(table.c.id).where(table.c.district_id == scope.district, active(table, day))
        for some in _chunks(accounts):
            if tx.execute(wanted.where(table.c.account_code.in_(some)).limit(1)).first():
                return True
    return False


def earned(
    tx: Session, scope: Scope, employees: Sequence[str], day: date
) -> dict[str, tuple[list[Pay], list[Benefit]]]:
    """Rates and benefits of each person that hold on a day; none for readers who see no pay."""
    if not scope.sees_compensation:
        return {}
    found: dict[str, tuple[list[Pay], list[Benefit]]] = {code: ([], []) for code in employees}
    for row in _of_people(tx, scope, "employee_pay", employees, day):
        found[row["employee_code"]][0].append(
            Pay(row["pay_type"], row["segment_code"], row["pay_basis"], row["fte_basis"],
                row["amount"])
        )  # fmt: skip
    for row in _of_people(tx, scope, "employee_benefit", employees, day):
        found[row["employee_code"]][1].append(
            Benefit(
                row["benefit_type"],
                row["segment_code"],
                is_percentage=row["pay_basis"] == "percentage",
                amount=row["amount"],
                pay_types=row["pay_types"] or (),
                follows_fte=row["prorate"] is not False,
            )
        )
    return found


def places(tx: Session, scope: Scope, employees: Sequence[str], day: date) -> dict[int, Seat]:
    """Assignment -> its FTE beside those of all assignments of the same person on a day."""
    of_each: dict[str, list[tuple[int, Decimal]]] = defaultdict(list)
    for row in _of_people(tx, scope, "assignment", employees, day):
        of_each[row["employee_code"]].append((row["id"], row["fte"]))
    found = {}
    for held in of_each.values():
        total, before = sum((fte for _, fte in held), Decimal(0)), Decimal(0)
        for number, fte in held:
            found[number] = Seat(fte, before, total)
            before += fte
    return found


def active(table: Table, day: date) -> ColumnElement[bool]:
    """Whether records of a table hold on a day, the first and the last one included."""
    return and_(table.c.start_date <= day, or_(table.c.end_date.is_(None), table.c.end_date >= day))


def _of_people(
    tx: Session, scope: Scope, entity: str, employees: Sequence[str], day: date
) -> Iterable[Any]:
    table = RECORDS[entity]
    wanted = (
        select(table)
        .where(table.c.district_id == scope.district, active(table, day))
        .order_by(table.c.id)
    )
    for some in _chunks(employees):
        yield from tx.execute(wanted.where(table.c.employee_code.in_(some))).mappings()


def _assigned(row: Any, *, names: bool) -> Assigned:
    parts = [row["first_name"], row["last_name"]]
    return Assigned(
        id=row["id"],
        version=row["version"],
        position_code=row["position_code"],
        employee_code=row["employee_code"] if names else "",
        name=" ".join(part for part in parts if part) if names else "",
        fte=row["fte"],
        start=row["start_date"],
        end=row["end_date"],
    )


def _chunks(codes: Sequence[str]) -> Iterable[Sequence[str]]:
    return (codes[start : start + _CHUNK] for start in range(0, len(codes), _CHUNK))
