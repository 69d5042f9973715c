"""What positions are paid, so that together they cost about what their accounts are budgeted.

Salaries of a place follow its budget and not a list of prices: a school whose teachers have been
there for long pays more for the same number of them. The level stays within what is plausible, so
that some places differ from their budget, as vacancies and part-time people make them differ too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from data.sample.cedar_valley.book import Book
from data.sample.cedar_valley.chart import CENTRAL

LOWEST, HIGHEST = 0.75, 1.4
_ANY: Final = "any"
# Jobs that the same accounts pay: functions and object of these, at a school in every fund.
_POTS: Final = (
    (("T100",), ("1000",), 1100),
    (("T120",), ("1110", "1120"), 1100),
    (("A010", "A020"), ("2700",), 1300),
    (("T210",), ("3110",), 1200),
    (("T220",), ("2420",), 1200),
    (("T240",), ("3120",), 1200),
    (("C110", "C130"), ("1000",), 2100),
    (("C120",), ("1110", "1120"), 2100),
    (("C210",), ("8200",), 2200),
    (("C310",), ("2700",), 2400),
)
_POT_OF_ACCOUNT: Final = {
    (function, obj): jobs[0] for jobs, functions, obj in _POTS for function in functions
}
_POT_OF_JOB: Final = {job: jobs[0] for jobs, _, _ in _POTS for job in jobs}
_EXTRA_PAY: Final = range(1130, 1150)
_SALARIES: Final = range(1000, 3000)


def salary_budgets(book: Book, column: int) -> Mapping[tuple[str, str], float]:
    """Dollars budgeted for regular salaries of a year, by location and pot of jobs."""
    chart = book.accounts
    found: defaultdict[tuple[str, str], float] = defaultdict(float)
    for location, function, obj, cents in zip(
        chart.location, chart.function, chart.obj.tolist(), chart.budget[:, column], strict=True
    ):
        if obj in _SALARIES and obj not in _EXTRA_PAY:
            pot = _ANY if location in CENTRAL else _POT_OF_ACCOUNT.get((function, obj), "")
            found[location, pot] += int(cents) / 100
    return found


def central_budget(budgets: Mapping[tuple[str, str], float], location: str) -> float:
    """Dollars that a department has for salaries."""
    return budgets.get((location, _ANY), 0.0)


def pay_levels(
    budgets: Mapping[tuple[str, str], float], usual: Iterable[tuple[str, str, float]]
) -> Mapping[tuple[str, str], float]:
    """How many times the usual pay a job has at a location, from (location, job, usual dollars).

    A place without such an account pays what is usual.
    """
    costs: defaultdict[tuple[str, str], float] = defaultdict(float)
    jobs: dict[tuple[str, str], tuple[str, str]] = {}
    for location, job, dollars in usual:
        pot = location, _POT_OF_JOB.get(job, _ANY)
        costs[pot] += dollars
        jobs[location, job] = pot
    return {job: _level(budgets.get(pot, 0.0), costs[pot]) for job, pot in jobs.items()}


def _level(budget: float, cost: float) -> float:
    return min(max(budget / cost, LOWEST), HIGHEST) if budget > 0 else 1.0
