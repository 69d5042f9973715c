"""The sides of a bucket's page: one a kind of account, from what is kept of its years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Basis
from callbacks.bucket_lines import Bucket
from callbacks.bucket_links import budget_lines, requested_accounts, spent_lines
from callbacks.bucket_sums import amounts_of, year_path
from callbacks.projection_words import path_words
from callbacks.year_shares import MONTHS, dollars
from data.bucket_history import BucketYear
from data.bucket_progress import Compared, history
from data.bucket_progress import Progress as Reckoned
from metrics.projection import Method
from pages.components.figures import Status
from pages.figures.cumulative import YearPath
from pages.manage.bucket.sides import EarlierSpell, Links, Pace, Progress, Side, YearLine


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of a bucket: its years, its progress, and the line of the list of buckets."""

    code: str
    name: str
    years: Sequence[BucketYear]
    progress: Sequence[Reckoned]
    line: Bucket | None
    months: dict[int, str]


def sides(actor: Actor, basis: Basis, found: Found) -> list[Side]:
    """The kinds of account that have figures this year, spending first."""
    this = [one for one in found.years if one.year == basis.year.year]
    return [_side(actor, basis, found, one) for one in this]


def _side(actor: Actor, basis: Basis, found: Found, one: BucketYear) -> Side:
    line = found.line if one.kind == "expenditure" else None
    amounts = amounts_of(one)
    if line is not None:
        known = line.line.amounts
        amounts = replace(
            amounts,
            projected=known.projected,
            low=known.low,
            high=known.high,
            years=known.years,
        )
    progress = next((entry for entry in found.progress if entry.kind == one.kind), None)
    return Side(
        kind=one.kind,
        amounts=amounts,
        adjustments=dollars(one.adjustments),
        requested=dollars(one.requested),
        accounts=one.account_count,
        status=line.line.status if line else Status.UNKNOWN,
        reason=line.line.reason if line else "",
        links=_links(actor, basis, found.code, one.kind),
        path=year_path([line], amounts) if line else _came_in(basis, found, one),
        path_method=path_words(basis, line) if line else "",
        progress=_progress(actor, basis, found, progress) if progress else None,
        no_progress="No period of this year is closed, or no postings by month are loaded.",
        history=[
            _year(actor, basis, found.code, entry)
            for entry in history(found.years, basis.year.year, one.kind)
        ],
        **_outlook(line),
    )


def _outlook(line: Bucket | None) -> dict[str, Any]:
    """When the money ends, and whether its pace is an even one."""
    if line is None:
        return {}
    method, grant = line.outlook.projection.method, line.outlook.grant
    ends = grant.ends if grant is not None and method is Method.GRANT else None
    return {"ends": ends, "is_even": method in (Method.GRANT, Method.STRAIGHT_LINE)}


def _came_in(basis: Basis, found: Found, one: BucketYear) -> YearPath | None:
    """Receipts month by month up to the last posted one; nobody projects revenue."""
    last = min(basis.year.last_period or 0, MONTHS)
    if one.kind != "revenue" or not last or not one.months:
        return None
    labels = tuple(found.months.get(month, str(month))[:3] for month in range(1, MONTHS + 1))
    sums = tuple(one.spent_in(1, month) / 100 for month in range(1, last + 1))
    budget = None if one.budget is None else one.budget / 100
    return YearPath(labels, sums, budget=budget, done="came in")


def _links(actor: Actor, basis: Basis, code: str, kind: str) -> Links:
    accounts = basis.address("/current/accounts", bucket=code, kind=kind)
    requested = requested_accounts(basis, code)
    if Permission.TRANSACTION_READ not in actor.permissions:
        return Links(accounts=accounts, requested=requested)
    return Links(
        budget=budget_lines(basis, code, kind),
        spent=spent_lines(basis, code, kind),
        ordered=basis.address("/current/purchase-orders", bucket=code, state="still open"),
        accounts=accounts,
        requested=requested,
    )


def _progress(actor: Actor, basis: Basis, found: Found, reckoned: Reckoned) -> Progress:
    month, to_date = reckoned.month, reckoned.year_to_date
    first, last = (found.months.get(period, str(period)) for period in (1, month.last))
    mean = to_date.earlier
    return Progress(
        year=basis.year.year,
        years=mean.years if mean else (),
        month=_pace(actor, basis, found.code, reckoned.kind, month, f"This month: {last}"),
        year_to_date=_pace(
            actor, basis, found.code, reckoned.kind, to_date, f"Year to date: {first} to {last}"
        ),
    )


def _pace(actor: Actor, basis: Basis, code: str, kind: str, compared: Compared, title: str) -> Pace:
    mean = compared.earlier

    def rows(year: int) -> str:
        return _rows(
            actor, basis, code, kind, year,
            **{"first-period": str(compared.first), "last-period": str(compared.last)},
        )  # fmt: skip

    return Pace(
        title=title,
        now=dollars(compared.now.spent) or dollars(0),  # type: ignore[arg-type]
        share=compared.now.budget_share,
        mean=dollars(mean.mean) if mean else None,
        mean_share=mean.budget_share if mean else None,
        low=dollars(mean.low) if mean else None,
        high=dollars(mean.high) if mean else None,
        href=rows(basis.year.year),
        earlier=[
            EarlierSpell(one.year, Decimal(one.spent).scaleb(-2), rows(one.year))
            for one in reversed(compared.before)
        ],
    )


def _year(actor: Actor, basis: Basis, code: str, one: BucketYear) -> YearLine:
    return YearLine(
        one.year,
        dollars(one.budget),
        dollars(one.spent),
        one.used_share,
        _rows(actor, basis, code, one.kind, one.year),
        budget_lines(basis, code, one.kind, year=str(one.year))
        if Permission.TRANSACTION_READ in actor.permissions
        else "",
    )


def _rows(actor: Actor, basis: Basis, code: str, kind: str, year: int, **more: str) -> str:
    """The lines of a kind in a year as a page; none for readers who may not see payments."""
    if Permission.TRANSACTION_READ not in actor.permissions:
        return ""
    if year != basis.year.year:
        more["year"] = str(year)
    return spent_lines(basis, code, kind, **more)
