"""Positions of the schools and departments: jobs and pay, no people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.sample.cedar_valley.book import Book
from data.sample.cedar_valley.chart import CENTRAL
from data.sample.cedar_valley.messy import write_text
from data.sample.cedar_valley.pay_levels import central_budget, pay_levels, salary_budgets
from data.sample.cedar_valley.shape import CURRENT, GROWTH, YEARS

HEADINGS = ("Year", "Position", "Job Code", "Job Title", "Group", "Location", "FTE", "Start", "End",
            "Annual Salary", "Annual Benefits", "Status", "Fund", "Employee No")  # fmt: skip
# Code, title, group, measure, pupils (or thousand square feet) a position, pay, fund.
_JOBS = (
    ("T100", "Teacher", "Certificated", "pupils", 25.0, 84_000, "100"),
    ("T120", "Teacher, special education", "Certificated", "sped", 13.0, 86_000, "120"),
    ("A010", "Principal", "Administrative", "one", 1.0, 148_000, "100"),
    ("A020", "Assistant principal", "Administrative", "pupils", 620.0, 131_000, "100"),
    ("T210", "Counselor", "Certificated", "pupils", 450.0, 88_000, "100"),
    ("T220", "Librarian", "Certificated", "pupils", 900.0, 87_000, "100"),
    ("T240", "Psychologist", "Certificated", "pupils", 1_000.0, 96_000, "120"),
    ("C110", "Instructional aide", "Classified", "pupils", 110.0, 34_000, "100"),
    ("C120", "Instructional aide, special education", "Classified", "sped", 12.0, 36_000, "120"),
    ("C130", "Instructional aide, Title I", "Classified", "frl", 190.0, 34_500, "210"),
    ("C210", "Custodian", "Classified", "feet", 27.0, 49_000, "100"),
    ("C310", "Office assistant", "Classified", "pupils", 260.0, 46_000, "100"),
)
_CENTRAL_JOBS = (
    ("A100", "Director", "Administrative", 152_000), ("C410", "Analyst", "Classified", 72_000),
    ("C420", "Technician", "Classified", 61_000), ("C430", "Clerk", "Classified", 47_000),
)  # fmt: skip
Job = tuple[str, str, str, int, str]
Budgets = Mapping[tuple[str, str], float]
_VACANT_EVERY, _BENEFIT_SHARE = 27, 0.45


@dataclass(frozen=True, slots=True)
class Seat:
    """One position of a year. `salary` is dollars a year for its FTE, with fifty cents."""

    number: int
    job_code: str
    title: str
    group: str
    location: str
    fte: float
    salary: float
    is_vacant: bool
    fund: str

    @property
    def code(self) -> str:
        """The code of the position."""
        return f"P{self.number:06d}"

    @property
    def employee(self) -> str:
        """Number of the person in it; empty where nobody is."""
        return "" if self.is_vacant else f"{70_000 + self.number}"


def seats(book: Book, year: int) -> Iterator[Seat]:
    """Every position of a year in the order of the file."""
    budgets = salary_budgets(book, YEARS.index(year))
    filled = _filled(book, year, budgets)
    levels = pay_levels(
        budgets, ((place, job[0], job[3] * GROWTH[year] * share) for place, job, share in filled)
    )
    for number, (location, job, share) in enumerate(filled, start=1):
        code, title, group, pay, fund = job
        is_vacant = year == CURRENT and number % _VACANT_EVERY == 0
        usual = pay * GROWTH[year] * levels[location, code]
        # Accounts are budgeted in whole dollars and levels of pay follow them: what somebody earns
        # must never be what an account of the place is budgeted.
        salary = round(usual * share * (0.885 + (number * 37 % 25) / 100)) + 0.5
        yield Seat(number, code, title, group, location, share, salary, is_vacant, fund)


def write_positions(book: Book, path: Path) -> dict[str, dict[str, float]]:
    """Write all positions of the three years; returns FTE and vacant FTE by year."""
    rows: list[tuple[object, ...]] = [HEADINGS]
    totals: dict[str, dict[str, float]] = {}
    for year in YEARS:
        fte, vacant = 0.0, 0.0
        for seat in seats(book, year):
            rows.append(
                (year, seat.code, seat.job_code, seat.title, seat.group, seat.location,
                 f"{seat.fte:.2f}", f"07/01/{year - 1}", f"06/30/{year}", f"{seat.salary:,.2f}",
                 f"{round(seat.salary * _BENEFIT_SHARE):,}.00",
                 "VACANT" if seat.is_vacant else "FILLED", seat.fund, seat.employee)
            )  # fmt: skip
            fte, vacant = fte + seat.fte, vacant + (seat.fte if seat.is_vacant else 0.0)
        totals[str(year)] = {"fte": round(fte, 2), "vacant_fte": round(vacant, 2)}
    write_text(path, rows)
    return totals


def _filled(book: Book, year: int, budgets: Budgets) -> list[tuple[str, Job, float]]:
    """(location, job, FTE) of every position of one year; the last of a job may be part-time."""
    found: list[tuple[str, Job, float]] = []
    schools, column = book.schools, YEARS.index(year)
    for i, location in enumerate(schools.codes):
        size = {
            "pupils": schools.pupils[i, column], "sped": schools.sped[i, column],
            "frl": schools.frl[i, column], "feet": schools.square_feet[i] / 1_000, "one": 1.0,
        }  # fmt: skip
        for code, title, group, measure, each, pay, fund in _JOBS:
            fte = round(float(size[measure]) / each * 5) / 5
            whole, part = divmod(fte, 1.0)
            job: Job = (code, title, group, pay, fund)
            found += [(location, job, 1.0)] * int(whole)
            found += [(location, job, round(part, 1))] if part > 0.05 else []  # noqa: PLR2004
    for location in CENTRAL:
        director, *others = _CENTRAL_JOBS
        left = central_budget(budgets, location) / GROWTH[year] - director[3]
        each = max(0, round(left / sum(pay for *_, pay in others)))
        for code, title, group, pay in _CENTRAL_JOBS:
            count = 1 if code == director[0] else each
            found += [(location, (code, title, group, pay, "100"), 1.0)] * count
    return found
