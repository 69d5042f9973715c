"""What the vacant positions that a bucket pays would cost in a year if somebody sat in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from access.scope import Scope
from data.positions import Positions
from data.store.staffing.people import FundingLine
from data.store.staffing.seat_terms import JobRate, Seat
from metrics.rounding import half_away

_PLACE: Final = ("fund_code", "function_code", "program_code", "project_code", "location_key")


@dataclass(frozen=True, slots=True)
class Vacancies:
    """Vacant FTE that the bucket pays, their cents a year, and positions without a price.

    A position has none where nobody with pay works in its job.
    """

    positions: int
    fte: Fraction
    cents: int
    unpriced: int


def bucket_vacancies(
    positions: Positions,
    scope: Scope,
    *,
    bucket: str,
    fiscal_year: int,
    day: date,
    location_ids: Sequence[str] = (),
) -> Vacancies | None:
    """The vacancies of a bucket on a day; nothing for readers who see no pay.

    `scope` is that over accounts. A vacant FTE costs what one of its job costs on average: its pay
    falls on the account that funds the position, its benefits on those beside it.
    """
    if not positions.scope.sees_compensation:
        return None
    rows = positions.warehouse.exact(
        scope, "bucket_pay_accounts", bucket=bucket, fiscal_year=fiscal_year,
        location_ids=list(location_ids),
    ).to_pylist()  # fmt: skip
    falls = _falls(rows)
    seats, shares = positions.vacant(sorted(falls), day)
    rates = positions.rates(day) if seats else {}
    return _summed(seats, shares, rates, falls)


def _falls(rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[bool, bool]]:
    """Account -> whether pay that it funds falls into the bucket, and the benefits with it.

    Where the chart has no account of benefits beside it, they fall where the pay does.
    """
    beside: dict[tuple[Any, ...], list[bool]] = defaultdict(list)
    for row in rows:
        if row["spend_class"] == "benefit":
            beside[_place(row)].append(row["is_own"])
    made = {}
    for row in rows:
        benefits = beside.get(_place(row))
        falls = row["is_own"], row["is_own"] if benefits is None else any(benefits)
        if any(falls):
            made[row["account"]] = falls
    return made


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _PLACE)


def _summed(
    seats: Sequence[Seat],
    shares: Mapping[str, Sequence[FundingLine]],
    rates: Mapping[str, JobRate],
    falls: Mapping[str, tuple[bool, bool]],
) -> Vacancies:
    vacant, cents, held, unpriced = Fraction(0), Fraction(0), 0, 0
    for seat in seats:
        lines = [one for one in shares.get(seat.code, ()) if one.account_code in falls]
        parts = [Fraction(seat.vacant) * Fraction(one.percentage) / 100 for one in lines]
        if not parts:
            continue
        held += 1
        vacant += sum(parts, Fraction(0))
        rate = rates.get(seat.job_code)
        if rate is None:
            unpriced += 1
            continue
        for line, part in zip(lines, parts, strict=True):
            pay, benefits = falls[line.account_code]
            cents += part * ((rate.pay if pay else 0) + (rate.benefits if benefits else 0))
    return Vacancies(held, vacant, half_away(cents.numerator, cents.denominator), unpriced)
