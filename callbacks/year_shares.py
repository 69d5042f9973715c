"""How earlier years spread over their months, and the projection that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from callbacks.basis import Basis
from data.bucket_history import BucketYear, bucket_histories, closed_years
from data.districts import District, FiscalYear, district, fiscal_years, periods
from data.monthly import monthly
from data.warehouse import Warehouse
from metrics.back_test import ClosedYear
from metrics.projection import GrantPeriod, Moment, Projection, Terms, project, projected
from pages.components.bucket_amounts import Amounts

YEARS_BACK: Final = 3
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Months:
    """A year by month: labels, cents spent so far up to the last posted month."""

    labels: tuple[str, ...] = ()
    spent: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the projections of a year need of the district, read once for all of them.

    Its limits and grants, its fiscal years, and the regular periods of the year with their labels.
    """

    own: District
    years: tuple[FiscalYear, ...]
    regular: tuple[int, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose months are asked for: a bucket, funds, or everything where both are empty.

    `years` are those of the bucket, where they are known already.
    """

    warehouse: Warehouse
    basis: Basis
    bucket: str
    funds: tuple[str, ...]
    calendar: Calendar
    years: tuple[BucketYear, ...] | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where one bucket is heading, and the months behind it."""

    projection: Projection
    months: Months = field(default_factory=Months)
    earlier: tuple[ClosedYear, ...] = ()
    grant: GrantPeriod | None = None


def outlook(
    warehouse: Warehouse,
    basis: Basis,
    amounts: Amounts,
    *,
    bucket: str = "",
    funds: Sequence[str] = (),
    years: tuple[BucketYear, ...] | None = None,
    known: Calendar | None = None,
) -> Outlook:
    """The projection of a bucket, or of funds, from their own earlier years.

    A bucket whose money has a period of its own is projected by that. None for a closed year
    and where no month is posted. Whoever asks for many buckets brings the `years` of each, which
    `histories` reads for all of them, and the calendar that is `known`.
    """
    last = basis.year.last_period
    if basis.is_closed or last is None:
        return Outlook(project(None, None, None, elapsed=Fraction(0)))
    read = known or calendar(warehouse, basis)
    asked = Asked(warehouse, basis, bucket, tuple(funds), read, years)
    last = min(last, MONTHS)
    earlier = _earlier(asked)
    grant = read.own.grants.get(bucket) if basis.as_of else None
    shares = [year.share(last) for year in earlier]
    when = Moment(read.own.limits, last, basis.as_of)
    found = projected(terms_of(amounts), when, shares, grant)
    return Outlook(found, _months(asked, last), earlier, grant)


def calendar(warehouse: Warehouse, basis: Basis) -> Calendar:
    """The calendar of the year of a basis."""
    code = basis.scope.district
    told = periods(warehouse, code, fiscal_year=basis.year.year).to_pylist()
    regular = [row for row in told if row["period_kind"] == "regular"][:MONTHS]
    return Calendar(
        district(warehouse, code),
        fiscal_years(warehouse, code),
        tuple(row["period"] for row in regular),
        _labels(regular),
    )


def terms_of(amounts: Amounts) -> Terms:
    """The terms of a projection in cents."""
    return Terms(cents(amounts.budget), cents(amounts.spent), cents(amounts.encumbered))


def path(
    view: Outlook, target: int | None, mean: Sequence[Fraction] | None = None
) -> tuple[int, ...]:
    """Cents spent by the end of each month still to come, if the year ends at `target`.

    The way there has the shape of the earlier years' mean, an even one without history; whoever
    draws several paths of one outlook brings that `mean`, which `shape` gives.
    """
    done = len(view.months.spent)
    if target is None or not done:
        return ()
    start, by_month = view.months.spent[-1], mean or shape(view.earlier)
    reached = by_month[done - 1]
    if reached >= 1:
        return tuple(target for _ in range(done, MONTHS))
    return tuple(
        round(start + (target - start) * (by_month[month] - reached) / (1 - reached))
        for month in range(done, MONTHS)
    )


def cents(amount: Decimal | None) -> int | None:
    """Exact dollars as whole cents."""
    return None if amount is None else int(amount * 100)


def dollars(amount: int | None) -> Decimal | None:
    """Whole cents as exact dollars."""
    return None if amount is None else Decimal(amount) / 100


def shape(earlier: Sequence[ClosedYear]) -> list[Fraction]:
    """The mean share of a year that was spent by the end of each month, even without history."""
    if not earlier:
        return [Fraction(month, MONTHS) for month in range(1, MONTHS + 1)]
    mean = [
        sum((year.share(month) for year in earlier), Fraction(0)) / len(earlier)
        for month in range(1, MONTHS + 1)
    ]
    # Adjustments after the last month belong to the end of the year.
    return [*mean[:-1], Fraction(1)]


def _earlier(asked: Asked) -> tuple[ClosedYear, ...]:
    if asked.bucket:
        return _of_bucket(asked)
    years = [
        entry.year
        for entry in asked.calendar.years
        if entry.year < asked.basis.year.year and entry.has_money
    ]
    found = (year_shares(year, _rows(asked, year)) for year in years[-YEARS_BACK:])
    return tuple(shares for shares in found if shares is not None)


def _of_bucket(asked: Asked) -> tuple[ClosedYear, ...]:
    """The same of a bucket, whose accounts may have been recoded since."""
    known, year = asked.calendar.years, asked.basis.year.year
    closed = closed_years(known, _history(asked), year)[-YEARS_BACK:]
    return tuple(one for one in closed if one.total > 0)


def _history(asked: Asked) -> tuple[BucketYear, ...]:
    """The years of the bucket."""
    if asked.years is not None:
        return asked.years
    return histories(asked.warehouse, asked.basis).get(asked.bucket, ())


def histories(warehouse: Warehouse, basis: Basis) -> dict[str, tuple[BucketYear, ...]]:
    """The years of all buckets of a basis, asked for at once."""
    return bucket_histories(
        warehouse, basis.scope, fiscal_year=basis.year.year, location_ids=basis.location_ids
    )


def year_shares(year: int, rows: Sequence[dict[str, Any]]) -> ClosedYear | None:
    """A year from its periods; none where a month or the year's total is missing."""
    regular = [row for row in rows if row["period_kind"] == "regular"][:MONTHS]
    sums = [cents(row["cumulative_spent_usd"]) for row in regular]
    ends = [row["cumulative_spent_usd"] for row in rows if row["cumulative_spent_usd"] is not None]
    total = cents(ends[-1]) if ends else None
    if total is None or total <= 0 or len(sums) < MONTHS or None in sums:
        return None
    return ClosedYear(year, tuple(value or 0 for value in sums), total)


def _months(asked: Asked, last: int) -> Months:
    if asked.bucket:
        return _months_of_bucket(asked, last)
    rows = _rows(asked, asked.basis.year.year)
    regular = [row for row in rows if row["period_kind"] == "regular"][:MONTHS]
    spent = tuple(cents(row["cumulative_spent_usd"]) or 0 for row in regular[:last])
    return Months(_labels(regular), spent)


def _months_of_bucket(asked: Asked, last: int) -> Months:
    posted = asked.calendar.regular[:last]
    own = [one for one in _history(asked) if one.year == asked.basis.year.year]
    spending = next((one for one in own if one.kind == "expenditure"), None)
    spent = tuple(spending.spent_in(1, period) for period in posted) if spending else ()
    return Months(asked.calendar.labels, spent or tuple(0 for _ in posted))


def _labels(regular: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(f"{row['start_date']:%b}" for row in regular)


def _rows(asked: Asked, year: int) -> list[dict[str, Any]]:
    table = monthly(
        asked.warehouse,
        asked.basis.scope,
        fiscal_year=year,
        funds=asked.funds,
        location_ids=asked.basis.location_ids,
    )
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows
