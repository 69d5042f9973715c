"""Positions as a reader may see them: seats of the store, places and accounts of the warehouse.

A position is visible where its location, or an account that pays it or a person in it, lies in
the reader's scope. Accounts of other budgets are not named. Names and pay follow the scope.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa

from access.scope import Scope
from data.position_findings import finding
from data.read_model import Argument, ReadModel, columns, shaped
from data.row_filter import Line, RowLine, where_lines
from data.spending import WHERE
from data.store import Store
from data.store.staffing.people import (
    Assigned,
    FundingLine,
    assigned,
    earned,
    funding,
    pays_somebody,
)
from data.store.staffing.seat_groups import classes
from data.store.staffing.seat_terms import JobRate, Listing, Reach, Seat, Sums, Wanted
from data.store.staffing.seats import job_rates, seats, sums
from data.warehouse import NoSnapshotError, Warehouse

PART: Final = 1_000
COLUMNS: Final = columns(
    "position text | code of the position",
    "job_code text | job",
    "job_title text | title",
    "job_class text | class of the job",
    "location_id text | where it works",
    "location_name text | readable name",
    "fte number | full-time equivalents approved; 0 where only an assignment is known",
    "assigned_fte number | of the people in it on the day",
    "vacant_fte number | approved and not assigned, never below zero",
    "bucket_fte number | approved FTE times the share that the bucket or accounts asked for pay",
    "employee_count count | people in it on the day",
    "employees text | who they are; needs a role that shows staffing",
    "funding text | accounts and shares; those of other budgets are not named",
    "annual_cost_usd money | pay and benefits a year of the people in it; needs the right",
    "cost_reason text | why the cost is missing",
    "flagged_fte number | FTE expected by whoever marked the position",
    "note text | what is to be checked",
    "finding text | what is wrong, where the list is one of a check",
)


@dataclass(frozen=True, slots=True)
class Question:
    """Which positions are asked for, in words and codes of a page or a download.

    `where` holds typed conditions, on the position itself and on the accounts that pay it: one of
    those that the reader may see has to fulfil all that are about accounts.
    """

    day: date
    listing: Listing = Listing.ALL
    search: str = ""
    job_class: str = ""
    bucket: str = ""
    fiscal_year: int | None = None
    code: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """One position with its place, its people and who pays.

    `finding` says what is wrong with it where it is of the list of a check.
    """

    seat: Seat
    location_name: str
    people: Sequence[Assigned]
    funding: Sequence[FundingLine]
    finding: str = ""

    @property
    def missing_cost(self) -> str:
        """Why there is no cost; empty where there is one or the reader sees none."""
        if not self.seat.people:
            return "nobody sits in it"
        if self.seat.unpaid:
            people = "person" if self.seat.unpaid == 1 else "people"
            return f"{self.seat.unpaid} {people} without pay"
        return ""


@dataclass(frozen=True, slots=True)
class Positions:
    """The positions of one reader: where to ask, and the reader's scope over staffing."""

    warehouse: Warehouse
    store: Store
    scope: Scope

    def seats(
        self,
        asked: Question,
        *,
        sort: str = "code",
        descending: bool = False,
        offset: int = 0,
        limit: int | None = None,
    ) -> list[Seat]:
        """Positions of a list in an order, all of them or a part."""
        reach, wanted = self.reach(), self.wanted(asked)
        with self.store.reading() as tx:
            return seats(
                tx, reach, wanted, sort=sort, descending=descending, offset=offset, limit=limit
            )

    def completed(
        self, found: Sequence[Seat], day: date, listing: Listing = Listing.ALL
    ) -> list[Position]:
        """The same positions with their places, people, who pays, and what a check found."""
        codes = [one.code for one in found]
        with self.store.reading() as tx:
            people = assigned(tx, self.scope, codes, day)
            paid_by = funding(tx, self.scope, codes, day)
            who = sorted({one.employee_code for each in people.values() for one in each} - {""})
            rates = earned(tx, self.scope, who, day) if listing is Listing.WITHOUT_PAY else {}
        paid = {code for code, (pays, _) in rates.items() if pays}
        names, own = self.place_names(), frozenset(self.reach().accounts)
        made = []
        for one in found:
            seated, lines = people.get(one.code, []), paid_by.get(one.code, [])
            lines = [self._named(line, own) for line in lines]
            wrong = finding(listing, one, seated, lines, paid)
            made.append(Position(one, names.get(one.location_code or "", ""), seated, lines, wrong))
        return made

    def sums(self, asked: Question) -> dict[Listing, Sums]:
        """The sums of every list over what else is asked for."""
        reach, wanted = self.reach(), self.wanted(asked)
        with self.store.reading() as tx:
            return sums(tx, reach, wanted)

    def vacant(
        self, accounts: Sequence[str], day: date
    ) -> tuple[list[Seat], dict[str, list[FundingLine]]]:
        """Positions with vacant FTE that one of the accounts pays, and their own shares."""
        wanted = Wanted(day, Listing.UNASSIGNED, accounts=accounts)
        with self.store.reading() as tx:
            found = seats(tx, self.reach(), wanted)
            lines = funding(tx, self.scope, [one.code for one in found], day)
        return found, {code: [one for one in lines[code] if not one.is_own] for code in lines}

    def rates(self, day: date) -> dict[str, JobRate]:
        """Job -> what 1.0 FTE costs a year; nothing for readers who see no pay."""
        with self.store.reading() as tx:
            return job_rates(tx, self.reach(), day)

    def are_paid_from(self, bucket: str, fiscal_year: int, day: date) -> bool:
        """Whether accounts of a bucket, as far as the reader sees them, pay any position."""
        with self.store.reading() as tx:
            return pays_somebody(tx, self.scope, self.accounts(bucket, fiscal_year), day)

    def classes(self) -> list[tuple[str, str]]:
        """Code and name of the classes of jobs."""
        with self.store.reading() as tx:
            return classes(tx, self.scope.district)

    def place_names(self) -> dict[str, str]:
        """Location -> readable name, where a snapshot is loaded."""
        try:
            rows = self.warehouse.exact(self.scope.district, "location_names").to_pylist()
        except NoSnapshotError:
            return {}
        return {row["location_id"]: row["name"] or "" for row in rows if row["location_id"]}

    def accounts(
        self, bucket: str = "", fiscal_year: int | None = None, lines: Sequence[Line] = ()
    ) -> list[str]:
        """The accounts that the reader may see, of a bucket or of conditions where given."""
        try:
            return accounts(self.warehouse, self.scope, bucket, fiscal_year, lines)
        except NoSnapshotError:
            return []

    def reach(self) -> Reach:
        """The reader's scope with its accounts."""
        return Reach(self.scope, () if self.scope.is_whole else self.accounts())

    def wanted(self, asked: Question) -> Wanted:
        """The question as the store takes it; raises `ArgumentError` for odd conditions."""
        words, year = asked.search.split(), asked.fiscal_year
        names = self.place_names() if words else {}
        lines = where_lines(self.warehouse, self.scope, "positions", asked.where)
        paying = [line for line in lines if not isinstance(line, RowLine)]
        return Wanted(
            asked.day,
            asked.listing,
            {
                word: [code for code, name in names.items() if word.casefold() in name.casefold()]
                for word in words
            },
            asked.job_class,
            asked.code,
            self.accounts(asked.bucket, year, paying) if asked.bucket or paying else None,
            [line for line in lines if isinstance(line, RowLine)],
        )

    def _named(self, line: FundingLine, own: frozenset[str]) -> FundingLine:
        """The line, without the account where it is of another budget."""
        if self.scope.is_whole or line.account_code in own:
            return line
        return line.elsewhere


