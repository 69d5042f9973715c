"""The nightly feed of the payroll: positions, people, funding, pay, in the upload layouts.

It says of the current year what `positions.csv` says, and a little more: seats filled in part or
twice, people whose seat nobody approved, seats that two funds pay, one person with own funding.
People are named by role and number.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from data.sample.cedar_valley.book import Book
from data.sample.cedar_valley.messy import write_text
from data.sample.cedar_valley.shape import CURRENT, DEMO_SCHOOL
from data.sample.cedar_valley.staffing import Seat, seats

Rows = list[tuple[object, ...]]
FILES: Final = (
    "job", "employee", "position", "position_funding", "assignment", "assignment_funding",
    "employee_pay", "employee_benefit",
)  # fmt: skip
"""The files of the feed, named by their upload, in the order in which they are read."""

_START, _END = f"{CURRENT - 1}-07-01", f"{CURRENT}-06-30"
_CLASS: Final = {"Certificated": "CERT", "Classified": "CLAS", "Administrative": "ADMN"}
# Function and object that pay a job of a school; those of a department are found in its chart.
_PAID_BY: Final = {
    "T100": ("1000", 1100), "T120": ("1110", 1100), "A010": ("2700", 1300),
    "A020": ("2700", 1300), "T210": ("3110", 1200), "T220": ("2420", 1200),
    "T240": ("3120", 1200), "C110": ("1000", 2100), "C120": ("1110", 2100),
    "C130": ("1000", 2100), "C210": ("8200", 2200), "C310": ("2700", 2400),
}  # fmt: skip
# Units of pay in a full year: 185 days, 1,820 hours, or a year's salary.
_BASIS: Final = {"Certificated": ("Daily", 185), "Classified": ("Hourly", 1820)}
_YEARLY: Final = ("Salary", 1)


def _benefits(health: str, *shares: tuple[str, str, str]) -> Rows:
    """What the district pays beside the salary: a health plan, and shares of the pay by object."""
    of_pay: Rows = [
        (name, obj, "percentage", share, _START, _END, "Regular Salary", "yes")
        for name, obj, share in shares
    ]
    plan, dollars = health.split()
    return [*of_pay, ("Health plan", plan, "flat", dollars, _START, _END, "", "yes")]


# Those of teachers and administrators, then those of classified staff; rates of the ledger.
_BENEFITS: Final = (
    _benefits("3401 18600", ("Retirement", "3101", "19.1"), ("Medicare", "3301", "1.45"),
              ("Workers' compensation", "3601", "2.5")),
    _benefits("3402 12600", ("Retirement", "3202", "26.5"), ("Social security", "3302", "7.65"),
              ("Workers' compensation", "3602", "2.5")),
)  # fmt: skip
_PARTLY_EVERY, _TWICE_EVERY, _SHARED_EVERY, _UNKNOWN_EVERY = 41, 113, 23, 211
_SHARING: Final = {"C110": "130", "T100": "130"}
_FALLBACK: Final = "100-910-2400-7200"
_SALARIES: Final = (1100, 2999)


def write_feed(book: Book, folder: Path) -> dict[str, int]:
    """Write the files of the feed; returns how many rows each has."""
    folder.mkdir(exist_ok=True)
    rows = _Feed(book).rows()
    for name, found in rows.items():
        write_text(folder / f"{name}.csv", found)
    return {name: len(found) - 1 for name, found in rows.items()}


class _Feed:
    """Rows of each file, seat by seat."""

    def __init__(self, book: Book) -> None:
        self._seats = list(seats(book, CURRENT))
        self._accounts = set(book.accounts.display(CURRENT))
        self._central = _pay_accounts(self._accounts)
        chosen = (seat for seat in self._seats if seat.location == DEMO_SCHOOL)
        own = (seat for seat in chosen if seat.job_code == "T100" and seat.employee)
        self._overriding = next((seat.number for seat in own), 0)

    def rows(self) -> dict[str, Rows]:
        """Every file with its headings."""
        found: dict[str, Rows] = {
            "job": [("code", "name", "class_code", "class_name"), *self._jobs()],
            "employee": [("code", "first_name", "last_name", "staff_type", "hire_date")],
            "position": [
                ("code", "job_code", "location_code", "fte", "start_date", "end_date")
            ],
            "position_funding": [
                ("position_code", "account_code", "percentage", "start_date", "end_date")
            ],
            "assignment": [
                ("employee_code", "position_code", "fte", "start_date", "end_date", "job_code",
                 "location_code")
            ],
            "assignment_funding": [
                ("position_code", "employee_code", "account_code", "percentage", "start_date",
                 "end_date")
            ],
            "employee_pay": [
                ("employee_code", "pay_type", "segment_code", "pay_basis", "fte_basis", "amount",
                 "start_date", "end_date")
            ],
            "employee_benefit": [
                ("employee_code", "benefit_type", "segment_code", "pay_basis", "amount",
                 "start_date", "end_date", "pay_types", "prorate")
            ],
        }  # fmt: skip
        for seat in self._seats:
            self._add_seat(found, seat)
        return found

    def _jobs(self) -> Iterator[tuple[object, ...]]:
        known = {seat.job_code: seat for seat in self._seats}
        for code, seat in sorted(known.items()):
            yield code, seat.title, _CLASS[seat.group], seat.group

    def _add_seat(self, found: dict[str, Rows], seat: Seat) -> None:
        found["position"].append(
            (seat.code, seat.job_code, seat.location, f"{seat.fte:.3f}", _START, _END)
        )
        for account, share in self._shares(seat):
            found["position_funding"].append((seat.code, account, share, _START, _END))
        if seat.employee:
            partly = seat.fte == 1.0 and seat.number % _PARTLY_EVERY == 0
            self._add_person(found, seat, seat.employee, 0.6 if partly else seat.fte)
        if seat.employee and seat.number % _TWICE_EVERY == 0:
            self._add_person(found, seat, f"{170_000 + seat.number}", 0.5)
        if seat.number % _UNKNOWN_EVERY == 0:
            self._add_person(found, seat, f"{270_000 + seat.number}", 0.4, f"X{seat.number:06d}")
        if seat.number == self._overriding:
            account = _account("130", seat.location, "1000", 1100)
            for paid_by, share in ((account, "60"), (self._account(seat), "40")):
                found["assignment_funding"].append(
                    (seat.code, seat.employee, paid_by, share, _START, _END)
                )

    def _add_person(
        self, found: dict[str, Rows], seat: Seat, employee: str, fte: float, position: str = ""
    ) -> None:
        """A person with pay and benefits, in the seat or in one that nobody approved."""
        found["employee"].append(
            (employee, seat.title, employee, seat.group, f"{2008 + seat.number % 18}-08-12")
        )
        place = (seat.job_code, seat.location) if position else ("", "")
        found["assignment"].append(
            (employee, position or seat.code, f"{fte:.3f}", _START, _END, *place)
        )
        basis, units = _BASIS.get(seat.group, _YEARLY)
        amount = seat.salary / seat.fte / units
        pay = self._account(seat).split("-")[2]
        found["employee_pay"].append(
            (employee, "Regular Salary", pay, basis, units, f"{amount:.4f}", _START, _END)
        )
        for row in _BENEFITS[seat.group == "Classified"]:
            found["employee_benefit"].append((employee, *row))

    def _shares(self, seat: Seat) -> list[tuple[str, str]]:
        """(account, percentage) of a seat; every so often a grant pays a part."""
        account = self._account(seat)
        fund = _SHARING.get(seat.job_code)
        if fund and seat.number % _SHARED_EVERY == 0:
            other = f"{fund}{account[3:]}"
            if other in self._accounts:
                return [(account, "70"), (other, "30")]
        return [(account, "100")]

    def _account(self, seat: Seat) -> str:
        """The account that pays a seat; the general fund where its own has none here."""
        if seat.job_code not in _PAID_BY:
            return self._central.get(seat.location, _FALLBACK)
        function, obj = _PAID_BY[seat.job_code]
        own = _account(seat.fund, seat.location, function, obj)
        return own if own in self._accounts else _account("100", seat.location, function, obj)


def _account(fund: str, location: str, function: str, obj: int) -> str:
    return f"{fund}-{location}-{obj:04d}-{function}"


def _pay_accounts(accounts: set[str]) -> dict[str, str]:
    """Location -> its first account of salaries in the general fund."""
    found: dict[str, str] = {}
    low, high = _SALARIES
    for account in sorted(accounts, reverse=True):
        fund, location, obj, _ = account.split("-")
        if fund == "100" and low <= int(obj) <= high:
            found[location] = account
    return found
