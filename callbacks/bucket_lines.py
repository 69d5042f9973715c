"""Buckets of a basis as lines, groups and sums, each with where it is heading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Basis
from callbacks.year_shares import MONTHS, Outlook, dollars, histories, outlook, path, shape
from data.bucket_history import BucketYear
from data.buckets import buckets
from data.condition import Condition, written
from data.districts import District
from data.scope import Operator
from data.warehouse import Warehouse
from metrics.projection import Alert, Limits, Method
from pages.components.bucket_table import Amounts, BucketGroup, BucketLine, Link, codes_of
from pages.components.figures import Status
from pages.figures.cumulative import YearPath
from pages.format import fiscal_year, listed, share, word

# A web server takes about 4,000 characters of an address; filters need their part of them.
_LONGEST_CODES: Final = 2_000
_ALERTS: Final = {
    Alert.NONE: Status.ON_COURSE,
    Alert.OVER: Status.OVER,
    Alert.SLOW: Status.SLOW,
}


@dataclass(frozen=True, slots=True)
class Bucket:
    """A line of the table and the outlook behind it."""

    line: BucketLine
    outlook: Outlook


def bucket_list(
    warehouse: Warehouse, basis: Basis, *, show_empty: bool = False, only: str = ""
) -> tuple[Bucket, ...]:
    """The spending buckets of the basis in their order of display, or the only one wanted."""
    table = buckets(
        warehouse,
        basis.scope,
        fiscal_year=basis.year.year,
        location_ids=basis.location_ids,
        show_empty=show_empty,
    )
    rows = [row for row in table.to_pylist() if row["kind"] == "expenditure"]
    rows = [row for row in rows if only in ("", row["bucket_code"])]
    # Read once: a hundred buckets would otherwise each reckon the years of all hundred.
    years = histories(warehouse, basis) if rows and not basis.is_closed else {}
    return tuple(_bucket(warehouse, basis, row, years) for row in rows)


def groups(found: Sequence[Bucket], who: str) -> list[BucketGroup]:
    """Buckets by who decides about them; `who` heads those of the schools: `You decide`."""
    made = []
    for is_own, name, term in (
        (True, who, "discretionary"),
        (False, "The district decides", "view only"),
    ):
        lines = [bucket.line for bucket in found if bucket.line.is_own is is_own]
        if lines:
            made.append(BucketGroup(name, term, lines, total(lines)))
    return made


def who_decides(actor: Actor, basis: Basis) -> str:
    """Who decides about the schools' buckets, seen from the reader."""
    if actor.is_owner:
        return "You decide"
    return "The school decides" if basis.place else "Schools decide"


def total(lines: Sequence[BucketLine]) -> Amounts:
    """The sum of lines. A line without projection counts at what is paid and on order."""
    terms = [line.amounts for line in lines]
    sums = Amounts(
        budget=_sum([term.budget for term in terms]),
        spent=_sum([term.spent for term in terms]),
        encumbered=_sum([term.encumbered for term in terms]),
        remaining=_sum([term.remaining for term in terms]),
        reserved=_sum([term.reserved for term in terms]),
    )
    if all(term.projected is None for term in terms):
        return sums
    return replace(
        sums,
        projected=_sum([_at_least(term, term.projected) for term in terms]),
        low=_sum([_at_least(term, term.low) for term in terms]),
        high=_sum([_at_least(term, term.high) for term in terms]),
        years=min((term.years for term in terms if term.years), default=0),
    )


def year_path(found: Sequence[Bucket], amounts: Amounts) -> YearPath | None:
    """The months of several buckets added up; none where no month is posted."""
    known = [bucket.outlook for bucket in found if bucket.outlook.months.spent]
    if not known:
        return None
    months = known[0].months
    paid = _added([view.months.spent for view in known])
    if amounts.projected is None:
        return YearPath(months.labels, paid, budget=_float(amounts.budget))
    means = [shape(view.earlier) for view in known]
    likely, low, high = (
        _added(
            [path(view, _target(view, name), mean) for view, mean in zip(known, means, strict=True)]
        )
        for name in ("projected", "low", "high")
    )
    return YearPath(months.labels, paid, likely, low, high, _float(amounts.budget))


