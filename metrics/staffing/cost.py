"""What a person costs in a year, line by line: pays and benefits in whole cents.

Pay of a year is FTE basis times amount times FTE: 185 days at $300 and 0.5 FTE are $27,750. A
percentage benefit is taken of the pays it is for; a flat one is dollars a year at 1.0 FTE, or,
where it does not follow the FTE, due once and shared over the person's positions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from metrics.rounding import half_away
from metrics.staffing.funding import Shares, in_turn, split


@dataclass(frozen=True, slots=True)
class Pay:
    """A rate in force: `amount` dollars for each of `fte_basis` units of a full-time year."""

    name: str
    object_code: str
    basis: str
    fte_basis: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit in force: a percentage of pays (of all of them without names), or flat dollars."""

    name: str
    object_code: str
    is_percentage: bool
    amount: Decimal
    pay_types: tuple[str, ...] = ()
    follows_fte: bool = True


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of the cost: what it is for, how it was reckoned, and its cents a year."""

    name: str
    object_code: str
    how: str
    cents: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place: its FTE, those before it and those of all the person's places."""

    fte: Decimal
    before: Decimal
    total: Decimal

    @classmethod
    def only(cls, fte: Decimal) -> Seat:
        """The single place of a person."""
        return cls(fte, Decimal(0), fte)


def annual_pay(pay: Pay, fte: Decimal) -> int:
    """Cents a year of one rate at an FTE; half a cent goes away from zero."""
    return _cents(Fraction(pay.fte_basis) * Fraction(pay.amount) * Fraction(fte))


def pay_lines(pays: Sequence[Pay], fte: Decimal) -> list[CostLine]:
    """Each rate in force with its reckoning."""
    return [
        CostLine(
            pay.name,
            pay.object_code,
            f"{_plain(pay.fte_basis)} × ${_plain(pay.amount)} × {_plain(fte)} FTE",
            annual_pay(pay, fte),
        )
        for pay in pays
    ]


def benefit_lines(
    benefits: Sequence[Benefit], pays: Sequence[CostLine], seat: Seat
) -> list[CostLine]:
    """Each benefit in force with its reckoning, over the pays of the same person and place."""
    return [
        CostLine(one.name, one.object_code, *_benefit(one, pays, seat)) for one in benefits
    ]  # fmt: skip


def by_account(lines: Sequence[CostLine], shares: Shares) -> dict[tuple[str, str], int]:
    """(account, object) -> cents, each line split by itself; the parts equal the lines' sum."""
    found: dict[tuple[str, str], int] = {}
    for line in lines:
        for account, cents in split(line.cents, shares).items():
            key = (account, line.object_code)
            found[key] = found.get(key, 0) + cents
    return found


def _benefit(one: Benefit, pays: Sequence[CostLine], seat: Seat) -> tuple[str, int]:
    amount = Fraction(one.amount)
    if one.is_percentage:
        base = sum(pay.cents for pay in pays if not one.pay_types or pay.name in one.pay_types)
        cents = half_away((amount * base).numerator, 100 * (amount * base).denominator)
        return f"{_plain(one.amount)} % of ${Decimal(base).scaleb(-2):,f}", cents
    if one.follows_fte:
        return f"${_plain(one.amount)} × {_plain(seat.fte)} FTE", _cents(
            amount * Fraction(seat.fte)
        )
    weights = [int(part.scaleb(3)) for part in (seat.before, seat.fte)]
    weights.append(int(seat.total.scaleb(3)) - sum(weights))
    cents = in_turn(_cents(amount), weights)[1] if seat.total else 0
    shared = "" if seat.fte == seat.total else f", shared over {_plain(seat.total)} FTE"
    return f"${_plain(one.amount)} a year{shared}", cents


def _cents(dollars: Fraction) -> int:
    return half_away((100 * dollars).numerator, (100 * dollars).denominator)


def _plain(number: Decimal) -> str:
    """A number without needless zeros, with commas between thousands."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
