"""Every way to project a bucket's year, with its error on closed years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from access.actor import Actor
from access.permissions import Permission
from access.policy import may, scope_for
from callbacks.basis import Basis, Services
from callbacks.bucket_lines import Bucket
from callbacks.manage.bucket_sides import Found
from callbacks.manage.staffing_ground import usual_day
from callbacks.projection_words import vacancy_words
from callbacks.year_shares import MONTHS, dollars, terms_of
from data.bucket_history import closed_years
from data.bucket_pay import bucket_pay
from data.bucket_vacancies import Vacancies, bucket_vacancies
from data.districts import district, fiscal_years
from data.positions import Positions
from metrics.back_test import ClosedYear, Pay, back_test, median_error
from metrics.projection import Limits, Method, Projection, project, project_personnel
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


@dataclass(frozen=True, slots=True)
class PayAhead:
    """Pay of a bucket of nothing but pay, and the vacancies in it where the reader may see them."""

    pay: Pay
    vacancies: Vacancies | None

    @property
    def vacant_cents(self) -> int:
        """What the vacancies would cost from the next pay date on."""
        return self.pay.still_due(self.vacancies.cents) if self.vacancies else 0


def methods(services: Services, actor: Actor, basis: Basis, found: Found) -> Methods | None:
    """The methods that apply; none where nothing is projected."""
    warehouse = services.warehouse
    line, last = found.line, basis.year.last_period
    if line is None or last is None or line.outlook.projection.method is Method.NONE:
        return None
    last = min(last, MONTHS)
    closed = closed_years(
        fiscal_years(warehouse, basis.scope.district), found.years, basis.year.year
    )
    pays = bucket_pay(
        warehouse, basis.scope, bucket=found.code, fiscal_year=basis.year.year, period=last,
        location_ids=basis.location_ids,
    )  # fmt: skip
    missed, pay = back_test(closed, last, pays), pays.get(basis.year.year)
    ahead = PayAhead(pay, _vacancies(services, actor, basis, found.code)) if pay else None
    limits = district(warehouse, basis.scope.district).limits
    used = line.outlook.projection
    made = [used, *_others(limits, line, closed, ahead, last)]
    lines = [
        _line(one, _how(one, line, closed, ahead, last), median_error(missed, one.method),
              is_used=one is used)
        for one in made
    ]  # fmt: skip
    tested = sorted({one.year for one in missed if one.method is used.method})
    note = vacancy_words(ahead.vacancies, ahead.vacant_cents, limits.fill) if ahead else ""
    years = [fiscal_year(year) for year in tested]
    return Methods(lines, found.months.get(last, str(last)), years, note, contrary(used, made))


def contrary(used: Projection, made: Sequence[Projection]) -> Decimal | None:
    """What pay to come leaves over, where it says short and the method in use says enough.

    Or the other way round: for pay the dates to come are as good a guide as earlier years.
    """
    shown = used.left_over
    for one in made:
        if one.method is Method.PERSONNEL and one.left_over is not None and shown is not None:
            is_contrary = one is not used and (one.left_over < 0) != (shown < 0)
            return Decimal(one.left_over) / 100 if is_contrary else None
    return None


def _vacancies(services: Services, actor: Actor, basis: Basis, bucket: str) -> Vacancies | None:
    """The vacancies of a bucket as far as the reader may see what positions cost."""
    if services.store is None or not may(actor, Permission.STAFFING_READ):
        return None
    scope = scope_for(actor, Permission.STAFFING_READ)
    return bucket_vacancies(
        Positions(services.warehouse, services.store, scope), basis.scope, bucket=bucket,
        fiscal_year=basis.year.year, day=usual_day(basis), location_ids=basis.location_ids,
    )  # fmt: skip


def _others(
    limits: Limits,
    line: Bucket,
    closed: Sequence[ClosedYear],
    ahead: PayAhead | None,
    last: int,
) -> list[Projection]:
    """Methods beside the one that is used, as far as they give something."""
    terms, used = terms_of(line.line.amounts), line.outlook.projection.method
    elapsed = Fraction(last, MONTHS)
    shares = [year.share(last) for year in closed if year.total > 0]
    asked = (terms.budget, terms.spent, terms.encumbered)
    found = [project(*asked, elapsed=elapsed, prior_shares=shares, limits=limits)]
    if shares:
        found.append(project(*asked, elapsed=elapsed, limits=limits))
    if ahead is not None:
        pay, vacant = ahead.pay, ahead.vacant_cents
        found.append(
            project_personnel(
                terms, pay=pay.cents, pay_dates=pay.dates_left, vacancies=vacant, limits=limits
            )
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
    ahead: PayAhead | None,
    last: int,
) -> str:
    spent = money(line.line.amounts.spent)
    if one.method is Method.SEASONAL:
        return f"{spent} by the shares of {counted(len(closed), 'earlier year')}"
    if one.method is Method.STRAIGHT_LINE:
        return f"{spent} in {last} of {MONTHS} months"
    if one.method is Method.PERSONNEL and ahead is not None:
        pay = ahead.pay
        dates = counted(pay.dates_left, "pay date")
        each = money(dollars(pay.cents))
        also = ", and vacancies" if ahead.vacant_cents else ""
        return f"{spent} and {dates} at the pay of {day(pay.pay_date)}, {each}{also}"
    return f"{spent} by the elapsed part of the grant"
