"""What is asked of positions, and what the answers hold: lists, one position, sums of many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from access.scope import Scope
from data.row_filter import RowLine


class Listing(StrEnum):
    """The lists of positions; the last three are checks, which only those ask for who want them.

    A position of 0 FTE, or one that has ended, is `WITHOUT_FTE` while somebody sits in it. Readers
    who see no pay learn of nobody that there is none: for them `WITHOUT_PAY` has no position.
    """

    ALL = "all"
    UNASSIGNED = "unassigned"
    OVER_ASSIGNED = "over-assigned"
    FLAGGED = "flagged"
    NOT_FUNDED = "not-funded"
    WITHOUT_PAY = "without-pay"
    WITHOUT_FTE = "without-fte"


CHECKS: Final = (Listing.NOT_FUNDED, Listing.WITHOUT_PAY, Listing.WITHOUT_FTE)
HOLDS: Final = {
    Listing.ALL: "s.code is not null",
    Listing.UNASSIGNED: "s.fte > s.assigned",
    Listing.OVER_ASSIGNED: "s.assigned > s.fte",
    Listing.FLAGGED: "s.flag_version is not null",
    Listing.NOT_FUNDED: "s.is_off = 1",
    Listing.WITHOUT_PAY: "s.unpaid > 0",
    Listing.WITHOUT_FTE: "s.fte = 0 and s.people > 0",
}
"""What a position of a list fulfils."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A reader's scope, and the accounts in it where it is not the whole district."""

    scope: Scope
    accounts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which positions are asked for, on which day.

    `words` are searched for; each has the codes of locations whose names hold it. `accounts`,
    where given, are those of a bucket or of conditions: positions that one of them pays.
    `tests` are conditions on the positions themselves.
    """

    day: date
    listing: Listing = Listing.ALL
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    class_code: str = ""
    code: str = ""
    accounts: Sequence[str] | None = None
    tests: Sequence[RowLine] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """One position.

    `cost_cents` is missing where nobody sits in it, where somebody in it has no pay (`unpaid`
    counts them), and for readers who see no pay. `paid_fte` and `paid_assigned` are the FTE that
    the accounts asked for pay: FTE times their shares; missing where none are asked for.
    """

    code: str
    job_code: str
    job_name: str | None
    class_name: str | None
    location_code: str | None
    fte: Decimal
    assigned: Decimal
    vacant: Decimal
    people: int
    flagged: Decimal | None
    note: str | None
    flag_version: int | None
    cost_cents: int | None = None
    unpaid: int = 0
    paid_fte: Fraction | None = None
    paid_assigned: Fraction | None = None

    @property
    def is_flagged(self) -> bool:
        """Whether the position is marked for checking."""
        return self.flag_version is not None


@dataclass(frozen=True, slots=True)
class JobRate:
    """Cents a year that 1.0 FTE of a job costs on average: pay, and benefits beside it."""

    pay: Fraction
    benefits: Fraction


@dataclass(frozen=True, slots=True)
class Sums:
    """What a list of positions adds up to.

    `uncosted` positions have people without pay and no cost; `unpaid` counts the assignments of
    those people. `pay_cents` is the part of the cost that is pay, the rest benefits.
    """

    positions: int
    fte: Decimal
    assigned: Decimal
    vacant: Decimal
    people: int
    cost_cents: int | None
    uncosted: int
    unpaid: int = 0
    paid_fte: Fraction | None = None
    paid_assigned: Fraction | None = None
    pay_cents: int | None = None