def method(found: Sequence[Bucket], place: District, *, is_closed: bool = False) -> str:
    """How the buckets were projected, and where alerts begin, in words for the method line."""
    made = [bucket for bucket in found if bucket.outlook.projection.method is not Method.NONE]
    if is_closed:
        return "Each account counts once. The year is closed."
    if not made:
        return "Each account counts once. No projection for this year."
    years = sorted({one.year for bucket in made for one in bucket.outlook.earlier})
    straight = [
        bucket.line.name
        for bucket in made
        if bucket.outlook.projection.method is Method.STRAIGHT_LINE
    ]
    words = ["Each account counts once."]
    if years:
        named = listed([fiscal_year(year) for year in years])
        words.append(f"Projection: seasonal, from {named}.")
        words.append(
            f"Ranges reach from the slowest to the fastest of these {word(len(years))} years, in "
            "sums of every bucket at once; they are no margin of error."
            if len(years) > 1
            else "A single earlier year gives no range."
        )
    if straight:
        words.append(f"{listed(straight)}: even pace, no history.")
    granted = [
        bucket.line.name for bucket in made if bucket.outlook.projection.method is Method.GRANT
    ]
    if granted:
        words.append(f"{listed(granted)}: by the grant's own period.")
    words.append(_alert_words(place.limits, has_grant=bool(granted)))
    words.append(f"Requisitions are {'' if place.subtracts_requisitions else 'not '}subtracted.")
    return " ".join(words)


def _alert_words(limits: Limits, *, has_grant: bool) -> str:
    slow = f"Slow: under {share(float(limits.slow))} likely spent"
    if has_grant:
        left = share(float(limits.grant_left))
        slow += f", or over {left} left in the last {limits.grant_days} days of a grant"
    over = "" if limits.over == 1 else f" Over: above {share(float(limits.over))} likely spent."
    return f"{slow}.{over}"


def named(lines: Sequence[BucketLine]) -> str:
    """The codes of buckets for an address; empty where it cannot hold them all."""
    codes = codes_of(lines)
    return codes if len(quote(codes)) <= _LONGEST_CODES else ""


def link(actor: Actor, basis: Basis, location: str = "") -> Link:
    """Addresses of a bucket's page and of the rows behind its figures, or those of several buckets.

    Rows have none without the right to see them, nor for more buckets than an address can name.
    A `location` narrows what is opened to the bucket's part there.
    """
    rights = actor.permissions
    return _link(
        basis,
        sees_rows=Permission.TRANSACTION_READ in rights,
        sees_accounts=Permission.ACCOUNT_READ in rights,
        there={"location": location} if location else {},
    )


def _link(
    basis: Basis, *, sees_rows: bool, sees_accounts: bool, there: Mapping[str, str]
) -> Callable[[str, str], str]:
    def address(code: str, what: str) -> str:
        if what == "page":
            return basis.address("/current/bucket", bucket=code, **there)
        has_rows = what == "ordered" or (what in ("budget", "paid") and has_lines(basis))
        may_see = sees_rows if has_rows else sees_accounts
        if not may_see or len(quote(code)) > _LONGEST_CODES:
            return ""
        return _BEHIND[what](basis, code, **there)

    return address


def left_accounts(basis: Basis, code: str, **more: str) -> str:
    """The accounts that the four terms are of."""
    return basis.address("/current/accounts", bucket=code, **more)


def open_orders(basis: Basis, code: str, **more: str) -> str:
    """The orders that are still open."""
    return basis.address("/current/purchase-orders", bucket=code, state="still open", **more)


def requested_accounts(basis: Basis, code: str, **more: str) -> str:
    """The accounts on which something is requested: figures of requisitions have no other rows."""
    asked = written([Condition("Requested", Operator.IS_NOT, "0")])
    return basis.address("/current/accounts", bucket=code, kind="expenditure", where=asked, **more)


def has_lines(basis: Basis) -> bool:
    """Whether postings of the year are loaded; without them its accounts are the last rows."""
    return basis.year.last_period is not None


def spent_lines(basis: Basis, code: str, kind: str, **more: str) -> str:
    """What was spent or received on one kind of account; the accounts where no line is loaded."""
    if not has_lines(basis):
        return basis.address("/current/accounts", bucket=code, kind=kind, **more)
    type_of_line = "receipt" if kind == "revenue" else "actual"
    return basis.address("/current/transactions", bucket=code, type=type_of_line, **more)


def budget_lines(basis: Basis, code: str, kind: str, **more: str) -> str:
    """The budget lines of one kind of account: a bucket may hold both, which are never netted.

    Where no line is loaded, the accounts.
    """
    if not has_lines(basis):
        return basis.address("/current/accounts", bucket=code, kind=kind, **more)
    return basis.address(
        "/current/transactions", bucket=code, type="budget", where=f"Account Type is {kind}", **more
    )


_BEHIND: Final[Mapping[str, Callable[..., str]]] = {
    "budget": partial(budget_lines, kind="expenditure"),
    "paid": partial(spent_lines, kind="expenditure"),
    "ordered": open_orders,
    "requested": requested_accounts,
    "left": left_accounts,
}
"""Where each figure of a bucket leads."""


def _bucket(
    warehouse: Warehouse,
    basis: Basis,
    row: dict[str, Any],
    years: Mapping[str, tuple[BucketYear, ...]],
) -> Bucket:
    amounts = Amounts(
        row["budget_usd"],
        row["spent_usd"],
        row["encumbered_usd"],
        row["remaining_usd"],
        reserved=row["reserved_usd"],
    )
    code = row["bucket_code"]
    view = outlook(warehouse, basis, amounts, bucket=code, years=years.get(code, ()))
    found = view.projection
    amounts = replace(
        amounts,
        projected=dollars(found.projected),
        low=dollars(found.low),
        high=dollars(found.high),
        years=found.prior_years,
    )
    line = BucketLine(
        code=row["bucket_code"],
        name=row["bucket_name"],
        detail=row["description"] or "",
        is_own=row["decided_by"] == "owner",
        status=_status(basis, view, amounts),
        amounts=amounts,
        reason=_reason(basis, found.reason),
    )
    return Bucket(line, view)


def _status(basis: Basis, view: Outlook, amounts: Amounts) -> Status:
    if basis.is_closed:
        over = amounts.remaining is not None and amounts.remaining < 0
        return Status.RAN_OVER if over else Status.ENDED
    if view.projection.method is Method.NONE or view.projection.is_early:
        return Status.UNKNOWN
    return _ALERTS[view.projection.alert]


def _reason(basis: Basis, reason: str) -> str:
    if basis.is_closed:
        return "the year is closed"
    if basis.year.last_period is None:
        return "no payment is posted yet"
    return reason or "no projection"


def _at_least(term: Amounts, value: Decimal | None) -> Decimal | None:
    if value is not None or term.spent is None:
        return value
    return term.spent + (term.encumbered or 0)


def _target(view: Outlook, name: str) -> int | None:
    """Where a bucket's path ends; one without projection stays where it is."""
    value: int | None = getattr(view.projection, name)
    return view.months.spent[-1] if value is None else value


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _added(rows: Sequence[tuple[int, ...]]) -> tuple[float, ...]:
    length = min(MONTHS, *(len(row) for row in rows)) if rows else 0
    return tuple(sum(row[month] for row in rows) / 100 for month in range(length))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
