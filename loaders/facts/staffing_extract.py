"""Staffing and pay of the store as an extract of position control, so that loads can take it in.

A mapping that names the file gets it written before each load: seats, FTE, pay and benefits by the
accounts that pay, without people. FTE and money then stand in one snapshot, to be joined by fund,
job and place. Parts add up: FTE to the ten-thousandth, dollars to the cent.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from data.entities.content import Values
from data.entities.registry import ENTITIES
from data.store.records import records
from metrics.staffing.cost import Benefit, Pay, Seat, benefit_lines, pay_lines
from metrics.staffing.funding import holding, split
from metrics.staffing.seats import is_active, vacant_fte

NAME: Final = "plumbline_staffing.csv"
HEADINGS: Final = (
    "Year", "Position", "Job Code", "Job Title", "Group", "Location", "FTE", "Start", "End",
    "Annual Pay", "Annual Benefits", "Status", "Account",
)  # fmt: skip
_READ: Final = (
    "job", "position", "position_funding", "assignment", "assignment_funding", "employee_pay",
    "employee_benefit", "vacancy_pay", "vacancy_benefit",
)  # fmt: skip
_FTE_PARTS: Final = 4
Found = Mapping[tuple[str, ...], list[Values]]


@dataclass(frozen=True, slots=True)
class _Day:
    """The records in force on one day, by kind and by what they belong to."""

    year: int
    seats: Sequence[Values]
    jobs: Found
    funding: Found
    people: Found
    own: Found
    places: Found
    pays: Found
    benefits: Found
    vacant_pays: Found
    vacant_benefits: Found


def write_extract(tx: Session, district: str, folder: Path, day: date, start_month: int) -> bool:
    """Write the extract of one day into `folder`; false where the district keeps no positions."""
    year = day.year + (1 if start_month > 1 and day.month >= start_month else 0)
    kept = {name: [one.values for one in records(tx, district, ENTITIES[name])] for name in _READ}
    if not kept["position"]:
        return False
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(rows(kept, day, year))
    (folder / NAME).write_text(out.getvalue(), encoding="utf-8")
    return True


def rows(kept: Mapping[str, Sequence[Values]], day: date, year: int) -> Iterator[list[str]]:
    """One row for each person, or vacancy, of a position and each account that pays."""

    def by(kind: str, *names: str) -> Found:
        found: dict[tuple[str, ...], list[Values]] = defaultdict(list)
        for one in kept[kind]:
            if _holds(one, day) and one.get("fiscal_year", year) == year:
                found[tuple(str(one[name]) for name in names)].append(one)
        return found

    now = _Day(
        year,
        [one for one in kept["position"] if _holds(one, day)],
        by("job", "code"),
        by("position_funding", "position_code"),
        by("assignment", "position_code"),
        by("assignment_funding", "position_code", "employee_code"),
        by("assignment", "employee_code"),
        by("employee_pay", "employee_code"),
        by("employee_benefit", "employee_code"),
        by("vacancy_pay", "job_code"),
        by("vacancy_benefit", "package_code"),
    )
    for seat in now.seats:
        yield from _of_seat(now, seat)


def _of_seat(now: _Day, seat: Values) -> Iterator[list[str]]:
    code = str(seat["code"])
    shares, people = _shares(now.funding.get((code,), [])), now.people.get((code,), [])
    for one in people:
        employee, fte = str(one["employee_code"]), _number(one["fte"])
        own = _shares(now.own.get((code, employee), []))
        pays = now.pays.get((employee,), [])
        benefits = now.benefits.get((employee,), [])
        cost = _cost(pays, benefits, _place(now.places[(employee,)], one))
        yield from _parts(now, seat, fte, cost, holding(shares, own), "filled")
    left = vacant_fte(_number(seat["fte"]), [_number(one["fte"]) for one in people])
    if left:
        job = now.jobs.get((str(seat["job_code"]),), [{}])[0]
        pays = now.vacant_pays.get((str(seat["job_code"]),), [])
        benefits = now.vacant_benefits.get((str(job.get("benefits_package_code")),), [])
        yield from _parts(now, seat, left, _cost(pays, benefits, Seat.only(left)), shares, "vacant")


def _parts(
    now: _Day,
    seat: Values,
    fte: Decimal,
    cost: tuple[int | None, int | None],
    shares: Mapping[str, Decimal],
    status: str,
) -> Iterator[list[str]]:
    """The rows of one person or vacancy, by account."""
    ftes = split(int(fte.scaleb(_FTE_PARTS)), shares)
    pay, benefits = (None if one is None else split(one, shares) for one in cost)
    job = now.jobs.get((str(seat["job_code"]),), [{}])[0]
    for account, part in ftes.items():
        yield [
            str(now.year),
            str(seat["code"]),
            str(seat["job_code"] or ""),
            str(job.get("name") or ""),
            str(job.get("class_code") or ""),
            str(seat.get("location_code") or ""),
            f"{Decimal(part).scaleb(-_FTE_PARTS):f}",
            _text(seat.get("start_date")),
            _text(seat.get("end_date")),
            _dollars(pay, account),
            _dollars(benefits, account),
            status,
            account,
        ]


def _cost(
    pays: Sequence[Values], benefits: Sequence[Values], seat: Seat
) -> tuple[int | None, int | None]:
    """Cents a year of pay and of benefits; nothing is known without a rate of pay."""
    if not pays:
        return None, None
    lines = pay_lines([_pay(one) for one in pays], seat.fte)
    more = benefit_lines([_benefit(one) for one in benefits], lines, seat)
    return sum(one.cents for one in lines), sum(one.cents for one in more) if benefits else None


def _pay(one: Values) -> Pay:
    return Pay(str(one["pay_type"]), str(one["segment_code"]), str(one["pay_basis"]),
               _number(one["fte_basis"]), _number(one["amount"]))  # fmt: skip


def _benefit(one: Values) -> Benefit:
    """A benefit of a person, or of a vacancy, whose percentages are kept as fractions."""
    is_fraction = one["pay_basis"] == "percent"
    amount = _number(one["amount"]) * (100 if is_fraction else 1)
    types = one.get("pay_types")
    return Benefit(
        str(one["benefit_type"]),
        str(one["segment_code"]),
        one["pay_basis"] != "flat",
        amount,
        types if isinstance(types, tuple) else (),
        one.get("prorate") is not False,
    )


def _place(places: Sequence[Values], one: Values) -> Seat:
    """The person's FTE here, in the places before it and in all of them."""
    ftes = [_number(each["fte"]) for each in places]
    before = ftes[: next(n for n, each in enumerate(places) if each is one)]
    return Seat(_number(one["fte"]), sum(before, Decimal(0)), sum(ftes, Decimal(0)))


def _shares(lines: Sequence[Values]) -> dict[str, Decimal]:
    return {str(one["account_code"]): _number(one["percentage"]) for one in lines}


def _holds(one: Values, day: date) -> bool:
    start, end = one.get("start_date"), one.get("end_date")
    if not isinstance(start, date):
        return True
    return is_active(start, end if isinstance(end, date) else None, day)


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else ""


def _dollars(parts: Mapping[str, int] | None, account: str) -> str:
    return "" if parts is None else f"{Decimal(parts[account]).scaleb(-2):f}"
