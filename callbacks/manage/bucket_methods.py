"""Every way to project a bucket's year, with its error on closed years."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from callbacks.basis import Basis
from callbacks.bucket_lines import Bucket
from callbacks.manage.bucket_sides import Found
from callbacks.year_shares import MONTHS, dollars, terms_of
from data.bucket_history import closed_years
from data.bucket_pay import bucket_pay
from data.districts import district
from data.warehouse import Warehouse
from metrics.back_test import ClosedYear, Pay, back_test, median_error
from metrics.projection import Method, Projection, project, project_personnel
from pages.format import counted, day, fiscal_year, money
from pages.manage.bucket.methods import MethodLine, Methods

NAMES: Final = {
    Method.SEASONAL: "Seasonal",
    Method.STRAIGHT_LINE: "Even pace",
    Method.PERSONNEL: "Pay dates to come",
    Method.GRANT: "Grant period",
}
_UNTESTED: Final = {
    Method.GRANT: "a grant has no closed year of its own",
}
_NO_YEAR: Final = "no closed year has an earlier one to learn from"


def methods(warehouse: Warehouse, basis: Basis, found: Found) -> Methods | None:
    """The methods that apply; none where nothing is projected."""
    line, last = found.line, basis.year.last_period
    if line is None or last is None or line.outlook.projection.method is Method.NONE:
        return None
    last = min(last, MONTHS)
    closed = closed_years(warehouse, basis.scope.district, found.years, basis.year.year)
    pays = bucket_pay(
        warehouse, basis.scope, bucket=found.code, fiscal_year=basis.year.year, period=last,
        location_ids=basis.location_ids,
    )  # fmt: skip
    missed, pay = back_test(closed, last, pays), pays.get(basis.year.year)
    used = line.outlook.projection
    made = [used, *_others(warehouse, basis, line, closed, pay, last)]
    lines = [
        _line(one, _how(one, line, closed, pay, last), median_error(missed, one.method),
              is_used=one is used)
        for one in made
    ]  # fmt: skip
    tested = sorted({one.year for one in missed if one.method is used.method})
    note = "" if pay is None else "Vacant positions are not counted as pay to come."
    years = [fiscal_year(year) for year in tested]
    return Methods(lines, found.months.get(last, str(last)), years, note)


def _others(
    warehouse: Warehouse,
    basis: Basis,
    line: Bucket,
    closed: Sequence[ClosedYear],
    pay: Pay | None,
    last: int,
) -> list[Projection]:
    """Methods beside the one that is used, as far as they give something."""
    terms, used = terms_of(line.line.amounts), line.outlook.projection.method
    limits = district(warehouse, basis.scope.district).limits
    elapsed = Fraction(last, MONTHS)
    shares = [year.share(last) for year in closed if year.total > 0]
    asked = (terms.budget, terms.spent, terms.encumbered)
    found = [project(*asked, elapsed=elapsed, prior_shares=shares, limits=limits)]
    if shares:
        found.append(project(*asked, elapsed=elapsed, limits=limits))
    if pay is not None:
        found.append(
            project_personnel(terms, pay=pay.cents, pay_dates=pay.dates_left, limits=limits)
        )
    return [one for one in found if one.method not in (Method.NONE, used)]


def _line(one: Projection, how: str, error: float | None, *, is_used: bool) -> MethodLine:
    def usd(cents: int | None) -> Decimal:
        return Decimal(cents or 0) / 100

    return MethodLine(
        name=NAMES[one.method],
        how=how,
        is_used=is_used,
        projected=usd(one.projected),
        low=usd(one.low),
        high=usd(one.high),
        left_over=usd(one.left_over),
        error=error,
        reason=_UNTESTED.get(one.method, _NO_YEAR),
    )


def _how(
    one: Projection,
    line: Bucket,
    closed: Sequence[ClosedYear],
    pay: Pay | None,
    last: int,
) -> str:
    spent = money(line.line.amounts.spent)
    if one.method is Method.SEASONAL:
        return f"{spent} by the shares of {counted(len(closed), 'earlier year')}"
    if one.method is Method.STRAIGHT_LINE:
        return f"{spent} in {last} of {MONTHS} months"
    if one.method is Method.PERSONNEL and pay is not None:
        dates = counted(pay.dates_left, "pay date")
        return f"{spent} and {dates} at the pay of {day(pay.pay_date)}, {money(dollars(pay.cents))}"
    return f"{spent} by the elapsed part of the grant"
