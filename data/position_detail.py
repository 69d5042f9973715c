"""One position explained: who sits in it, who pays, and how its cost comes about, line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from data.positions import Position, Positions, Question
from data.store.staffing.people import Assigned, FundingLine, earned, funding, places
from metrics.staffing.cost import CostLine, benefit_lines, by_account, pay_lines
from metrics.staffing.funding import UNFUNDED, holding

ANOTHER_BUDGET: Final = "Another budget"
NO_ACCOUNT: Final = "No account named"


@dataclass(frozen=True, slots=True)
class PersonCost:
    """One person in the position, what the year costs, and whether own accounts pay for it.

    `lines` are empty for readers who see no pay, and for a person without pay.
    """

    who: Assigned
    lines: Sequence[CostLine]
    has_own_funding: bool

    @property
    def cents(self) -> int | None:
        """The cost of the year; missing without any line."""
        return sum(line.cents for line in self.lines) if self.lines else None


@dataclass(frozen=True, slots=True)
class AccountCost:
    """What falls on an account and object in a year."""

    account: str
    object_code: str
    cents: int


@dataclass(frozen=True, slots=True)
class PositionDetail:
    """A position with its people's cost; `accounts` add up to it to the cent."""

    position: Position
    people: Sequence[PersonCost]
    accounts: Sequence[AccountCost]

    @property
    def cents(self) -> int:
        """The cost of everybody whose pay is known."""
        return sum(one.cents or 0 for one in self.people)


def position_detail(positions: Positions, code: str, day: date) -> PositionDetail | None:
    """The position on a day, if the reader may see it."""
    found = positions.seats(Question(day, code=code))
    if not found:
        return None
    position = positions.completed(found, day)[0]
    employees = [one.employee_code for one in position.people if one.employee_code]
    scope = positions.scope
    with positions.store.reading() as tx:
        lines = funding(tx, scope, [code], day).get(code, [])
        rates = earned(tx, scope, employees, day)
        seat_of = places(tx, scope, employees, day) if rates else {}
    own: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for line in lines:
        _add(own[line.employee_code if line.is_own else ""], line)
    shared = own.pop("", {})
    people = []
    costs: dict[tuple[str, str], int] = defaultdict(int)
    for who in position.people:
        wages, made = [], []
        if who.employee_code in rates:
            pays, benefits = rates[who.employee_code]
            wages = pay_lines(pays, who.fte)
            made = benefit_lines(benefits, wages, seat_of[who.id]) if wages else []
        people.append(PersonCost(who, [*wages, *made], who.employee_code in own))
        shares = holding(shared, own.get(who.employee_code, {}))
        for key, cents in by_account([*wages, *made], shares).items():
            costs[key] += cents
    return PositionDetail(position, people, _named(positions, costs))


def _add(shares: dict[str, Decimal], line: FundingLine) -> None:
    shares[line.account_code] = shares.get(line.account_code, Decimal(0)) + line.percentage


def _named(positions: Positions, costs: dict[tuple[str, str], int]) -> list[AccountCost]:
    """Costs by account, largest first; accounts of other budgets together, without a name."""
    own = None if positions.scope.is_whole else frozenset(positions.accounts())
    summed: dict[tuple[str, str], int] = defaultdict(int)
    for (account, code), cents in costs.items():
        if account == UNFUNDED:
            name = NO_ACCOUNT
        else:
            name = account if own is None or account in own else ANOTHER_BUDGET
        summed[name, code] += cents
    ordered = sorted(summed.items(), key=lambda one: (-one[1], one[0]))
    return [AccountCost(account, code, cents) for (account, code), cents in ordered]