def accounts(
    warehouse: Warehouse,
    scope: Scope,
    bucket: str = "",
    fiscal_year: int | None = None,
    lines: Sequence[Line] = (),
) -> list[str]:
    """Accounts as the ERP prints them that a scope covers."""
    year = fiscal_year if bucket else None
    found = warehouse.exact(
        scope, "reachable_accounts", bucket=bucket, fiscal_year=year, lines=lines
    )
    return [str(code) for code in found.column("account").to_pylist()]


def in_parts(
    positions: Positions, asked: Question, sort: str, *, descending: bool
) -> Iterator[pa.Table]:
    """Every position of a list as tables of at most a thousand rows, for downloads."""
    found = positions.seats(asked, sort=sort, descending=descending)
    for start in range(0, max(len(found), 1), PART):
        part = positions.completed(found[start : start + PART], asked.day, asked.listing)
        yield _table(positions.scope, part)


def _table(scope: Scope, rows: Sequence[Position]) -> pa.Table:
    pays = scope.sees_compensation
    reason = "pay needs the right to see compensation"
    values: dict[str, Sequence[Any]] = {
        "position": [one.seat.code for one in rows],
        "job_code": [one.seat.job_code for one in rows],
        "job_title": [one.seat.job_name for one in rows],
        "job_class": [one.seat.class_name for one in rows],
        "location_id": [one.seat.location_code for one in rows],
        "location_name": [one.location_name for one in rows],
        "fte": [float(one.seat.fte) for one in rows],
        "assigned_fte": [float(one.seat.assigned) for one in rows],
        "vacant_fte": [float(one.seat.vacant) for one in rows],
        "bucket_fte": [None if (b := one.seat.paid_fte) is None else float(b) for one in rows],
        "employee_count": [one.seat.people for one in rows],
        "employees": ["; ".join(who.label for who in one.people if who.label) for one in rows],
        "funding": ["; ".join(_share(line) for line in one.funding) for one in rows],
        "annual_cost_usd": [dollars(one.seat.cost_cents) for one in rows],
        "cost_reason": [one.missing_cost if pays else reason for one in rows],
        "flagged_fte": [None if (f := one.seat.flagged) is None else float(f) for one in rows],
        "note": [one.seat.note for one in rows],
        "finding": [one.finding or None for one in rows],
    }
    return shaped(pa.table({}), COLUMNS, **values)


def _share(line: FundingLine) -> str:
    who = f" ({line.employee_code})" if line.employee_code else ""
    return f"{line.account_code or 'another budget'} {line.percentage.normalize():f} %{who}"


def dollars(cents: int | None) -> Decimal | None:
    """Exact dollars of whole cents."""
    return None if cents is None else Decimal(cents).scaleb(-2)


POSITIONS: Final = ReadModel(
    "positions",
    "Positions",
    "one row per position",
    "staffing:read",
    COLUMNS,
    (
        Argument("day", "date", None, "the day looked at; the day of the newest data"),
        Argument("listing", "text", "all", f"one of: {', '.join(Listing)}"),
        Argument("search", "text", "", "words in code, job, class, place, name or note"),
        Argument("job_class", "text", "", "code of a class of jobs"),
        Argument("bucket", "text", "", "only positions paid by accounts of this bucket"),
        Argument("fiscal_year", "year", None, "fiscal year of the bucket's accounts"),
        Argument("location", "text", "", "only this location of those the reader may see"),
        WHERE,
        Argument("sort", "text", "code", "column to order by"),
        Argument("descending", "flag", default=False, help="largest first"),
    ),
    lambda *_: pa.table({}),
)
"""What the download of positions says of itself; `exports.positions` makes it."""
